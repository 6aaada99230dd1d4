/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_CELL_MARKET_H
#define EDGE_LEARNING_CELL_MARKET_H

#include "buyer-list.h"
#include "offer-queue.h"
#include "open-auction.h"
#include "recruitment.h"
#include "trace-records.h"

#include "ns3/aoi-tracker.h"
#include "ns3/auction-mechanism.h"
#include "ns3/collection-witness.h"
#include "ns3/event-id.h"
#include "ns3/market-bodies.h"
#include "ns3/traced-callback.h"

#include <functional>
#include <optional>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The market for the workers of one cell: each offer is one auction among the owners with an open
 * round.
 *
 * Auctions are held one after the other, in the order of the offers. Bids close when every buyer
 * has answered, or at BidTimeout. An offer that finds no buyer stands, and is auctioned again when
 * the next round opens. Without a mechanism nothing is priced: of the owners that are interested,
 * the one served longest ago takes the worker.
 */
class CellMarket : public Object
{
  public:
    /// The age by which a sale is paid.
    enum Settlement
    {
        PREDICTED, //!< the one at which it was sold: the price is paid
        MEASURED,  //!< the one at which the update arrived, if that is greater
    };

    /// A worker's offer found a buyer.
    struct Sale
    {
        uint32_t auction{0}; //!< number of the auction
        uint32_t worker{0};  //!< the seller
        OwnerId owner{0};    //!< the buyer
        double price{0};     //!< what it pays
        Time predicted;      //!< predicted age of information
        OfferBody offer;     //!< what was sold
    };

    /// Asks an owner for its bid; returns false when the owner cannot be reached.
    using BidRequestSink = std::function<bool(OwnerId, const BidRequestBody&)>;
    /// Tells an owner how an auction ended.
    using BidResultSink = std::function<void(OwnerId, const BidResultBody&)>;
    /// Takes a sale.
    using SaleSink = std::function<void(const Sale&)>;
    /// Asks a worker for a collection, under a number; returns false when it cannot be reached.
    using CollectionSink = std::function<bool(uint32_t worker, uint64_t request)>;
    /// Takes the end of an owner's buying: every auction with it is over.
    using QuietSink = std::function<void(OwnerId)>;

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Without offers and buyers.
    CellMarket();
    ~CellMarket() override;

    /**
     * TracedCallback signature for auctions.
     *
     * @param record the auction
     */
    typedef void (*AuctionTracedCallback)(const AuctionRecord& record);

    /**
     * @brief Say who carries the market's messages.
     * @param edge node id of the edge server, for the traces
     * @param request asks for bids
     * @param result tells results
     * @param sale takes sales
     * @param quiet takes the end of an owner's buying
     */
    void SetSinks(uint32_t edge,
                  BidRequestSink request,
                  BidResultSink result,
                  SaleSink sale,
                  QuietSink quiet);

    /**
     * @brief Say who asks workers for collections; without it nobody does.
     * @param collect asks
     */
    void SetCollector(CollectionSink collect);

    /**
     * @brief Take a worker's offer.
     * @param worker its node id
     * @param offer what it offers, with the collection time that the data are priced by
     * @param attested that time is the edge server's own
     * @return false when it has one already, of fresher data or of a number that is not less
     */
    bool AddOffer(uint32_t worker, const OfferBody& offer, bool attested = false);

    /**
     * @brief A worker's offer ends; an auction of it under way is decided without a sale.
     * @param worker its node id
     */
    void RemoveOffer(uint32_t worker);

    /**
     * @brief An owner buys from now on; standing offers are auctioned again.
     * @param owner its id
     * @param until absolute end of its selection
     */
    void AddBuyer(OwnerId owner, Time until);

    /**
     * @brief An owner stops buying; a bid of it that is already in counts.
     * @param owner its id
     */
    void RemoveBuyer(OwnerId owner);

    /**
     * @brief A buyer pauses, or goes on: then standing offers are auctioned again.
     * @param owner its id; of no effect when it is not buying
     * @param paused true: it is not asked for bids
     */
    void Pause(OwnerId owner, bool paused);

    /**
     * @brief Take a bid.
     * @param owner who bids
     * @param bid the bid
     * @return why it was refused, or nothing when it counts
     */
    std::optional<RejectReason> TakeBid(OwnerId owner, const BidBody& bid);

    /**
     * @brief Find what share of its price a sale is paid.
     * @param predicted age of information at which it was sold
     * @param measured age of information of the update that came of it
     * @return min(1, A predicted / A measured) of the normalised ages when SettleOn is Measured,
     *         else 1
     */
    double GetPaidShare(Time predicted, Time measured) const;

    /// Forget all offers, buyers and the auction under way.
    void Clear();

    /// @return measures and predicts ages of information
    Ptr<AoiTracker> GetAoiTracker() const;

    /// @return judges collection times
    Ptr<CollectionWitness> GetWitness() const;

  private:
    void NotifyConstructionCompleted() override;
    void DoDispose() override;
    void Approach(uint32_t worker);

    /// @param worker with an offer @return whether it was asked for a collection, and is waited for
    bool Ask(uint32_t worker);
    void Queue(uint32_t worker);
    void HoldNext();
    void Hold();
    void DecideIfComplete();
    void Decide();
    void Trace(const OpenAuction& auction,
               const std::vector<Bid>& bids,
               const AuctionOutcome& outcome);
    void CloseBuyer(OwnerId owner);

    Ptr<AuctionMechanism> m_mechanism; //!< null: nothing is priced
    Ptr<AoiTracker> m_aoi;             //!< ages
    Ptr<CollectionWitness> m_witness;  //!< judges collection times
    Time m_bidTimeout;                 //!< bids close
    Time m_collectTimeout;             //!< wait for a collection that was asked for
    Settlement m_settleOn;             //!< by which age sales are paid
    uint32_t m_edge{0};                //!< for the traces
    BidRequestSink m_request;          //!< asks for bids
    BidResultSink m_result;            //!< tells results
    SaleSink m_sale;                   //!< takes sales
    QuietSink m_quiet;                 //!< takes the end of buying
    CollectionSink m_collect;          //!< asks for collections

    OfferQueue m_offers;                  //!< that stand
    BuyerList m_buyers;                   //!< owners with an open round
    Recruitment m_recruitment;            //!< decides without a mechanism
    std::optional<OpenAuction> m_auction; //!< under way
    uint32_t m_number{0};                 //!< of the last auction
    EventId m_event;                      //!< next auction, or end of the bids

    TracedCallback<const AuctionRecord&> m_auctionTrace; //!< auctions
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_CELL_MARKET_H */
