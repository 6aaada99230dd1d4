/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/nr-lite-rate.h"

#include <cmath>
#include <gtest/gtest.h>

using namespace ns3;
using namespace ns3::edgelearning;

class NrLiteRateTest : public testing::Test
{
  protected:
    void SetUp() override
    {
        m_amc = CreateObject<NrLiteAmc>();
        m_amc->Prepare();
    }

    Ptr<NrLiteAmc> m_amc;
};

TEST_F(NrLiteRateTest, UplinkPowerIsSpreadOverTheGrantedBlocks)
{
    NrLiteRate rate;
    rate.Set(*m_amc, 100.0, true, 50, 1);
    EXPECT_DOUBLE_EQ(rate.GetSinr(1), 100.0);
    EXPECT_DOUBLE_EQ(rate.GetSinr(10), 10.0);
    EXPECT_DOUBLE_EQ(rate.GetSinr(50), 2.0);
    for (uint32_t blocks = 1; blocks <= 50; blocks++)
    {
        EXPECT_EQ(rate.GetCqi(blocks), m_amc->GetCqi(100.0 / blocks)) << blocks;
    }
}

TEST_F(NrLiteRateTest, DownlinkQualityDoesNotDependOnTheGrant)
{
    NrLiteRate rate;
    rate.Set(*m_amc, 100.0, false, 50, 1);
    EXPECT_EQ(rate.GetCqi(1), m_amc->GetCqi(100.0));
    EXPECT_EQ(rate.GetCqi(50), m_amc->GetCqi(100.0));
    EXPECT_EQ(rate.GetBytes(50, 144.0) / 50, rate.GetBytes(1, 144.0));
}

TEST_F(NrLiteRateTest, PowerLimitedTerminalUsesFewBlocks)
{
    NrLiteRate rate;
    rate.Set(*m_amc, 2.0, true, 100, 1);
    const uint32_t best = rate.GetBestBlocks(100);
    ASSERT_GT(best, 0U);
    EXPECT_LT(best, 100U);
    EXPECT_EQ(rate.GetBytes(100, 144.0), 0U);
    EXPECT_GT(rate.GetBytes(best, 144.0), 0U);
    rate.Set(*m_amc, 0.01, true, 100, 1);
    EXPECT_FALSE(rate.IsUsable());
    EXPECT_EQ(rate.GetBestBlocks(100), 0U);
}

TEST_F(NrLiteRateTest, SmallestGrantCarriesTheData)
{
    for (bool spread : {false, true})
    {
        NrLiteRate rate;
        rate.Set(*m_amc, 500.0, spread, 100, 2);
        for (uint64_t bytes : {1, 40, 400, 1500})
        {
            const uint32_t blocks = rate.GetBlocksFor(bytes, 150.0, 100);
            EXPECT_GE(rate.GetBytes(blocks, 150.0), bytes);
            EXPECT_LE(blocks, 100U);
            if (blocks > 2)
            {
                EXPECT_LT(rate.GetBytes(blocks - 2, 150.0), bytes);
            }
        }
        EXPECT_EQ(rate.GetBlocksFor(1000000, 150.0, 10), 10U);
    }
}

TEST_F(NrLiteRateTest, LayersAreUsedWhenTheSignalIsStrong)
{
    NrLiteRate rate;
    rate.Set(*m_amc, 1e6, false, 50, 4);
    EXPECT_EQ(rate.GetLayers(), 4U);
    rate.Set(*m_amc, 0.16, false, 50, 4);
    EXPECT_EQ(rate.GetLayers(), 1U);
}
