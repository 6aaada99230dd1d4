/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-traces.h"

#include "ns3/abort.h"
#include "ns3/bulk-socket-factory.h"
#include "ns3/node.h"
#include "ns3/nr-lite-ue-net-device.h"
#include "ns3/simulator.h"

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <stdexcept>

namespace ns3::edgelearning
{

namespace
{

constexpr const char* DIRECTIONS[] = {"down", "up"};

/**
 * @param directory a directory, made if it is not there
 * @param name of a file
 * @return its path
 */
std::string
MakePath(const std::string& directory, const std::string& name)
{
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error || !std::filesystem::is_directory(directory))
    {
        throw std::runtime_error("cannot make the output directory '" + directory +
                                 "'; choose one that may be written to");
    }
    return directory + "/nr-lite-" + name + ".csv";
}

/**
 * @param value a number
 * @param format as for printf
 * @return its text
 */
std::string
Format(double value, const char* format)
{
    char text[40];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

/// @return the time [s] with nine decimals, the resolution of the simulator
std::string
Stamp(Time time = Simulator::Now())
{
    return Format(time.GetSeconds(), "%.9f");
}

} // namespace

NrLiteTraces::NrLiteTraces(const std::string& directory, Time interval)
    : m_attachments(MakePath(directory, "attachments"), "time_s,terminal,from,to,cause"),
      m_sinr(MakePath(directory, "sinr"), "time_s,terminal,direction,sinr_db,cqi"),
      m_blocks(MakePath(directory, "blocks"),
               "time_s,terminal,direction,blocks,mcs,attempt,bytes,decoded"),
      m_throughput(MakePath(directory, "throughput"), "time_s,terminal,direction,mbps"),
      m_drops(MakePath(directory, "drops"), "time_s,node,bytes,reason"),
      m_transfers(MakePath(directory, "transfers"), "start_s,end_s,from,to,bytes,outcome"),
      m_interval(interval)
{
    NS_ABORT_MSG_IF(!interval.IsStrictlyPositive(),
                    "NrLiteTraces: the interval of throughput is "
                        << interval.As(Time::S) << "; it must be above 0, for example 500 ms");
    for (ResultFile* file : GetFiles())
    {
        file->Begin();
    }
}

std::vector<ResultFile*>
NrLiteTraces::GetFiles()
{
    return {&m_attachments, &m_sinr, &m_blocks, &m_throughput, &m_drops, &m_transfers};
}

void
NrLiteTraces::Connect(const NetDeviceContainer& devices)
{
    const Ptr<NrLiteTraces> self(this);
    for (auto i = devices.Begin(); i != devices.End(); ++i)
    {
        const auto device = DynamicCast<NrLiteNetDevice>(*i);
        if (!device)
        {
            continue;
        }
        const uint32_t node = device->GetNode()->GetId();
        device->TraceConnectWithoutContext(
            "Drop",
            Callback<void, Ptr<const Packet>, NrLiteDropReason>(
                [self, node](Ptr<const Packet> packet, NrLiteDropReason reason) {
                    self->Dropped(node, packet->GetSize(), reason);
                }));
        ConnectTransfers(device->GetNode());
        if (const auto terminal = DynamicCast<NrLiteUeNetDevice>(device))
        {
            ConnectTerminal(terminal);
        }
    }
    if (!m_sampling && !m_terminals.empty())
    {
        m_sampling = true;
        Simulator::Schedule(m_interval, &NrLiteTraces::Sample, self);
    }
}

void
NrLiteTraces::ConnectTerminal(Ptr<NrLiteUeNetDevice> device)
{
    const Ptr<NrLiteTraces> self(this);
    device->TraceConnectWithoutContext("Attachment", MakeCallback(&NrLiteTraces::Attached, self));
    device->TraceConnectWithoutContext("Sinr", MakeCallback(&NrLiteTraces::Evaluated, self));
    device->TraceConnectWithoutContext("TransportBlock", MakeCallback(&NrLiteTraces::Sent, self));
    Terminal terminal{device, {}};
    for (auto direction : {NR_LITE_DOWNLINK, NR_LITE_UPLINK})
    {
        terminal.served[direction] = device->GetBearer(direction)->servedBytes;
    }
    m_terminals.push_back(terminal);
}

void
NrLiteTraces::ConnectTransfers(Ptr<Node> node)
{
    const auto factory = node->GetObject<BulkSocketFactory>();
    if (factory && m_nodes.insert(node->GetId()).second)
    {
        factory->TraceConnectWithoutContext(
            "Transfer",
            MakeCallback(&NrLiteTraces::Transferred, Ptr<NrLiteTraces>(this)));
    }
}

void
NrLiteTraces::Sample()
{
    if (m_finished)
    {
        return;
    }
    for (auto& terminal : m_terminals)
    {
        for (auto direction : {NR_LITE_DOWNLINK, NR_LITE_UPLINK})
        {
            const auto& bearer = terminal.device->GetBearer(direction);
            const uint64_t bytes = bearer->servedBytes - terminal.served[direction];
            terminal.served[direction] = bearer->servedBytes;
            m_throughput.Line(Stamp(),
                              bearer->id,
                              DIRECTIONS[direction],
                              Format(bytes * 8e-6 / m_interval.GetSeconds(), "%.6f"));
        }
    }
    Simulator::Schedule(m_interval, &NrLiteTraces::Sample, Ptr<NrLiteTraces>(this));
}

void
NrLiteTraces::Attached(uint32_t terminal, int32_t from, int32_t to, const char* cause)
{
    if (!m_finished)
    {
        m_attachments.Line(Stamp(), terminal, from, to, cause);
    }
}

void
NrLiteTraces::Evaluated(uint32_t terminal, uint32_t direction, double sinr, uint32_t cqi)
{
    if (!m_finished)
    {
        m_sinr.Line(Stamp(), terminal, DIRECTIONS[direction], Format(sinr, "%.3f"), cqi);
    }
}

void
NrLiteTraces::Sent(uint32_t terminal,
                   uint32_t direction,
                   const NrLiteTransportBlock& block,
                   bool decoded)
{
    if (!m_finished)
    {
        m_blocks.Line(Stamp(),
                      terminal,
                      DIRECTIONS[direction],
                      block.blocks,
                      block.mcs,
                      block.attempts,
                      block.bytes,
                      decoded ? 1 : 0);
    }
}

void
NrLiteTraces::Dropped(uint32_t node, uint32_t bytes, NrLiteDropReason reason)
{
    if (!m_finished)
    {
        m_drops.Line(Stamp(), node, bytes, ToString(reason));
    }
}

void
NrLiteTraces::Transferred(uint32_t from, uint32_t to, uint64_t bytes, Time start, bool arrived)
{
    if (!m_finished)
    {
        m_transfers.Line(Stamp(start), Stamp(), from, to, bytes, arrived ? "arrived" : "lost");
    }
}

void
NrLiteTraces::Finish()
{
    if (m_finished)
    {
        return;
    }
    m_finished = true;
    m_terminals.clear();
    for (ResultFile* file : GetFiles())
    {
        file->Finish();
    }
}

void
NrLiteTraces::FinishQuietly()
{
    try
    {
        Finish();
    }
    catch (const std::exception& error)
    {
        std::cerr << error.what() << std::endl;
    }
}

} // namespace ns3::edgelearning
