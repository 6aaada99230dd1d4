/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/network-architecture.h"

#include <gtest/gtest.h>
#include <stdexcept>

using namespace ns3::edgelearning;

TEST(NetworkArchitectureTest, CountsAPerceptron)
{
    const NetworkArchitecture network("64-32-10");
    EXPECT_EQ(network.GetInputShape(), std::vector<uint32_t>{64});
    EXPECT_EQ(network.GetClassCount(), 10U);
    EXPECT_EQ(network.GetLayers().size(), 2U);
    EXPECT_EQ(network.GetParameterCount(), 64U * 32 + 32 + 32 * 10 + 10);
    // Forward and twice that backward; a multiplication and an addition for each weight.
    EXPECT_DOUBLE_EQ(network.GetTrainingFlop(), 3 * 2 * (64 * 32 + 32 * 10));
}

TEST(NetworkArchitectureTest, CountsAConvolutionalNetwork)
{
    const NetworkArchitecture network("cnn:1x8x8-8-16-10");
    EXPECT_EQ(network.GetInputShape(), (std::vector<uint32_t>{1, 8, 8}));
    EXPECT_EQ(network.GetClassCount(), 10U);
    EXPECT_EQ(network.GetParameterCount(), (9U + 1) * 8 + (8 * 9 + 1) * 16 + (16 * 2 * 2 + 1) * 10);
    const double products = 9 * 8 * (8 * 8) + 8 * 9 * 16 * (4 * 4) + 64 * 10;
    EXPECT_DOUBLE_EQ(network.GetTrainingFlop(), 3 * 2 * products);
}

TEST(NetworkArchitectureTest, PoolingDropsTheLastOfAnOddNumberOfRows)
{
    const NetworkArchitecture network("cnn:3x5x7-4-2");
    EXPECT_EQ(network.GetLayers().back().input, 4U * 2 * 3);
}

TEST(NetworkArchitectureTest, ReadsTheShapeOfASample)
{
    EXPECT_EQ(NetworkArchitecture::ReadShape("64"), std::vector<uint32_t>{64});
    EXPECT_EQ(NetworkArchitecture::ReadShape("1x28x28"), (std::vector<uint32_t>{1, 28, 28}));
    for (const auto* text : {"", "0", "28x", "x28", "28,28", "-1"})
    {
        EXPECT_THROW(NetworkArchitecture::ReadShape(text), std::invalid_argument) << text;
    }
}

namespace
{

class NetworkArchitectureBadTextTest : public testing::TestWithParam<const char*>
{
};

} // namespace

TEST_P(NetworkArchitectureBadTextTest, NamesTheTextAndTheGrammar)
{
    try
    {
        const NetworkArchitecture network(GetParam());
        FAIL() << GetParam() << " was accepted";
    }
    catch (const std::invalid_argument& error)
    {
        const std::string message = error.what();
        EXPECT_NE(message.find(std::string("'") + GetParam() + "'"), std::string::npos) << message;
        EXPECT_NE(message.find("64-32-10"), std::string::npos) << message;
        EXPECT_NE(message.find("cnn:1x8x8-8-16-10"), std::string::npos) << message;
    }
}

INSTANTIATE_TEST_SUITE_P(Texts,
                         NetworkArchitectureBadTextTest,
                         testing::Values("",
                                         "64",
                                         "resnet",
                                         "64-",
                                         "-10",
                                         "64--10",
                                         "64-0-10",
                                         "64-1",
                                         "64-+3",
                                         "64-32-10 ",
                                         "64-1000001-10",
                                         "99999999999-10",
                                         "cnn:",
                                         "cnn:1x8x8",
                                         "cnn:1x8x8-10",
                                         "cnn:8x8-4-10",
                                         "cnn:1x8x8-4-1",
                                         "cnn:1x8x8-4-4-4-4-10",
                                         "cnn:64-32-10"));
