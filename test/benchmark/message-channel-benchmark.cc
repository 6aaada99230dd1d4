/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * @file
 * @ingroup edge-learning
 * What a MessageChannel costs: the same bytes over the same point-to-point links through a
 * MessageChannel, real payload and CRC on both sides included, and through BulkSendApplication and
 * PacketSink, at the default SendSize and at SendSize = SegmentSize.
 *
 * Only Simulator::Run() is timed. The three ways take turns, so that what else the machine does
 * meets all of them, and each one's median counts.
 *
 *     client 0 ---- server 0
 *     client 1 ---- server 1      ...
 */

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/message-channel.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr uint32_t SEGMENT = 1400;       ///< bytes of a TCP segment, for everybody
constexpr uint16_t PORT = 9;             ///< where the servers listen
constexpr uint64_t MAX_FRAME = 1U << 30; ///< largest frame believed

/// What each run carries.
struct Load
{
    uint32_t links{50};             ///< links, each between two nodes of its own
    uint32_t messages{10};          ///< messages a link
    uint32_t messageBytes{100'000}; ///< real bytes of a message's body

    /// @return bytes a link, headers included
    uint64_t GetLinkBytes() const
    {
        return static_cast<uint64_t>(messages) * (messageBytes + MessageHeader::SIZE);
    }
};

/// The links, and the addresses of their servers.
class Links
{
  public:
    /// @param count how many
    explicit Links(uint32_t count)
    {
        PointToPointHelper link;
        link.SetDeviceAttribute("DataRate", StringValue("1Gbps"));
        link.SetChannelAttribute("Delay", StringValue("5ms"));
        InternetStackHelper stack;
        Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.252");
        for (uint32_t i = 0; i < count; ++i)
        {
            NodeContainer pair(2);
            stack.Install(pair);
            const Ipv4InterfaceContainer interfaces = addresses.Assign(link.Install(pair));
            addresses.NewNetwork();
            clients.Add(pair.Get(0));
            servers.Add(pair.Get(1));
            remotes.emplace_back(InetSocketAddress(interfaces.GetAddress(1), PORT));
        }
    }

    NodeContainer clients;        ///< who sends
    NodeContainer servers;        ///< who receives
    std::vector<Address> remotes; ///< where the servers listen
};

/// Time one Simulator::Run() and end the simulation. @return wall-clock seconds
template <typename F>
double
TimeRun(F received, const Load& load)
{
    const auto start = std::chrono::steady_clock::now();
    Simulator::Run();
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    NS_ABORT_MSG_IF(received() != load.links * load.GetLinkBytes(),
                    received() << " bytes arrived instead of " << load.links * load.GetLinkBytes());
    Simulator::Destroy();
    return elapsed.count();
}

/// @param sendSize bytes a Send call @param load what to carry @return wall-clock seconds
double
TimeBulk(uint32_t sendSize, const Load& load)
{
    Links links(load.links);
    ApplicationContainer sinks;
    for (uint32_t i = 0; i < load.links; ++i)
    {
        BulkSendHelper sender("ns3::TcpSocketFactory", links.remotes[i]);
        sender.SetAttribute("MaxBytes", UintegerValue(load.GetLinkBytes()));
        sender.SetAttribute("SendSize", UintegerValue(sendSize));
        sender.Install(links.clients.Get(i));
        PacketSinkHelper sink("ns3::TcpSocketFactory", links.remotes[i]);
        sinks.Add(sink.Install(links.servers.Get(i)));
    }
    return TimeRun(
        [&sinks] {
            uint64_t bytes = 0;
            for (uint32_t i = 0; i < sinks.GetN(); ++i)
            {
                bytes += DynamicCast<PacketSink>(sinks.Get(i))->GetTotalRx();
            }
            return bytes;
        },
        load);
}

/// Sends and takes the messages of all links.
class Messenger
{
  public:
    /// @param links the links @param load what to carry
    Messenger(const Links& links, const Load& load)
        : m_load(load),
          m_body(std::make_shared<const std::vector<uint8_t>>(load.messageBytes, 0x5a))
    {
        for (uint32_t i = 0; i < load.links; ++i)
        {
            Simulator::ScheduleWithContext(links.servers.Get(i)->GetId(),
                                           Seconds(0),
                                           &Messenger::Listen,
                                           this,
                                           links.servers.Get(i),
                                           links.remotes[i]);
            Simulator::ScheduleWithContext(links.clients.Get(i)->GetId(),
                                           Seconds(0),
                                           &Messenger::SendAll,
                                           this,
                                           links.clients.Get(i),
                                           links.remotes[i]);
        }
    }

