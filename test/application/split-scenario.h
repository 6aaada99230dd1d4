/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_TEST_SPLIT_SCENARIO_H
#define EDGE_LEARNING_TEST_SPLIT_SCENARIO_H

#include "ns3/boolean.h"
#include "ns3/data-set-reader.h"
#include "ns3/double.h"
#include "ns3/inet-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/node-container.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/pointer.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/split-server.h"
#include "ns3/split-worker.h"
#include "ns3/static-locator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <gtest/gtest.h>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

namespace ns3::edgelearning::test
{

/// A split server and its workers on a star of wires, whose traces are kept.
class SplitScenario : public ::testing::Test
{
  protected:
    static constexpr uint16_t PORT = 8000;
    static constexpr int64_t SERVER_LEARNER_STREAM = 101; ///< behind the application's own

    SplitScenario()
    {
        Reset();
    }

    void TearDown() override
    {
        Simulator::Destroy();
    }

    /// Forget all.
    void Reset()
    {
        server = nullptr;
        workers.clear();
        Simulator::Destroy();
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        nodes = NodeContainer();
        devices.clear();
        rounds.clear();
        drops.clear();
        causes.clear();
        sessions.clear();
        ends.clear();
        rejects.clear();
        bytes.clear();
    }

    /// @param worker which @return the stream of its learner
    static int64_t GetLearnerStream(uint32_t worker)
    {
        return 1000 + 100 * worker;
    }

    /// @param worker which @return its 60 samples
    static Ptr<const DataSet> GetData(uint32_t worker)
    {
        static const Ptr<DataSet> digits =
            LoadDataSet(std::string(EDGE_LEARNING_DATA_DIR) + "/digits.csv");
        std::vector<uint32_t> rows(60);
        std::iota(rows.begin(), rows.end(), 60 * worker);
        return digits->Subset(rows);
    }

    /// Make a server and workers, each on a wire of its own.
    void Build(uint32_t count)
    {
        nodes.Create(1 + count);
        InternetStackHelper().Install(nodes);
        for (uint32_t i = 0; i <= count; ++i)
        {
            nodes.Get(i)->AggregateObject(CreateObject<ComputeResource>());
        }
        server = CreateObject<SplitServer>();
        server->SetAttribute("Local", AddressValue(InetSocketAddress(Ipv4Address::GetAny(), PORT)));
        server->SetAttribute("Learner", PointerValue(MakeLearner(SERVER_LEARNER_STREAM)));
        server->SetAttribute("Workers", UintegerValue(count));
        nodes.Get(0)->AddApplication(server);
        server->AssignStreams(SERVER_LEARNER_STREAM - 1);
        for (uint32_t i = 0; i < count; ++i)
        {
            AddWorker(i);
        }
        Connect();
    }

    void Run(double seconds)
    {
        Simulator::Stop(Seconds(seconds));
        Simulator::Run();
    }

    std::string architecture{"64-32-10"};
    NodeContainer nodes; ///< the server's, then the workers'
    std::vector<NetDeviceContainer> devices;
    Ptr<SplitServer> server;
    std::vector<Ptr<SplitWorker>> workers;
    std::vector<RoundRecord> rounds;
    std::vector<DropRecord> drops;
    std::vector<DropRecord> causes;
    std::vector<SplitRecord> sessions;
    std::vector<std::pair<SplitRecord, Time>> ends;
    std::map<RejectReason, uint32_t> rejects;
    std::map<MessageType, uint64_t> bytes; ///< received

  private:
    Ptr<SplitLearner> MakeLearner(int64_t stream) const
    {
        auto learner = CreateObject<SplitLearner>();
        learner->SetAttribute("Architecture", StringValue(architecture));
        learner->AssignStreams(stream);
        return learner;
    }

    void AddWorker(uint32_t i)
    {
        PointToPointHelper wire;
        wire.SetDeviceAttribute("DataRate", StringValue("10Mbps"));
        wire.SetChannelAttribute("Delay", StringValue("2ms"));
        devices.push_back(wire.Install(nodes.Get(0), nodes.Get(1 + i)));
        const std::string network = "10.1." + std::to_string(i) + ".0";
        const auto addresses =
            Ipv4AddressHelper(network.c_str(), "255.255.255.0").Assign(devices.back());
        auto locator = CreateObject<StaticLocator>();
        locator->SetAttribute("Remote",
                              AddressValue(InetSocketAddress(addresses.GetAddress(0), PORT)));
        auto worker = CreateObject<SplitWorker>();
        worker->SetAttribute("Locator", PointerValue(locator));
        worker->SetAttribute("Learner", PointerValue(MakeLearner(1)));
        worker->SetData(GetData(i), nullptr);
        worker->SetStartTime(Seconds(1));
        nodes.Get(1 + i)->AddApplication(worker);
        workers.push_back(worker);
        PointerValue learner;
        worker->GetAttribute("Learner", learner);
        worker->AssignStreams(2000 + 100 * i);
        learner.Get<SplitLearner>()->AssignStreams(GetLearnerStream(i));
    }

    void Connect()
    {
        Record(server, "Round", rounds);
        Record(server, "Dropout", drops);
        Record(server, "Session", sessions);
        server->TraceConnectWithoutContext(
            "Session",
            Callback<void, const SplitRecord&>([this](const SplitRecord& record) {
                ends.emplace_back(record, Simulator::Now());
            }));
        Listen(server);
        for (const auto& worker : workers)
        {
            Record(worker, "Dropout", causes);
            Listen(worker);
        }
    }

    void Listen(Ptr<Object> application)
    {
        application->TraceConnectWithoutContext(
            "Reject",
            Callback<void, const MessageHeader&, RejectReason>(
                [this](const MessageHeader&, RejectReason reason) { ++rejects[reason]; }));
        application->TraceConnectWithoutContext(
            "Rx",
            Callback<void, const MessageHeader&>([this](const MessageHeader& header) {
                bytes[header.type] += header.GetFrameBytes();
            }));
    }

    template <typename R>
    void Record(Ptr<Object> object, const std::string& trace, std::vector<R>& records)
    {
        ASSERT_TRUE(object->TraceConnectWithoutContext(
            trace,
            Callback<void, const R&>([&records](const R& record) { records.push_back(record); })));
    }
};

} // namespace ns3::edgelearning::test

#endif /* EDGE_LEARNING_TEST_SPLIT_SCENARIO_H */
