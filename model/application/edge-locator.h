/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_EDGE_LOCATOR_H
#define EDGE_LEARNING_EDGE_LOCATOR_H

#include "ns3/address.h"
#include "ns3/node.h"
#include "ns3/object.h"

#include <functional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Tells a worker at which address its edge server is to be found now.
 */
class EdgeLocator : public Object
{
  public:
    /// Takes the address of an edge server.
    using FoundSink = std::function<void(const Address&)>;
    /// Hears that another edge server than the one that was found should serve now.
    using MovedSink = std::function<void()>;

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * @brief Look for an edge server.
     *
     * The answer may come at once, later, or never; a later call replaces an earlier one.
     *
     * @param node the node that looks
     * @param found takes the answer, at most once
     * @param moved called at most once, after the answer; locators that do not watch never do
     */
    virtual void Locate(Ptr<Node> node, FoundSink found, MovedSink moved) = 0;

    /// Stop looking, and watching.
    virtual void Cancel() = 0;

    /**
     * @brief Assign fixed random variable stream numbers to what is drawn.
     * @param stream first stream index to use
     * @return the number of streams used; here 0
     */
    virtual int64_t AssignStreams(int64_t stream);
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_EDGE_LOCATOR_H */
