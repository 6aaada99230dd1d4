/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "collection-plan.h"

#include "attribute-checks.h"

#include "ns3/periodic-collection.h"

#include <sstream>
#include <stdexcept>

namespace ns3::edgelearning
{

namespace
{

Time
DrawTime(const std::string& what, Ptr<RandomVariableStream> variable)
{
    const double seconds = variable->GetValue();
    if (!(seconds >= 0 && seconds <= 1e9))
    {
        std::ostringstream message;
        message << "collection with " << what << " of " << seconds
                << " s was drawn; it must be from 0 to 1e9 s";
        throw std::invalid_argument(message.str());
    }
    return Seconds(seconds);
}

} // namespace

CollectionPlan::CollectionPlan()
{
    SetVariables("ns3::ConstantRandomVariable[Constant=0]",
                 "ns3::ConstantRandomVariable[Constant=0]");
}

void
CollectionPlan::SetVariables(const std::string& initialAge, const std::string& period)
{
    m_initialAge = MakeRandomVariable(initialAge);
    m_period = MakeRandomVariable(period);
}

void
CollectionPlan::SetProcess(const ObjectFactory& process)
{
    m_process = process;
}

Ptr<RandomVariableStream>
CollectionPlan::GetInitialAgeVariable() const
{
    return m_initialAge;
}

Ptr<RandomVariableStream>
CollectionPlan::GetPeriodVariable() const
{
    return m_period;
}

Time
CollectionPlan::DrawInitialAge() const
{
    return DrawTime("initial age", m_initialAge);
}

Ptr<CollectionProcess>
CollectionPlan::MakeProcess() const
{
    const Time period = DrawTime("period", m_period);
    if (m_process.IsTypeIdSet())
    {
        return m_process.Create<CollectionProcess>();
    }
    return CreateObjectWithAttributes<PeriodicCollection>("Period", TimeValue(period));
}

} // namespace ns3::edgelearning
