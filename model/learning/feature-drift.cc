/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "feature-drift.h"

#include "ns3/double.h"

#include <cmath>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(FeatureDrift);

TypeId
FeatureDrift::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::FeatureDrift")
            .SetParent<DriftModel>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<FeatureDrift>()
            .AddAttribute("Speed",
                          "Positions a second by which the values of a sample move along it, 0 to "
                          "1000.",
                          DoubleValue(0.02),
                          MakeDoubleAccessor(&FeatureDrift::m_speed),
                          MakeDoubleChecker<double>(0, 1000));
    return tid;
}

Ptr<const DataSet>
FeatureDrift::Apply(Ptr<const DataSet> data, Time collected) const
{
    const uint32_t width = data->GetFeatureCount();
    const double way = m_speed * collected.GetSeconds();
    if (!(way > 0) || width == 0)
    {
        return data;
    }
    const double whole = std::floor(way);
    const auto shift = static_cast<uint32_t>(std::fmod(whole, width));
    const auto part = static_cast<float>(way - whole);
    const std::vector<float>& old = data->GetFeatures();
    std::vector<float> features(old.size());
    for (std::size_t row = 0; row < old.size(); row += width)
    {
        for (uint32_t i = 0; i < width; ++i)
        {
            const uint32_t from = (i + width - shift) % width;
            const uint32_t before = (from + width - 1) % width;
            features[row + i] = (1 - part) * old[row + from] + part * old[row + before];
        }
    }
    return Create<DataSet>(std::move(features),
                           data->GetLabels(),
                           data->GetShape(),
                           data->GetClassCount());
}

} // namespace ns3::edgelearning
