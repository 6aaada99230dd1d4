/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-scenario.h"

#include "ns3/bulk-socket-factory.h"

#include <cmath>
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <set>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr NrLiteDirection DIRECTIONS[] = {NR_LITE_DOWNLINK, NR_LITE_UPLINK};

/// Cells in a row, which the terminals cross; out of reach at both ends.
const std::vector<Vector> CELLS = {{0, 0, 25}, {800, 0, 25}, {1600, 0, 25}};

/// Fast terminals, fading, loss that ends behind the outer cells.
void
Configure(NrLiteScenario& s, bool acknowledged)
{
    auto loss = CreateObject<LogDistancePropagationLossModel>();
    loss->SetReference(1.0, 43.3);
    loss->SetPathLossExponent(4.0);
    s.radio.SetChannelAttribute("PropagationLossModel", PointerValue(loss));
    s.radio.SetChannelAttribute("Fading", StringValue("Rayleigh"));
    s.radio.SetGnbAttribute("RlcAcknowledged", BooleanValue(acknowledged));
    s.radio.SetGnbAttribute("MaxTransmissions", UintegerValue(2));
    s.radio.SetGnbAttribute("BufferSize", UintegerValue(30000));
    s.radio.SetUeAttribute("BufferSize", UintegerValue(30000));
    s.Install();
    for (uint32_t i = 0; i < s.terminals.GetN(); i++)
    {
        const double speed = 60.0 + 20.0 * i;
        s.terminals.Get(i)->GetObject<ConstantVelocityMobilityModel>()->SetVelocity({speed, 0, 0});
    }
}

/// Packets of random sizes at random times, between gNBs and terminals.
void
AddPackets(NrLiteScenario& s, uint32_t count, double seconds)
{
    std::mt19937 random(11);
    for (uint32_t i = 0; i < count; i++)
    {
        // Never at the very start of a slot, where the order of events would decide.
        const Time at = MicroSeconds(random() % static_cast<uint64_t>(2e3 * seconds) * 500 + 7);
        const uint32_t size = 1 + random() % 1500;
        const uint32_t terminal = random() % s.ueDevices.GetN();
        const uint32_t cell = random() % s.gnbDevices.GetN();
        const bool up = random() % 2;
        Simulator::Schedule(at, [&s, size, terminal, cell, up]() {
            const Ptr<NetDevice> from = up ? s.ueDevices.Get(terminal) : s.gnbDevices.Get(cell);
            const Ptr<NetDevice> to = up ? s.gnbDevices.Get(cell) : s.ueDevices.Get(terminal);
            // Many at once, so that queues build up.
            for (int k = 0; k < 8; k++)
            {
                from->Send(Create<Packet>(size), to->GetAddress(), 0x1234);
            }
        });
    }
}

/// What became of the packets of a run.
struct PacketRun
{
    std::map<std::string, uint64_t> causes;   //!< changes of attachment
    std::map<NrLiteDropReason, uint64_t> why; //!< drops
    NrLiteFlow::Counters sum;                 //!< of all bearers
    uint64_t queued{0};                       //!< packets left
    std::vector<int64_t> times;               //!< of arrivals and drops

    explicit PacketRun(bool acknowledged)
    {
        NrLiteScenario s(CELLS, {{-900, 9, 1.5}, {-300, 9, 1.5}, {0, 9, 1.5}, {700, 9, 1.5}});
        Configure(s, acknowledged);
        AddPackets(s, 6000, 30.0);
        for (uint32_t i = 0; i < s.ueDevices.GetN(); i++)
        {
            s.ueDevices.Get(i)->TraceConnectWithoutContext(
                "Attachment",
                Callback<void, uint32_t, int32_t, int32_t, const char*>(
                    [this](uint32_t, int32_t, int32_t, const char* cause) { causes[cause]++; }));
            s.ueDevices.Get(i)->TraceConnectWithoutContext(
                "Drop",
                Callback<void, Ptr<const Packet>, NrLiteDropReason>(
                    [this](Ptr<const Packet>, NrLiteDropReason reason) {
                        why[reason]++;
                        times.push_back(-Simulator::Now().GetTimeStep());
                    }));
            s.ueDevices.Get(i)->TraceConnectWithoutContext(
                "MacRx",
                Callback<void, Ptr<const Packet>>([this](Ptr<const Packet>) {
                    times.push_back(Simulator::Now().GetTimeStep());
                }));
        }
        Simulator::Stop(Seconds(40));
        Simulator::Run();
        for (uint32_t i = 0; i < s.ueDevices.GetN(); i++)
        {
            for (auto direction : DIRECTIONS)
            {
                const auto& flow = s.Ue(i)->GetBearer(direction)->flow;
                sum.sentPackets += flow.counters.sentPackets;
                sum.deliveredPackets += flow.counters.deliveredPackets;
                sum.droppedPackets += flow.counters.droppedPackets;
                sum.sentBytes += flow.counters.sentBytes;
                sum.deliveredBytes += flow.counters.deliveredBytes;
                sum.droppedBytes += flow.counters.droppedBytes;
                queued += flow.GetQueuedPackets();
            }
        }
    }
};

