/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_STATIC_LOCATOR_H
#define EDGE_LEARNING_STATIC_LOCATOR_H

#include "edge-locator.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Always names the same edge server: the Remote attribute.
 */
class StaticLocator : public EdgeLocator
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    void Locate(Ptr<Node> node, FoundSink found, MovedSink moved) override;
    void Cancel() override;

  private:
    Address m_remote; //!< the edge server
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_STATIC_LOCATOR_H */
