/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "seller.h"

#include "ns3/double.h"
#include "ns3/periodic-collection.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(Seller);

TypeId
Seller::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::Seller")
            .SetParent<EdgeClient>()
            .SetGroupName("EdgeLearning")
            .AddAttribute("Ask",
                          "The least price that the worker accepts, in currency units.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&Seller::m_ask),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("InitialAge",
                          "Age of the data when the application starts.",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&Seller::m_initialAge),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("Collection",
                          "When data are collected; null: a PeriodicCollection with its defaults, "
                          "that is, never again.",
                          PointerValue(),
                          MakePointerAccessor(&Seller::m_collection),
                          MakePointerChecker<CollectionProcess>())
            .AddAttribute("AgeReport",
                          "What the worker says about the age of its data; null: the truth.",
                          PointerValue(),
                          MakePointerAccessor(&Seller::m_report),
                          MakePointerChecker<AgeReport>())
            .AddAttribute("Identity",
                          "Who the worker is to the clearing house; null: one of its own. Two "
                          "workers of a node that share one sell the same device twice.",
                          PointerValue(),
                          MakePointerAccessor(&Seller::m_identity),
                          MakePointerChecker<SellerIdentity>())
            .AddTraceSource("Offer",
                            "The worker made an offer.",
                            MakeTraceSourceAccessor(&Seller::m_offerTrace),
                            "ns3::edgelearning::Seller::OfferTracedCallback")
            .AddTraceSource("Payment",
                            "The worker was told of a payment.",
                            MakeTraceSourceAccessor(&Seller::m_paymentTrace),
                            "ns3::edgelearning::Seller::PaymentTracedCallback");
    return tid;
}

Seller::Seller() = default;

Seller::~Seller() = default;

int64_t
Seller::AssignStreams(int64_t stream)
{
    int64_t used = EdgeClient::AssignStreams(stream);
    if (m_collection)
    {
        used += m_collection->AssignStreams(stream + used);
    }
    return used;
}

void
Seller::DoDispose()
{
    EdgeClient::DoDispose();
    m_collection = nullptr;
    m_report = nullptr;
    m_identity = nullptr;
}

uint64_t
Seller::GetCredential()
{
    const uint64_t own = EdgeClient::GetCredential();
    return m_identity ? m_identity->GetCredential(own) : own;
}

Time
Seller::GetCollectionTime() const
{
    const Time now = Simulator::Now();
    return m_collection && m_collection->IsStarted() ? m_collection->GetLast(now)
                                                     : now - m_initialAge;
}

void
Seller::StartCollecting()
{
    if (!m_collection)
    {
        m_collection = CreateObject<PeriodicCollection>();
    }
    if (!m_identity)
    {
        m_identity = CreateObject<SellerIdentity>();
    }
    m_collection->Start(Simulator::Now() - m_initialAge, Simulator::Now());
}

double
Seller::GetAsk() const
{
    return m_ask;
}

void
Seller::Offer()
{
    SendOffer(0);
}

void
Seller::SendOffer(uint64_t request)
{
    const Time now = Simulator::Now();
    const Time collected = GetCollectionTime();
    OfferBody body;
    body.collected = m_report ? m_report->Claim(collected, now) : collected;
    body.ask = m_ask;
    body.samples = GetSamples();
    body.number = m_identity->CountOffer();
    m_offers.emplace(body.number, collected);
    if (m_offers.size() > KEPT_OFFERS)
    {
        m_offers.erase(m_offers.begin());
    }
    Message offer(MessageType::OFFER, Encode(body));
    offer.header.ticket = request;
    SendToEdge(offer);
    m_offerTrace({GetId(), collected, body.collected, body.number});
    m_offerEvent.Cancel();
    const std::optional<Time> period = m_report ? m_report->GetPeriod() : std::nullopt;
    const std::optional<Time> collection = m_collection->GetNext(now);
    if (period || collection)
    {
        // Data that are fresher, or said to be, replace the offer.
        OfferLater(Min(period ? now + *period : Time::Max(), collection.value_or(Time::Max())));
    }
}

void
Seller::OfferLater(Time at)
{
    m_offerEvent.Cancel();
    m_offerEvent =
        Simulator::Schedule(Max(at - Simulator::Now(), m_retryInterval), &Seller::Offer, this);
}

void
Seller::StopOffering()
{
    m_offerEvent.Cancel();
    m_collectEvent.Cancel();
}

std::optional<Time>
Seller::Sell(uint32_t offer)
{
    const auto sold = m_offers.find(offer);
    if (sold == m_offers.end())
    {
        return std::nullopt;
    }
    const Time collected = sold->second;
    m_offers.clear();
    StopOffering();
    return collected;
}

bool
Seller::HandleSelling(const Message& message)
{
    switch (message.header.type)
    {
    case MessageType::OFFER_CLOSED:
        OfferClosed(message);
        return true;
    case MessageType::COLLECT:
        CollectionRequested(message);
        return true;
    case MessageType::PAID:
        Paid(message);
        return true;
    default:
        return false;
    }
}

void
Seller::CollectionRequested(const Message& message)
{
    if (!Parse<EmptyBody>(message))
    {
        return;
    }
    const std::optional<Time> done =
        IsForSale() ? m_collection->Request(Simulator::Now()) : std::nullopt;
    if (!done)
    {
        return; // The edge server goes on without.
    }
    m_collectEvent.Cancel();
    m_collectEvent = Simulator::Schedule(*done - Simulator::Now(),
                                         &Seller::SendOffer,
                                         this,
                                         message.header.ticket);
}

void
Seller::OfferClosed(const Message& message)
{
    const auto body = Parse<OfferClosedBody>(message);
    if (!body)
    {
        return;
    }
    if (!IsForSale())
    {
        Reject(message.header, RejectReason::STALE);
        return;
    }
    OfferLater(body->retry);
}

void
Seller::Paid(const Message& message)
{
    const auto body = Parse<PaidBody>(message);
    if (!body)
    {
        return;
    }
    if (body->worker != GetId())
    {
        Reject(message.header, RejectReason::UNAUTHORISED);
        return;
    }
    PaymentRecord record;
    record.worker = GetId();
    record.owner = message.header.task;
    record.amount = body->amount;
    record.total = body->total;
    m_paymentTrace(record);
}

} // namespace ns3::edgelearning