/// Terminals that send bulk messages to whichever cell serves them, for 30 s: each message that
/// arrives begets the next, each broken connection a new one.
class BulkTalk
{
  public:
    explicit BulkTalk(NrLiteScenario& s)
    {
        m_port.SetProtocol(80);
        m_port.SetAllDevices();
        for (uint32_t i = 0; i < s.cells.GetN(); i++)
        {
            auto listener = Socket::CreateSocket(s.cells.Get(i), BulkSocketFactory::GetTypeId());
            listener->Bind(m_port);
            listener->Listen();
            listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                        MakeCallback(&BulkTalk::Accept, this));
            m_sockets.push_back(listener);
        }
        m_port.SetPhysicalAddress(Mac48Address::GetBroadcast());
        for (uint32_t i = 0; i < s.terminals.GetN(); i++)
        {
            s.terminals.Get(i)->GetObject<BulkSocketFactory>()->TraceConnectWithoutContext(
                "Transfer",
                MakeCallback(&BulkTalk::End, this));
            Simulator::Schedule(Seconds(0.1), &BulkTalk::Connect, this, s.terminals.Get(i));
        }
    }

    uint64_t sent{0};                          //!< messages that a socket took
    uint64_t received{0};                      //!< messages that cells got
    uint64_t arrived{0};                       //!< as traced
    uint64_t lost{0};                          //!< as traced
    std::set<std::pair<uint32_t, Time>> ended; //!< traced, by sender and start

  private:
    void Accept(Ptr<Socket> socket, const Address&)
    {
        m_sockets.push_back(socket);
        socket->SetRecvCallback(MakeCallback(&BulkTalk::Receive, this));
    }

    void Receive(Ptr<Socket> socket)
    {
        while (socket->Recv())
        {
            received++;
        }
    }

    void End(uint32_t from, uint32_t, uint64_t, Time start, bool whole)
    {
        (whole ? arrived : lost)++;
        ended.insert({from, start});
    }

    void Connect(Ptr<Node> terminal)
    {
        auto socket = Socket::CreateSocket(terminal, BulkSocketFactory::GetTypeId());
        m_sockets.push_back(socket);
        socket->SetConnectCallback(MakeCallback(&BulkTalk::Continue, this),
                                   MakeCallback(&BulkTalk::Retry, this));
        socket->SetDataSentCallback(Callback<void, Ptr<Socket>, uint32_t>(
            [this](Ptr<Socket> done, uint32_t) { Continue(done); }));
        socket->SetCloseCallbacks(MakeCallback(&BulkTalk::Retry, this),
                                  MakeCallback(&BulkTalk::Retry, this));
        socket->Connect(m_port);
    }

    void Continue(Ptr<Socket> socket)
    {
        if (Simulator::Now() < Seconds(30))
        {
            Simulator::Schedule(MilliSeconds(10), &BulkTalk::Send, this, socket);
        }
    }

    void Send(Ptr<Socket> socket)
    {
        sent += socket->Send(Create<Packet>(20000 + 1000 * (sent % 50))) > 0;
    }

    void Retry(Ptr<Socket> socket)
    {
        if (Simulator::Now() < Seconds(30))
        {
            Simulator::Schedule(Seconds(1), &BulkTalk::Connect, this, socket->GetNode());
        }
    }

    PacketSocketAddress m_port;         //!< of the listeners
    std::vector<Ptr<Socket>> m_sockets; //!< kept alive
};

