/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SELLER_H
#define EDGE_LEARNING_SELLER_H

#include "edge-client.h"
#include "seller-identity.h"
#include "trace-records.h"

#include "ns3/age-report.h"
#include "ns3/collection-process.h"

#include <map>
#include <optional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The selling half of a worker: what it offers, when, and what it says of its data.
 *
 * Its data are replaced by a CollectionProcess, and whenever they are, or are said to be, it offers
 * anew. Offers are numbered. An award names the offer that was sold, and the data of that offer are
 * kept for it, whatever was collected since: those of the last KEPT_OFFERS offers since the last
 * sale stand. An award for any other is refused, since nobody could say which data it is about.
 */
class Seller : public EdgeClient
{
  public:
    /// Offers whose data are kept, the latest.
    static constexpr uint32_t KEPT_OFFERS = 8;

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Without data.
    Seller();
    ~Seller() override;

    /**
     * TracedCallback signature for offers.
     *
     * @param record what is offered, and what is said of it
     */
    typedef void (*OfferTracedCallback)(const OfferRecord& record);

    /**
     * TracedCallback signature for payments.
     *
     * @param record what the worker was told
     */
    typedef void (*PaymentTracedCallback)(const PaymentRecord& record);

    int64_t AssignStreams(int64_t stream) override;

    /// @return when the data at hand were collected, absolute
    Time GetCollectionTime() const;

  protected:
    void DoDispose() override;
    uint64_t GetCredential() override;

    /// Begin to collect; of no effect when that was done.
    void StartCollecting();

    /// Offer what is at hand, and again when that changes.
    void Offer();

    /// @param at when to offer, absolute; no sooner than RetryInterval from now
    void OfferLater(Time at);

    /// Make no more offers, and answer no request for a collection that is under way.
    void StopOffering();

    /**
     * @brief Take a message that is about selling.
     * @param message of the edge server
     * @return false when it is about something else
     */
    bool HandleSelling(const Message& message);

    /**
     * @brief Take it that an offer was sold: none stands any more.
     * @param offer its number
     * @return when its data were collected, absolute; nothing, and nothing done, when it does not
     *         stand
     */
    std::optional<Time> Sell(uint32_t offer);

    /// @return least price accepted
    double GetAsk() const;

  private:
    /// @return true while an offer may be sold
    virtual bool IsForSale() const = 0;
    /// @return samples that are offered
    virtual uint32_t GetSamples() const = 0;

    void SendOffer(uint64_t request);
    void CollectionRequested(const Message& message);
    void OfferClosed(const Message& message);
    void Paid(const Message& message);

    double m_ask;                        //!< least price accepted
    Time m_initialAge;                   //!< age of the data at the start
    Ptr<CollectionProcess> m_collection; //!< when its data are collected
    Ptr<AgeReport> m_report;             //!< what it says of their age; null: the truth
    Ptr<SellerIdentity> m_identity;      //!< who it is
    std::map<uint32_t, Time> m_offers;   //!< that stand: when their data were collected
    EventId m_offerEvent;                //!< the next offer
    EventId m_collectEvent;              //!< end of the collection that was asked for

    TracedCallback<const OfferRecord&> m_offerTrace;     //!< offers
    TracedCallback<const PaymentRecord&> m_paymentTrace; //!< payments
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SELLER_H */
