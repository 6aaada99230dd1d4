/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_OFFLOAD_TASKS_H
#define EDGE_LEARNING_OFFLOAD_TASKS_H

#include "offload-contacts.h"
#include "offload-work.h"

#include <map>
#include <optional>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The tasks of a device, from their submission to their end, whatever becomes of the attempts at
 * them.
 */
class OffloadTasks : public OffloadContacts
{
  public:
    /// Takes a task's end, and the real output of one that was done and real.
    using TaskSink = OffloadWork::Sink;

    /**
     * TracedCallback signature for tasks.
     *
     * @param record what became of it
     */
    typedef void (*TaskTracedCallback)(const OffloadRecord& record);

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Without tasks.
    OffloadTasks();
    ~OffloadTasks() override;

    /**
     * @brief Get a task done.
     * @param task the task; its work must be a number and at least 0, its deadline 0 to 1e9 s
     * @param done called once, when it ends; never at once, nor after the simulation's end
     * @return its id
     */
    Ticket Submit(const ComputeTask& task, TaskSink done = nullptr);

    /**
     * @brief Give a task up: it ends as departed. Nothing happens to one that has ended.
     * @param ticket its id
     */
    void Cancel(Ticket ticket);

  protected:
    void DoDispose() override;

    /**
     * @brief Find a task.
     * @param ticket its id
     * @return the task, or null when it has ended
     */
    OffloadWork* FindWork(Ticket ticket);

    /**
     * @brief Find the task that a server's message is about.
     * @param node id of the server
     * @param header of its message
     * @return the task, or null: the server has no say in it, and the message was refused
     */
    OffloadWork* FindAddressed(uint32_t node, const MessageHeader& header);

    /**
     * @brief The attempt at a task failed: it is placed anew. Nothing happens without an attempt.
     * @param ticket its id
     * @param reason why
     */
    void AttemptFailed(Ticket ticket, DropReason reason);

    /**
     * @brief End a task. Nothing happens to one that has ended.
     * @param ticket its id
     * @param reason why it failed; nothing: it is done
     * @param output real output, or none
     */
    void End(Ticket ticket, std::optional<DropReason> reason, const std::vector<float>& output);

    /**
     * @brief End all tasks.
     * @param reason why they fail
     */
    void EndAll(DropReason reason);

  private:
    /// Begin an attempt at a task, unless it has ended or there is one.
    virtual void Place(Ticket ticket) = 0;
    /// Stop work of the device's own processor.
    virtual void CancelJob(ComputeResource::JobId job) = 0;

    void ContactLost(uint32_t node) override;

    uint32_t m_lastTask{0};                //!< counts tasks
    std::map<Ticket, OffloadWork> m_works; //!< that have not ended

    TracedCallback<const OffloadRecord&> m_taskTrace; //!< ends, and attempts that failed
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_OFFLOAD_TASKS_H */
