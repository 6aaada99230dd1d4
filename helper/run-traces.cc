/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "run-traces.h"

#include "ns3/edge-server.h"
#include "ns3/node.h"
#include "ns3/offload-client.h"
#include "ns3/offload-server.h"
#include "ns3/simulator.h"

#include <filesystem>
#include <iostream>
#include <sstream>
#include <stdexcept>

namespace ns3::edgelearning
{

namespace
{

std::string
MakeDirectory(const std::string& directory)
{
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error || !std::filesystem::is_directory(directory))
    {
        throw std::runtime_error("cannot make the output directory '" + directory +
                                 "'; choose one that may be written to");
    }
    return directory;
}

std::string
Now()
{
    return Seconds9(Simulator::Now());
}

std::string
Optional(const std::optional<double>& value)
{
    return value ? Exact(*value) : "";
}

} // namespace

RunTraces::RunTraces(const std::string& directory)
    : m_directory(MakeDirectory(directory)),
      m_state(Create<RunState>()),
      m_market(Create<MarketTraces>(directory, m_state)),
      m_transfers(Create<TransferTraces>(directory, m_state)),
      m_nodes(Create<NodeTraces>(directory, m_state)),
      m_rounds(directory + "/rounds.csv",
               "time_s,owner,tier,node,round,selected,aggregated,dropped,duration_s,uplink_bytes,"
               "test_loss,test_accuracy"),
      m_dropouts(directory + "/dropouts.csv", "time_s,owner,round,worker,reason"),
      m_clusters(directory + "/clusters.csv", "time_s,relay,worker,event,reason"),
      m_splits(directory + "/splits.csv",
               "time_s,server,worker,epoch,kind,cut,tail,samples,latency_s,predicted_s,predicted_j,"
               "uplink_bytes,downlink_bytes,outcome"),
      m_offloads(directory + "/offload.csv",
                 "time_s,task,from,to,where,input_bytes,output_bytes,latency_s,joules,outcome"),
      m_figures(directory + "/summary.json")
{
}

std::vector<ResultFile*>
RunTraces::GetTables()
{
    std::vector<ResultFile*> tables = m_market->GetTables();
    tables.insert(tables.end(),
                  {&m_rounds,
                   &m_dropouts,
                   &m_clusters,
                   &m_nodes->GetCacheTable(),
                   &m_transfers->GetTable(),
                   &m_splits,
                   &m_offloads,
                   &m_nodes->GetEnergyTable()});
    return tables;
}

void
RunTraces::Begin()
{
    if (m_begun)
    {
        return;
    }
    m_begun = true;
    m_figures.Begin();
    RunPlots::Remove(m_directory);
    for (ResultFile* file : GetTables())
    {
        file->Begin();
    }
}

const RunSummary&
RunTraces::GetSummary() const
{
    return m_state->summary;
}

void
RunTraces::Connect(Ptr<MessageApplication> application)
{
    m_transfers->Connect(application);
    ConnectRole(application);
}

void
RunTraces::ConnectRole(Ptr<MessageApplication> application)
{
    if (ConnectOffloading(application))
    {
        return;
    }
    const Ptr<RunTraces> self(this);
    const auto connect = [&](const char* source, auto member) {
        application->TraceConnectWithoutContext(source, MakeCallback(member, self));
    };
    const Role role = application->GetRole();
    if (role == Role::WORKER)
    {
        connect("Dropout", &RunTraces::WorkerDropped);
        m_market->ConnectWorker(application);
        m_state->summary.AddWorker(application->GetId());
        m_nodes->ConnectEnergy(application->GetNode());
        return;
    }
    if (role == Role::CLEARING_HOUSE)
    {
        m_market->ConnectHouse(application);
        return;
    }
    connect("Round", &RunTraces::RoundEnded);
    if (const Ptr<EdgeServer> edge = DynamicCast<EdgeServer>(application))
    {
        m_market->ConnectEdge(edge);
        m_nodes->ConnectCache(edge->GetNode());
    }
    else if (role == Role::EDGE)
    {
        connect("Dropout", &RunTraces::OwnerDropped);
        connect("Session", &RunTraces::SessionEnded);
    }
    else if (role == Role::RELAY)
    {
        connect("Membership", &RunTraces::MembershipChanged);
        m_nodes->ConnectCache(application->GetNode());
    }
    else if (role == Role::OWNER)
    {
        m_state->summary.AddOwner(application->GetId());
        connect("Dropout", &RunTraces::OwnerDropped);
        connect("Selected", &RunTraces::WorkerSelected);
    }
}

