/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "task-source.h"

#include "offload-client.h"

#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(TaskSource);

namespace
{

/// The longest interval in seconds; far below the largest Time.
constexpr double LONGEST = 1e9;
/// Tasks without a pause between them after which it is taken that there will be none.
constexpr uint32_t MOST_AT_ONCE = 10000;

/// @param variable sizes in bytes @return one of them
uint32_t
DrawBytes(Ptr<RandomVariableStream> variable)
{
    return static_cast<uint32_t>(std::clamp(std::round(variable->GetValue()), 0.0, 4e9));
}

} // namespace

TypeId
TaskSource::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::TaskSource")
            .SetParent<Application>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<TaskSource>()
            .AddAttribute("Interval",
                          "Time between two tasks, in seconds up to 1e9, drawn for each; the "
                          "first comes after one of them.",
                          StringValue("ns3::ExponentialRandomVariable[Mean=1]"),
                          MakePointerAccessor(&TaskSource::m_interval),
                          MakePointerChecker<RandomVariableStream>())
            .AddAttribute("InputBytes",
                          "Input of a task, in bytes up to 4e9, drawn for each.",
                          StringValue("ns3::ConstantRandomVariable[Constant=100000]"),
                          MakePointerAccessor(&TaskSource::m_inputBytes),
                          MakePointerChecker<RandomVariableStream>())
            .AddAttribute("Flop",
                          "Work of a task, in floating point operations, drawn for each.",
                          StringValue("ns3::ConstantRandomVariable[Constant=1e9]"),
                          MakePointerAccessor(&TaskSource::m_flop),
                          MakePointerChecker<RandomVariableStream>())
            .AddAttribute("OutputBytes",
                          "Output of a task, in bytes up to 4e9, drawn for each.",
                          StringValue("ns3::ConstantRandomVariable[Constant=1000]"),
                          MakePointerAccessor(&TaskSource::m_outputBytes),
                          MakePointerChecker<RandomVariableStream>())
            .AddAttribute("Deadline",
                          "By when a task must be done, from when it is given, at most 1e9 s; 0: "
                          "never.",
                          TimeValue(Time(0)),
                          MakeTimeAccessor(&TaskSource::m_deadline),
                          MakeTimeChecker(Time(0), Seconds(LONGEST)))
            .AddAttribute("Memory",
                          "Working memory of a task, in bytes.",
                          UintegerValue(0),
                          MakeUintegerAccessor(&TaskSource::m_memory),
                          MakeUintegerChecker<uint64_t>())
            .AddAttribute("MaxTasks",
                          "How many tasks are given; 0: without end.",
                          UintegerValue(0),
                          MakeUintegerAccessor(&TaskSource::m_maxTasks),
                          MakeUintegerChecker<uint32_t>());
    return tid;
}

TaskSource::TaskSource() = default;

TaskSource::~TaskSource() = default;

int64_t
TaskSource::AssignStreams(int64_t stream)
{
    m_interval->SetStream(stream);
    m_inputBytes->SetStream(stream + 1);
    m_flop->SetStream(stream + 2);
    m_outputBytes->SetStream(stream + 3);
    return 4;
}

uint32_t
TaskSource::GetCount() const
{
    return m_count;
}

void
TaskSource::DoDispose()
{
    m_next.Cancel();
    m_client = nullptr;
    Application::DoDispose();
}

void
TaskSource::StartApplication()
{
    m_client = OffloadClient::Of(GetNode());
    NS_ABORT_MSG_IF(!m_client,
                    "the task source on node " << GetNode()->GetId()
                                               << " finds no OffloadClient there; install one");
    ScheduleNext();
}

void
TaskSource::StopApplication()
{
    m_next.Cancel();
}

void
TaskSource::ScheduleNext()
{
    if (m_maxTasks == 0 || m_count < m_maxTasks)
    {
        const double seconds = m_interval->GetValue();
        NS_ABORT_MSG_IF(!(seconds >= 0 && seconds <= LONGEST),
                        "the task source on node " << GetNode()->GetId() << " drew an Interval of "
                                                   << seconds << " s; it must be from 0 to "
                                                   << LONGEST << " s");
        m_atOnce = seconds > 0 ? 0 : m_atOnce + 1;
        NS_ABORT_MSG_IF(m_maxTasks == 0 && m_atOnce > MOST_AT_ONCE,
                        "the task source on node "
                            << GetNode()->GetId() << " drew an Interval of 0 s " << m_atOnce
                            << " times in a row, so that no time passes any more; set MaxTasks, or "
                               "draw another Interval now and then");
        m_next = Simulator::Schedule(Seconds(seconds), &TaskSource::Give, this);
    }
}

void
TaskSource::Give()
{
    ComputeTask task;
    task.inputBytes = DrawBytes(m_inputBytes);
    task.flop = m_flop->GetValue();
    task.outputBytes = DrawBytes(m_outputBytes);
    task.deadline = m_deadline;
    task.memory = m_memory;
    ++m_count;
    m_client->Submit(task);
    ScheduleNext();
}

} // namespace ns3::edgelearning
