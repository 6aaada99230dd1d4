/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "on-off-availability-model.h"

#include "ns3/double.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(OnOffAvailabilityModel);

namespace
{

/// The longest period, in seconds: far below the largest Time.
constexpr double MAX_DURATION = 1e9;

Time
Draw(const char* attribute, Ptr<RandomVariableStream> variable)
{
    const double seconds = variable->GetValue();
    // Written so that not-a-number is refused too.
    NS_ABORT_MSG_UNLESS(seconds >= 0 && seconds <= MAX_DURATION,
                        attribute << " of an OnOffAvailabilityModel drew " << seconds
                                  << " s; set a random variable with values from 0 to "
                                  << MAX_DURATION << " s");
    return Max(Seconds(seconds), MilliSeconds(1));
}

} // namespace

TypeId
OnOffAvailabilityModel::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::OnOffAvailabilityModel")
            .SetParent<AvailabilityModel>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<OnOffAvailabilityModel>()
            .AddAttribute("OnTime",
                          "How long the device is available each time, in seconds, 0 to 1e9.",
                          StringValue("ns3::ExponentialRandomVariable[Mean=600]"),
                          MakePointerAccessor(&OnOffAvailabilityModel::m_on),
                          MakePointerChecker<RandomVariableStream>())
            .AddAttribute("OffTime",
                          "How long the device is away each time, in seconds, 0 to 1e9.",
                          StringValue("ns3::ExponentialRandomVariable[Mean=60]"),
                          MakePointerAccessor(&OnOffAvailabilityModel::m_off),
                          MakePointerChecker<RandomVariableStream>())
            .AddAttribute("InitialShare",
                          "Probability, 0 to 1, that the device is available at the start.",
                          DoubleValue(1),
                          MakeDoubleAccessor(&OnOffAvailabilityModel::m_initialShare),
                          MakeDoubleChecker<double>(0, 1));
    return tid;
}

OnOffAvailabilityModel::OnOffAvailabilityModel()
    : m_initial(CreateObject<UniformRandomVariable>())
{
}

OnOffAvailabilityModel::~OnOffAvailabilityModel() = default;

int64_t
OnOffAvailabilityModel::AssignStreams(int64_t stream)
{
    m_on->SetStream(stream);
    m_off->SetStream(stream + 1);
    m_initial->SetStream(stream + 2);
    return 3;
}

void
OnOffAvailabilityModel::DoDispose()
{
    AvailabilityModel::DoDispose();
    m_on = nullptr;
    m_off = nullptr;
}

AvailabilityModel::Period
OnOffAvailabilityModel::GetNext()
{
    const bool available = m_last ? !m_last->available : m_initial->GetValue() < m_initialShare;
    const Time begin = m_last ? m_last->until : Simulator::Now();
    m_last = {available, begin + (available ? Draw("OnTime", m_on) : Draw("OffTime", m_off))};
    return *m_last;
}

} // namespace ns3::edgelearning
