/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "run-summary.h"

#include "json-list.h"

#include <iomanip>
#include <vector>

namespace ns3::edgelearning
{

namespace
{

/// @param reason why something failed, or nothing @return as in splits.csv and offload.csv
std::string
GetOutcome(const std::optional<DropReason>& reason)
{
    return reason ? ToString(*reason) : "done";
}

template <typename Key, typename Number>
Number
Sum(const std::map<Key, Number>& values)
{
    Number sum = 0;
    for (const auto& [key, value] : values)
    {
        sum += value;
    }
    return sum;
}

/// Print how often something happened, in all and of each kind; nothing that never did.
template <typename Number>
void
PrintCounts(std::ostream& os, const char* what, const std::map<std::string, Number>& counts)
{
    if (!counts.empty())
    {
        os << "\n" << what << " " << Sum(counts);
        for (const auto& [kind, count] : counts)
        {
            os << "  " << kind << " " << count;
        }
    }
}

/// Counts, also of what never happened: tables of many runs want them all.
template <typename Count>
std::map<std::string, Count>
AddZeros(std::map<std::string, Count> counts, const std::vector<std::string>& keys)
{
    for (const std::string& key : keys)
    {
        counts.emplace(key, 0);
    }
    return counts;
}

/// @tparam Kind an enumeration @param count of its values @return their names
template <typename Kind>
std::vector<std::string>
GetNames(uint8_t count)
{
    std::vector<std::string> names;
    for (uint8_t i = 0; i < count; ++i)
    {
        names.emplace_back(ToString(static_cast<Kind>(i)));
    }
    return names;
}

} // namespace

void
RunSummary::AddOwner(OwnerId owner)
{
    m_owners[owner];
}

void
RunSummary::AddWorker(uint32_t worker)
{
    m_revenue[worker];
}

void
RunSummary::AddSelection(const SelectionRecord& record)
{
    ++m_owners[record.owner].underWay;
}

void
RunSummary::AddRound(const RoundRecord& record)
{
    if (record.tier != Role::OWNER)
    {
        return;
    }
    Owner& owner = m_owners[record.owner];
    ++owner.rounds;
    owner.selected += record.selected;
    owner.aggregated += record.aggregated;
    owner.dropped += record.dropped;
    owner.underWay = 0;
    owner.loss = record.loss;
    owner.accuracy = record.accuracy;
}

void
RunSummary::AddDropout(const std::string& reason)
{
    ++m_dropouts[reason];
}

void
RunSummary::AddAuction(const AuctionRecord& record)
{
    ++m_auctions;
    m_sales += record.winner ? 1 : 0;
}

void
RunSummary::AddPayment(const PaymentRecord& record)
{
    m_owners[record.owner].paid += record.amount;
    m_revenue[record.worker][record.owner] += record.amount;
}

void
RunSummary::AddAge(const AgeRecord& record)
{
    ++m_ages;
    m_ageSum += record.measured.GetSeconds();
}

void
RunSummary::AddSession(const SplitRecord& record)
{
    ++m_sessions[GetOutcome(record.reason)];
}

void
RunSummary::AddTask(const OffloadRecord& record)
{
    if (!record.isFinal)
    {
        ++m_retries;
        return;
    }
    ++m_tasks[GetOutcome(record.reason)];
    if (!record.reason)
    {
        ++m_places[ToString(record.where)];
    }
}

void
RunSummary::AddTransfer(const std::string& hop, uint64_t bytes)
{
    m_bytes[hop] += bytes;
}

const std::map<std::string, uint64_t>&
RunSummary::GetBytes() const
{
    return m_bytes;
}

void
RunSummary::AddCacheEvent(const std::string& event)
{
    ++m_cacheEvents[event];
}

void
RunSummary::AddReject(const std::string& reason)
{
    ++m_rejected[reason];
}

uint32_t
RunSummary::GetRounds() const
{
    uint32_t rounds = 0;
    for (const auto& [id, owner] : m_owners)
    {
        rounds += owner.rounds;
    }
    return rounds;
}

double
RunSummary::GetDropoutRate() const
{
    double selected = 0;
    double dropped = 0;
    for (const auto& [id, owner] : m_owners)
    {
        selected += owner.selected;
        dropped += owner.dropped;
    }
    return selected > 0 ? dropped / selected : 0;
}

std::optional<double>
RunSummary::GetCacheHitRate() const
{
    const auto count = [this](const char* event) {
        const auto found = m_cacheEvents.find(event);
        return found == m_cacheEvents.end() ? 0.0 : found->second;
    };
    const double lookups = count("hit") + count("miss");
    return lookups > 0 ? std::make_optional(count("hit") / lookups) : std::nullopt;
}

const std::map<std::string, uint32_t>&
RunSummary::GetCacheEvents() const
{
    return m_cacheEvents;
}

std::map<OwnerId, double>
RunSummary::GetAccuracy() const
{
    std::map<OwnerId, double> accuracy;
    for (const auto& [id, owner] : m_owners)
    {
        if (owner.accuracy)
        {
            accuracy[id] = *owner.accuracy;
        }
    }
    return accuracy;
}

std::optional<double>
RunSummary::GetMeanAge() const
{
    return m_ages > 0 ? std::optional<double>(m_ageSum / m_ages) : std::nullopt;
}

const std::map<uint32_t, std::map<OwnerId, double>>&
RunSummary::GetRevenue() const
{
    return m_revenue;
}

void
RunSummary::PrintOwners(std::ostream& os) const
{
    os << "owner  rounds  selected  aggregated  dropped  under way  accuracy      paid\n";
    for (const auto& [id, owner] : m_owners)
    {
        os << std::setw(5) << id << std::setw(8) << owner.rounds << std::setw(10) << owner.selected
           << std::setw(12) << owner.aggregated << std::setw(9) << owner.dropped << std::setw(11)
           << owner.underWay << std::setw(10);
        if (owner.accuracy)
        {
            os << std::setprecision(4) << *owner.accuracy;
        }
        else
        {
            os << "-";
        }
        os << std::setw(10) << std::setprecision(2) << owner.paid << "\n";
    }
}

void
RunSummary::PrintTable(std::ostream& os) const
{
    const auto flags = os.flags();
    os << std::fixed;
    PrintOwners(os);
    if (!m_owners.empty() && GetRounds() == 0)
    {
        os << "no round of any owner ended: simulate longer, or take a shorter deadline\n";
    }
    if (m_auctions > 0)
    {
        os << "\nworker   revenue\n";
        for (const auto& [worker, revenue] : m_revenue)
        {
            os << std::setw(6) << worker << std::setw(10) << Sum(revenue) << "\n";
        }
        os << "\nauctions " << m_auctions << ", sales " << m_sales;
    }
    os << "\ndropout rate " << std::setprecision(4) << GetDropoutRate();
    for (const auto& [reason, count] : m_dropouts)
    {
        os << "  " << reason << " " << count;
    }
    os << "\nmean age of information " << std::setprecision(2);
    if (m_ages > 0)
    {
        os << *GetMeanAge() << " s";
    }
    else
    {
        os << "-";
    }
    os << "\nbytes delivered:";
    for (const auto& [hop, bytes] : m_bytes)
    {
        os << " " << hop << " " << bytes;
    }
    if (const auto rate = GetCacheHitRate())
    {
        os << "\nmodel caches: hit rate " << std::setprecision(4) << *rate;
        for (const auto& [event, count] : m_cacheEvents)
        {
            os << "  " << event << " " << count;
        }
    }
    PrintCounts(os, "tasks of devices", m_tasks);
    PrintCounts(os, "places of tasks done", m_places);
    PrintCounts(os, "sessions of split learning", m_sessions);
    os << "\nmessages refused " << Sum(m_rejected);
    for (const auto& [reason, count] : m_rejected)
    {
        os << "  " << reason << " " << count;
    }
    os << "\n";
    os.flags(flags);
}

void
RunSummary::WriteOwners(std::ostream& os) const
{
    JsonList owners(os, '[', ']');
    for (const auto& [id, owner] : m_owners)
    {
        owners.Next();
        JsonList member(os, '{', '}');
        member.Next("owner") << id;
        member.Next("rounds") << owner.rounds;
        member.Next("selected") << owner.selected;
        member.Next("aggregated") << owner.aggregated;
        member.Next("dropped") << owner.dropped;
        member.Next("under_way") << owner.underWay;
        member.Value("paid", owner.paid);
        member.Value("test_loss", owner.loss);
        member.Value("test_accuracy", owner.accuracy);
    }
}

void
RunSummary::WriteJson(std::ostream& os, double simulated) const
{
    const auto dropReasons = GetNames<DropReason>(DROP_REASON_COUNT);
    auto outcomes = dropReasons;
    outcomes.push_back(GetOutcome({}));
    os << std::setprecision(12);
    {
        JsonList root(os, '{', '}');
        root.Value("simulated_s", simulated);
        root.Value("dropout_rate", GetDropoutRate());
        root.Value("mean_age_s", GetMeanAge());
        root.Next("auctions") << m_auctions;
        root.Next("sales") << m_sales;
        root.Next("messages_refused") << Sum(m_rejected);
        root.Member("refused_by_reason",
                    AddZeros(m_rejected, GetNames<RejectReason>(REJECT_REASON_COUNT)));
        root.Member("bytes_by_hop", AddZeros(m_bytes, {"access", "backhaul", "d2d"}));
        root.Member("dropouts_by_reason", AddZeros(m_dropouts, dropReasons));
        root.Value("cache_hit_rate", GetCacheHitRate());
        root.Member("cache_events",
                    AddZeros(m_cacheEvents, {"eviction", "hit", "insertion", "miss"}));
        std::map<uint32_t, double> revenue;
        for (const auto& [worker, byOwner] : m_revenue)
        {
            revenue[worker] = Sum(byOwner);
        }
        root.Member("revenue_by_worker", revenue);
        root.Next("tasks") << Sum(m_tasks);
        root.Member("tasks_by_outcome", AddZeros(m_tasks, outcomes));
        root.Member("tasks_done_by_place",
                    AddZeros(m_places, GetNames<OffloadPlace>(OFFLOAD_PLACE_COUNT)));
        root.Next("task_retries") << m_retries;
        root.Next("split_sessions") << Sum(m_sessions);
        root.Member("split_sessions_by_outcome", AddZeros(m_sessions, outcomes));
        root.Next("owners");
        WriteOwners(os);
    } // The lists close here.
    os << "\n";
}

} // namespace ns3::edgelearning