    /// @return bytes of whole, undamaged messages so far
    uint64_t GetReceived() const
    {
        return m_received;
    }

  private:
    void Listen(Ptr<Node> server, Address local)
    {
        Ptr<Socket> socket = Socket::CreateSocket(server, TcpSocketFactory::GetTypeId());
        socket->Bind(local);
        socket->Listen();
        socket->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                  MakeCallback(&Messenger::Accepted, this));
        m_listening.push_back(socket);
    }

    void Accepted(Ptr<Socket> socket, const Address&)
    {
        m_channels.push_back(Create<MessageChannel>(socket, true, MAX_FRAME));
        m_channels.back()->SetSinks(
            [this](Ptr<MessageChannel>, const Message& message) {
                m_received += message.header.GetFrameBytes();
            },
            nullptr,
            nullptr);
    }

    void SendAll(Ptr<Node> client, Address remote)
    {
        Ptr<Socket> socket = Socket::CreateSocket(client, TcpSocketFactory::GetTypeId());
        socket->Bind();
        socket->Connect(remote);
        auto channel = Create<MessageChannel>(socket, false, MAX_FRAME);
        m_channels.push_back(channel);
        for (uint32_t i = 0; i < m_load.messages; ++i)
        {
            Message message(MessageType::UPDATE);
            message.body = m_body;
            message.header.sequence = i;
            message.Seal();
            channel->Send(message);
        }
        channel->CloseAfterSending();
    }

    Load m_load;                                 ///< what to carry
    MessageBytes m_body;                         ///< of every message
    std::vector<Ptr<Socket>> m_listening;        ///< the servers' sockets
    std::vector<Ptr<MessageChannel>> m_channels; ///< both ends of each link
    uint64_t m_received{0};                      ///< bytes of whole messages
};

/// @param load what to carry @return wall-clock seconds
double
TimeChannel(const Load& load)
{
    Links links(load.links);
    Messenger messenger(links, load);
    return TimeRun([&messenger] { return messenger.GetReceived(); }, load);
}

/// @param values at least one @return their median
double
Median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 ? values[half] : (values[half - 1] + values[half]) / 2;
}

} // namespace

int
main(int argc, char* argv[])
{
    Load load;
    uint32_t repetitions = 5;
    CommandLine cmd(__FILE__);
    cmd.AddValue("links", "links, each between two nodes of its own", load.links);
    cmd.AddValue("messages", "messages a link", load.messages);
    cmd.AddValue("messageBytes", "bytes of a message's body", load.messageBytes);
    cmd.AddValue("repetitions", "runs of each way; the median counts", repetitions);
    cmd.Parse(argc, argv);
    NS_ABORT_MSG_IF(load.links == 0 || load.messages == 0 || repetitions == 0,
                    "links, messages and repetitions must be at least 1");

    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(SEGMENT));

    std::map<std::string, std::vector<double>> seconds;
    TimeChannel(load); // Warms the memory allocator and the caches up.
    for (uint32_t i = 0; i < repetitions; ++i)
    {
        seconds["bulk-512"].push_back(TimeBulk(512, load));
        seconds["channel"].push_back(TimeChannel(load));
        seconds["bulk-1400"].push_back(TimeBulk(SEGMENT, load));
    }

    const double channel = Median(seconds["channel"]);
    std::printf("%u links, %u messages of %u bytes each, medians of %u runs of Simulator::Run()\n",
                load.links,
                load.messages,
                load.messageBytes,
                repetitions);
    for (const auto& [way, values] : seconds)
    {
        std::printf("%-10s %8.3f s\n", way.c_str(), Median(values));
    }
    std::printf("ratio channel/bulk-send-512 %.2f 1.25\n", channel / Median(seconds["bulk-512"]));
    std::printf("ratio channel/bulk-send-1400 %.2f 1.5\n", channel / Median(seconds["bulk-1400"]));
    return 0;
}
