/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NODE_PROBE_H
#define EDGE_LEARNING_NODE_PROBE_H

#include "ns3/node.h"

#include <optional>

namespace ns3::edgelearning
{

/// The quality of a link that measures none, in dB: it is up, and nothing is known against it.
constexpr double UNMEASURED_QUALITY = 100;

/**
 * @ingroup edge-learning
 * @brief Measure a node's link to its gateway.
 * @param node the node
 * @return of an NrLite terminal the SINR of its uplink in dB, with its power on all blocks and
 * without fast fading; of other nodes UNMEASURED_QUALITY; nothing when the terminal is not
 * attached, when there is no default gateway, or when the link to it is down
 */
std::optional<double> GetAccessQuality(Ptr<Node> node);

/**
 * @ingroup edge-learning
 * @brief Find out how much energy a node has left.
 * @param node the node
 * @return share of the initial energy of the first of its energy sources, 0 to 1; 1 without one
 */
double GetEnergyLeft(Ptr<Node> node);

/**
 * @ingroup edge-learning
 * @brief Find out how much energy a node has left.
 * @param node the node
 * @return of the first of its energy sources, in joules; infinite without one
 */
double GetRemainingEnergy(Ptr<Node> node);

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NODE_PROBE_H */
