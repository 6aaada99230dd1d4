/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dirichlet-partitioner.h"

#include "data-set.h"

#include "ns3/double.h"

#include <cmath>
#include <map>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(DirichletPartitioner);

TypeId
DirichletPartitioner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::DirichletPartitioner")
            .SetParent<Partitioner>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<DirichletPartitioner>()
            .AddAttribute("Alpha",
                          "Concentration of the Dirichlet distribution, without unit: at 0.1 a "
                          "part knows one or two classes, at 100 parts are nearly alike.",
                          DoubleValue(0.5),
                          MakeDoubleAccessor(&DirichletPartitioner::m_alpha),
                          MakeDoubleChecker<double>(1e-6, 1e6));
    return tid;
}

DirichletPartitioner::DirichletPartitioner()
    : m_gamma(CreateObject<GammaRandomVariable>())
{
}

int64_t
DirichletPartitioner::AssignStreams(int64_t stream)
{
    const int64_t used = Partitioner::AssignStreams(stream);
    m_gamma->SetStream(stream + used);
    return used + 1;
}

std::vector<double>
DirichletPartitioner::DrawShares(uint32_t parts)
{
    std::vector<double> shares(parts);
    double sum = 0;
    for (auto& share : shares)
    {
        share = m_gamma->GetValue(m_alpha, 1.0);
        sum += share;
    }
    if (sum <= 0)
    {
        // A tiny Alpha lets every draw underflow; its limit gives all to one part.
        shares[m_random->GetInteger(0, parts - 1)] = 1;
        return shares;
    }
    for (auto& share : shares)
    {
        share /= sum;
    }
    return shares;
}

Partitioner::Parts
DirichletPartitioner::DoPartition(const std::vector<int64_t>& labels, uint32_t parts)
{
    std::map<int64_t, std::vector<uint32_t>> classes;
    for (std::size_t i = 0; i < labels.size(); ++i)
    {
        classes[labels[i]].push_back(static_cast<uint32_t>(i));
    }
    Parts result(parts);
    for (auto& [label, rows] : classes)
    {
        Shuffle(rows, m_random);
        const std::vector<double> shares = DrawShares(parts);
        double cumulative = 0;
        std::size_t next = 0;
        for (uint32_t part = 0; part < parts; ++part)
        {
            cumulative += shares[part];
            const std::size_t last =
                part + 1 == parts ? rows.size()
                                  : std::min(rows.size(),
                                             static_cast<std::size_t>(std::lround(
                                                 cumulative * static_cast<double>(rows.size()))));
            for (; next < last; ++next)
            {
                result[part].push_back(rows[next]);
            }
        }
    }
    return result;
}

} // namespace ns3::edgelearning
