/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "run-traces.h"

#include "ns3/cell-market.h"
#include "ns3/clearing-house.h"
#include "ns3/compute-resource.h"
#include "ns3/edge-server.h"
#include "ns3/energy-source-container.h"
#include "ns3/model-cache.h"
#include "ns3/model-owner.h"
#include "ns3/node.h"
#include "ns3/nr-lite-energy-model.h"
#include "ns3/offload-client.h"
#include "ns3/offload-server.h"
#include "ns3/simulator.h"
#include "ns3/worker.h"

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
      m_rounds(directory + "/rounds.csv",
               "time_s,owner,tier,node,round,selected,aggregated,dropped,duration_s,uplink_bytes,"
               "test_loss,test_accuracy"),
      m_dropouts(directory + "/dropouts.csv", "time_s,owner,round,worker,reason"),
      m_clusters(directory + "/clusters.csv", "time_s,relay,worker,event,reason"),
      m_auctions(directory + "/auctions.csv",
                 "time_s,edge,worker,aoi_s,aoi_norm,bidders,mechanism,winner,price,highest_bid,"
                 "second_bid,attested,true_aoi_s"),
      m_revenue(directory + "/revenue.csv", "time_s,worker,owner,amount,worker_total"),
      m_ages(directory + "/aoi.csv", "time_s,worker,owner,round,predicted_s,measured_s,true_s"),
      m_cache(directory + "/cache.csv", "time_s,node,event,owner,version,bytes"),
      m_transfers(directory + "/transfers.csv", "start_s,end_s,from,to,hop,kind,bytes,outcome"),
      m_splits(directory + "/splits.csv",
               "time_s,server,worker,epoch,kind,cut,tail,samples,latency_s,predicted_s,predicted_j,"
               "uplink_bytes,downlink_bytes,outcome"),
      m_offloads(directory + "/offload.csv",
                 "time_s,task,from,to,where,input_bytes,output_bytes,latency_s,joules,outcome"),
      m_energy(directory + "/energy.csv", "time_s,node,component,joules_total"),
      m_figures(directory + "/summary.json")
{
}

std::vector<ResultFile*>
RunTraces::GetTables()
{
    return {&m_rounds,
            &m_dropouts,
            &m_clusters,
            &m_auctions,
            &m_revenue,
            &m_ages,
            &m_cache,
            &m_transfers,
            &m_splits,
            &m_offloads,
            &m_energy};
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
    return m_summary;
}

void
RunTraces::Connect(Ptr<MessageApplication> application)
{
    ConnectMessages(application);
    ConnectRole(application);
}

void
RunTraces::ConnectMessages(Ptr<MessageApplication> application)
{
    const uint32_t node = application->GetNode()->GetId();
    const Role role = application->GetRole();
    Ptr<RunTraces> self(this);
    using Header = const MessageHeader&;
    application->TraceConnectWithoutContext(
        "Tx",
        Callback<void, Header>(
            [self, node, role](Header header) { self->Sent(node, role, header); }));
    application->TraceConnectWithoutContext(
        "Rx",
        Callback<void, Header>(
            [self, node, role](Header header) { self->Received(node, role, header); }));
    application->TraceConnectWithoutContext(
        "Reject",
        Callback<void, Header, RejectReason>(
            [self, node, role](Header header, RejectReason reason) {
                self->Rejected(node, role, header, reason);
            }));
}

