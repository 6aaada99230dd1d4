/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ledger.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3::edgelearning
{

namespace
{
constexpr double NANO_PER_UNIT = 1e9;
constexpr int64_t MAX_NANO = std::numeric_limits<int64_t>::max();
} // namespace

double
Ledger::FromNano(int64_t nano)
{
    return static_cast<double>(nano) / NANO_PER_UNIT;
}

std::optional<int64_t>
Ledger::ToNano(double amount)
{
    // The first double that no int64_t holds is 2^63; amounts stay a rounding error below it.
    if (!(amount >= 0 && amount * NANO_PER_UNIT < 9.2233720368547e18))
    {
        return std::nullopt;
    }
    auto nano = static_cast<int64_t>(std::floor(amount * NANO_PER_UNIT));
    while (FromNano(nano) > amount)
    {
        --nano;
    }
    while (FromNano(nano + 1) <= amount)
    {
        ++nano;
    }
    return nano;
}

bool
Ledger::Open(OwnerId owner, double deposit)
{
    const auto nano = ToNano(deposit);
    if (!nano)
    {
        return false;
    }
    const auto known = m_owners.find(owner);
    if (known != m_owners.end())
    {
        return known->second.deposit == *nano;
    }
    if (*nano > MAX_NANO - m_deposits)
    {
        return false;
    }
    m_deposits += *nano;
    Account account;
    account.deposit = *nano;
    account.free = *nano;
    m_owners.emplace(owner, account);
    return true;
}

bool
Ledger::IsOpen(OwnerId owner) const
{
    return m_owners.count(owner) > 0;
}

bool
Ledger::Escrow(Ticket ticket, OwnerId owner, uint32_t worker, double price)
{
    const auto nano = ToNano(price);
    if (!nano)
    {
        return false;
    }
    const auto used = m_entries.find(ticket);
    if (used != m_entries.end())
    {
        const Entry& entry = used->second;
        return entry.state == EntryState::HELD && entry.owner == owner && entry.worker == worker &&
               entry.price == *nano;
    }
    const auto account = m_owners.find(owner);
    if (account == m_owners.end() || account->second.free < *nano)
    {
        return false;
    }
    account->second.free -= *nano;
    account->second.escrowed += *nano;
    Entry entry;
    entry.owner = owner;
    entry.worker = worker;
    entry.price = *nano;
    m_entries.emplace(ticket, entry);
    return true;
}

bool
Ledger::Settle(Ticket ticket, double share)
{
    const auto found = m_entries.find(ticket);
    if (found == m_entries.end() || !(share >= 0 && share <= 1))
    {
        return false;
    }
    Entry& entry = found->second;
    if (entry.state == EntryState::HELD)
    {
        Account& account = m_owners.at(entry.owner);
        // The product of the doubles may exceed the price by a rounding error.
        entry.paid = share == 1 ? entry.price
                                : std::min(entry.price, static_cast<int64_t>(share * entry.price));
        account.escrowed -= entry.price;
        account.free += entry.price - entry.paid;
        account.spent += entry.paid;
        m_earned[entry.worker] += entry.paid;
        entry.state = EntryState::SETTLED;
    }
    return entry.state == EntryState::SETTLED;
}

bool
Ledger::Release(Ticket ticket)
{
    const auto found = m_entries.find(ticket);
    if (found == m_entries.end())
    {
        return false;
    }
    Entry& entry = found->second;
    if (entry.state == EntryState::HELD)
    {
        Account& account = m_owners.at(entry.owner);
        account.escrowed -= entry.price;
        account.free += entry.price;
        entry.state = EntryState::RELEASED;
    }
    return entry.state == EntryState::RELEASED;
}

double
Ledger::GetFree(OwnerId owner) const
{
    const auto account = m_owners.find(owner);
    if (account == m_owners.end())
    {
        return 0;
    }
    // Beyond 2^53 nano-units the nearest double may be more than there is.
    double amount = FromNano(account->second.free);
    while (ToNano(amount).value_or(MAX_NANO) > account->second.free)
    {
        amount = std::nextafter(amount, 0.0);
    }
    return amount;
}

double
Ledger::GetEscrowed(OwnerId owner) const
{
    const auto account = m_owners.find(owner);
    return account == m_owners.end() ? 0 : FromNano(account->second.escrowed);
}

double
Ledger::GetSpent(OwnerId owner) const
{
    const auto account = m_owners.find(owner);
    return account == m_owners.end() ? 0 : FromNano(account->second.spent);
}

double
Ledger::GetEarned(uint32_t worker) const
{
    const auto earned = m_earned.find(worker);
    return earned == m_earned.end() ? 0 : FromNano(earned->second);
}

double
Ledger::GetPrice(Ticket ticket) const
{
    const auto entry = m_entries.find(ticket);
    return entry == m_entries.end() ? 0 : FromNano(entry->second.price);
}

double
Ledger::GetPaid(Ticket ticket) const
{
    const auto entry = m_entries.find(ticket);
    return entry == m_entries.end() ? 0 : FromNano(entry->second.paid);
}

bool
Ledger::IsBalanced() const
{
    std::map<OwnerId, Account> recount;
    std::map<uint32_t, int64_t> earned;
    for (const auto& [ticket, entry] : m_entries)
    {
        Account& account = recount[entry.owner];
        account.escrowed += entry.state == EntryState::HELD ? entry.price : 0;
        if (entry.state == EntryState::SETTLED)
        {
            account.spent += entry.paid;
            earned[entry.worker] += entry.paid;
        }
    }
    int64_t deposits = 0;
    int64_t inBooks = 0;
    for (const auto& [owner, account] : m_owners)
    {
        const Account& counted = recount[owner];
        if (account.free < 0 || account.escrowed != counted.escrowed ||
            account.spent != counted.spent ||
            account.deposit != account.free + account.escrowed + account.spent)
        {
            return false;
        }
        deposits += account.deposit;
        inBooks += account.free + account.escrowed;
    }
    for (const auto& [worker, amount] : m_earned)
    {
        inBooks += amount;
    }
    return earned == m_earned && deposits == m_deposits && inBooks == m_deposits;
}

} // namespace ns3::edgelearning
