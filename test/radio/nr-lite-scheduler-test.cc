/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/nr-lite-carrier.h"
#include "ns3/nr-lite-learning-aware-scheduler.h"
#include "ns3/nr-lite-proportional-fair-scheduler.h"
#include "ns3/nr-lite-round-robin-scheduler.h"
#include "ns3/object-factory.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <iostream>
#include <random>

using namespace ns3;
using namespace ns3::edgelearning;

class NrLiteSchedulerTest : public testing::Test
{
  protected:
    void SetUp() override
    {
        m_amc = CreateObject<NrLiteAmc>();
        m_amc->Prepare();
        m_near.Set(*m_amc, 1e5, false, 100, 1);
        m_far.Set(*m_amc, 1.0, false, 100, 1);
    }

    static NrLiteScheduler::Slot MakeSlot(Time now)
    {
        return {100, 150.0, 150.0, MilliSeconds(1), now, NR_LITE_UPLINK};
    }

    static NrLiteCandidate Make(uint32_t id, const NrLiteRate& rate, double bytes, Time deadline)
    {
        NrLiteCandidate candidate;
        candidate.id = id;
        candidate.rate = &rate;
        candidate.bytes = bytes;
        candidate.uploadBytes = bytes;
        candidate.deadline = deadline;
        return candidate;
    }

    /// Uploads of a random size that are complete by a common deadline.
    uint32_t CountOnTime(Ptr<NrLiteScheduler> scheduler)
    {
        std::mt19937 random(3);
        std::vector<double> left;
        std::vector<double> average(24, 0.0);
        for (uint32_t i = 0; i < 20; i++)
        {
            left.push_back(100000.0 + 20000.0 * (random() % 20));
        }
        const Time deadline = MilliSeconds(500);
        for (Time now; now < deadline; now += MilliSeconds(1))
        {
            std::vector<NrLiteCandidate> candidates;
            for (uint32_t i = 0; i < 20; i++)
            {
                if (left[i] > 0.0)
                {
                    candidates.push_back(Make(i, i % 2 == 0 ? m_near : m_far, left[i], deadline));
                    candidates.back().average = average[i];
                }
            }
            for (uint32_t i = 20; i < 24; i++)
            {
                candidates.push_back(Make(i, m_near, 1e9, Time::Max()));
                candidates.back().average = average[i];
            }
            scheduler->Allocate(MakeSlot(now), candidates);
            for (const auto& candidate : candidates)
            {
                const auto blocks = static_cast<uint32_t>(candidate.blocks);
                const double served = blocks > 0 ? candidate.rate->GetBytes(blocks, 150.0) : 0.0;
                average[candidate.id] = 0.99 * average[candidate.id] + 10.0 * served;
                if (candidate.id < 20)
                {
                    left[candidate.id] -= served;
                }
            }
        }
        return std::count_if(left.begin(), left.end(), [](double bytes) { return bytes <= 0.0; });
    }

    Ptr<NrLiteAmc> m_amc;
    NrLiteRate m_near;
    NrLiteRate m_far;
};

TEST_F(NrLiteSchedulerTest, NoBlockIsIdleWhileSomebodyCouldUseIt)
{
    for (const char* type : {"ns3::edgelearning::NrLiteRoundRobinScheduler",
                             "ns3::edgelearning::NrLiteProportionalFairScheduler",
                             "ns3::edgelearning::NrLiteLearningAwareScheduler"})
    {
        ObjectFactory factory(type);
        auto scheduler = factory.Create<NrLiteScheduler>();
        std::mt19937 random(5);
        for (int i = 0; i < 500; i++)
        {
            std::vector<NrLiteCandidate> candidates;
            const uint32_t count = 1 + random() % 40;
            for (uint32_t id = 0; id < count; id++)
            {
                const bool greedy = id == count / 2;
                candidates.push_back(Make(id,
                                          random() % 2 ? m_near : m_far,
                                          greedy ? 1e9 : 1 + random() % 3000,
                                          random() % 2 ? Seconds(1) : Time::Max()));
            }
            scheduler->Allocate(MakeSlot(Time(0)), candidates);
            double sum = 0.0;
            for (const auto& candidate : candidates)
            {
                sum += candidate.blocks;
            }
            ASSERT_EQ(sum, 100.0) << type << " " << i;
            scheduler->Share(MakeSlot(Time(0)), candidates);
            double fluid = 0.0;
            for (const auto& candidate : candidates)
            {
                fluid += candidate.GetMeanBlocks();
            }
            ASSERT_NEAR(fluid, 100.0, 1e-6) << type << " " << i;
        }
    }
}

