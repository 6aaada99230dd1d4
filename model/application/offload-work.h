/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_OFFLOAD_WORK_H
#define EDGE_LEARNING_OFFLOAD_WORK_H

#include "trace-records.h"

#include "ns3/compute-resource.h"
#include "ns3/compute-task.h"
#include "ns3/event-id.h"
#include "ns3/message.h"
#include "ns3/offload-bodies.h"
#include "ns3/offload-candidate.h"

#include <functional>
#include <optional>
#include <set>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * A task of a device that has not ended: where it is under way, who was tried already, and what is
 * said about it to the servers.
 */
class OffloadWork
{
  public:
    /// Takes a task's end, and the real output of one that was done and real.
    using Sink = std::function<void(const OffloadRecord&, const std::vector<float>&)>;

    /**
     * @brief Note a task that was submitted now.
     * @param ticket its id
     * @param device node id of the device whose it is
     * @param task what to do
     * @param done hears the end, or null
     */
    OffloadWork(Ticket ticket, uint32_t device, const ComputeTask& task, Sink done);

    /// @return what to do
    const ComputeTask& GetTask() const;
    /// @return what is so far
    const OffloadRecord& GetRecord() const;
    /// @return true while it is under way where the record says
    bool IsPlaced() const;

    /**
     * @brief Find out whether a server has it. A server may be on the device's own node, or say so.
     * @param node id of the server
     * @return true while it is under way there, and not at the device's own processor
     */
    bool IsAt(uint32_t node) const;

    /// @return true while the server has it
    bool IsAccepted() const;

    /**
     * @brief Find out whether somebody was tried already.
     * @param node id of the device itself or of a server
     * @return true when this was the place of an attempt
     */
    bool WasTried(uint32_t node) const;

    /// @param event that ends the task when it is late
    void SetDeadline(EventId event);
    /// @param event that asks whether the server is still at it; it replaces the one before
    void SetPatience(EventId event);
    /// @param job by which the device's own processor does it; NO_JOB: it does not
    void SetJob(ComputeResource::JobId job);
    /// @return the job, or NO_JOB
    ComputeResource::JobId GetJob() const;

    /**
     * @brief Begin an attempt.
     * @param place where
     */
    void Place(const OffloadCandidate& place);

    /// The server has it.
    void Accepted();

    /**
     * @brief The attempt failed.
     * @param reason why
     */
    void Failed(DropReason reason);

    /**
     * @brief The task ends; nothing is waited for any more.
     * @param reason why it failed; nothing: it is done
     */
    void End(std::optional<DropReason> reason);

    /**
     * @brief Tell the end to whom it concerns.
     * @param output real output, or none
     */
    void Tell(const std::vector<float>& output) const;

    /// @param joules that the device and its servers used on it
    void AddEnergy(double joules);

    /// @return the message that sends it to the server where it is placed, sealed
    Message MakeRequest() const;

    /**
     * @brief Check whether a server has a say in it.
     * @param node id of the server
     * @param header of its message
     * @return why not, or nothing
     */
    std::optional<RejectReason> Judge(uint32_t node, const MessageHeader& header) const;

    /**
     * @brief Check whether a server's result has the bytes that the task asks for.
     * @param header of the message
     * @param body of the message
     * @return true when it has, and its values are finite
     */
    bool IsResult(const MessageHeader& header, const OffloadResultBody& body) const;

  private:
    ComputeTask m_task;                                    //!< see GetTask()
    Sink m_done;                                           //!< hears the end
    OffloadRecord m_record;                                //!< see GetRecord()
    uint32_t m_attempt{0};                                 //!< the last one
    bool m_isPlaced{false};                                //!< see IsPlaced()
    bool m_isAccepted{false};                              //!< see IsAccepted()
    std::set<uint32_t> m_tried;                            //!< node ids
    ComputeResource::JobId m_job{ComputeResource::NO_JOB}; //!< see SetJob()
    EventId m_patience;                                    //!< with a server
    EventId m_deadline;                                    //!< the task's
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_OFFLOAD_WORK_H */
