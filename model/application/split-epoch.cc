/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-epoch.h"

#include "ns3/simulator.h"

#include <utility>

namespace ns3::edgelearning
{

SplitEpoch::SplitEpoch() = default;

SplitEpoch::SplitEpoch(uint32_t number, std::deque<uint32_t> workers)
    : m_number(number),
      m_isOpen(true),
      m_opened(Simulator::Now()),
      m_queue(std::move(workers)),
      m_selected(static_cast<uint32_t>(m_queue.size()))
{
}

uint32_t
SplitEpoch::GetNumber() const
{
    return m_number;
}

bool
SplitEpoch::IsOpen() const
{
    return m_isOpen;
}

bool
SplitEpoch::IsTraining() const
{
    return m_isTraining;
}

uint32_t
SplitEpoch::GetActive() const
{
    return m_active;
}

void
SplitEpoch::BeginEvaluation(std::deque<uint32_t> workers)
{
    m_isTraining = false;
    m_queue = std::move(workers);
}

std::optional<uint32_t>
SplitEpoch::TakeNext()
{
    if (m_queue.empty())
    {
        return std::nullopt;
    }
    const uint32_t worker = m_queue.front();
    m_queue.pop_front();
    return worker;
}

void
SplitEpoch::SessionBegan()
{
    ++m_active;
}

void
SplitEpoch::SessionEnded(uint64_t uplinkBytes)
{
    --m_active;
    if (m_isTraining)
    {
        m_uplinkBytes += uplinkBytes;
    }
}

void
SplitEpoch::TakeTrained(const SplitSession& session, bool isKept)
{
    ++m_aggregated;
    if (isKept)
    {
        m_results.push_back({session.GetModel(), 0});
        m_weights.push_back(session.GetSums().samples);
    }
}

void
SplitEpoch::TakeTested(const ScoreSums& sums)
{
    m_tested.loss += sums.loss;
    m_tested.correct += sums.correct;
    m_tested.samples += sums.samples;
}

std::optional<std::vector<float>>
SplitEpoch::Merge(Aggregator& aggregator)
{
    const auto results = std::exchange(m_results, {});
    const auto weights = std::exchange(m_weights, {});
    if (results.empty())
    {
        return std::nullopt;
    }
    std::vector<WeightedModel> models;
    for (std::size_t i = 0; i < results.size(); ++i)
    {
        models.push_back({&results[i], static_cast<double>(weights[i])});
    }
    return aggregator.Aggregate(models).values;
}

RoundRecord
SplitEpoch::Close()
{
    m_isOpen = false;
    RoundRecord record;
    record.round = m_number;
    record.selected = m_selected;
    record.aggregated = m_aggregated;
    record.dropped = m_selected - m_aggregated;
    record.opened = m_opened;
    record.uplinkBytes = m_uplinkBytes;
    if (const double samples = m_tested.samples; samples > 0)
    {
        record.loss = m_tested.loss / samples;
        record.accuracy = m_tested.correct / samples;
    }
    return record;
}

} // namespace ns3::edgelearning
