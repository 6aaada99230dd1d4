/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/model-history.h"

#include <gtest/gtest.h>

using namespace ns3::edgelearning;

TEST(ModelHistoryTest, KeepsTheNewestVersions)
{
    ModelHistory history;
    EXPECT_TRUE(history.IsEmpty());
    EXPECT_EQ(history.Find(0), nullptr);
    for (float value : {10.0F, 11.0F, 12.0F, 13.0F})
    {
        history.Add({{value}, 5}, 3);
    }
    EXPECT_EQ(history.GetVersion(), 3U);
    EXPECT_EQ(history.GetNewest().values[0], 13);
    EXPECT_EQ(history.Find(0), nullptr);
    ASSERT_NE(history.Find(1), nullptr);
    EXPECT_EQ(history.Find(1)->values[0], 11);
    EXPECT_EQ(history.Find(3)->values[0], 13);
    EXPECT_EQ(history.Find(4), nullptr);
    history.Add({{14.0F}, 5}, 1);
    EXPECT_EQ(history.Find(3), nullptr);
    EXPECT_EQ(history.Find(4)->virtualBytes, 5U);
}
