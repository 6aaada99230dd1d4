/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_EDGE_SERVER_H
#define EDGE_LEARNING_EDGE_SERVER_H

#include "cell-market.h"
#include "edge-hub.h"
#include "edge-models.h"
#include "edge-tasks.h"
#include "lease-reports.h"
#include "trace-records.h"
#include "worker-desk.h"

#include <optional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The server at the edge of the network: runs the market for the workers of its cell, hands out
 * models from its cache, and aggregates their updates for each owner.
 *
 * It knows its workers through the clearing house (Remote), which also introduces it to the
 * owners. What belongs to one owner's rounds is in an EdgeTask, what workers say goes to a
 * WorkerDesk, and models come by EdgeModels.
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

    void StartMarket();
    EdgeModels::Sinks MakeModelSinks();
    Ptr<EdgeTask> MakeTask(OwnerId owner);
    void RejectIf(const Message& message, std::optional<RejectReason> reason);
    void Counted(OwnerId owner, const EdgeRound::Participation& participation, Time completion);
    void Paid(const Message& message);

    Ptr<CellMarket> m_market;     //!< sells the workers of the cell
    Ptr<RoundPolicy> m_policy;    //!< when a round ends
    Ptr<Aggregator> m_aggregator; //!< combines updates
    Time m_aggregationGrace;      //!< for partial aggregates of relays
    EdgeTasks m_tasks;            //!< of the owners that opened rounds
    EdgeModels m_models;          //!< on their way to workers
    WorkerDesk m_desk;            //!< hears workers
    LeaseReports m_reports;       //!< to the clearing house

    TracedCallback<const RoundRecord&> m_roundTrace; //!< rounds
    TracedCallback<const AgeRecord&> m_ageTrace;     //!< ages
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_EDGE_SERVER_H */
