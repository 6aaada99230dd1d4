/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SERVING_CELL_LOCATOR_H
#define EDGE_LEARNING_SERVING_CELL_LOCATOR_H

#include "edge-locator.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Names the gNB that serves the node's NrLite terminal, as a PacketSocketAddress, so that
 * the edge server is reached over BulkSocketFactory. The node needs no internet stack.
 *
 * A terminal out of coverage gets no answer; ask again when its link has come up. A node without a
 * terminal aborts with a message.
 */
class ServingCellLocator : public EdgeLocator
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * @brief Look at a node's NrLite terminal.
     * @param node the node
     * @param port port of the address
     * @return the gNB that serves the terminal, with the port; an invalid address without a
     * terminal or out of coverage
     */
    static Address FindServingCell(Ptr<Node> node, uint16_t port);

    void Locate(Ptr<Node> node, FoundSink found, MovedSink moved) override;
    void Cancel() override;

  private:
    uint16_t m_port; //!< where edge servers listen
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SERVING_CELL_LOCATOR_H */
