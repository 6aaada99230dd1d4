/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_VALUE_CHECKS_H
#define EDGE_LEARNING_VALUE_CHECKS_H

#include <cstdint>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Check values that came from the network: it carries whatever bits a float has.
 * @param values the values
 * @return whether each is a finite number
 */
bool AreFinite(const std::vector<float>& values);

/**
 * @ingroup edge-learning
 * @brief Check values of samples that came from the network.
 * @param values sample after sample
 * @param samples how many there must be
 * @param width values that each must have
 * @return whether they are so many, and each is a finite number
 */
bool HaveShape(const std::vector<float>& values, uint64_t samples, uint64_t width);

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_VALUE_CHECKS_H */