/// Looks after each slot whether a block was idle that somebody could have used.
class IdleBlockWatch
{
  public:
    explicit IdleBlockWatch(NrLiteScenario& s)
        : m_scenario(s)
    {
        for (uint32_t i = 0; i < s.ueDevices.GetN(); i++)
        {
            s.ueDevices.Get(i)->TraceConnectWithoutContext(
                "TransportBlock",
                Callback<void, uint32_t, uint32_t, const NrLiteTransportBlock&, bool>(
                    [this](uint32_t id,
                           uint32_t direction,
                           const NrLiteTransportBlock& block,
                           bool) {
                        m_used[direction] += block.blocks;
                        m_granted[direction][id] = {block.blocks, block.attempts};
                    }));
        }
        Simulator::Schedule(MicroSeconds(1), &IdleBlockWatch::Look, this);
    }

    uint64_t fullSlots{0};  //!< seen
    uint64_t partSlots{0};  //!< seen with some blocks idle
    uint64_t violations{0}; //!< idle blocks that somebody could have used

  private:
    void Look()
    {
        const auto carrier = m_scenario.radio.GetChannel()->GetCarrier();
        const auto slot = static_cast<uint64_t>(Simulator::Now().GetTimeStep() /
                                                carrier->GetSlot().GetTimeStep());
        const Time start = carrier->GetSlot() * static_cast<int64_t>(slot);
        for (auto direction : DIRECTIONS)
        {
            if (carrier->GetResourceElements(direction, slot) > 0.0)
            {
                const uint32_t idle = carrier->GetBlocks() - m_used[direction];
                fullSlots += idle == 0;
                partSlots += idle > 0 && m_used[direction] > 0;
                for (uint32_t i = 0; idle > 0 && i < m_scenario.ueDevices.GetN(); i++)
                {
                    violations += CouldUse(*m_scenario.Ue(i)->GetBearer(direction), idle, start);
                }
            }
            m_used[direction] = 0;
            m_granted[direction].clear();
        }
        Simulator::Schedule(start + carrier->GetSlot() + MicroSeconds(1) - Simulator::Now(),
                            &IdleBlockWatch::Look,
                            this);
    }

    bool CouldUse(const NrLiteBearer& bearer, uint32_t idle, Time start) const
    {
        if (bearer.flow.GetPending() == 0 || bearer.GetNewDataTime() > start ||
            !bearer.rate.IsUsable())
        {
            return false;
        }
        const auto& granted = m_granted[bearer.direction];
        const auto own = granted.find(bearer.id);
        if (own == granted.end())
        {
            return true;
        }
        // A retransmission has the slot for itself; power may limit a grant to fewer blocks.
        const auto [blocks, attempts] = own->second;
        return attempts == 1 && bearer.rate.GetBestBlocks(blocks + idle) > blocks;
    }

    NrLiteScenario& m_scenario;                                     //!< watched
    uint32_t m_used[2]{0, 0};                                       //!< blocks of the slot
    std::map<uint32_t, std::pair<uint32_t, uint32_t>> m_granted[2]; //!< by terminal
};

} // namespace

TEST(NrLiteConservationTest, EveryPacketOfCrossingTerminalsIsAccountedFor)
{
    for (bool acknowledged : {true, false})
    {
        const PacketRun run(acknowledged);
        EXPECT_EQ(run.queued, 0U);
        EXPECT_GT(run.sum.deliveredPackets, 1000U);
        EXPECT_EQ(run.sum.sentPackets, run.sum.deliveredPackets + run.sum.droppedPackets);
        EXPECT_EQ(run.sum.sentBytes, run.sum.deliveredBytes + run.sum.droppedBytes);
        // The run has met everything that may happen to a packet.
        EXPECT_GT(run.causes.at("handover"), 3U);
        EXPECT_GT(run.causes.at("outage"), 2U);
        EXPECT_GT(run.why.at(NrLiteDropReason::LINK_DOWN), 0U);
        EXPECT_GT(run.why.at(NrLiteDropReason::OUTAGE), 0U);
        EXPECT_GT(run.why.at(NrLiteDropReason::BUFFER), 0U);
        EXPECT_EQ(run.why.count(NrLiteDropReason::RADIO), acknowledged ? 0U : 1U);
    }
}

