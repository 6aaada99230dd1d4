/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_BID_BOOK_H
#define EDGE_LEARNING_BID_BOOK_H

#include <cstdint>
#include <map>
#include <utility>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * An owner's bids that are not yet decided, or won and not yet leased: together they never exceed
 * its budget.
 */
class BidBook
{
  public:
    /// @param free budget that is neither escrowed nor spent, as the clearing house told it
    void SetFree(double free);

    /**
     * @brief Place a bid.
     * @param edge node id of the edge server that holds the auction
     * @param auction the edge server's number of it
     * @param round the round of that tier that it is for
     * @param value what the worker is worth
     * @return the bid: the value, or what is left of the budget if that is less
     */
    double Place(uint32_t edge, uint32_t auction, uint32_t round, double value);

    /**
     * @brief A bid lost, or its worker was leased or not leased.
     * @param edge node id of the edge server
     * @param auction the edge server's number of the auction
     */
    void Close(uint32_t edge, uint32_t auction);

    /// @param edge node id of an edge server whose auctions are no more
    void ForgetEdge(uint32_t edge);

    /// Forget all bids.
    void Clear();

    /// @param round a round of the edge tier @return bids for it that count
    uint32_t GetSize(uint32_t round) const;

  private:
    /// A bid that counts.
    struct Entry
    {
        uint32_t round{0}; //!< of the edge tier
        double amount{0};  //!< bid
    };

    double m_free{0};                                      //!< budget left
    std::map<std::pair<uint32_t, uint32_t>, Entry> m_bids; //!< by edge and auction
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_BID_BOOK_H */
