/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_LEASE_BOOK_H
#define EDGE_LEARNING_LEASE_BOOK_H

#include "ledger.h"

#include "ns3/edge-learning-types.h"
#include "ns3/nstime.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Keeps every worker with one owner at a time, and the money with the leases.
 *
 * A lease is granted when its price is in escrow, becomes active when the worker accepts it, and
 * ends exactly once: settled (the worker is paid), released or expired (the owner has its money
 * back). A worker with an active lease is refused another, without punishment. Accepting a
 * lease while another is active is a double sale: the later one is released and the worker is
 * barred for a time. Every transition is idempotent by ticket, and nothing but the constructor
 * throws: tickets and prices may come from the network.
 */
class LeaseBook
{
  public:
    /// Where a lease is in its life.
    enum class State : uint8_t
    {
        GRANTED,  //!< its price is in escrow
        ACTIVE,   //!< the worker accepted it
        SETTLED,  //!< ended: the worker was paid
        RELEASED, //!< ended: given back
        EXPIRED,  //!< ended: its time ran out
    };

    /// What was agreed: who sold what to whom.
    struct Terms
    {
        Ticket ticket{0};   //!< id of the lease, drawn by whoever asks for it
        uint32_t worker{0}; //!< the seller
        OwnerId owner{0};   //!< the buyer
        uint32_t edge{0};   //!< the edge server that held the auction
        uint32_t round{0};  //!< the owner's round
        uint32_t offer{0};  //!< the seller's number of the offer that was sold
        double price{0};    //!< in currency units; of a lease, as the ledger keeps it
        Time deadline;      //!< when the update is due, absolute
    };

    /// One worker's participation in one round of one owner.
    struct Lease : Terms
    {
        double paid{0};              //!< to the worker, in currency units; at most the price
        State state{State::GRANTED}; //!< where it is in its life
        bool doubleSale{false};      //!< released because it was sold beside an active lease

        /**
         * @brief Tell whether the lease has ended.
         * @return true if it is neither granted nor active
         */
        bool HasEnded() const;
    };

    /// Answer to a request.
    enum class GrantResult : uint8_t
    {
        GRANTED,       //!< the lease stands
        BARRED,        //!< the worker sold itself twice not long ago
        BUSY,          //!< the worker has an active lease
        FUNDS,         //!< the price cannot be escrowed
        UNKNOWN_OWNER, //!< the owner has no account
        STALE,         //!< the deadline has passed
        DUPLICATE,     //!< the ticket belongs to another lease, or its lease has ended
    };

    /// Answer to an acceptance.
    enum class AcceptResult : uint8_t
    {
        ACCEPTED,    //!< the lease is active
        UNKNOWN,     //!< there is no such lease of this worker and offer
        ENDED,       //!< the lease has ended or its deadline has passed
        BARRED,      //!< the worker was barred meanwhile; the lease is released
        DOUBLE_SALE, //!< the worker has another active lease; this one is released
    };

    /**
     * @brief Start with no leases.
     * @param ledger where the money is; must outlive the book
     * @param grace how long after its deadline a lease lives
     * @param barTime how long a worker is barred after a double sale
     * @throws std::invalid_argument if a duration is negative
     */
    LeaseBook(Ledger& ledger, Time grace, Time barTime);

    /**
     * @brief Ask for a lease.
     *
     * The same request under the same ticket is granted again while the lease lives, with no
     * further effect.
     *
     * @param terms what was agreed
     * @param now the time
     * @return whether the lease stands, or why not
     */
    GrantResult Request(const Terms& terms, Time now);

    /**
     * @brief The worker accepts a lease.
     *
     * Repeating it has the same answer while the lease lives, and after a double sale.
     *
     * @param ticket the lease
     * @param worker who accepts
     * @param offer which of its offers it holds to be sold
     * @param now the time
     * @return whether the lease is active, or why not
     */
    AcceptResult Accept(Ticket ticket, uint32_t worker, uint32_t offer, Time now);

    /**
     * @brief Pay the worker of a lease that lives.
     *
     * The edge server is trusted: where the acceptance was lost on its way, the work done stands
     * for it.
     *
     * @param ticket the lease
     * @param share of the price that is paid, 0 to 1; the owner gets the rest back. Without effect
     *        when the lease was settled before
     * @return true if the lease is settled, now or before; false, and nothing done, for another
     *         share
     */
    bool Settle(Ticket ticket, double share = 1);

    /**
     * @brief Give back a lease that lives.
     * @param ticket the lease
     * @return true if the lease is released, now or before
     */
    bool Release(Ticket ticket);

    /**
     * @brief End the leases whose deadline and grace have passed.
     * @param now the time
     * @return the leases that this call ended, by end and ticket
     */
    std::vector<Lease> Expire(Time now);

    /**
     * @brief When the next lease expires.
     * @return the time; nothing if no lease lives
     */
    std::optional<Time> GetNextExpiry() const;

    /**
     * @brief Tell whether a worker is barred.
     * @param worker the worker
     * @param now the time
     * @return true if it is
     */
    bool IsBarred(uint32_t worker, Time now) const;

    /**
     * @param worker a worker
     * @return the end of its last bar, absolute; zero when it was never barred
     */
    Time GetBarEnd(uint32_t worker) const;

    /**
     * @brief Find a lease, ended or not.
     * @param ticket the lease
     * @return the lease, or nullptr; valid for the book's life
     */
    const Lease* Find(Ticket ticket) const;

  private:
    /**
     * @brief End a lease, its money included.
     * @param lease the lease, not ended
     * @param state how it ends
     * @param share of the price that is paid, if it is settled
     */
    void End(Lease& lease, State state, double share = 0);

    /**
     * @brief When a lease ends by itself.
     * @param lease the lease
     * @return its deadline and grace
     */
    Time GetEnd(const Lease& lease) const;

    Ledger& m_ledger;                           //!< the money
    Time m_grace;                               //!< life after the deadline
    Time m_barTime;                             //!< punishment of a double sale
    std::map<Ticket, Lease> m_leases;           //!< every lease ever granted
    std::map<uint32_t, Ticket> m_active;        //!< active lease by worker
    std::map<uint32_t, Time> m_barredUntil;     //!< end of the bar by worker
    std::set<std::pair<Time, Ticket>> m_ending; //!< leases that live, by their end
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_LEASE_BOOK_H */
