/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/data-set-reader.h"

#include <cstdio>
#include <fstream>
#include <gtest/gtest.h>
#include <stdexcept>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// A file that is there as long as this is.
class TemporaryFile
{
  public:
    TemporaryFile(const std::string& name, const std::string& contents)
        : path(testing::TempDir() + "edge-learning-" + name)
    {
        std::ofstream(path, std::ios::binary) << contents;
    }

    ~TemporaryFile()
    {
        std::remove(path.c_str());
    }

    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    const std::string path; //!< where it is
};

/**
 * @param load reads a file
 * @return the message of the error it ends with
 */
template <typename Load>
std::string
GetError(Load load)
{
    try
    {
        load();
    }
    catch (const std::runtime_error& error)
    {
        return error.what();
    }
    return "no error";
}

/// A malformed CSV file.
struct BadCsv
{
    const char* contents; //!< of the file
    const char* place;    //!< that the error must name
    const char* reason;   //!< that the error must name
};

class DataSetReaderBadCsvTest : public testing::TestWithParam<BadCsv>
{
};

const std::string IMAGES_HEADER("\x00\x00\x08\x03\x00\x00\x00\x02\x00\x00\x00\x01\x00\x00\x00\x02",
                                16);
const std::string LABELS_HEADER("\x00\x00\x08\x01\x00\x00\x00\x02", 8);

/// A malformed pair of IDX files.
struct BadIdx
{
    std::string images; //!< contents of the one
    std::string labels; //!< contents of the other
    const char* reason; //!< that the error must name
};

class DataSetReaderBadIdxTest : public testing::TestWithParam<BadIdx>
{
};

} // namespace

TEST(DataSetReaderTest, ReadsCsvAndScalesByTheLargestMagnitude)
{
    const TemporaryFile file("good.csv", "# comment\n1, -4, 0\n\n2,3e-1,2 # comment\r\n");
    const auto data = LoadDataSet(file.path);
    EXPECT_EQ(data->GetFeatures(), (std::vector<float>{0.25F, -1, 0.5F, 0.3F / 4}));
    EXPECT_EQ(data->GetLabels(), (std::vector<int64_t>{0, 2}));
    EXPECT_EQ(data->GetShape(), std::vector<uint32_t>{2});
    EXPECT_EQ(data->GetClassCount(), 3U);
}

TEST(DataSetReaderTest, ReadsTheDigits)
{
    const auto digits = LoadDataSet(std::string(EDGE_LEARNING_DATA_DIR) + "/digits.csv");
    EXPECT_EQ(digits->GetSize(), 1797U);
    EXPECT_EQ(digits->GetFeatureCount(), 64U);
    EXPECT_EQ(digits->GetClassCount(), 10U);
    EXPECT_FLOAT_EQ(digits->GetFeatures()[2], 5.0F / 16);
}

TEST_P(DataSetReaderBadCsvTest, NamesFilePlaceAndReason)
{
    const TemporaryFile file("bad.csv", GetParam().contents);
    const std::string error = GetError([&file]() { LoadCsv(file.path); });
    EXPECT_NE(error.find(file.path), std::string::npos) << error;
    EXPECT_NE(error.find(GetParam().place), std::string::npos) << error;
    EXPECT_NE(error.find(GetParam().reason), std::string::npos) << error;
}