bool
RunTraces::ConnectOffloading(Ptr<MessageApplication> application)
{
    const bool isServer = DynamicCast<OffloadServer>(application) != nullptr;
    const Ptr<OffloadClient> client = DynamicCast<OffloadClient>(application);
    if (client)
    {
        client->TraceConnectWithoutContext(
            "Task",
            MakeCallback(&RunTraces::TaskEnded, Ptr<RunTraces>(this)));
    }
    if (client || isServer)
    {
        m_nodes->ConnectEnergy(application->GetNode());
    }
    return client || isServer;
}

void
RunTraces::Finish()
{
    if (!m_begun || m_state->finished)
    {
        return;
    }
    m_state->finished = true;
    m_transfers->WriteLost();
    for (ResultFile* file : GetTables())
    {
        file->Finish();
    }
    if (!m_state->plots.Write(m_directory, m_state->summary.GetRevenue()))
    {
        std::cerr << "no plots in " << m_directory
                  << ": gnuplot is missing or failed; try gnuplot on the .plt files there"
                  << std::endl;
    }
    std::ostringstream json;
    m_state->summary.WriteJson(json, Simulator::Now().GetSeconds());
    std::string text = json.str();
    text.pop_back(); // Line() ends the line.
    m_figures.Line(text);
    m_figures.Finish();
}

void
RunTraces::RoundEnded(const RoundRecord& record)
{
    if (m_state->finished)
    {
        return;
    }
    m_state->summary.AddRound(record);
    m_state->plots.AddRound(record);
    m_rounds.Line(Now(),
                  record.owner,
                  ToString(record.tier),
                  record.node,
                  record.round,
                  record.selected,
                  record.aggregated,
                  record.dropped,
                  Seconds9(Simulator::Now() - record.opened),
                  record.uplinkBytes,
                  Optional(record.loss),
                  Optional(record.accuracy));
}

void
RunTraces::WorkerDropped(const DropRecord& record)
{
    m_causes.emplace(record.ticket, record.reason);
}

void
RunTraces::OwnerDropped(const DropRecord& record)
{
    if (m_state->finished)
    {
        return;
    }
    // The owner's side hears only silence; the worker's side knows what caused it.
    const auto cause = m_causes.find(record.ticket);
    const bool arrived = record.reason == DropReason::QUORUM || record.reason == DropReason::BARRED;
    const std::string reason =
        ToString(!arrived && cause != m_causes.end() ? cause->second : record.reason);
    m_state->summary.AddDropout(reason);
    m_dropouts.Line(Now(), record.owner, record.round, record.worker, reason);
}

void
RunTraces::MembershipChanged(const MembershipRecord& record)
{
    if (!m_state->finished)
    {
        m_clusters.Line(Now(),
                        record.relay,
                        record.worker,
                        record.joined ? "join" : "leave",
                        record.reason);
    }
}

void
RunTraces::WorkerSelected(const SelectionRecord& record)
{
    m_state->summary.AddSelection(record);
}

void
RunTraces::SessionEnded(const SplitRecord& record)
{
    if (m_state->finished)
    {
        return;
    }
    m_state->summary.AddSession(record);
    m_splits.Line(Now(),
                  record.server,
                  record.worker,
                  record.epoch,
                  record.training ? "training" : "evaluation",
                  record.split.cut,
                  record.split.tail,
                  record.samples,
                  Seconds9(Simulator::Now() - record.opened),
                  Exact(record.predictedLatency),
                  Exact(record.predictedEnergy),
                  record.uplinkBytes,
                  record.downlinkBytes,
                  record.reason ? ToString(*record.reason) : "done");
}

void
RunTraces::TaskEnded(const OffloadRecord& record)
{
    if (m_state->finished)
    {
        return;
    }
    m_state->summary.AddTask(record);
    const char* outcome = record.reason ? ToString(*record.reason) : "done";
    m_offloads.Line(Now(),
                    record.task,
                    record.from,
                    record.to,
                    ToString(record.where),
                    record.inputBytes,
                    record.outputBytes,
                    Seconds9(Simulator::Now() - record.submitted),
                    Exact(record.joules),
                    record.isFinal ? outcome : "retried");
}

} // namespace ns3::edgelearning
