/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-scenario.h"

#include "ns3/bulk-socket-factory.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <sstream>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// How often each trace source fired, with the context it named.
std::map<std::string, uint32_t> g_fired;
std::string g_context;

void
OnPacket(std::string context, Ptr<const Packet>)
{
    g_fired[context.substr(context.rfind('/') + 1)]++;
    g_context = context;
}

void
OnDrop(std::string, Ptr<const Packet>, NrLiteDropReason)
{
    g_fired["Drop"]++;
}

void
OnLinkChange(std::string)
{
    g_fired["LinkChange"]++;
}

void
OnAttachment(std::string, uint32_t, int32_t, int32_t, const char* cause)
{
    g_fired[cause]++;
}

void
OnSinr(std::string, uint32_t, uint32_t, double, uint32_t)
{
    g_fired["Sinr"]++;
}

void
OnTransportBlock(std::string, uint32_t, uint32_t, const NrLiteTransportBlock& block, bool decoded)
{
    g_fired[block.attempts > 1 ? "retransmission" : "transmission"]++;
    g_fired["failed"] += !decoded;
}

void
OnTransfer(std::string, uint32_t, uint32_t, uint64_t, Time, bool)
{
    g_fired["Transfer"]++;
}

/// A terminal that downloads, uploads, is handed over, and leaves coverage.
class Journey
{
  public:
    Journey()
        : s({{0, 0, 25}, {1000, 0, 25}}, {{440, 0, 1.5}})
    {
        s.radio.SetGnbAttribute("RlcAcknowledged", BooleanValue(false));
        s.radio.SetGnbAttribute("BufferSize", UintegerValue(10000));
        s.Install();
        auto mobility = s.terminals.Get(0)->GetObject<ConstantVelocityMobilityModel>();
        mobility->SetVelocity({60, 0, 0});
        for (int i = 0; i < 2000; i++)
        {
            Simulator::Schedule(MilliSeconds(100 + 5 * i), [this]() {
                s.Ue(0)->Send(Create<Packet>(1000), s.Ue(0)->GetBroadcast(), 0x1234);
                s.Gnb(0)->Send(Create<Packet>(1000), s.Ue(0)->GetAddress(), 0x1234);
            });
        }
        Simulator::Schedule(Seconds(5), [mobility]() { mobility->SetPosition({10e6, 0, 1.5}); });
        Simulator::Schedule(Seconds(8), [mobility]() { mobility->SetPosition({900, 0, 1.5}); });
        port.SetProtocol(80);
        port.SetAllDevices();
        listener = Socket::CreateSocket(s.cells.Get(1), BulkSocketFactory::GetTypeId());
        listener->Bind(port);
        listener->Listen();
        listener->SetAcceptCallback(
            MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
            Callback<void, Ptr<Socket>, const Address&>(
                [this](Ptr<Socket> socket, const Address&) { accepted = socket; }));
        sender = Socket::CreateSocket(s.terminals.Get(0), BulkSocketFactory::GetTypeId());
        sender->SetConnectCallback(Callback<void, Ptr<Socket>>([](Ptr<Socket> socket) {
                                       socket->Send(Create<Packet>(5000));
                                   }),
                                   MakeNullCallback<void, Ptr<Socket>>());
        port.SetPhysicalAddress(s.gnbDevices.Get(1)->GetAddress());
        Simulator::Schedule(Seconds(9), [this]() { sender->Connect(port); });
    }

    void Run()
    {
        Simulator::Stop(Seconds(11));
        Simulator::Run();
    }

    NrLiteScenario s;
    PacketSocketAddress port;
    Ptr<Socket> listener;
    Ptr<Socket> sender;
    Ptr<Socket> accepted;
};

/// The lines of a file, without its first.
std::vector<std::vector<std::string>>
Read(const std::string& path, std::string& head)
{
    std::ifstream file(path);
    std::vector<std::vector<std::string>> lines;
    std::string line;
    std::getline(file, head);
    while (std::getline(file, line))
    {
        lines.emplace_back();
        std::istringstream cells(line);
        std::string cell;
        while (std::getline(cells, cell, ','))
        {
            lines.back().push_back(cell);
        }
    }
    return lines;
}

} // namespace

TEST(NrLiteTracesTest, AllSourcesAreReachedByConfigConnect)
{
    g_fired.clear();
    Journey journey;
    const std::string any = "/NodeList/*/DeviceList/*/$ns3::edgelearning::NrLiteNetDevice/";
    const std::string terminal = "/NodeList/*/DeviceList/*/$ns3::edgelearning::NrLiteUeNetDevice/";
    Config::Connect(any + "MacTx", MakeCallback(&OnPacket));
    Config::Connect(any + "MacRx", MakeCallback(&OnPacket));
    Config::Connect(any + "Drop", MakeCallback(&OnDrop));
    Config::Connect(any + "LinkChange", MakeCallback(&OnLinkChange));
    Config::Connect(terminal + "Attachment", MakeCallback(&OnAttachment));
    Config::Connect(terminal + "Sinr", MakeCallback(&OnSinr));
    Config::Connect(terminal + "TransportBlock", MakeCallback(&OnTransportBlock));
    Config::Connect("/NodeList/*/$ns3::edgelearning::BulkSocketFactory/Transfer",
                    MakeCallback(&OnTransfer));
    journey.Run();
    for (const char* what : {"MacTx",
                             "MacRx",
                             "Drop",
                             "LinkChange",
                             "initial",
                             "handover",
                             "outage",
                             "re-established",
                             "Sinr",
                             "transmission",
                             "Transfer"})
    {
        EXPECT_GT(g_fired[what], 0U) << what;
    }
    EXPECT_EQ(g_context.rfind("/NodeList/", 0), 0U);
    // The attributes below a device are reached as well.
    Config::Set("/NodeList/*/DeviceList/*/$ns3::edgelearning::NrLiteGnbNetDevice/Cell/"
                "$ns3::edgelearning::NrLiteCell/MaxTransmissions",
                UintegerValue(7));
    UintegerValue most;
    journey.s.Gnb(0)->GetCell()->GetAttribute("MaxTransmissions", most);
    EXPECT_EQ(most.Get(), 7U);
}

