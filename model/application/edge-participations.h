/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_EDGE_PARTICIPATIONS_H
#define EDGE_LEARNING_EDGE_PARTICIPATIONS_H

#include "ns3/market-bodies.h"
#include "ns3/nstime.h"
#include "ns3/round-bodies.h"

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace ns3::edgelearning
{

/// A worker's participation in an edge round that is open.
struct EdgeParticipation
{
    uint32_t round{0};                 //!< the round, by the edge tier's numbers
    uint32_t worker{0};                //!< the seller
    uint32_t version{0};               //!< of the model that was awarded
    Time collected;                    //!< when its data were
    Time predicted;                    //!< age foreseen
    Time awarded;                      //!< start of its service
    SelectedBody selected;             //!< what the owner was told
    double flop{0};                    //!< work of its training
    uint64_t bytes{0};                 //!< of the model, down and up
    std::optional<uint32_t> collector; //!< aggregating relay that it is behind
    bool held{false};                  //!< the update is at the collector
    bool settled{false};               //!< the update came in time, and is paid
};

/**
 * @ingroup edge-learning
 * Who takes part in an edge round, by the tickets of the leases.
 */
class EdgeParticipations
{
  public:
    /// All of them, by ticket.
    using Map = std::map<Ticket, EdgeParticipation>;

    /**
     * @brief Note a participation.
     * @param ticket the lease
     * @param participation of the worker
     */
    void Add(Ticket ticket, const EdgeParticipation& participation);

    /**
     * @brief Find a participation.
     * @param ticket its lease
     * @return the participation, or null
     */
    const EdgeParticipation* Find(Ticket ticket) const;

    /// @copydoc Find(Ticket) const
    EdgeParticipation* Find(Ticket ticket);

    /// @return all of them
    const Map& GetAll() const;

    /// @return all of them, which are forgotten
    Map TakeAll();

    /// @param worker node id of a worker @return its tickets whose updates no relay holds
    std::vector<Ticket> FindOf(uint32_t worker) const;

    /**
     * @brief Find whose updates did not come.
     * @param withCollector whether those behind aggregating relays count too
     * @return tickets whose updates no relay holds
     */
    std::vector<Ticket> FindSilent(bool withCollector) const;

    /**
     * @brief Find whose updates a relay holds.
     * @param relay its node id
     * @param members whose updates may be there
     * @return tickets of those whose are
     */
    std::vector<Ticket> FindHeld(uint32_t relay, const std::vector<Member>& members) const;

    /// @return node ids of the aggregating relays that somebody is behind
    std::set<uint32_t> GetCollectors() const;

    /// @param relay node id of an aggregating relay @return workers behind it
    uint32_t CountBehind(uint32_t relay) const;

  private:
    Map m_participations; //!< by ticket
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_EDGE_PARTICIPATIONS_H */
