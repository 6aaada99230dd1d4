/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_OFFER_QUEUE_H
#define EDGE_LEARNING_OFFER_QUEUE_H

#include "ns3/event-id.h"
#include "ns3/market-bodies.h"

#include <deque>
#include <map>
#include <optional>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The offers that stand in a cell, one a worker, and those of them that wait for an auction.
 */
class OfferQueue
{
  public:
    /// An offer that stands.
    struct Standing
    {
        OfferBody offer;      //!< what is offered
        bool attested{false}; //!< its collection time is the edge server's own
        EventId collecting;   //!< end of the wait for the collection that was asked for
    };

    /**
     * @brief Take an offer, in place of the worker's older one. One that is priced by the same time
     * replaces it as well: a worker keeps the data of its last offers only.
     * @param worker its node id
     * @param offer what it offers
     * @param attested its collection time is the edge server's own
     * @return whether it had none before; nothing, and nothing done, when it has one of fresher
     * data, or of a number that is not less
     */
    std::optional<bool> Put(uint32_t worker, const OfferBody& offer, bool attested);

    /// @param worker that has an offer @return it
    Standing& At(uint32_t worker);

    /// @param worker whose offer, if it has one, ends
    void Erase(uint32_t worker);

    /// End all offers.
    void Clear();

    /// @return workers that have an offer, in order
    std::vector<uint32_t> GetWorkers() const;

    /// @param worker with an offer, which is auctioned after all others unless it waits already
    void Append(uint32_t worker);

    /// @param worker with an offer, which is auctioned before all others unless it waits already
    void Prepend(uint32_t worker);

    /// @param worker whose offer is not to be auctioned now
    void Withhold(uint32_t worker);

    /// @return true while no offer waits
    bool IsEmpty() const;

    /// @return the worker that has waited longest, which waits no more; not when it IsEmpty()
    uint32_t Pop();

  private:
    bool IsWaiting(uint32_t worker) const;

    std::map<uint32_t, Standing> m_offers; //!< by worker
    std::deque<uint32_t> m_waiting;        //!< workers to be auctioned
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_OFFER_QUEUE_H */
