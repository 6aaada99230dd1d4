/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-policy.h"

#include "ns3/boolean.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(SplitPolicy);

namespace
{

/// Bytes of a value, and of a label.
constexpr uint64_t WIDTH = 4;

/// @param layers of a network @param first a layer @param last the layer after the last one
/// @return weights and biases of these layers
uint64_t
CountParameters(const std::vector<LayerProfile>& layers, uint32_t first, uint32_t last)
{
    uint64_t sum = 0;
    for (uint32_t i = first; i < last; ++i)
    {
        sum += layers.at(i).parameters;
    }
    return sum;
}

} // namespace

TypeId
SplitPolicy::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::SplitPolicy")
                            .SetParent<Object>()
                            .SetGroupName("EdgeLearning")
                            .AddAttribute("UShaped",
                                          "Whether the device runs the last layers too, so that "
                                          "its labels never leave it.",
                                          BooleanValue(false),
                                          MakeBooleanAccessor(&SplitPolicy::m_isUShaped),
                                          MakeBooleanChecker());
    return tid;
}

std::vector<SplitPoint>
SplitPolicy::GetSplits(uint32_t layers) const
{
    std::vector<SplitPoint> splits;
    for (uint32_t cut = 1; cut < layers; ++cut)
    {
        if (!m_isUShaped)
        {
            splits.push_back({cut, layers});
        }
        for (uint32_t tail = cut + 1; m_isUShaped && tail < layers; ++tail)
        {
            splits.push_back({cut, tail});
        }
    }
    return splits;
}

SplitCost
SplitPolicy::Estimate(const SplitJob& job,
                      const SplitPoint& split,
                      const SplitDevice& device,
                      double serverRate,
                      const SplitLink& link)
{
    const auto layers = static_cast<uint32_t>(job.layers.size());
    const double headFlop = CountForwardFlop(job.layers, 0, split.cut);
    const double middleFlop = CountForwardFlop(job.layers, split.cut, split.tail);
    const double tailFlop = CountForwardFlop(job.layers, split.tail, layers);
    const uint64_t parameters =
        CountParameters(job.layers, 0, split.cut) + CountParameters(job.layers, split.tail, layers);
    const bool isUShaped = split.tail < layers;
    // A single last sample joins the batch before.
    const uint32_t full = (job.samples + job.batchSize - 1) / job.batchSize;
    const uint32_t batches =
        job.batchSize > 1 && full > 1 && job.samples % job.batchSize == 1 ? full - 1 : full;

    // Each way: activations behind the cut one way, their gradients the other.
    const uint64_t crossing = job.layers.at(split.cut - 1).outputs +
                              (isUShaped ? job.layers.at(split.tail - 1).outputs : uint64_t{0});
    const uint64_t each = WIDTH * crossing * job.samples;
    const uint32_t messages = batches * (isUShaped ? 2 : 1);
    const uint64_t labels = isUShaped ? 0 : WIDTH * job.samples;
    const uint64_t parts = WIDTH * parameters + job.framing;

    SplitCost cost;
    cost.split = split;
    cost.uplinkBytes = each + labels + uint64_t{messages} * job.framing + parts;
    cost.downlinkBytes = each + uint64_t{messages} * job.framing + parts;
    const double deviceFlop = 3 * (headFlop + tailFlop) * job.samples;
    const double uplink = 8.0 * static_cast<double>(cost.uplinkBytes) / link.uplinkRate;
    const double downlink = 8.0 * static_cast<double>(cost.downlinkBytes) / link.downlinkRate;
    cost.deviceTime = deviceFlop / device.rate;
    cost.latency = cost.deviceTime + 3 * middleFlop * job.samples / serverRate + uplink + downlink +
                   2.0 * (messages + 1) * link.delay;
    cost.energy = deviceFlop * device.energyPerFlop + uplink * device.sendPower +
                  downlink * device.receivePower;
    return cost;
}

} // namespace ns3::edgelearning
