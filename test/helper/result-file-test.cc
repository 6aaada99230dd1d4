/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "temporary-directory.h"

#include "ns3/result-file.h"

#include <gtest/gtest.h>
#include <stdexcept>

using namespace ns3::edgelearning;
using namespace ns3::edgelearning::test;

TEST(ResultFileTest, HasItsNameOnceItIsWhole)
{
    TemporaryDirectory directory;
    directory.Write("a.csv", "old");
    ResultFile file(directory.Path("a.csv"), "x,y");
    EXPECT_EQ(file.GetPath(), directory.Path("a.csv"));
    EXPECT_EQ(directory.Read("a.csv"), "old");
    file.Begin();
    EXPECT_FALSE(directory.Has("a.csv"));
    EXPECT_TRUE(directory.Has("a.csv.part"));
    file.Line(1, "two");
    file.Line(0.123456789012);
    file.Finish();
    EXPECT_EQ(directory.Read("a.csv"), "x,y\n1,two\n0.123456789012\n");
    EXPECT_FALSE(directory.Has("a.csv.part"));
}

TEST(ResultFileTest, NumbersAreExact)
{
    EXPECT_EQ(Exact(0.1), "0.10000000000000001");
    EXPECT_EQ(Seconds9(ns3::NanoSeconds(1500000001)), "1.500000001");
}

TEST(ResultFileTest, NeedsADirectoryThatIsThere)
{
    TemporaryDirectory directory;
    ResultFile file(directory.Path("missing/a.csv"));
    EXPECT_THROW(file.Begin(), std::runtime_error);
}

TEST(ResultFileTest, SaysThatItCouldNotBeWhole)
{
    TemporaryDirectory directory;
    ResultFile file(directory.Path("a.csv"), "x");
    file.Begin();
    // A directory in its place stands for a disk that is full.
    std::filesystem::create_directories(directory.Path("a.csv/b"));
    EXPECT_THROW(file.Finish(), std::runtime_error);
    EXPECT_EQ(directory.Read("a.csv.part"), "x\n");
}
