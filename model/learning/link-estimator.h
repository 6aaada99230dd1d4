/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_LINK_ESTIMATOR_H
#define EDGE_LEARNING_LINK_ESTIMATOR_H

#include "split-policy.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief Tells a link's rate and delay from how long messages took that waited for each other.
 *
 * Each message is taken to need the delay and its bits at the rate, the same in both directions. A
 * short exchange and a long one give the two.
 */
class LinkEstimator
{
  public:
    /// @param assumedRate before anything was measured, in bit/s
    explicit LinkEstimator(double assumedRate);

    /**
     * @brief Take a short exchange: the first estimate of the delay.
     * @param seconds it took, there and back
     * @param bytes of the two messages
     */
    void TakeHandshake(double seconds, uint64_t bytes);

    /**
     * @brief Take a long exchange. One that the handshake contradicts changes nothing.
     * @param seconds its messages took
     * @param messages how many
     * @param bytes of them
     */
    void TakeExchange(double seconds, uint64_t messages, uint64_t bytes);

    /// @return the link as last measured
    const SplitLink& GetLink() const;

  private:
    SplitLink m_link;             //!< see GetLink()
    double m_handshake{0};        //!< in seconds
    uint64_t m_handshakeBytes{0}; //!< of its two messages
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_LINK_ESTIMATOR_H */
