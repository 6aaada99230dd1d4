/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/nr-lite-carrier.h"
#include "ns3/nr-lite-round-robin-scheduler.h"
#include "ns3/uinteger.h"

#include <gtest/gtest.h>
#include <numeric>

using namespace ns3;
using namespace ns3::edgelearning;

class NrLiteRoundRobinSchedulerTest : public testing::Test
{
  protected:
    void SetUp() override
    {
        m_amc = CreateObject<NrLiteAmc>();
        m_amc->Prepare();
        m_scheduler = CreateObject<NrLiteRoundRobinScheduler>();
        m_strong.Set(*m_amc, 1e5, false, 100, 1);
        m_weak.Set(*m_amc, 2.0, true, 100, 1);
    }

    NrLiteCandidate Make(uint32_t id, double bytes, const NrLiteRate& rate)
    {
        NrLiteCandidate candidate;
        candidate.id = id;
        candidate.bytes = bytes;
        candidate.rate = &rate;
        return candidate;
    }

    NrLiteScheduler::Slot MakeSlot(uint32_t blocks)
    {
        return {blocks, 150.0, 150.0, MilliSeconds(1), Time(0), NR_LITE_UPLINK};
    }

    static double Sum(const std::vector<NrLiteCandidate>& candidates)
    {
        return std::accumulate(candidates.begin(),
                               candidates.end(),
                               0.0,
                               [](double sum, const auto& c) { return sum + c.blocks; });
    }

    Ptr<NrLiteAmc> m_amc;
    Ptr<NrLiteRoundRobinScheduler> m_scheduler;
    NrLiteRate m_strong;
    NrLiteRate m_weak;
};

TEST_F(NrLiteRoundRobinSchedulerTest, BacklogsGetEqualBlocksOverTime)
{
    for (uint32_t count : {1U, 3U, 7U, 40U, 150U})
    {
        std::vector<double> total(count, 0.0);
        for (uint32_t slot = 0; slot < 6000; slot++)
        {
            std::vector<NrLiteCandidate> candidates;
            for (uint32_t i = 0; i < count; i++)
            {
                candidates.push_back(Make(i, 1e9, m_strong));
            }
            m_scheduler->Allocate(MakeSlot(100), candidates);
            ASSERT_EQ(Sum(candidates), 100.0);
            for (uint32_t i = 0; i < count; i++)
            {
                total[i] += candidates[i].blocks;
            }
        }
        for (double blocks : total)
        {
            EXPECT_NEAR(blocks, 6000.0 * 100.0 / count, 0.02 * 6000.0 * 100.0 / count);
        }
    }
}

TEST_F(NrLiteRoundRobinSchedulerTest, RoundGoesOnWithoutWhoWasServedLast)
{
    // 25 terminals a slot; whoever was the last of them misses the next slot.
    constexpr uint32_t COUNT = 40;
    std::vector<double> total(COUNT, 0.0);
    uint32_t last = COUNT;
    for (uint32_t slot = 0; slot < 4000; slot++)
    {
        std::vector<NrLiteCandidate> candidates;
        for (uint32_t id = 0; id < COUNT; id++)
        {
            if (id != last)
            {
                candidates.push_back(Make(id, 1e9, m_strong));
            }
        }
        m_scheduler->Allocate(MakeSlot(100), candidates);
        ASSERT_EQ(Sum(candidates), 100.0);
        // It is the one served whose successor is not.
        for (size_t i = 0; i < candidates.size(); i++)
        {
            total[candidates[i].id] += candidates[i].blocks;
            if (candidates[i].blocks > 0.0 && candidates[(i + 1) % candidates.size()].blocks == 0.0)
            {
                last = candidates[i].id;
            }
        }
    }
    const double mean = 4000.0 * 100.0 / COUNT;
    for (double blocks : total)
    {
        EXPECT_NEAR(blocks, mean, 0.05 * mean);
    }
}

TEST_F(NrLiteRoundRobinSchedulerTest, NoBlockIsIdleWhileSomebodyCouldUseIt)
{
    std::vector<NrLiteCandidate> candidates{Make(1, 10, m_strong),
                                            Make(2, 1e9, m_strong),
                                            Make(3, 10, m_strong)};
    m_scheduler->Allocate(MakeSlot(100), candidates);
    EXPECT_EQ(Sum(candidates), 100.0);
    EXPECT_LE(candidates[0].blocks, 2.0);
    EXPECT_LE(candidates[2].blocks, 2.0);
}

TEST_F(NrLiteRoundRobinSchedulerTest, PowerLimitedTerminalLeavesBlocksToOthers)
{
    std::vector<NrLiteCandidate> candidates{Make(1, 1e9, m_weak), Make(2, 1e9, m_strong)};
    m_scheduler->Allocate(MakeSlot(100), candidates);
    EXPECT_EQ(candidates[0].blocks, m_weak.GetBestBlocks(50));
    EXPECT_EQ(Sum(candidates), 100.0);
    m_scheduler->Share(MakeSlot(100), candidates);
    EXPECT_NEAR(candidates[0].GetMeanBlocks() + candidates[1].GetMeanBlocks(), 100.0, 1e-9);
    EXPECT_EQ(candidates[0].GetMeanBlocks(), m_weak.GetBestBlocks(50));
}
