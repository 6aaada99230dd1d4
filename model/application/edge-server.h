/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_EDGE_SERVER_H
#define EDGE_LEARNING_EDGE_SERVER_H

#include "aggregation-point.h"
#include "cell-market.h"
#include "edge-hub.h"
#include "model-distributor.h"
#include "trace-records.h"

#include <map>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The server at the edge of the network: runs the market for the workers of its cell, hands out
 * models from its cache, and aggregates their updates for each owner.
 *
 * It knows its workers through the clearing house (Remote), which also introduces it to the
 * owners. A worker's update that arrives in time is settled at once; one that does not come is
 * released at the deadline.
 */
class EdgeServer : public EdgeHub
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Without rounds and workers.
    EdgeServer();
    ~EdgeServer() override;

    /**
     * TracedCallback signature for rounds.
     *
     * @param record the round, as this tier saw it
     */
    typedef void (*RoundTracedCallback)(const RoundRecord& record);

    /**
     * TracedCallback signature for ages of information.
     *
     * @param record the age
     */
    typedef void (*AgeTracedCallback)(const AgeRecord& record);

    /// @return the market for the workers of this cell
    Ptr<CellMarket> GetMarket() const;

  private:
    /// A round of an owner, as this edge server sees it.
    struct Round
    {
        uint32_t number{0};        //!< the owner's round
        RoundOpenBody body;        //!< what the owner asks for
        Time opened;               //!< when it came
        uint32_t leasesAsked{0};   //!< requested, not yet answered
        bool quiet{false};         //!< no auction with this owner any more
        bool selectionDone{false}; //!< the owner was told
    };

    /// A worker's participation.
    struct Participation
    {
        OwnerId owner{0};      //!< the buyer
        uint32_t round{0};     //!< its round
        uint32_t worker{0};    //!< the seller
        Time collected;        //!< when its data were
        Time predicted;        //!< age foreseen
        Time awarded;          //!< start of its service
        SelectedBody selected; //!< what the owner was told
        double flop{0};        //!< work of its training
        uint64_t bytes{0};     //!< of the model, down and up
    };

    void NotifyConstructionCompleted() override;
    void DoDispose() override;
    void DoStart() override;
    void DoStop() override;
    void HouseLost() override;
    void OwnerJoined(OwnerId owner) override;
    void WorkerLost(uint32_t worker) override;
    void HandleMarket(const Message& message) override;
    void HandleOwner(OwnerId owner, const Message& message) override;
    void HandleWorker(uint32_t worker, const Message& message) override;

    void OpenRound(OwnerId owner, const Message& message);
    void BuyerQuiet(OwnerId owner);
    void TellSelectionDone(OwnerId owner, uint32_t round, uint32_t granted);
    void TellSelected(Ticket ticket, const Participation& participation);
    void EndSelectionIfQuiet(OwnerId owner);
    void EndRound(OwnerId owner, const AggregationPoint::Result& result);
    void SendUpward(OwnerId owner, const Round& round, const AggregationPoint::Result& result);
    Ptr<AggregationPoint> GetPoint(OwnerId owner);

    void Offered(uint32_t worker, const Message& message);
    void Sold(const CellMarket::Sale& sale);
    void LeaseGranted(const Message& message);
    void LeaseRefused(const Message& message);
    void LeaseBarred(const Message& message);
    void Award(Ticket ticket, const CellMarket::Sale& sale, const Round& round);
    void NotSelected(const CellMarket::Sale& sale);
    void LeaseAccepted(uint32_t worker, const Message& message);
    void ModelArrived(OwnerId owner, const Message& message);
    void SendModel(Ticket ticket, const CachedModel& model);
    void UpdateArrived(uint32_t worker, const Message& message);
    void Counted(Ticket ticket, const Participation& participation);
    void Paid(const Message& message);
    void Release(Ticket ticket);
    bool Report(OwnerId owner, uint32_t round, Ticket ticket, Message message);
    const Participation* FindParticipation(uint32_t worker, Ticket ticket) const;

    Ptr<CellMarket> m_market;                          //!< sells the workers of the cell
    Ptr<Aggregator> m_aggregator;                      //!< combines updates
    ModelDistributor m_models;                         //!< gets models to workers
    std::map<uint32_t, Ticket> m_lastTickets;          //!< last participation, by worker
    std::map<OwnerId, uint32_t> m_lastRounds;          //!< last round opened, by owner
    std::map<OwnerId, Ptr<AggregationPoint>> m_points; //!< one per owner
    std::map<OwnerId, Round> m_rounds;                 //!< open
    std::map<uint32_t, CellMarket::Sale> m_sales;      //!< lease asked, by auction
    std::map<Ticket, Participation> m_participations;  //!< of open rounds

    TracedCallback<const RoundRecord&> m_roundTrace; //!< rounds
    TracedCallback<const AgeRecord&> m_ageTrace;     //!< ages
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_EDGE_SERVER_H */
