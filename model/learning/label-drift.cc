/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "label-drift.h"

#include <numeric>
#include <utility>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(LabelDrift);

TypeId
LabelDrift::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::LabelDrift")
            .SetParent<DriftModel>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<LabelDrift>()
            .AddAttribute("Interval",
                          "Time between two exchanges of labels, at least 1 ms; zero: no drift.",
                          TimeValue(Seconds(30)),
                          MakeTimeAccessor(&LabelDrift::m_interval),
                          MakeTimeChecker(Seconds(0)));
    return tid;
}

std::vector<int64_t>
LabelDrift::GetLabels(uint32_t classes, Time collected) const
{
    std::vector<int64_t> labels(classes);
    std::iota(labels.begin(), labels.end(), 0);
    if (m_interval.IsZero() || classes < 2 || !collected.IsStrictlyPositive())
    {
        return labels;
    }
    const int64_t steps = collected.GetTimeStep() / Max(m_interval, MilliSeconds(1)).GetTimeStep();
    for (int64_t step = 1; step <= steps; ++step)
    {
        std::swap(labels[(step - 1) % classes], labels[step % classes]);
    }
    return labels;
}

Ptr<const DataSet>
LabelDrift::Apply(Ptr<const DataSet> data, Time collected) const
{
    if (m_interval.IsZero() || !collected.IsStrictlyPositive())
    {
        return data;
    }
    const std::vector<int64_t> now = GetLabels(data->GetClassCount(), collected);
    std::vector<int64_t> labels = data->GetLabels();
    for (int64_t& label : labels)
    {
        label = now[label];
    }
    if (labels == data->GetLabels())
    {
        return data;
    }
    return Create<DataSet>(data->GetFeatures(), labels, data->GetShape(), data->GetClassCount());
}

} // namespace ns3::edgelearning
