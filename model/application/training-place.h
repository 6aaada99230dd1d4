/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_TRAINING_PLACE_H
#define EDGE_LEARNING_TRAINING_PLACE_H

#include "ns3/compute-resource.h"
#include "ns3/compute-task.h"
#include "ns3/data-set.h"
#include "ns3/edge-learning-types.h"
#include "ns3/learner.h"
#include "ns3/node.h"

#include <functional>

namespace ns3::edgelearning
{

class OffloadClient;

/**
 * @ingroup edge-learning
 * Where a worker's training takes its time: on the node's processor or, if the data may leave the
 * device, wherever the node's OffloadClient gets it done.
 */
class TrainingPlace
{
  public:
    /// Hears that the data were sent to a node, and in how many bytes together with the model.
    using DataSink = std::function<void(uint32_t node, uint32_t bytes)>;

    TrainingPlace();
    ~TrainingPlace();

    /**
     * @brief Get ready; aborts when the data may leave and the node has no OffloadClient.
     * @param node the worker's node, which has a compute resource
     * @param mayLeave the data may leave the device
     * @param left hears of it
     */
    void Start(Ptr<Node> node, bool mayLeave, DataSink left);

    /// Leave the node; a training that is under way is cancelled.
    void Stop();

    /**
     * @brief Describe a training, after Start(); aborts when too much would have to travel.
     * @param learner that trains
     * @param data that it trains on
     * @return its work, and what has to travel if the data may leave
     */
    ComputeTask Describe(const Learner& learner, const DataSet& data) const;

    /**
     * @brief Train; one at a time.
     * @param task the data and the model in, the model out
     * @param done called at the end
     * @param failed called with the reason instead
     * @return false when the battery is empty or the work is absurd
     */
    bool Train(const ComputeTask& task,
               std::function<void()> done,
               std::function<void(DropReason)> failed);

    /// Stop training, without a word to anybody.
    void Cancel();

  private:
    void SentAway(uint64_t task, uint32_t node, uint32_t bytes);

    uint32_t m_node{0};                                    //!< the worker's
    Ptr<ComputeResource> m_compute;                        //!< the node's
    Ptr<OffloadClient> m_client;                           //!< the node's; null: data stay
    DataSink m_left;                                       //!< see Start()
    ComputeResource::JobId m_job{ComputeResource::NO_JOB}; //!< the training, by m_compute
    Ticket m_task{0};                                      //!< the training, by m_client
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_TRAINING_PLACE_H */
