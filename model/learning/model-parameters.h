/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_MODEL_PARAMETERS_H
#define EDGE_LEARNING_MODEL_PARAMETERS_H

#include <cstdint>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief A model's parameters as they travel: real values, then a tail that only has a size.
 *
 * The parameters of a real network are all values; those of a synthetic model are one value, its
 * progress, and a virtual tail that makes the message as long as the model is said to be.
 */
struct ModelParameters
{
    std::vector<float> values; //!< the real values, in the learner's order
    uint64_t virtualBytes{0};  //!< bytes on the wire after the values that carry nothing

    /**
     * @return the bytes of these parameters on the wire
     */
    uint64_t GetBytes() const
    {
        return values.size() * sizeof(float) + virtualBytes;
    }
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_MODEL_PARAMETERS_H */
