/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_OWNER_ROUND_H
#define EDGE_LEARNING_OWNER_ROUND_H

#include "aggregation-point.h"
#include "bid-book.h"

#include "ns3/market-bodies.h"
#include "ns3/message.h"
#include "ns3/nstime.h"
#include "ns3/round-bodies.h"

#include <functional>
#include <map>
#include <optional>
#include <set>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * An owner's round while workers are selected in it: what the edge servers are told, the bids for
 * workers, and who was selected. Whose updates came is known to the AggregationPoint.
 */
class OwnerRound
{
  public:
    /// How the edge servers are reached.
    struct Sinks
    {
        std::function<bool(uint32_t edge, uint32_t round, const Message&)> edge; //!< sends to one
        std::function<void(uint32_t round, const Message&)> edges;               //!< sends to all
    };

    /// No round yet.
    OwnerRound();
    ~OwnerRound();

    /**
     * @brief Get ready for rounds.
     * @param point collects the updates
     * @param sinks how the edge servers are reached
     */
    void Start(Ptr<AggregationPoint> point, Sinks sinks);

    /// Let go of what it was given.
    void Dispose();

    /**
     * @brief Begin a round; the edge servers are to be told of it one by one.
     * @param number of the owner's round
     * @param announcement what they are told
     * @param enough updates after which no worker is wanted any more
     */
    void Open(uint32_t number, const RoundOpenBody& announcement, uint32_t enough);

    /// Nobody is selected any more, and no bid counts.
    void Close();

    /// Tell the edge servers that the round is over before its deadline.
    void TellClosed() const;

    /// @return number of the owner's round that is open, or was last
    uint32_t GetNumber() const;
    /// @return when it was opened
    Time GetOpened() const;

    /**
     * @brief Find out whether a message belongs to it.
     * @param header of the message
     * @return true when the round is open, and the message's is one of its edge rounds
     */
    bool IsCurrent(const MessageHeader& header) const;

    /// @param edge node id of an edge server that is told of the round
    void Announce(uint32_t edge);

    /// @param edge node id of an edge server that has come; it is told while workers are selected
    void EdgeJoined(uint32_t edge);

    /// @param edge node id of an edge server that is gone, its auctions too
    void EdgeLost(uint32_t edge);

    /// @param edge node id of an edge server that will select nobody any more
    void SelectionDone(uint32_t edge);

    /**
     * @brief Tell the edge servers what is new, under a policy that refills places.
     * @param version of the model
     */
    void ShareNews(uint32_t version);

    /// @param free budget that is neither escrowed nor spent, as the clearing house told it
    void SetFreeBudget(double free);

    /**
     * @brief Find out whether another worker is wanted.
     * @param round of the edge tier
     * @return true while leases and bids do not meet the demand
     */
    bool HasPlaces(uint32_t round) const;

    /**
     * @brief Bid.
     * @param edge node id of the edge server that holds the auction
     * @param auction its number of it
     * @param round of the edge tier
     * @param value what the worker is worth
     * @return the bid: the value, or what is left of the budget if that is less
     */
    double Bid(uint32_t edge, uint32_t auction, uint32_t round, double value);

    /**
     * @brief A bid lost, or its worker was leased or not leased.
     * @param edge node id of the edge server
     * @param auction its number of the auction
     */
    void BidDecided(uint32_t edge, uint32_t auction);

    /**
     * @brief A worker was selected.
     * @param header of the message that says so
     * @param body of the message
     * @return false when its ticket is known already to the AggregationPoint
     */
    bool Select(const MessageHeader& header, const SelectedBody& body);

    /// @param ticket a lease @return the worker that was selected by it in this round, or nothing
    std::optional<uint32_t> FindWorker(Ticket ticket) const;

    /// @param round of the edge tier, whose auctions end if its demand is met
    void CloseMarketsIfMet(uint32_t round);

  private:
    uint32_t CountSelected(uint32_t round) const;

    Ptr<AggregationPoint> m_point;                //!< collects the updates
    Sinks m_sinks;                                //!< how the edge servers are reached
    uint32_t m_number{0};                         //!< the round that is open, or the next
    RoundOpenBody m_announcement;                 //!< what the edges were told
    RoundNewsBody m_news;                         //!< what they were told since
    uint32_t m_enough{0};                         //!< updates
    Time m_opened;                                //!< when
    bool m_isSelecting{false};                    //!< selection has not ended
    std::set<uint32_t> m_selectingEdges;          //!< edges that may still select
    BidBook m_bids;                               //!< bids that are not yet decided
    std::map<Ticket, uint32_t> m_selected;        //!< workers, by ticket
    std::map<uint32_t, uint32_t> m_selectedCount; //!< of an edge round, by its number
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_OWNER_ROUND_H */
