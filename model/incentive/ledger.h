/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_LEDGER_H
#define EDGE_LEARNING_LEDGER_H

#include "ns3/edge-learning-types.h"

#include <cstdint>
#include <map>
#include <optional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Who has deposited, committed and earned how much.
 *
 * Amounts are kept as whole nano-units (1e-9 of a currency unit), so that the books balance exactly
 * and always: deposits = free + escrowed + earned. An amount is rounded down to a nano-unit when it
 * enters. Each ticket moves money into escrow once and out of it once: to the worker (settle) or
 * back to the owner (release). A settlement may pay a share of the price: what is left of it goes
 * back. Repeating a step that was done changes nothing and says so; a
 * step that contradicts what was done is refused. Nothing here throws: amounts and tickets may come
 * from the network.
 */
class Ledger
{
  public:
    /**
     * @brief Round an amount down to nano-units.
     * @param amount the amount, in currency units
     * @return the greatest number of nano-units whose value does not exceed the amount; nothing if
     *         the amount is negative, not finite or too large to be kept
     */
    static std::optional<int64_t> ToNano(double amount);

    /**
     * @brief Value of an amount in nano-units.
     * @param nano the amount in nano-units
     * @return the amount in currency units
     */
    static double FromNano(int64_t nano);

    /**
     * @brief Open the account of an owner.
     * @param owner the owner
     * @param deposit its budget, in currency units
     * @return true if the account is open with this deposit; false for an absurd amount, for an
     *         owner that has an account with another deposit, or if all deposits together would
     *         exceed what can be kept (9.2e9 units)
     */
    bool Open(OwnerId owner, double deposit);

    /**
     * @brief Tell whether an owner has an account.
     * @param owner the owner
     * @return true if it has
     */
    bool IsOpen(OwnerId owner) const;

    /**
     * @brief Set money aside for a participation.
     * @param ticket the participation
     * @param owner who pays
     * @param worker who is to be paid
     * @param price the price, in currency units
     * @return true if the money is set aside, now or by the same call before; false if the owner is
     *         unknown, its free money does not suffice, the price is absurd, or the ticket was used
     *         otherwise
     */
    bool Escrow(Ticket ticket, OwnerId owner, uint32_t worker, double price);

    /**
     * @brief Pay a worker out of escrow.
     * @param ticket the participation
     * @param share of the price that is paid, 0 to 1, rounded down to a nano-unit; the rest is
     *        returned to the owner. Without effect when the ticket was settled before
     * @return true if it is paid, now or before; false if the ticket is unknown or was released, or
     *         the share is absurd
     */
    bool Settle(Ticket ticket, double share = 1);

    /**
     * @brief Return the money in escrow to the owner.
     * @param ticket the participation
     * @return true if it is returned, now or before; false if the ticket is unknown or was settled
     */
    bool Release(Ticket ticket);

    /**
     * @brief Money that an owner can still commit.
     * @param owner the owner
     * @return the amount in currency units, such that a price of this amount can be escrowed
     */
    double GetFree(OwnerId owner) const;

    /**
     * @brief Money of an owner that is set aside.
     * @param owner the owner
     * @return the amount in currency units
     */
    double GetEscrowed(OwnerId owner) const;

    /**
     * @brief Money that an owner has paid to workers.
     * @param owner the owner
     * @return the amount in currency units
     */
    double GetSpent(OwnerId owner) const;

    /**
     * @brief Money that a worker has earned.
     * @param worker the worker
     * @return the amount in currency units
     */
    double GetEarned(uint32_t worker) const;

    /**
     * @brief Price of a participation as the books have it.
     * @param ticket the participation
     * @return the price in currency units, 0 for an unknown ticket
     */
    double GetPrice(Ticket ticket) const;

    /**
     * @brief What a participation was paid.
     * @param ticket the participation
     * @return the amount in currency units, 0 for a ticket that is unknown or not settled
     */
    double GetPaid(Ticket ticket) const;

    /**
     * @brief Recount everything.
     * @return true if deposits = free + escrowed + earned, in total and for each owner, no account
     * is negative, and the accounts agree with the tickets
     */
    bool IsBalanced() const;

  private:
    /// Money of an owner, in nano-units.
    struct Account
    {
        int64_t deposit{0};  //!< put in
        int64_t free{0};     //!< not committed
        int64_t escrowed{0}; //!< set aside
        int64_t spent{0};    //!< paid to workers
    };

    /// Where the money of a ticket is.
    enum class EntryState : uint8_t
    {
        HELD,     //!< in escrow
        SETTLED,  //!< with the worker
        RELEASED, //!< back with the owner
    };

    /// Money of a ticket.
    struct Entry
    {
        OwnerId owner{0};                   //!< who pays
        uint32_t worker{0};                 //!< who is paid
        int64_t price{0};                   //!< nano-units
        int64_t paid{0};                    //!< of these, paid to the worker
        EntryState state{EntryState::HELD}; //!< where it is
    };

    int64_t m_deposits{0};                //!< sum of all deposits, nano-units
    std::map<OwnerId, Account> m_owners;  //!< accounts of owners
    std::map<uint32_t, int64_t> m_earned; //!< nano-units by worker
    std::map<Ticket, Entry> m_entries;    //!< every ticket ever used
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_LEDGER_H */