void
RunTraces::ConnectRole(Ptr<MessageApplication> application)
{
    if (ConnectOffloading(application))
    {
        return;
    }
    Ptr<RunTraces> self(this);
    if (application->GetRole() == Role::WORKER)
    {
        application->TraceConnectWithoutContext("Dropout",
                                                MakeCallback(&RunTraces::WorkerDropped, self));
        application->TraceConnectWithoutContext("Offer", MakeCallback(&RunTraces::OfferMade, self));
        m_summary.AddWorker(application->GetId());
        ConnectEnergy(application->GetNode());
    }
    else if (Ptr<EdgeServer> edge = DynamicCast<EdgeServer>(application))
    {
        edge->TraceConnectWithoutContext("Round", MakeCallback(&RunTraces::RoundEnded, self));
        edge->TraceConnectWithoutContext("Age", MakeCallback(&RunTraces::AgeMeasured, self));
        edge->GetMarket()->TraceConnectWithoutContext(
            "Auction",
            MakeCallback(&RunTraces::AuctionDecided, self));
        ConnectCache(edge->GetNode());
    }
    else if (application->GetRole() == Role::EDGE)
    {
        application->TraceConnectWithoutContext("Round",
                                                MakeCallback(&RunTraces::RoundEnded, self));
        application->TraceConnectWithoutContext("Dropout",
                                                MakeCallback(&RunTraces::OwnerDropped, self));
        application->TraceConnectWithoutContext("Session",
                                                MakeCallback(&RunTraces::SessionEnded, self));
    }
    else if (application->GetRole() == Role::RELAY)
    {
        application->TraceConnectWithoutContext("Round",
                                                MakeCallback(&RunTraces::RoundEnded, self));
        application->TraceConnectWithoutContext("Membership",
                                                MakeCallback(&RunTraces::MembershipChanged, self));
        ConnectCache(application->GetNode());
    }
    else if (application->GetRole() == Role::OWNER)
    {
        m_summary.AddOwner(application->GetId());
        application->TraceConnectWithoutContext("Round",
                                                MakeCallback(&RunTraces::RoundEnded, self));
        application->TraceConnectWithoutContext("Dropout",
                                                MakeCallback(&RunTraces::OwnerDropped, self));
        application->TraceConnectWithoutContext("Selected",
                                                MakeCallback(&RunTraces::WorkerSelected, self));
    }
    else if (application->GetRole() == Role::CLEARING_HOUSE)
    {
        application->TraceConnectWithoutContext("Payment",
                                                MakeCallback(&RunTraces::PaymentMade, self));
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
        ConnectEnergy(application->GetNode());
    }
    return client || isServer;
}

void
RunTraces::ConnectCache(Ptr<Node> node)
{
    Ptr<ModelCache> cache = node->GetObject<ModelCache>();
    if (!cache || !m_cacheNodes.insert(node->GetId()).second)
    {
        return;
    }
    Ptr<RunTraces> self(this);
    const std::pair<const char*, const char*> sources[] = {{"Hit", "hit"},
                                                           {"Miss", "miss"},
                                                           {"Evicted", "eviction"},
                                                           {"Inserted", "insertion"}};
    for (const auto& [source, event] : sources)
    {
        cache->TraceConnectWithoutContext(
            source,
            Callback<void, uint32_t, uint32_t, uint64_t>(
                [self, id = node->GetId(), name = event](uint32_t owner,
                                                         uint32_t version,
                                                         uint64_t bytes) {
                    self->CacheUsed(id, name, owner, version, bytes);
                }));
    }
}

void
RunTraces::ConnectEnergy(Ptr<Node> node)
{
    if (!m_energyNodes.insert(node->GetId()).second)
    {
        return;
    }
    const auto connect = [self = Ptr<RunTraces>(this), id = node->GetId()](Ptr<Object> object,
                                                                           const char* component) {
        object->TraceConnectWithoutContext(
            "TotalEnergy",
            Callback<void, double, double>([self, id, component](double, double newValue) {
                self->EnergyChanged(id, component, newValue);
            }));
    };
    if (Ptr<ComputeResource> compute = node->GetObject<ComputeResource>())
    {
        connect(compute, "compute");
    }
    Ptr<EnergySourceContainer> sources = node->GetObject<EnergySourceContainer>();
    for (uint32_t i = 0; sources && i < sources->GetN(); ++i)
    {
        const auto radios = sources->Get(i)->FindDeviceEnergyModels(NrLiteEnergyModel::GetTypeId());
        for (uint32_t j = 0; j < radios.GetN(); ++j)
        {
            connect(radios.Get(j), "radio");
        }
    }
}

