/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_TASK_SOURCE_H
#define EDGE_LEARNING_TASK_SOURCE_H

#include "ns3/application.h"
#include "ns3/event-id.h"
#include "ns3/ns3-compat.h"
#include "ns3/nstime.h"
#include "ns3/random-variable-stream.h"

namespace ns3::edgelearning
{

class OffloadClient;

/**
 * @ingroup edge-learning
 * Gives the OffloadClient of its node one task after the other.
 */
class TaskSource : public Application
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Without a node.
    TaskSource();
    ~TaskSource() override;

    /**
     * @brief Assign fixed random variable stream numbers to the random variables used.
     * @param stream first stream index to use
     * @return the number of streams used
     */
    int64_t AssignStreams(int64_t stream) EDGE_LEARNING_APPLICATION_OVERRIDE;

    /// @return tasks given so far
    uint32_t GetCount() const;

  private:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

    void ScheduleNext();
    void Give();

    Ptr<RandomVariableStream> m_interval;    //!< between two tasks, in seconds
    Ptr<RandomVariableStream> m_inputBytes;  //!< of a task
    Ptr<RandomVariableStream> m_flop;        //!< of a task
    Ptr<RandomVariableStream> m_outputBytes; //!< of a task
    Time m_deadline;                         //!< of each task
    uint64_t m_memory;                       //!< of each task, in bytes
    uint32_t m_maxTasks;                     //!< 0: no end
    Ptr<OffloadClient> m_client;             //!< gets them done
    uint32_t m_count{0};                     //!< given so far
    uint32_t m_atOnce{0};                    //!< of these, the last ones without a pause
    EventId m_next;                          //!< the next task
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_TASK_SOURCE_H */
