/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_OFFLOAD_CLIENT_H
#define EDGE_LEARNING_OFFLOAD_CLIENT_H

#include "node-processor.h"
#include "offload-tasks.h"

#include "ns3/offload-policy.h"

#include <functional>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Gets the tasks of a device done: on its own ComputeResource, at its edge server or at a
 * neighbour, as its OffloadPolicy says, from what the servers tell of themselves and how their
 * links were measured.
 *
 * Input and output travel over the simulated link. When a server refuses a task, leaves, or falls
 * silent, the policy chooses again among the others. Each task ends once: it is done, or has
 * failed with one reason.
 *  - energy: the device's battery is empty
 *  - deadline: it was not done in time
 *  - rejected: it needs more memory than anybody who is known has
 *  - coverage: nobody whom the policy would take is in reach
 *  - departed: the application stopped
 *  - otherwise the reason of the last server that was tried, fault if that left
 */
class OffloadClient : public OffloadTasks
{
  public:
    /// Does real work: takes real input, gives real output.
    using Kernel = std::function<std::vector<float>(const std::vector<float>&)>;

    /**
     * TracedCallback signature for what leaves the device.
     *
     * @param task which
     * @param node id of the server
     * @param bytes of input
     */
    typedef void (*SentAwayTracedCallback)(uint64_t task, uint32_t node, uint32_t bytes);

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Without a policy, which must be set.
    OffloadClient();
    ~OffloadClient() override;

    /**
     * @brief Find the one of a node.
     * @param node the node
     * @return the first one that is installed there, or null
     */
    static Ptr<OffloadClient> Of(Ptr<Node> node);

    /// @param kernel does real work locally; none: all output is virtual
    void SetKernel(Kernel kernel);

  private:
    void DoDispose() override;
    void DoStart() override;
    void DoStop() override;
    void DoLose() override;
    void HandleServer(uint32_t node, const Message& message) override;
    void Place(Ticket ticket) override;
    void CancelJob(ComputeResource::JobId job) override;

    OffloadCandidate MakeLocal() const;
    std::vector<OffloadCandidate> FindUntried(const OffloadWork& work) const;
    bool FitsSomebody(const ComputeTask& task) const;
    void DoLocally(Ticket ticket);
    void SendAway(Ticket ticket, const OffloadCandidate& server);
    void TakeAccepted(OffloadWork& work, const Message& message);
    void TakeRefused(OffloadWork& work, const Message& message);
    void TakeResult(OffloadWork& work, const Message& message);
    void Wait(OffloadWork& work, double seconds);
    void CheckProgress(Ticket ticket);
    void EnergyDepleted();

    Ptr<OffloadPolicy> m_policy; //!< chooses
    uint64_t m_memoryLimit;      //!< of local tasks, in bytes
    NodeProcessor m_compute;     //!< the node's
    Kernel m_kernel;             //!< of local work

    TracedCallback<uint64_t, uint32_t, uint32_t> m_sentAwayTrace; //!< inputs sent
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_OFFLOAD_CLIENT_H */