void
RunTraces::Finish()
{
    if (!m_begun || m_finished)
    {
        return;
    }
    m_finished = true;
    for (const auto& [key, transfer] : m_underWay)
    {
        WriteTransfer(transfer, transfer.role, -1, "lost");
    }
    for (ResultFile* file : GetTables())
    {
        file->Finish();
    }
    if (!m_plots.Write(m_directory, m_summary.GetRevenue()))
    {
        std::cerr << "no plots in " << m_directory
                  << ": gnuplot is missing or failed; try gnuplot on the .plt files there"
                  << std::endl;
    }
    std::ostringstream json;
    m_summary.WriteJson(json, Simulator::Now().GetSeconds());
    std::string text = json.str();
    text.pop_back(); // Line() ends the line.
    m_figures.Line(text);
    m_figures.Finish();
}

RunTraces::MessageKey
RunTraces::KeyOf(const MessageHeader& header)
{
    return {header.role, header.sender, header.sequence, header.crc};
}

const char*
RunTraces::HopOf(Role from, Role to)
{
    const auto isDevice = [](Role role) { return role == Role::WORKER || role == Role::RELAY; };
    if (isDevice(from) && isDevice(to))
    {
        return "d2d";
    }
    return isDevice(from) || isDevice(to) ? "access" : "backhaul";
}

const char*
RunTraces::GuessHop(const Transfer& transfer)
{
    switch (transfer.type)
    {
    case MessageType::AWARD:
    case MessageType::OFFER_CLOSED:
    case MessageType::COLLECT:
    case MessageType::UPDATE_ANSWER:
    case MessageType::SPLIT_BEGIN:
    case MessageType::ACTIVATIONS:
    case MessageType::GRADIENTS:
    case MessageType::SPLIT_CLOSED:
        return transfer.role == Role::RELAY ? "d2d" : "access";
    case MessageType::OFFLOAD_STATUS:
    case MessageType::OFFLOAD_ACCEPTED:
    case MessageType::OFFLOAD_REFUSED:
    case MessageType::OFFLOAD_RESULT:
        return transfer.role == Role::WORKER ? "d2d" : "access";
    case MessageType::MODEL:
    case MessageType::PAID:
    case MessageType::REGISTERED:
        return transfer.role == Role::RELAY  ? "d2d"
               : transfer.role == Role::EDGE ? "access"
                                             : "backhaul";
    default:
        return HopOf(transfer.role, Role::EDGE);
    }
}

void
RunTraces::WriteTransfer(const Transfer& transfer, Role to, int64_t node, const char* outcome)
{
    const char* hop = node < 0 ? GuessHop(transfer) : HopOf(transfer.role, to);
    m_transfers.Line(Seconds9(transfer.start),
                     Now(),
                     transfer.from,
                     node,
                     hop,
                     ToString(transfer.type),
                     transfer.bytes,
                     outcome);
}

void
RunTraces::Sent(uint32_t node, Role role, const MessageHeader& header)
{
    if (m_finished)
    {
        return;
    }
    Transfer transfer;
    transfer.start = Simulator::Now();
    transfer.from = node;
    transfer.role = role;
    transfer.type = header.type;
    transfer.bytes = header.GetFrameBytes();
    m_underWay[KeyOf(header)] = transfer;
}

void
RunTraces::Received(uint32_t node, Role role, const MessageHeader& header)
{
    if (m_finished)
    {
        return;
    }
    const auto found = m_underWay.find(KeyOf(header));
    if (found == m_underWay.end())
    {
        return;
    }
    const Transfer transfer = found->second;
    m_underWay.erase(found);
    if (transfer.from != node) // What stays on a node crosses no hop.
    {
        WriteTransfer(transfer, role, node, "delivered");
        m_summary.AddTransfer(HopOf(transfer.role, role), transfer.bytes);
    }
}