TEST(NrLiteConservationTest, SameSeedSameTimesWithMobilityAndFading)
{
    const PacketRun first(true);
    EXPECT_EQ(first.times, PacketRun(true).times);
}

TEST(NrLiteConservationTest, EveryBulkMessageOfCrossingTerminalsEndsOnce)
{
    // Alone and among packets, which share slots with them.
    for (uint32_t packets : {0U, 5000U})
    {
        NrLiteScenario s(CELLS, {{-900, 9, 1.5}, {-300, 9, 1.5}, {0, 9, 1.5}, {700, 9, 1.5}});
        Configure(s, true);
        AddPackets(s, packets, 30.0);
        BulkTalk talk(s);
        Simulator::Stop(Seconds(60));
        Simulator::Run();
        EXPECT_GT(talk.arrived, 300U);
        EXPECT_GT(talk.lost, 0U);
        EXPECT_EQ(talk.sent, talk.arrived + talk.lost);
        EXPECT_EQ(talk.received, talk.arrived);
        EXPECT_EQ(talk.ended.size(), talk.sent);
        for (uint32_t i = 0; i < 8; i++)
        {
            const auto& flow = s.Ue(i / 2)->GetBearer(DIRECTIONS[i % 2])->flow.counters;
            EXPECT_EQ(flow.sentPackets, flow.deliveredPackets + flow.droppedPackets);
        }
    }
}

TEST(NrLiteConservationTest, NoBlockIsIdleWhileSomebodyHasDataForIt)
{
    for (const char* scheduler : {"RoundRobin", "ProportionalFair", "LearningAware"})
    {
        // The last one is limited by power in uplink.
        NrLiteScenario s({{0, 0, 25}},
                         {{100, 0, 1.5}, {900, 0, 1.5}, {4000, 0, 1.5}, {12000, 0, 1.5}});
        s.radio.SetSchedulerType("ns3::edgelearning::NrLite" + std::string(scheduler) +
                                 "Scheduler");
        s.Install();
        AddPackets(s, 4000, 6.0);
        const IdleBlockWatch watch(s);
        Simulator::Stop(Seconds(8));
        Simulator::Run();
        EXPECT_EQ(watch.violations, 0U) << scheduler;
        EXPECT_GT(watch.fullSlots, 500U) << scheduler;
        EXPECT_GT(watch.partSlots, 500U) << scheduler;
    }
}

TEST(NrLiteConservationTest, SaturatedTerminalsAreServedFairly)
{
    for (const char* scheduler : {"RoundRobin", "ProportionalFair", "LearningAware"})
    {
        NrLiteScenario s({{0, 0, 25}}, std::vector<Vector>(7, Vector(100, 0, 1.5)));
        s.radio.SetSchedulerType("ns3::edgelearning::NrLite" + std::string(scheduler) +
                                 "Scheduler");
        s.Install();
        for (int i = 0; i < 4000; i++)
        {
            Simulator::Schedule(MilliSeconds(i), [&s]() {
                for (uint32_t k = 0; k < s.ueDevices.GetN(); k++)
                {
                    s.Ue(k)->Send(Create<Packet>(1400), s.Gnb(0)->GetAddress(), 0x1234);
                }
            });
        }
        Simulator::Stop(Seconds(4));
        Simulator::Run();
        // Jain's index of the served bytes.
        double sum = 0.0;
        double squares = 0.0;
        for (uint32_t k = 0; k < s.ueDevices.GetN(); k++)
        {
            const auto served =
                static_cast<double>(s.Ue(k)->GetBearer(NR_LITE_UPLINK)->servedBytes);
            sum += served;
            squares += served * served;
        }
        EXPECT_GT(sum, 5e6) << scheduler;
        EXPECT_GT(sum * sum / squares / s.ueDevices.GetN(), 0.9999) << scheduler;
    }
}
