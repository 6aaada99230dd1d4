/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lease-book.h"

#include <stdexcept>
#include <string>

namespace ns3::edgelearning
{

namespace
{

/**
 * Add without overflow: deadlines come from the network, and a bar may be for ever.
 *
 * @param start a time
 * @param span a duration, not negative
 * @return their sum, or the last time there is
 */
Time
AddSaturated(Time start, Time span)
{
    return start > Time::Max() - span ? Time::Max() : start + span;
}

} // namespace

bool
LeaseBook::Lease::HasEnded() const
{
    return state != State::GRANTED && state != State::ACTIVE;
}

LeaseBook::LeaseBook(Ledger& ledger, Time grace, Time barTime)
    : m_ledger(ledger),
      m_grace(grace),
      m_barTime(barTime)
{
    if (grace.IsStrictlyNegative() || barTime.IsStrictlyNegative())
    {
        throw std::invalid_argument(
            "lease book: grace of " + std::to_string(grace.GetNanoSeconds()) +
            " ns and bar time of " + std::to_string(barTime.GetNanoSeconds()) +
            " ns must not be negative");
    }
}

LeaseBook::GrantResult
LeaseBook::Request(const Terms& terms, Time now)
{
    const auto known = m_leases.find(terms.ticket);
    if (known != m_leases.end())
    {
        const Lease& lease = known->second;
        const bool same = lease.worker == terms.worker && lease.edge == terms.edge &&
                          lease.round == terms.round && lease.offer == terms.offer &&
                          lease.deadline == terms.deadline && !lease.HasEnded() &&
                          m_ledger.Escrow(terms.ticket, terms.owner, terms.worker, terms.price);
        return same ? GrantResult::GRANTED : GrantResult::DUPLICATE;
    }
    if (terms.deadline <= now)
    {
        return GrantResult::STALE;
    }
    if (IsBarred(terms.worker, now))
    {
        return GrantResult::BARRED;
    }
    if (m_active.count(terms.worker) > 0)
    {
        return GrantResult::BUSY;
    }
    if (!m_ledger.IsOpen(terms.owner))
    {
        return GrantResult::UNKNOWN_OWNER;
    }
    if (!m_ledger.Escrow(terms.ticket, terms.owner, terms.worker, terms.price))
    {
        return GrantResult::FUNDS;
    }
    Lease lease;
    static_cast<Terms&>(lease) = terms;
    lease.price = m_ledger.GetPrice(terms.ticket);
    m_ending.emplace(GetEnd(lease), lease.ticket);
    m_leases.emplace(lease.ticket, lease);
    return GrantResult::GRANTED;
}

LeaseBook::AcceptResult
LeaseBook::Accept(Ticket ticket, uint32_t worker, uint32_t offer, Time now)
{
    const auto found = m_leases.find(ticket);
    if (found == m_leases.end() || found->second.worker != worker || found->second.offer != offer)
    {
        return AcceptResult::UNKNOWN;
    }
    Lease& lease = found->second;
    if (lease.state == State::ACTIVE)
    {
        return AcceptResult::ACCEPTED;
    }
    if (lease.doubleSale)
    {
        return AcceptResult::DOUBLE_SALE;
    }
    if (lease.HasEnded() || lease.deadline <= now)
    {
        return AcceptResult::ENDED;
    }
    if (m_active.count(worker) > 0)
    {
        lease.doubleSale = true;
        m_barredUntil[worker] = AddSaturated(now, m_barTime);
        End(lease, State::RELEASED);
        return AcceptResult::DOUBLE_SALE;
    }
    if (IsBarred(worker, now))
    {
        End(lease, State::RELEASED);
        return AcceptResult::BARRED;
    }
    lease.state = State::ACTIVE;
    m_active.emplace(worker, ticket);
    return AcceptResult::ACCEPTED;
}

bool
LeaseBook::Settle(Ticket ticket, double share)
{
    const auto found = m_leases.find(ticket);
    if (found == m_leases.end() || !(share >= 0 && share <= 1))
    {
        return false;
    }
    Lease& lease = found->second;
    if (!lease.HasEnded())
    {
        End(lease, State::SETTLED, share);
    }
    return lease.state == State::SETTLED;
}

bool
LeaseBook::Release(Ticket ticket)
{
    const auto found = m_leases.find(ticket);
    if (found == m_leases.end())
    {
        return false;
    }
    Lease& lease = found->second;
    if (!lease.HasEnded())
    {
        End(lease, State::RELEASED);
    }
    return lease.state == State::RELEASED;
}

std::vector<LeaseBook::Lease>
LeaseBook::Expire(Time now)
{
    std::vector<Lease> expired;
    while (!m_ending.empty() && m_ending.begin()->first <= now)
    {
        Lease& lease = m_leases.at(m_ending.begin()->second);
        End(lease, State::EXPIRED);
        expired.push_back(lease);
    }
    return expired;
}

std::optional<Time>
LeaseBook::GetNextExpiry() const
{
    return m_ending.empty() ? std::nullopt : std::optional<Time>(m_ending.begin()->first);
}

bool
LeaseBook::IsBarred(uint32_t worker, Time now) const
{
    const auto bar = m_barredUntil.find(worker);
    return bar != m_barredUntil.end() && now < bar->second;
}

Time
LeaseBook::GetBarEnd(uint32_t worker) const
{
    const auto bar = m_barredUntil.find(worker);
    return bar == m_barredUntil.end() ? Time() : bar->second;
}

const LeaseBook::Lease*
LeaseBook::Find(Ticket ticket) const
{
    const auto found = m_leases.find(ticket);
    return found == m_leases.end() ? nullptr : &found->second;
}

void
LeaseBook::End(Lease& lease, State state, double share)
{
    if (lease.state == State::ACTIVE)
    {
        m_active.erase(lease.worker);
    }
    m_ending.erase({GetEnd(lease), lease.ticket});
    lease.state = state;
    if (state == State::SETTLED)
    {
        m_ledger.Settle(lease.ticket, share);
        lease.paid = m_ledger.GetPaid(lease.ticket);
    }
    else
    {
        m_ledger.Release(lease.ticket);
    }
}

Time
LeaseBook::GetEnd(const Lease& lease) const
{
    return AddSaturated(lease.deadline, m_grace);
}

} // namespace ns3::edgelearning