void
RunTraces::Rejected(uint32_t node, Role role, const MessageHeader& header, RejectReason reason)
{
    if (m_finished)
    {
        return;
    }
    m_summary.AddReject(ToString(reason));
    const auto found = m_underWay.find(KeyOf(header));
    if (found != m_underWay.end())
    {
        WriteTransfer(found->second, role, node, "rejected");
        m_underWay.erase(found);
    }
}

void
RunTraces::RoundEnded(const RoundRecord& record)
{
    if (m_finished)
    {
        return;
    }
    m_summary.AddRound(record);
    m_plots.AddRound(record);
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
RunTraces::OfferMade(const OfferRecord& record)
{
    m_collected[record.worker] = record.collected;
}

Time
RunTraces::GetTruth(uint32_t worker, Time age, Time collected) const
{
    const auto truth = m_collected.find(worker);
    return truth == m_collected.end() ? age : age + collected - truth->second;
}

void
RunTraces::WorkerDropped(const DropRecord& record)
{
    m_causes.emplace(record.ticket, record.reason);
}

void
RunTraces::OwnerDropped(const DropRecord& record)
{
    if (m_finished)
    {
        return;
    }
    // The owner's side hears only silence; the worker's side knows what caused it.
    const auto cause = m_causes.find(record.ticket);
    const bool arrived = record.reason == DropReason::QUORUM || record.reason == DropReason::BARRED;
    const std::string reason =
        ToString(!arrived && cause != m_causes.end() ? cause->second : record.reason);
    m_summary.AddDropout(reason);
    m_dropouts.Line(Now(), record.owner, record.round, record.worker, reason);
}

void
RunTraces::MembershipChanged(const MembershipRecord& record)
{
    if (!m_finished)
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
    m_summary.AddSelection(record);
}

void
RunTraces::AuctionDecided(const AuctionRecord& record)
{
    if (m_finished)
    {
        return;
    }
    m_summary.AddAuction(record);
    m_plots.AddAuction(record);
    m_auctions.Line(Now(),
                    record.edge,
                    record.worker,
                    Seconds9(record.age),
                    Exact(record.normalisedAge),
                    record.bidders,
                    record.mechanism,
                    record.winner ? static_cast<int64_t>(*record.winner) : -1,
                    Exact(record.price),
                    Exact(record.highestBid),
                    Exact(record.secondBid),
                    record.attested ? 1 : 0,
                    Seconds9(GetTruth(record.worker, record.age, record.collected)));
}

void
RunTraces::PaymentMade(const PaymentRecord& record)
{
    if (m_finished)
    {
        return;
    }
    m_summary.AddPayment(record);
    m_revenue.Line(Now(), record.worker, record.owner, Exact(record.amount), Exact(record.total));
}

void
RunTraces::AgeMeasured(const AgeRecord& record)
{
    if (m_finished)
    {
        return;
    }
    m_summary.AddAge(record);
    m_ages.Line(Now(),
                record.worker,
                record.owner,
                record.round,
                Seconds9(record.predicted),
                Seconds9(record.measured),
                Seconds9(GetTruth(record.worker, record.measured, record.collected)));
}

void
RunTraces::SessionEnded(const SplitRecord& record)
{
    if (m_finished)
    {
        return;
    }
    m_summary.AddSession(record);
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
    if (m_finished)
    {
        return;
    }
    m_summary.AddTask(record);
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

void
RunTraces::CacheUsed(uint32_t node,
                     const char* event,
                     OwnerId owner,
                     uint32_t version,
                     uint64_t bytes)
{
    if (m_finished)
    {
        return;
    }
    m_summary.AddCacheEvent(event);
    m_cache.Line(Now(), node, event, owner, version, bytes);
}

void
RunTraces::EnergyChanged(uint32_t node, const char* component, double newValue)
{
    if (m_finished)
    {
        return;
    }
    m_energy.Line(Now(), node, component, Exact(newValue));
}

} // namespace ns3::edgelearning
