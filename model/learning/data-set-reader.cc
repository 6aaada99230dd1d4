/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "data-set-reader.h"

#include "ns3/csv-reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace ns3::edgelearning
{

namespace
{

constexpr int64_t MAX_LABEL = 9999;
constexpr uint32_t IDX_IMAGES = 0x00000803;
constexpr uint32_t IDX_LABELS = 0x00000801;

/**
 * @param path the file
 * @param where a place in it, or empty
 * @param what what is wrong there, and what is allowed
 */
[[noreturn]] void
Fail(const std::string& path, const std::string& where, const std::string& what)
{
    throw std::runtime_error("data set " + path + (where.empty() ? "" : ", " + where) + ": " +
                             what);
}

/**
 * @param path the file
 * @return the open file
 */
std::ifstream
Open(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
    {
        Fail(path, "", "cannot be opened; name an existing, readable file");
    }
    return file;
}

/**
 * Append one line's sample.
 *
 * @param csv at the row
 * @param path the file
 * @param features appended to
 * @param labels appended to
 */
void
ReadRow(const CsvReader& csv,
        const std::string& path,
        std::vector<float>& features,
        std::vector<int64_t>& labels)
{
    const std::size_t columns = csv.ColumnCount();
    std::string text;
    char* end = nullptr;
    // CsvReader's own conversions stop at the first character that is not part of a number.
    const auto isRead = [&text, &end]() {
        return end != text.c_str() &&
               text.find_first_not_of(" \t\r", end - text.c_str()) == std::string::npos;
    };
    const auto fail = [&](std::size_t column, const std::string& what) {
        Fail(path,
             "line " + std::to_string(csv.RowNumber()) + ", value " + std::to_string(column + 1),
             "'" + text + "' is not " + what);
    };
    for (std::size_t column = 0; column + 1 < columns; ++column)
    {
        csv.GetValue(column, text);
        const float value = std::strtof(text.c_str(), &end);
        if (!isRead() || !std::isfinite(value))
        {
            fail(column, "a feature; a finite number is");
        }
        features.push_back(value);
    }
    csv.GetValue(columns - 1, text);
    const int64_t label = std::strtoll(text.c_str(), &end, 10);
    if (!isRead() || label < 0 || label > MAX_LABEL)
    {
        fail(columns - 1, "a label; an integer from 0 to " + std::to_string(MAX_LABEL) + " is");
    }
    labels.push_back(label);
}

/**
 * @param value a 32-bit number
 * @return it in hexadecimal
 */
std::string
ToHex(uint32_t value)
{
    std::array<char, 11> text{};
    std::snprintf(text.data(), text.size(), "0x%08x", value);
    return text.data();
}

/// An IDX file's dimensions and what follows them.
struct IdxFile
{
    std::vector<uint32_t> extents; //!< of each dimension
    std::vector<uint8_t> bytes;    //!< the values
};

/**
 * @param file at a number
 * @param path the file's path
 * @return the big-endian number there
 */
uint32_t
ReadBigEndian(std::ifstream& file, const std::string& path)
{
    const auto offset = static_cast<int64_t>(file.tellg());
    std::array<char, 4> raw{};
    if (!file.read(raw.data(), raw.size()))
    {
        Fail(path, "offset " + std::to_string(offset), "the file ends within the header");
    }
    uint32_t value = 0;
    for (const char byte : raw)
    {
        value = (value << 8) | static_cast<uint8_t>(byte);
    }
    return value;
}

/**
 * @param path the file
 * @param magic the magic number it must have; its last byte is the number of dimensions
 * @return its contents
 */
IdxFile
ReadIdx(const std::string& path, uint32_t magic)
{
    std::ifstream file = Open(path);
    const uint32_t found = ReadBigEndian(file, path);
    if (found != magic)
    {
        Fail(path,
             "offset 0",
             "magic number " + ToHex(found) + "; must be " + ToHex(magic) +
                 " (a compressed file must be unpacked first)");
    }
    IdxFile idx;
    // The largest product of three 32-bit extents exceeds 64 bits; a double only loses low digits.
    double declared = 1;
    for (uint32_t i = 0; i < (magic & 0xff); ++i)
    {
        idx.extents.push_back(ReadBigEndian(file, path));
        declared *= idx.extents.back();
    }
    const auto header = static_cast<int64_t>(file.tellg());
    file.seekg(0, std::ios::end);
    const int64_t actual = static_cast<int64_t>(file.tellg()) - header;
    if (declared != static_cast<double>(actual))
    {
        Fail(path,
             "offset " + std::to_string(header),
             std::to_string(actual) + " values follow; the header declares " +
                 std::to_string(static_cast<uint64_t>(std::min(declared, 1e18))));
    }
    file.seekg(header);
    idx.bytes.resize(static_cast<std::size_t>(actual));
    file.read(reinterpret_cast<char*>(idx.bytes.data()), actual);
    return idx;
}

/**
 * @param text a text
 * @param from what is replaced where it occurs last
 * @param to what stands there instead
 * @return whether it occurs
 */
bool
ReplaceLast(std::string& text, std::string_view from, std::string_view to)
{
    const auto at = text.rfind(from);
    if (at == std::string::npos)
    {
        return false;
    }
    text.replace(at, from.size(), to);
    return true;
}

} // namespace

Ptr<DataSet>
LoadCsv(const std::string& path)
{
    std::ifstream file = Open(path);
    CsvReader csv(file);
    std::vector<float> features;
    std::vector<int64_t> labels;
    std::size_t columns = 0;
    while (csv.FetchNextRow())
    {
        if (csv.ColumnCount() == 0 || csv.IsBlankRow())
        {
            continue;
        }
        if (columns == 0)
        {
            columns = csv.ColumnCount();
        }
        if (csv.ColumnCount() != columns || columns < 2)
        {
            Fail(path,
                 "line " + std::to_string(csv.RowNumber()),
                 std::to_string(csv.ColumnCount()) +
                     " values; every line must have as many as the first, at least 2");
        }
        ReadRow(csv, path, features, labels);
    }
    if (labels.empty())
    {
        Fail(path, "", "holds no samples; at least one line of features and a label is needed");
    }
    float largest = 0;
    for (const auto value : features)
    {
        largest = std::max(largest, std::abs(value));
    }
    if (largest > 0)
    {
        for (auto& value : features)
        {
            value /= largest;
        }
    }
    const auto classes = static_cast<uint32_t>(*std::max_element(labels.begin(), labels.end()) + 1);
    return Create<DataSet>(std::move(features),
                           std::move(labels),
                           std::vector<uint32_t>{static_cast<uint32_t>(columns - 1)},
                           classes);
}

Ptr<DataSet>
LoadIdx(const std::string& imagesPath, const std::string& labelsPath)
{
    const IdxFile images = ReadIdx(imagesPath, IDX_IMAGES);
    const IdxFile labels = ReadIdx(labelsPath, IDX_LABELS);
    if (images.extents[0] != labels.extents[0] || labels.bytes.empty())
    {
        Fail(labelsPath,
             "offset 4",
             std::to_string(labels.extents[0]) + " labels for " +
                 std::to_string(images.extents[0]) + " images in " + imagesPath +
                 "; must be as many, at least one");
    }
    std::vector<float> features(images.bytes.size());
    std::transform(images.bytes.begin(), images.bytes.end(), features.begin(), [](uint8_t byte) {
        return static_cast<float>(byte) / 255.0F;
    });
    const uint32_t classes = *std::max_element(labels.bytes.begin(), labels.bytes.end()) + 1U;
    return Create<DataSet>(std::move(features),
                           std::vector<int64_t>(labels.bytes.begin(), labels.bytes.end()),
                           std::vector<uint32_t>{1, images.extents[1], images.extents[2]},
                           classes);
}

Ptr<DataSet>
LoadDataSet(const std::string& path)
{
    const std::string_view csv = ".csv";
    if (path.size() > csv.size() && path.compare(path.size() - csv.size(), csv.size(), csv) == 0)
    {
        return LoadCsv(path);
    }
    std::string labels = path;
    if (ReplaceLast(labels, "idx3-ubyte", "idx1-ubyte") && ReplaceLast(labels, "images", "labels"))
    {
        return LoadIdx(path, labels);
    }
    Fail(path, "", "of unknown kind; the name must be like *.csv or *images*idx3-ubyte");
}

} // namespace ns3::edgelearning