TEST(NrLiteTracesTest, CallbackSignaturesAreNamedAndDocumented)
{
    for (const char* type : {"ns3::edgelearning::NrLiteUeNetDevice",
                             "ns3::edgelearning::NrLiteNetDevice",
                             "ns3::edgelearning::BulkSocketFactory"})
    {
        const auto tid = TypeId::LookupByName(type);
        EXPECT_GT(tid.GetTraceSourceN(), 0U);
        for (uint32_t i = 0; i < tid.GetTraceSourceN(); i++)
        {
            const auto source = tid.GetTraceSource(i);
            EXPECT_EQ(source.callback.rfind("ns3::", 0), 0U) << source.name;
            EXPECT_FALSE(source.help.empty()) << source.name;
        }
    }
}

TEST(NrLiteTracesTest, HelperWritesWhatHappened)
{
    const auto directory =
        (std::filesystem::temp_directory_path() / "edge-learning-nr-lite-traces-test").string();
    std::filesystem::remove_all(directory);
    uint64_t served = 0;
    uint64_t dropped = 0;
    {
        Journey journey;
        journey.s.radio.EnableTraces(directory, MilliSeconds(250));
        journey.Run();
        served = journey.s.Ue(0)->GetBearer(NR_LITE_UPLINK)->servedBytes;
        dropped = journey.s.Ue(0)->GetCounters().droppedPackets +
                  journey.s.Gnb(0)->GetCounters().droppedPackets +
                  journey.s.Gnb(1)->GetCounters().droppedPackets;
        EXPECT_TRUE(std::filesystem::exists(directory + "/nr-lite-sinr.csv.part"));
    }
    EXPECT_FALSE(std::filesystem::exists(directory + "/nr-lite-sinr.csv.part"));
    std::string head;
    const auto attachments = Read(directory + "/nr-lite-attachments.csv", head);
    EXPECT_EQ(head, "time_s,terminal,from,to,cause");
    ASSERT_EQ(attachments.size(), 4U);
    EXPECT_EQ(attachments[0], (std::vector<std::string>{"0.000000000", "2", "-1", "0", "initial"}));
    EXPECT_EQ(attachments[1][4], "handover");
    EXPECT_EQ(attachments[2][4], "outage");
    EXPECT_EQ(attachments[3][4], "re-established");

    const auto drops = Read(directory + "/nr-lite-drops.csv", head);
    EXPECT_EQ(head, "time_s,node,bytes,reason");
    EXPECT_EQ(drops.size(), dropped);
    EXPECT_GT(dropped, 0U);

    const auto sinr = Read(directory + "/nr-lite-sinr.csv", head);
    EXPECT_EQ(head, "time_s,terminal,direction,sinr_db,cqi");
    EXPECT_GT(sinr.size(), 100U);

    const auto blocks = Read(directory + "/nr-lite-blocks.csv", head);
    EXPECT_EQ(head, "time_s,terminal,direction,blocks,mcs,attempt,bytes,decoded");
    uint64_t decoded = 0;
    for (const auto& block : blocks)
    {
        decoded += block[2] == "up" && block[7] == "1" ? std::stoull(block[6]) : 0;
    }
    // The bulk message is no transport block; what is on the air at the end is not yet served.
    EXPECT_NEAR(static_cast<double>(decoded), static_cast<double>(served), 8000.0);

    const auto throughput = Read(directory + "/nr-lite-throughput.csv", head);
    EXPECT_EQ(head, "time_s,terminal,direction,mbps");
    double sum = 0.0;
    for (const auto& sample : throughput)
    {
        sum += sample[2] == "up" ? std::stod(sample[3]) * 0.25e6 / 8.0 : 0.0;
    }
    EXPECT_NEAR(sum, static_cast<double>(served), 5000.0);

    const auto transfers = Read(directory + "/nr-lite-transfers.csv", head);
    EXPECT_EQ(head, "start_s,end_s,from,to,bytes,outcome");
    ASSERT_EQ(transfers.size(), 1U);
    EXPECT_EQ(transfers[0][4], "5000");
    EXPECT_EQ(transfers[0][5], "arrived");
    std::filesystem::remove_all(directory);
}

TEST(NrLiteTracesTest, RefusesADirectoryThatCannotBe)
{
    NrLiteScenario s({{0, 0, 25}}, {{100, 0, 1.5}});
    s.Install();
    EXPECT_THROW(s.radio.EnableTraces("/dev/null/here"), std::runtime_error);
}
