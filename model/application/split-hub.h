/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SPLIT_HUB_H
#define EDGE_LEARNING_SPLIT_HUB_H

#include "guest-hub.h"
#include "split-trainee.h"

#include <deque>
#include <map>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The workers of a split server: what each brings along, and its session if one is under way.
 */
class SplitHub : public GuestHub
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Without workers.
    SplitHub();
    ~SplitHub() override;

  protected:
    /**
     * @brief Find a worker.
     * @param worker its node id; it registered at some time
     * @return what is known of it
     */
    SplitTrainee& GetTrainee(uint32_t worker);

    /**
     * @brief Find out whether a session can begin.
     * @param worker its node id; it registered at some time
     * @param forTraining else for an evaluation
     * @return true when the worker is there, has samples for it, and has no session under way
     */
    bool IsReady(uint32_t worker, bool forTraining) const;

    /// @param forTraining else for an evaluation @return the workers with which one can begin
    std::deque<uint32_t> FindReady(bool forTraining) const;

    /**
     * @brief End all sessions, and the conversations with their workers.
     * @param reason why
     */
    void AbortAll(DropReason reason);

  private:
    /// @return rate that a link is taken to have before it was measured, in bit/s
    virtual double GetAssumedLinkRate() const = 0;
    /// A worker said what it brings along.
    virtual void WorkerOffered() = 0;

    void WorkerJoined(uint32_t worker) override;
    void WorkerLost(uint32_t worker) override;
    void HandleWorker(uint32_t worker, const Message& message) override;
    void Join(SplitTrainee& trainee, const Message& message);

    std::map<uint32_t, SplitTrainee> m_trainees; //!< by node id
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SPLIT_HUB_H */
