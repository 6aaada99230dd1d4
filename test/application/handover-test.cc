/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "market-scenario.h"

#include "ns3/compute-resource.h"
#include "ns3/config.h"
#include "ns3/mobility-model.h"

namespace ns3::edgelearning::test
{

/// One worker, two cells, one owner with rounds of 8 s; packet and bulk granularity.
class HandoverTest : public MarketScenario, public ::testing::WithParamInterface<const char*>
{
  protected:
    /// Install; training takes the given time.
    void InstallWorker(double training)
    {
        CreateNodes(2, 1);
        edges.Get(1)->GetObject<MobilityModel>()->SetPosition(Vector(1000, 0, 10));
        const double flop = 1437 * 1000;
        learning.SetCompute(
            "Rate",
            "ns3::ConstantRandomVariable[Constant=" + std::to_string(flop / training) + "]");
        learning.SetOwners(1,
                           "Demand",
                           UintegerValue(1),
                           "Rounds",
                           UintegerValue(3),
                           "Deadline",
                           TimeValue(Seconds(8)),
                           "RoundPeriod",
                           TimeValue(Seconds(10)));
        Install(GetParam());
        Get<Worker>()[0]->TraceConnectWithoutContext(
            "Rx",
            Callback<void, const MessageHeader&>([this](const MessageHeader& header) {
                if (header.type == MessageType::AWARD)
                {
                    sellers.push_back(header.sender);
                }
            }));
    }

    /// Move the worker to a cell.
    void MoveTo(uint32_t cell, double at)
    {
        Simulator::Schedule(Seconds(at), [this, cell] {
            devices.Get(0)->GetObject<MobilityModel>()->SetPosition(Vector(1000.0 * cell, 10, 1.5));
        });
    }

    std::string last;              ///< state of the worker
    std::vector<uint32_t> sellers; ///< edge servers that sold the worker
};

TEST_P(HandoverTest, TrainedWorkerDepartsAndTakesPartAtTheNewEdge)
{
    InstallWorker(3);
    MoveTo(1, 21.5); // The second round opened at 20 s.
    Run(40);
    ASSERT_EQ(ownerRounds.size(), 3U);
    ASSERT_EQ(drops.size(), 1U);
    ASSERT_EQ(causes.size(), 1U);
    EXPECT_EQ(causes[0].reason, DropReason::DEPARTED);
    EXPECT_EQ(causes[0].ticket, drops[0].ticket);
    EXPECT_EQ(ownerRounds[1].dropped, 1U);
    EXPECT_EQ(ownerRounds[2].aggregated, 1U);
    EXPECT_EQ(sellers,
              (std::vector<uint32_t>{edges.Get(0)->GetId(),
                                     edges.Get(0)->GetId(),
                                     edges.Get(1)->GetId()}));
    ExpectConservation();
}

TEST_P(HandoverTest, WorkerThatComesBackIsAggregated)
{
    InstallWorker(5);
    MoveTo(1, 21.5);
    MoveTo(0, 23.5);
    Run(40);
    ASSERT_EQ(ownerRounds.size(), 3U);
    EXPECT_EQ(CountAggregated(), 3U);
    EXPECT_TRUE(drops.empty());
    EXPECT_EQ(sellers, std::vector<uint32_t>(3, edges.Get(0)->GetId()));
    ExpectConservation();
}

TEST_P(HandoverTest, WorkerWithoutAModelDepartsAtOnce)
{
    // Takes a second.
    Config::SetDefault("ns3::edgelearning::NrLiteCarrier::Bandwidth", DoubleValue(5e6));
    learning.SetLearner("ns3::edgelearning::SyntheticLearner",
                        "ModelBytes",
                        UintegerValue(3000000),
                        "FlopPerSample",
                        DoubleValue(1000));
    InstallWorker(1);
    Get<Worker>()[0]->TraceConnectWithoutContext(
        "State",
        Callback<void, const std::string&>([this](const std::string& state) { last = state; }));
    MoveTo(1, 10.2);
    Run(12);
    Config::Reset();
    ASSERT_EQ(causes.size(), 1U);
    EXPECT_EQ(causes[0].reason, DropReason::DEPARTED);
    EXPECT_EQ(last, "idle");
}

TEST_P(HandoverTest, IdleWorkerRegistersAtTheNewEdge)
{
    InstallWorker(1);
    MoveTo(1, 15);
    Run(40);
    EXPECT_EQ(CountAggregated(), 3U);
    EXPECT_EQ(sellers,
              (std::vector<uint32_t>{edges.Get(0)->GetId(),
                                     edges.Get(1)->GetId(),
                                     edges.Get(1)->GetId()}));
    EXPECT_TRUE(causes.empty());
    ExpectConservation();
}

INSTANTIATE_TEST_SUITE_P(EveryGranularity,
                         HandoverTest,
                         ::testing::Values("nr-lite", "nr-lite-bulk"),
                         [](const auto& info) {
                             return std::string(info.param) == "nr-lite" ? "packet" : "bulk";
                         });

} // namespace ns3::edgelearning::test
