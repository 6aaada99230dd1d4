/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_TEST_OFFLOAD_SCENARIO_H
#define EDGE_LEARNING_TEST_OFFLOAD_SCENARIO_H

#include "ns3/boolean.h"
#include "ns3/compute-resource.h"
#include "ns3/double.h"
#include "ns3/error-model.h"
#include "ns3/inet-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/node-container.h"
#include "ns3/offload-client.h"
#include "ns3/offload-server.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/pointer.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/static-locator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <gtest/gtest.h>
#include <map>
#include <string>
#include <vector>

namespace ns3::edgelearning::test
{

/// A device, an edge server and neighbours, each of the others on a wire to the device.
class OffloadScenario : public ::testing::Test
{
  protected:
    static constexpr uint16_t PORT = 8100;
    static constexpr double DEVICE_RATE = 1e8;    ///< in FLOP/s
    static constexpr double EDGE_RATE = 1e10;     ///< in FLOP/s
    static constexpr double NEIGHBOUR_RATE = 1e9; ///< in FLOP/s
    static constexpr double START = 1;            ///< of the client, in s
    static constexpr double READY = 2;            ///< all servers are known, in s

    void SetUp() override
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
    }

    void TearDown() override
    {
        client = nullptr;
        servers.clear();
        Simulator::Destroy();
    }

    /// Make the device, the edge server and neighbours. @param policy TypeId name without namespace
    void Build(uint32_t neighbours, const std::string& policy = "GreedyPolicy")
    {
        nodes.Create(2 + neighbours);
        InternetStackHelper().Install(nodes);
        client = CreateObject<OffloadClient>();
        ObjectFactory factory("ns3::edgelearning::" + policy);
        client->SetAttribute("Policy", PointerValue(factory.Create<OffloadPolicy>()));
        for (uint32_t i = 0; i < nodes.GetN(); ++i)
        {
            auto compute = CreateObject<ComputeResource>();
            compute->SetAttribute("Rate",
                                  DoubleValue(i == 0   ? DEVICE_RATE
                                              : i == 1 ? EDGE_RATE
                                                       : NEIGHBOUR_RATE));
            nodes.Get(i)->AggregateObject(compute);
            if (i > 0)
            {
                AddServer(i);
            }
        }
        nodes.Get(0)->AddApplication(client);
        client->SetStartTime(Seconds(START));
        client->AssignStreams(50);
        Listen(client);
        client->TraceConnectWithoutContext(
            "Task",
            Callback<void, const OffloadRecord&>([this](const OffloadRecord& record) {
                (record.isFinal ? ends : retries).push_back(record);
                latencies.push_back((Simulator::Now() - record.submitted).GetSeconds());
            }));
    }

    /// A task at a time. @param at when, in s
    void SubmitAt(double at, const ComputeTask& task)
    {
        Simulator::Schedule(Seconds(at), [this, task]() {
            client->Submit(task, [this](const OffloadRecord&, const std::vector<float>& output) {
                outputs.push_back(output);
            });
        });
    }

    /// @return a task of 100 kB in, 1 GFLOP, 10 kB out
    static ComputeTask MakeTask()
    {
        ComputeTask task;
        task.inputBytes = 100000;
        task.flop = 1e9;
        task.outputBytes = 10000;
        return task;
    }

    void Run(double seconds)
    {
        Simulator::Stop(Seconds(seconds));
        Simulator::Run();
    }

    /// @param server node whose wire breaks @param isBroken or is repaired
    void Break(uint32_t server, bool isBroken)
    {
        for (uint32_t end = 0; end < 2; ++end)
        {
            wires.at(server - 1)
                .Get(end)
                ->SetAttribute("ReceiveErrorModel", PointerValue(MakeErrors(isBroken)));
        }
    }

    NodeContainer nodes; ///< the device's, the edge server's, the neighbours'
    std::vector<NetDeviceContainer> wires;
    Ptr<OffloadClient> client;
    std::vector<Ptr<OffloadServer>> servers; ///< the edge server, the neighbours
    std::vector<OffloadRecord> ends;         ///< of tasks
    std::vector<OffloadRecord> retries;      ///< attempts that failed
    std::vector<double> latencies;           ///< of all records, in s
    std::vector<std::vector<float>> outputs;
    std::map<RejectReason, uint32_t> rejects;
    std::map<MessageType, uint64_t> bytes; ///< received

  private:
    static Ptr<ErrorModel> MakeErrors(bool isBroken)
    {
        auto errors = CreateObject<RateErrorModel>();
        errors->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
        errors->SetRate(isBroken ? 1 : 0);
        return errors;
    }

    void AddServer(uint32_t i)
    {
        PointToPointHelper wire;
        wire.SetDeviceAttribute("DataRate", StringValue("10Mbps"));
        wire.SetChannelAttribute("Delay", StringValue("2ms"));
        wires.push_back(wire.Install(nodes.Get(0), nodes.Get(i)));
        const std::string network = "10.1." + std::to_string(i) + ".0";
        const auto addresses =
            Ipv4AddressHelper(network.c_str(), "255.255.255.0").Assign(wires.back());
        const InetSocketAddress address(addresses.GetAddress(1), PORT);
        auto server = CreateObject<OffloadServer>();
        server->SetAttribute("Local", AddressValue(InetSocketAddress(Ipv4Address::GetAny(), PORT)));
        server->SetAttribute("Neighbour", BooleanValue(i > 1));
        if (i > 1)
        {
            client->AddNeighbour(address);
        }
        else
        {
            auto locator = CreateObject<StaticLocator>();
            locator->SetAttribute("Remote", AddressValue(address));
            client->SetAttribute("Locator", PointerValue(locator));
        }
        nodes.Get(i)->AddApplication(server);
        server->AssignStreams(100 * i);
        Listen(server);
        servers.push_back(server);
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
};

} // namespace ns3::edgelearning::test

#endif /* EDGE_LEARNING_TEST_OFFLOAD_SCENARIO_H */
