/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "virtual-edge-server.h"

#include "ns3/double.h"
#include "ns3/node.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(VirtualEdgeServer);

namespace
{

/// @param seconds what members say may amount to @return the same, as far as a Time goes
Time
Bound(double seconds)
{
    return Seconds(std::min(seconds, ComputeResource::MAX_DURATION));
}

} // namespace

TypeId
VirtualEdgeServer::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::VirtualEdgeServer")
            .SetParent<OffloadServer>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<VirtualEdgeServer>()
            .AddAttribute("PartsPerMember",
                          "Parts of a task for each who is there, head included. More of them "
                          "suit members that differ or leave; each costs a message in each "
                          "direction.",
                          UintegerValue(2),
                          MakeUintegerAccessor(&VirtualEdgeServer::m_partsPerMember),
                          MakeUintegerChecker<uint32_t>(1, 1000))
            .AddAttribute("Slack",
                          "How much longer than foreseen a task may take, as its device is told: a "
                          "share of it. Parts of members that leave take longer.",
                          DoubleValue(1),
                          MakeDoubleAccessor(&VirtualEdgeServer::m_slack),
                          MakeDoubleChecker<double>(0));
    return tid;
}

VirtualEdgeServer::VirtualEdgeServer() = default;

VirtualEdgeServer::~VirtualEdgeServer() = default;

void
VirtualEdgeServer::DoDispose()
{
    OffloadServer::DoDispose();
    m_dispatcher = nullptr;
}

void
VirtualEdgeServer::SetDispatcher(Ptr<OffloadClient> dispatcher)
{
    m_dispatcher = dispatcher;
}

void
VirtualEdgeServer::DoStart()
{
    NS_ABORT_MSG_IF(!m_dispatcher,
                    "the virtual edge server on node "
                        << GetId() << " has nobody to get its parts done; call SetDispatcher()");
    NS_ABORT_MSG_IF(m_dispatcher->GetNode() != GetNode(),
                    "the virtual edge server on node " << GetId() << " has a dispatcher on node "
                                                       << m_dispatcher->GetNode()->GetId()
                                                       << "; it must be on the same node");
    OffloadServer::DoStart();
}

OffloadStatusBody
VirtualEdgeServer::MakeStatus() const
{
    OffloadStatusBody sum = OffloadServer::MakeStatus();
    double work = sum.backlog.GetSeconds() * sum.rate; // queued, in FLOP
    double power = sum.energyPerFlop * sum.rate;       // of all at work, in watts
    uint64_t memory = sum.memory;                      // of the least
    const auto members = m_dispatcher->GetServers();
    for (const OffloadCandidate& member : members)
    {
        sum.rate += member.rate;
        work += member.queueDelay * member.rate;
        power += member.energyPerFlop * member.rate;
        memory = std::min(memory, member.memory);
        if (std::isfinite(member.remainingEnergy))
        {
            sum.hasBattery = true;
            sum.remainingEnergy += member.remainingEnergy;
        }
    }
    double own = 0; // not all of it is queued already
    for (const auto& [key, division] : m_divisions)
    {
        own += static_cast<double>(division.open) * division.flop;
    }
    sum.backlog = Bound(std::max(work, own) / sum.rate);
    sum.energyPerFlop = power / sum.rate;
    // A part needs its share of the memory.
    const uint64_t parts = m_partsPerMember * (members.size() + 1);
    sum.memory = memory > std::numeric_limits<uint64_t>::max() / parts
                     ? std::numeric_limits<uint64_t>::max()
                     : memory * parts;
    return sum;
}

std::vector<ComputeTask>
VirtualEdgeServer::Divide(const ComputeTask& task, uint32_t count)
{
    // What is before a border belongs to the parts before it. Values stay whole.
    const auto border = [count](uint64_t all, uint64_t part) { return all * part / count; };
    const uint64_t values = task.input.size();
    const uint64_t rest = task.inputBytes - 4 * values;
    const auto output = [&](uint64_t part) {
        return part < count ? 4 * border(task.outputBytes / 4, part) : task.outputBytes;
    };
    std::vector<ComputeTask> parts(count);
    for (uint32_t i = 0; i < count; ++i)
    {
        ComputeTask& part = parts[i];
        part.input.assign(task.input.begin() + static_cast<std::ptrdiff_t>(border(values, i)),
                          task.input.begin() + static_cast<std::ptrdiff_t>(border(values, i + 1)));
        part.inputBytes =
            static_cast<uint32_t>(4 * part.input.size() + border(rest, i + 1) - border(rest, i));
        part.outputBytes = static_cast<uint32_t>(output(i + 1) - output(i));
        part.flop = task.flop / count;
        part.deadline = task.deadline;
        part.memory = task.memory / count + (task.memory % count > 0 ? 1 : 0);
    }
    return parts;
}

std::optional<DropReason>
VirtualEdgeServer::Begin(const TaskKey& key, const ComputeTask& task)
{
    const auto present = static_cast<uint32_t>(m_dispatcher->GetServers().size() + 1);
    const auto parts = Divide(task, m_partsPerMember * present);
    Division& division = m_divisions[key];
    division.id = ++m_lastId;
    division.outputs.resize(parts.size());
    division.open = parts.size();
    division.flop = task.flop / static_cast<double>(parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i)
    {
        division.parts.push_back(m_dispatcher->Submit(
            parts[i],
            [this, key, id = division.id, i](const OffloadRecord& record,
                                             const std::vector<float>& output) {
                PartEnded(key, id, i, record, output);
            }));
    }
    return std::nullopt;
}

void
VirtualEdgeServer::PartEnded(const TaskKey& key,
                             uint64_t id,
                             std::size_t part,
                             const OffloadRecord& record,
                             const std::vector<float>& output)
{
    const auto found = m_divisions.find(key);
    if (found == m_divisions.end() || found->second.id != id)
    {
        return; // Nobody waits for it any more.
    }
    Division& division = found->second;
    division.joules += record.joules;
    if (record.reason)
    {
        Abort(key);
        Failed(key, *record.reason);
        return;
    }
    division.outputs[part] = output;
    if (--division.open > 0)
    {
        return;
    }
    std::vector<float> all;
    for (const auto& values : division.outputs)
    {
        all.insert(all.end(), values.begin(), values.end());
    }
    const double joules = division.joules;
    m_divisions.erase(found);
    Finished(key, joules, all);
}

Time
VirtualEdgeServer::Foresee() const
{
    return Bound((1 + m_slack) * MakeStatus().backlog.GetSeconds());
}

void
VirtualEdgeServer::Abort(const TaskKey& key)
{
    const auto division = m_divisions.extract(key);
    if (!division.empty())
    {
        for (const Ticket part : division.mapped().parts)
        {
            m_dispatcher->Cancel(part);
        }
    }
}

} // namespace ns3::edgelearning
