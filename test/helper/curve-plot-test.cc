/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "temporary-directory.h"

#include "ns3/curve-plot.h"

#include <gtest/gtest.h>
#include <string>

namespace ns3::edgelearning::test
{

TEST(CurvePlotTest, DrawsCurvesInTheOrderOfTheirFirstPoints)
{
    const TemporaryDirectory directory;
    CurvePlot plot("Title", "time (s)", "accuracy", "set yrange [0:1]");
    EXPECT_TRUE(plot.IsEmpty());
    plot.Add("second to none", 1, 0.5);
    plot.Add("another", 1, 0.25);
    plot.Add("second to none", 2, 0.75);
    EXPECT_FALSE(plot.IsEmpty());
    const bool drawn = plot.Draw(directory.Path(), "curves");
    EXPECT_EQ(directory.Has("curves.png"), drawn);
    const std::string script = directory.Read("curves.plt");
    for (const char* line : {"set output \"curves.png\"",
                             "set title \"Title\"",
                             "set xlabel \"time (s)\"",
                             "set ylabel \"accuracy\"",
                             "set yrange [0:1]",
                             "1 0.5\n2 0.75\ne\n1 0.25\ne\n"})
    {
        EXPECT_NE(script.find(line), std::string::npos) << "no " << line << " in " << script;
    }
    EXPECT_LT(script.find("title \"second to none\""), script.find("title \"another\""));
}

TEST(CurvePlotTest, WarnsWhenItCannotDraw)
{
    const TemporaryDirectory directory;
    CurvePlot plot("Title", "x", "y");
    plot.Add("curve", 1, 1);
    ::testing::internal::CaptureStderr();
    plot.DrawOrWarn(directory.Path("missing"), "curves");
    EXPECT_NE(
        ::testing::internal::GetCapturedStderr().find("missing/curves.png: gnuplot is missing"),
        std::string::npos);
}

} // namespace ns3::edgelearning::test
