/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "edge-learning-trace-helper.h"

#include "net-anim-writer.h"

#include "ns3/message-application.h"
#include "ns3/simulator.h"

#include <exception>

namespace ns3::edgelearning
{

EdgeLearningTraceHelper::EdgeLearningTraceHelper(const std::string& directory)
    : m_exceptions(std::uncaught_exceptions()),
      m_directory(directory),
      m_traces(Create<RunTraces>(directory)),
      m_destroyEvent(Simulator::ScheduleDestroy(&RunTraces::Finish, m_traces))
{
}

EdgeLearningTraceHelper::~EdgeLearningTraceHelper() noexcept(false)
{
    m_destroyEvent.Cancel();
    if (std::uncaught_exceptions() == m_exceptions)
    {
        m_traces->Finish();
    }
}

void
EdgeLearningTraceHelper::Enable(const ApplicationContainer& apps)
{
    m_traces->Begin();
    for (auto app = apps.Begin(); app != apps.End(); ++app)
    {
        if (Ptr<MessageApplication> application = DynamicCast<MessageApplication>(*app))
        {
            m_traces->Connect(application);
        }
    }
}

void
EdgeLearningTraceHelper::EnableNetAnim(const ApplicationContainer& apps, const std::string& name)
{
    NetAnimWriter::Write(m_directory + "/" + name, apps);
}

void
EdgeLearningTraceHelper::Finish()
{
    m_traces->Finish();
}

const RunSummary&
EdgeLearningTraceHelper::GetSummary() const
{
    return m_traces->GetSummary();
}

} // namespace ns3::edgelearning
