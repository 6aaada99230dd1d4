/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/compute-resource.h"
#include "ns3/double.h"
#include "ns3/edge-topology-helper.h"
#include "ns3/mobility-helper.h"
#include "ns3/simulator.h"
#include "ns3/split-learning-helper.h"
#include "ns3/split-server.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <iostream>
#include <sstream>
#include <vector>

namespace ns3::edgelearning::test
{

namespace
{

constexpr double SEND_POWER = 0.5;       ///< in watts
constexpr double RECEIVE_POWER = 0.2;    ///< in watts
constexpr double ENERGY_PER_FLOP = 1e-8; ///< in joules
constexpr uint32_t CUTS = 3;             ///< of the network below

/// A device and its link.
struct Setting
{
    double rate;  ///< in FLOP/s
    double link;  ///< in bit/s
    double delay; ///< in s
};

/// An epoch, with the link measured in the one before.
struct Measured
{
    SplitRecord record; ///< with what was foreseen
    double latency{0};  ///< in s
    double energy{0};   ///< in J
};

/// @param value a value @return a random variable that draws it
std::string
Constant(double value)
{
    std::ostringstream text;
    text << "ns3::ConstantRandomVariable[Constant=" << value << "]";
    return text.str();
}

/// @param setting device and link @param cut where to cut; 0: where the partitioner says
Measured
Measure(const Setting& setting, uint32_t cut)
{
    NodeContainer cloud(1);
    NodeContainer edges(1);
    NodeContainer devices(1);
    MobilityHelper().Install(NodeContainer(cloud, edges, devices));
    EdgeTopologyHelper topology("p2p");
    topology.SetPointToPointAccess(std::to_string(static_cast<uint64_t>(setting.link)) + "bps",
                                   Seconds(setting.delay));
    const Ptr<NetDevice> device = topology.Install(cloud, edges, devices).Get(1);
    SplitLearningHelper split;
    split.SetFirstStream(1000);
    split.SetLocator(topology.GetLocator());
    split.SetLearner("Architecture", StringValue("64-128-64-16-10"));
    split.SetTestFraction(0.95);
    split.SetCompute("Rate", Constant(setting.rate));
    split.SetCompute("EnergyPerFlop", Constant(ENERGY_PER_FLOP));
    split.SetWorkerAttribute("SendPower", DoubleValue(SEND_POWER));
    split.SetWorkerAttribute("ReceivePower", DoubleValue(RECEIVE_POWER));
    split.SetServerAttribute("Epochs", UintegerValue(2));
    split.SetServerAttribute("EvaluationInterval", UintegerValue(0));
    if (cut == 0)
    {
        split.SetPolicy("ns3::edgelearning::SplitPartitioner");
    }
    else
    {
        split.SetPolicy("ns3::edgelearning::FixedSplit", "Cut", UintegerValue(cut));
    }
    const auto apps = split.Install(edges.Get(0), devices);

    // The radio draws power while packets, headers included, are on the wire.
    double radio = 0;
    const auto meter = [&](const std::string& trace, double power) {
        EXPECT_TRUE(device->TraceConnectWithoutContext(
            trace,
            Callback<void, Ptr<const Packet>>([&radio, power, &setting](Ptr<const Packet> packet) {
                radio += 8 * packet->GetSize() / setting.link * power;
            })));
    };
    meter("PhyTxEnd", SEND_POWER);
    meter("PhyRxEnd", RECEIVE_POWER);
    const auto compute = devices.Get(0)->GetObject<ComputeResource>();
    Measured measured;
    double before = 0;
    apps.Get(0)->TraceConnectWithoutContext(
        "Session",
        Callback<void, const SplitRecord&>([&](const SplitRecord& record) {
            const double drawn = compute->GetTotalEnergy() + radio;
            measured.record = record;
            measured.latency = (Simulator::Now() - record.opened).GetSeconds();
            measured.energy = drawn - before;
            before = drawn;
        }));
    Simulator::Stop(Seconds(2000));
    Simulator::Run();
    Simulator::Destroy();
    EXPECT_EQ(measured.record.epoch, 2U);
    return measured;
}

/// @param values some @return their median
double
GetMedian(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace

TEST(SplitPredictionTest, PredictionsAreNearAndTheBestCutIsChosen)
{
    constexpr uint32_t SETTINGS = 20;
    const auto random = CreateObject<UniformRandomVariable>();
    random->SetStream(1);
    std::vector<double> latencyErrors;
    std::vector<double> energyErrors;
    uint32_t best = 0;
    for (uint32_t i = 0; i < SETTINGS; ++i)
    {
        const Setting setting{std::pow(10, random->GetValue(5.5, 8)),
                              std::pow(10, random->GetValue(5, 7.5)),
                              random->GetValue(0.001, 0.03)};
        std::vector<double> latencies;
        for (uint32_t cut = 1; cut <= CUTS; ++cut)
        {
            const Measured measured = Measure(setting, cut);
            latencies.push_back(measured.latency);
            latencyErrors.push_back(
                std::abs(measured.record.predictedLatency / measured.latency - 1));
            energyErrors.push_back(std::abs(measured.record.predictedEnergy / measured.energy - 1));
        }
        const auto fastest = std::min_element(latencies.begin(), latencies.end());
        best += Measure(setting, 0).record.split.cut == fastest - latencies.begin() + 1U ? 1 : 0;
    }
    std::cout << "median error of latency " << GetMedian(latencyErrors) << ", largest "
              << *std::max_element(latencyErrors.begin(), latencyErrors.end())
              << ", median error of energy " << GetMedian(energyErrors) << ", largest "
              << *std::max_element(energyErrors.begin(), energyErrors.end()) << ", best cut chosen "
              << best << " times of " << SETTINGS << std::endl;
    EXPECT_LE(GetMedian(latencyErrors), 0.1);
    EXPECT_LE(GetMedian(energyErrors), 0.1);
    EXPECT_GE(best, 0.95 * SETTINGS);
}

} // namespace ns3::edgelearning::test
