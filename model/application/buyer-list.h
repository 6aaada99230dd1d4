/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_BUYER_LIST_H
#define EDGE_LEARNING_BUYER_LIST_H

#include "ns3/edge-learning-types.h"
#include "ns3/event-id.h"
#include "ns3/nstime.h"

#include <functional>
#include <map>
#include <set>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The owners that buy in the market of a cell, each until the end of its selection, and which of
 * them pause.
 */
class BuyerList
{
  public:
    /// Takes the end of an owner's selection.
    using EndSink = std::function<void(OwnerId)>;

    /**
     * @brief An owner buys from now on, and does not pause.
     * @param owner its id
     * @param until absolute end of its selection, in the place of the one before
     * @param end told then, unless the owner was removed
     */
    void Add(OwnerId owner, Time until, EndSink end);

    /// @param owner that buys no more @return false when it did not
    bool Remove(OwnerId owner);

    /// @param owner an owner @return whether it buys, or pauses
    bool Contains(OwnerId owner) const;

    /// @param owner that pauses; of no effect when it does not buy
    void Pause(OwnerId owner);

    /// @param owner that goes on @return false when it did not pause
    bool GoOn(OwnerId owner);

    /// @return buyers that do not pause, by id
    std::vector<OwnerId> GetActive() const;

    /// Forget all.
    void Clear();

  private:
    std::map<OwnerId, EventId> m_buyers; //!< with the end of their selection
    std::set<OwnerId> m_paused;          //!< of these, not asked for bids now
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_BUYER_LIST_H */
