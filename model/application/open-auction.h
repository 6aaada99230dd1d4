/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_OPEN_AUCTION_H
#define EDGE_LEARNING_OPEN_AUCTION_H

#include "trace-records.h"

#include "ns3/aoi-tracker.h"
#include "ns3/bid.h"
#include "ns3/market-bodies.h"

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * An auction whose bids are coming in.
 */
class OpenAuction
{
  public:
    /**
     * @brief Open an auction.
     * @param number the edge server's
     * @param worker whose offer
     * @param offer what is sold
     * @param attested its collection time is the edge server's own
     * @param aoi predicts its age
     */
    OpenAuction(uint32_t number,
                uint32_t worker,
                const OfferBody& offer,
                bool attested,
                const AoiTracker& aoi);

    /// @param aoi that predicted the age @return what owners are asked
    BidRequestBody MakeRequest(const AoiTracker& aoi) const;

    /// @param owner that was asked for its bid
    void Await(OwnerId owner);

    /// @return true when every owner that was asked has answered
    bool IsComplete() const;

    /**
     * @brief Take a bid.
     * @param owner who bids
     * @param bid the bid
     * @return why it was refused, or nothing when it counts
     */
    std::optional<RejectReason> Take(OwnerId owner, const BidBody& bid);

    /// The worker has gone: nothing is for sale any more.
    void Withdraw();

    /// @return true when the worker has gone
    bool IsWithdrawn() const;

    /// @return the bids of those that are interested, by owner id
    std::vector<Bid> GetBids() const;

    /// @return owners that have answered, by id, then those that have not
    std::vector<OwnerId> GetAsked() const;

    /// @param owner an owner @return whether it was asked
    bool WasAsked(OwnerId owner) const;

    /// @return whose offer
    uint32_t GetWorker() const;
    /// @return what is sold
    const OfferBody& GetOffer() const;
    /// @return predicted age of information
    Time GetPredicted() const;
    /// @return the same, normalised
    double GetAge() const;

    /**
     * @brief Describe the auction.
     * @param bids GetBids()
     * @param outcome what was decided
     * @return all but edge server and mechanism
     */
    AuctionRecord MakeRecord(const std::vector<Bid>& bids, const AuctionOutcome& outcome) const;

  private:
    uint32_t m_number;                 //!< the edge server's
    uint32_t m_worker;                 //!< whose offer
    OfferBody m_offer;                 //!< what is sold
    bool m_attested;                   //!< its collection time is the edge server's own
    Time m_predicted;                  //!< predicted age of information
    double m_age;                      //!< the same, normalised
    std::set<OwnerId> m_awaited;       //!< asked, not yet answered
    std::map<OwnerId, BidBody> m_bids; //!< in order of owner id
    bool m_withdrawn{false};           //!< the worker has gone
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_OPEN_AUCTION_H */
