/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_MODEL_HISTORY_H
#define EDGE_LEARNING_MODEL_HISTORY_H

#include "model-parameters.h"

#include <deque>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief The newest versions of a global model, numbered from 0 without a gap.
 */
class ModelHistory
{
  public:
    /**
     * @brief Add the next version; older ones are forgotten.
     * @param model its parameters
     * @param kept how many versions may stay, this one included; at least 1
     */
    void Add(ModelParameters model, uint32_t kept);

    /// @return true before the first version
    bool IsEmpty() const;

    /// @return the number of the newest version; there must be one
    uint32_t GetVersion() const;

    /// @return the newest version; there must be one
    const ModelParameters& GetNewest() const;

    /**
     * @brief Find a version.
     * @param version its number
     * @return its parameters, or null when it is forgotten or not there yet
     */
    const ModelParameters* Find(uint32_t version) const;

  private:
    std::deque<ModelParameters> m_models; //!< the newest last
    uint32_t m_added{0};                  //!< versions so far
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_MODEL_HISTORY_H */
