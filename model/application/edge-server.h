/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_EDGE_SERVER_H
#define EDGE_LEARNING_EDGE_SERVER_H

#include "cell-market.h"
#include "edge-hub.h"
#include "edge-task.h"
#include "lease-reports.h"
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
 * owners. What belongs to one owner's rounds is in an EdgeTask.
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
    void NotifyConstructionCompleted() override;
    void DoDispose() override;
    void DoStart() override;
    void DoStop() override;
    void DoLose() override;
    void HouseJoined() override;
    void HouseLost() override;
    void OwnerJoined(OwnerId owner) override;
    void WorkerJoined(uint32_t worker) override;
    void WorkerLost(uint32_t worker) override;
    void HandleMarket(const Message& message) override;
    void HandleOwner(OwnerId owner, const Message& message) override;
    void HandleWorker(uint32_t worker, const Message& message) override;
    void HandleRelay(uint32_t relay, const Message& message) override;

    Ptr<EdgeTask> GetTask(OwnerId owner);
    Ptr<EdgeTask> FindTask(OwnerId owner) const;
    Ptr<EdgeRound> FindRound(Ticket ticket) const;
    void RejectIf(const Message& message, std::optional<RejectReason> reason);
    void LeaseAnswered(const Message& message);
    void Offered(uint32_t worker, const Message& message);
    void LeaseAccepted(uint32_t worker, const Message& message);
    void AnswerUpdate(uint32_t worker, Ticket ticket, bool accepted);
    void UpdateArrived(uint32_t worker, const Message& message);
    void Counted(OwnerId owner, const EdgeRound::Participation& participation, Time completion);
    void RequestModel(OwnerId owner, uint32_t version);
    void WantModel(OwnerId owner, Ticket ticket, uint32_t version);
    void ModelRequested(uint32_t relay, const Message& message);
    std::optional<RejectReason> TakeRelayed(uint32_t relay,
                                            EdgeRound& round,
                                            const Message& message);
    void Paid(const Message& message);
    void ModelArrived(OwnerId owner, const Message& message);
    void SendModel(Ticket ticket, const CachedModel& model);

    Ptr<CellMarket> m_market;                 //!< sells the workers of the cell
    Ptr<RoundPolicy> m_policy;                //!< when a round ends
    Ptr<Aggregator> m_aggregator;             //!< combines updates
    Time m_aggregationGrace;                  //!< for partial aggregates of relays
    ModelDistributor m_models;                //!< gets models to workers
    LeaseReports m_reports;                   //!< to the clearing house
    std::map<OwnerId, Ptr<EdgeTask>> m_tasks; //!< of the owners that opened rounds

    TracedCallback<const RoundRecord&> m_roundTrace; //!< rounds
    TracedCallback<const AgeRecord&> m_ageTrace;     //!< ages
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_EDGE_SERVER_H */