INSTANTIATE_TEST_SUITE_P(
    Files,
    DataSetReaderBadCsvTest,
    testing::Values(BadCsv{"1,2,0\n1,0\n", "line 2", "2 values; every line must have as many"},
                    BadCsv{"1,2,0\n1,2,3,0\n", "line 2", "4 values"},
                    BadCsv{"7\n", "line 1", "at least 2"},
                    BadCsv{"1,2,0\n1,two,0\n", "line 2, value 2", "'two' is not a feature"},
                    BadCsv{"1,2x,0\n", "line 1, value 2", "'2x' is not a feature"},
                    BadCsv{"1,,0\n", "line 1, value 2", "'' is not a feature"},
                    BadCsv{"1,nan,0\n", "line 1, value 2", "a finite number"},
                    BadCsv{"1,1e999,0\n", "line 1, value 2", "a finite number"},
                    BadCsv{"1,2,0.5\n", "line 1, value 3", "'0.5' is not a label"},
                    BadCsv{"1,2,-1\n", "line 1, value 3", "from 0 to 9999"},
                    BadCsv{"1,2,10000\n", "line 1, value 3", "from 0 to 9999"},
                    BadCsv{"1,2,a\n", "line 1, value 3", "'a' is not a label"},
                    BadCsv{"", "", "holds no samples"},
                    BadCsv{"# only a comment\n\n", "", "holds no samples"}));

TEST(DataSetReaderTest, NamesAFileThatIsMissingOrOfAnotherKind)
{
    const std::string missing = GetError([]() { LoadDataSet("no/such/file.csv"); });
    EXPECT_NE(missing.find("no/such/file.csv: cannot be opened"), std::string::npos) << missing;
    const std::string kind = GetError([]() { LoadDataSet("digits.parquet"); });
    EXPECT_NE(kind.find("digits.parquet: of unknown kind"), std::string::npos) << kind;
    EXPECT_NE(kind.find("*.csv"), std::string::npos) << kind;
}

TEST(DataSetReaderTest, ReadsIdxAndFindsTheLabelsBesideTheImages)
{
    const TemporaryFile images("images.idx3-ubyte", IMAGES_HEADER + "\xff" + '\0' + "\x33\x66");
    const TemporaryFile labels("labels.idx1-ubyte", LABELS_HEADER + "\x04\x01");
    const auto data = LoadDataSet(images.path);
    EXPECT_EQ(data->GetFeatures(), (std::vector<float>{1, 0, 0.2F, 0.4F}));
    EXPECT_EQ(data->GetLabels(), (std::vector<int64_t>{4, 1}));
    EXPECT_EQ(data->GetShape(), (std::vector<uint32_t>{1, 1, 2}));
    EXPECT_EQ(data->GetClassCount(), 5U);
}

TEST_P(DataSetReaderBadIdxTest, NamesFileAndReason)
{
    const TemporaryFile images("bad-images.idx3-ubyte", GetParam().images);
    const TemporaryFile labels("bad-labels.idx1-ubyte", GetParam().labels);
    const std::string error = GetError([&]() { LoadIdx(images.path, labels.path); });
    EXPECT_NE(error.find("edge-learning-bad-"), std::string::npos) << error;
    EXPECT_NE(error.find("offset "), std::string::npos) << error;
    EXPECT_NE(error.find(GetParam().reason), std::string::npos) << error;
}

INSTANTIATE_TEST_SUITE_P(
    Files,
    DataSetReaderBadIdxTest,
    testing::Values(
        BadIdx{"\x1f\x8b\x08\x01 packed", LABELS_HEADER + "ab", "0x1f8b0801; must be 0x00000803"},
        BadIdx{IMAGES_HEADER + "abcd", IMAGES_HEADER + "abcd", "must be 0x00000801"},
        BadIdx{IMAGES_HEADER.substr(0, 10), LABELS_HEADER + "ab", "ends within the header"},
        BadIdx{"", LABELS_HEADER + "ab", "ends within the header"},
        BadIdx{IMAGES_HEADER + "abc",
               LABELS_HEADER + "ab",
               "3 values follow; the header declares 4"},
        BadIdx{IMAGES_HEADER + "abcde", LABELS_HEADER + "ab", "5 values follow"},
        BadIdx{std::string("\x00\x00\x08\x03", 4) + std::string(12, '\xff') + "abcd",
               LABELS_HEADER + "ab",
               "4 values follow"},
        BadIdx{IMAGES_HEADER + "abcd",
               std::string("\x00\x00\x08\x01\x00\x00\x00\x01", 8) + "a",
               "1 labels for 2 images"}));
