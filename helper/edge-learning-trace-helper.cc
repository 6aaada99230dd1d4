/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "edge-learning-trace-helper.h"

#include "ns3/message-application.h"
#include "ns3/simulator.h"

#include <exception>
#include <iostream>

namespace ns3::edgelearning
{

EdgeLearningTraceHelper::EdgeLearningTraceHelper(const std::string& directory)
    : m_exceptions(std::uncaught_exceptions()),
      m_traces(Create<RunTraces>(directory)),
      m_destroyEvent(Simulator::ScheduleDestroy(&EdgeLearningTraceHelper::FinishQuietly, m_traces))
{
}

EdgeLearningTraceHelper::~EdgeLearningTraceHelper()
{
    if (m_traces->IsFinished())
    {
        return;
    }
    m_destroyEvent.Cancel();
    if (std::uncaught_exceptions() == m_exceptions)
    {
        FinishQuietly(m_traces);
    }
}

void
EdgeLearningTraceHelper::Enable(const ApplicationContainer& apps)
{
    for (auto app = apps.Begin(); app != apps.End(); ++app)
    {
        if (Ptr<MessageApplication> application = DynamicCast<MessageApplication>(*app))
        {
            m_traces->Connect(application);
        }
    }
}

void
EdgeLearningTraceHelper::Finish()
{
    if (!m_traces->IsFinished())
    {
        m_traces->Finish();
    }
}

const RunSummary&
EdgeLearningTraceHelper::GetSummary() const
{
    return m_traces->GetSummary();
}

void
EdgeLearningTraceHelper::FinishQuietly(Ptr<RunTraces> traces)
{
    try
    {
        if (!traces->IsFinished())
        {
            traces->Finish();
        }
    }
    catch (const std::exception& error)
    {
        std::cerr << error.what() << std::endl;
    }
}

} // namespace ns3::edgelearning
