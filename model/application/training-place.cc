/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "training-place.h"

#include "offload-client.h"

#include <limits>
#include <utility>

namespace ns3::edgelearning
{

TrainingPlace::TrainingPlace() = default;

TrainingPlace::~TrainingPlace() = default;

void
TrainingPlace::Start(Ptr<Node> node, bool mayLeave, DataSink left)
{
    m_node = node->GetId();
    m_compute = node->GetObject<ComputeResource>();
    m_left = std::move(left);
    m_client = mayLeave ? OffloadClient::Of(node) : nullptr;
    NS_ABORT_MSG_IF(mayLeave && !m_client,
                    "the worker on node " << node->GetId()
                                          << " may offload its data, but there is no "
                                             "OffloadClient on the node; install one, or set "
                                             "AllowDataOffload to false");
    if (m_client)
    {
        m_client->TraceConnectWithoutContext("SentAway",
                                             MakeCallback(&TrainingPlace::SentAway, this));
    }
}

void
TrainingPlace::Stop()
{
    Cancel();
    if (m_client)
    {
        m_client->TraceDisconnectWithoutContext("SentAway",
                                                MakeCallback(&TrainingPlace::SentAway, this));
    }
    m_client = nullptr;
    m_compute = nullptr;
    m_left = nullptr;
}

ComputeTask
TrainingPlace::Describe(const Learner& learner, const DataSet& data) const
{
    ComputeTask task;
    task.flop = learner.GetFlopPerSample() * learner.GetEpochs() * data.GetSize();
    if (m_client)
    {
        // Of each sample the features and the label, as binary32 and 32 bits.
        const uint64_t dataBytes = 4 * uint64_t{data.GetSize()} * (data.GetFeatureCount() + 1);
        const uint64_t modelBytes = learner.GetModelBytes();
        NS_ABORT_MSG_IF(dataBytes + modelBytes > std::numeric_limits<uint32_t>::max(),
                        "the worker on node " << m_node << " may offload " << dataBytes
                                              << " bytes of data and a model of " << modelBytes
                                              << "; at most 2^32 - 1 bytes travel together");
        task.inputBytes = static_cast<uint32_t>(dataBytes + modelBytes);
        task.outputBytes = static_cast<uint32_t>(modelBytes);
    }
    return task;
}

bool
TrainingPlace::Train(const ComputeTask& task,
                     std::function<void()> done,
                     std::function<void(DropReason)> failed)
{
    if (m_client)
    {
        m_task = m_client->Submit(
            task,
            [this, done = std::move(done), failed = std::move(failed)](const OffloadRecord& record,
                                                                       const auto&) {
                if (m_task == record.task)
                {
                    m_task = 0;
                    record.reason ? failed(*record.reason) : done();
                }
            });
        return true;
    }
    m_job = m_compute->Submit(task.flop, [this, done = std::move(done)]() {
        m_job = ComputeResource::NO_JOB;
        done();
    });
    return m_job != ComputeResource::NO_JOB;
}

void
TrainingPlace::Cancel()
{
    if (m_job != ComputeResource::NO_JOB)
    {
        m_compute->Cancel(std::exchange(m_job, ComputeResource::NO_JOB));
    }
    if (m_task != 0)
    {
        m_client->Cancel(std::exchange(m_task, 0));
    }
}

void
TrainingPlace::SentAway(uint64_t task, uint32_t node, uint32_t bytes)
{
    if (task == m_task)
    {
        m_left(node, bytes);
    }
}

} // namespace ns3::edgelearning
