/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_OFFLOAD_CLIENT_H
#define EDGE_LEARNING_OFFLOAD_CLIENT_H

#include "offload-contacts.h"
#include "trace-records.h"

#include "ns3/compute-resource.h"
#include "ns3/offload-policy.h"

#include <functional>
#include <map>
#include <set>

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
class OffloadClient : public OffloadContacts
{
  public:
    /// Takes a task's end, and the real output of one that was done and real.
    using TaskSink = std::function<void(const OffloadRecord&, const std::vector<float>&)>;
    /// Does real work: takes real input, gives real output.
    using Kernel = std::function<std::vector<float>(const std::vector<float>&)>;

    /**
     * TracedCallback signature for tasks.
     *
     * @param record what became of it
     */
    typedef void (*TaskTracedCallback)(const OffloadRecord& record);

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
     * @brief Get a task done.
     * @param task the task; its work must be a number and at least 0
     * @param done called once, when it ends; never at once, nor after the simulation's end
     * @return its id
     */
    Ticket Submit(const ComputeTask& task, TaskSink done = nullptr);

    /**
     * @brief Give a task up: it ends as departed. Nothing happens to one that has ended.
     * @param ticket its id
     */
    void Cancel(Ticket ticket);

    /// @param kernel does real work locally; none: all output is virtual
    void SetKernel(Kernel kernel);

  private:
    /// A task that has not ended.
    struct Work
    {
        ComputeTask task;                                    //!< what to do
        TaskSink done;                                       //!< hears the end
        OffloadRecord record;                                //!< of what is so far
        uint32_t attempt{0};                                 //!< the last one
        bool isPlaced{false};                                //!< under way where the record says
        bool isAccepted{false};                              //!< the server has it
        std::set<uint32_t> tried;                            //!< node ids
        ComputeResource::JobId job{ComputeResource::NO_JOB}; //!< local
        EventId patience;                                    //!< with a server
        EventId deadline;                                    //!< the task's
    };

    void DoDispose() override;
    void DoStart() override;
    void DoStop() override;
    void DoLose() override;
    void ContactLost(uint32_t node) override;
    void HandleServer(uint32_t node, const Message& message) override;

    OffloadCandidate MakeLocal() const;
    void Place(Ticket ticket);
    bool FitsSomebody(const ComputeTask& task) const;
    void DoLocally(Ticket ticket);
    void SendAway(Ticket ticket, const OffloadCandidate& server);
    Work* FindWork(uint32_t node, const MessageHeader& header);
    void TakeAccepted(Work& work, const Message& message);
    void TakeRefused(Work& work, const Message& message);
    void TakeResult(Work& work, const Message& message);
    void Wait(Work& work, double seconds);
    void CheckProgress(Ticket ticket);
    void AttemptFailed(Ticket ticket, DropReason reason);
    void End(Ticket ticket, std::optional<DropReason> reason, const std::vector<float>& output);
    void EndAll(DropReason reason);
    void EnergyDepleted();
    void EnergyRecharged();

    Ptr<OffloadPolicy> m_policy;    //!< chooses
    uint64_t m_memoryLimit;         //!< of local tasks, in bytes
    Ptr<ComputeResource> m_compute; //!< the node's
    Kernel m_kernel;                //!< of local work
    uint32_t m_lastTask{0};         //!< counts tasks
    std::map<Ticket, Work> m_works; //!< that have not ended

    TracedCallback<const OffloadRecord&> m_taskTrace; //!< ends, and attempts that failed
    TracedCallback<uint64_t, uint32_t, uint32_t> m_sentAwayTrace; //!< inputs sent
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_OFFLOAD_CLIENT_H */