TEST_F(NrLiteSchedulerTest, ShareIsTheMeanOfAllocate)
{
    // In the second case power is short: a terminal reaches no CQI on all blocks.
    NrLiteRate weak;
    weak.Set(*m_amc, 12.0, true, 100, 1);
    for (const std::string type : {"NrLiteRoundRobinScheduler",
                                   "NrLiteProportionalFairScheduler",
                                   "NrLiteLearningAwareScheduler"})
    {
        for (const NrLiteRate* rate : std::initializer_list<const NrLiteRate*>{&m_near, &weak})
        {
            for (uint32_t count : {1U, 2U, 10U, 50U})
            {
                ObjectFactory factory("ns3::edgelearning::" + type);
                auto scheduler = factory.Create<NrLiteScheduler>();
                std::vector<double> average(count, 1.0);
                std::vector<NrLiteCandidate> shares;
                double carried = 0.0;
                for (int slot = 0; slot < 2000; slot++)
                {
                    std::vector<NrLiteCandidate> candidates;
                    for (uint32_t i = 0; i < count; i++)
                    {
                        candidates.push_back(Make(i, *rate, 1e9, Time::Max()));
                        candidates.back().average = average[i];
                    }
                    shares = candidates;
                    scheduler->Allocate(MakeSlot(MilliSeconds(slot)), candidates);
                    for (uint32_t i = 0; i < count; i++)
                    {
                        const double served = rate->GetGoodput(candidates[i].blocks);
                        average[i] = 0.99 * average[i] + served;
                        carried += served / 2000.0;
                    }
                }
                scheduler->Share(MakeSlot(Time(0)), shares);
                double shared = 0.0;
                for (const auto& share : shares)
                {
                    for (const auto& portion : share.portions)
                    {
                        shared += rate->GetGoodput(portion.blocks) * portion.time;
                    }
                }
                EXPECT_NEAR(shared / carried, 1.0, 0.05) << type << " " << count;
            }
        }
    }
}

TEST_F(NrLiteSchedulerTest, ProportionalFairPrefersWhoIsGoodAgainstItsAverage)
{
    auto scheduler = CreateObject<NrLiteProportionalFairScheduler>();
    scheduler->SetAttribute("MaxTerminals", UintegerValue(1));
    std::vector<NrLiteCandidate> candidates{Make(1, m_near, 1e9, Time::Max()),
                                            Make(2, m_far, 1e9, Time::Max())};
    candidates[0].average = 100.0 * m_near.GetGoodput(100);
    candidates[1].average = 1.0 * m_far.GetGoodput(100);
    scheduler->Allocate(MakeSlot(Time(0)), candidates);
    EXPECT_EQ(candidates[0].blocks, 0.0);
    EXPECT_EQ(candidates[1].blocks, 100.0);
}

TEST_F(NrLiteSchedulerTest, LearningAwareDeliversMoreUploadsOnTime)
{
    const uint32_t roundRobin = CountOnTime(CreateObject<NrLiteRoundRobinScheduler>());
    const uint32_t fair = CountOnTime(CreateObject<NrLiteProportionalFairScheduler>());
    const uint32_t aware = CountOnTime(CreateObject<NrLiteLearningAwareScheduler>());
    RecordProperty("round_robin", static_cast<int>(roundRobin));
    RecordProperty("proportional_fair", static_cast<int>(fair));
    RecordProperty("learning_aware", static_cast<int>(aware));
    std::cout << "uploads on time of 20: round robin " << roundRobin << ", proportional fair "
              << fair << ", learning aware " << aware << std::endl;
    EXPECT_GT(aware, roundRobin);
    EXPECT_GT(aware, fair);
    EXPECT_GE(aware, 3U);
}

TEST_F(NrLiteSchedulerTest, LearningAwareKeepsAShareForTheBackground)
{
    auto scheduler = CreateObject<NrLiteLearningAwareScheduler>();
    std::vector<NrLiteCandidate> candidates{Make(1, m_near, 1e9, Seconds(1000)),
                                            Make(2, m_near, 1e9, Time::Max())};
    scheduler->Allocate(MakeSlot(Time(0)), candidates);
    EXPECT_EQ(candidates[1].blocks, 10.0);
    EXPECT_EQ(candidates[0].blocks, 90.0);
}

TEST_F(NrLiteSchedulerTest, LearningAwareLetsPowerLimitedUploadsShareASlot)
{
    NrLiteRate weak;
    weak.Set(*m_amc, 20.0, true, 100, 1);
    ASSERT_GT(weak.GetBestBlocks(100), 50U);
    auto scheduler = CreateObject<NrLiteLearningAwareScheduler>();
    // With time in hand the first leaves blocks to the others; in a hurry it takes all that help.
    for (auto [deadline, others] :
         {std::pair{Seconds(1000), true}, std::pair{Seconds(0.05), false}})
    {
        const double bytes = weak.GetGoodput(100) * 150.0 / 8.0 * 1000.0 * 0.045;
        std::vector<NrLiteCandidate> candidates;
        for (uint32_t id = 0; id < 20; id++)
        {
            candidates.push_back(Make(id, weak, bytes, id == 0 ? deadline : Seconds(1000)));
        }
        scheduler->Allocate(MakeSlot(Time(0)), candidates);
        double rest = 0.0;
        for (uint32_t id = 1; id < 20; id++)
        {
            rest += candidates[id].blocks;
        }
        EXPECT_EQ(rest > 50.0, others);
        EXPECT_EQ(candidates[0].blocks == weak.GetBestBlocks(100), !others);
    }
}

TEST_F(NrLiteSchedulerTest, LearningAwareTreatsLateUploadsAsBackground)
{
    auto scheduler = CreateObject<NrLiteLearningAwareScheduler>();
    std::vector<NrLiteCandidate> candidates{Make(1, m_near, 1e9, MilliSeconds(1)),
                                            Make(2, m_near, 1e6, Seconds(1000))};
    scheduler->Allocate(MakeSlot(Time(0)), candidates);
    EXPECT_EQ(candidates[0].blocks, 10.0);
    EXPECT_EQ(candidates[1].blocks, 90.0);
}
