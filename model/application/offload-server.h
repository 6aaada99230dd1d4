/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_OFFLOAD_SERVER_H
#define EDGE_LEARNING_OFFLOAD_SERVER_H

#include "guest-hub.h"
#include "node-processor.h"

#include "ns3/compute-task.h"
#include "ns3/offload-bodies.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Computes for others on its node's ComputeResource: at an edge server, or on a device for its
 * neighbours. It tells those who ask how long its queue is.
 *
 * A task is refused when it needs too much memory, or could not be done by its deadline; one that
 * was accepted is given up at its deadline, when the connection to whom it is of ends, and when
 * the battery is empty, which ends all connections.
 */
class OffloadServer : public GuestHub
{
  public:
    /// Does real work: takes real input, gives real output of at most the task's output size.
    using Kernel = std::function<std::vector<float>(const std::vector<float>&)>;

    /**
     * TracedCallback signature for tasks of others.
     *
     * @param client node id of whose task it is
     * @param task which
     * @param outcome "accepted", "done", or the reason why it was refused or given up
     */
    typedef void (*ServedTracedCallback)(uint32_t client, uint64_t task, const char* outcome);

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Without a node.
    OffloadServer();
    ~OffloadServer() override;

    Role GetRole() const override;

    /// @param kernel does real work; none: all output is virtual
    void SetKernel(Kernel kernel);

  protected:
    /// Names a task: whose it is, and which.
    using TaskKey = std::pair<uint32_t, Ticket>;

    void DoDispose() override;
    void DoStart() override;
    void DoStop() override;

    /// @return what is offered to everybody now; its backlog counts all that was begun
    virtual OffloadStatusBody MakeStatus() const;

    /**
     * @brief Begin a task, which ends by a Finished(), Failed() or Abort(), later.
     * @param key which
     * @param task the task
     * @return why it cannot be done; nothing: it was begun
     */
    virtual std::optional<DropReason> Begin(const TaskKey& key, const ComputeTask& task);

    /// @return how long a task that was begun just now may take, as its device is told
    virtual Time Foresee() const;

    /// @param key a task that was begun, and must not end any more
    virtual void Abort(const TaskKey& key);

    /**
     * @brief A task is done: say so.
     * @param key which
     * @param joules that it took
     * @param output real output, or none
     */
    void Finished(const TaskKey& key, double joules, const std::vector<float>& output);

    /// @param key a task that was begun and will not be done @param reason why
    void Failed(const TaskKey& key, DropReason reason);

    /// @return the node's, while started
    Ptr<ComputeResource> GetCompute() const;

  private:
    /// A task that was accepted.
    struct Job
    {
        MessageHeader header;    //!< of the message that brought it
        uint32_t outputBytes{0}; //!< of its result
        Time arrived;            //!< when
        EventId deadline;        //!< gives it up
    };

    void WorkerJoined(uint32_t worker) override;
    void WorkerLost(uint32_t worker) override;
    void HandleWorker(uint32_t worker, const Message& message) override;

    void TakeTask(uint32_t worker, const Message& message);
    std::optional<ComputeTask> Read(const Message& message);
    std::optional<DropReason> Check(const ComputeTask& task) const;
    void Refuse(const TaskKey& key, const MessageHeader& header, DropReason reason);
    void Answer(uint32_t worker, const MessageHeader& header, Message answer);
    void GiveUp(const TaskKey& key, DropReason reason);
    void EnergyDepleted();

    bool m_isNeighbour;                                    //!< else an edge server
    uint64_t m_memoryLimit;                                //!< of a task, in bytes
    double m_sendPower;                                    //!< of the radio, in watts
    double m_receivePower;                                 //!< of the radio, in watts
    Kernel m_kernel;                                       //!< does real work
    NodeProcessor m_compute;                               //!< the node's
    std::set<uint32_t> m_clients;                          //!< who have a connection
    std::map<TaskKey, Job> m_jobs;                         //!< accepted, not ended
    std::map<TaskKey, ComputeResource::JobId> m_computing; //!< of these, on the processor

    TracedCallback<uint32_t, uint64_t, const char*> m_servedTrace; //!< tasks
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_OFFLOAD_SERVER_H */
