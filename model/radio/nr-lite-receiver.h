/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_RECEIVER_H
#define EDGE_LEARNING_NR_LITE_RECEIVER_H

#include "nr-lite-bearer.h"

#include <vector>

namespace ns3::edgelearning
{

class NrLiteChannel;

/**
 * @ingroup edge-learning
 * @brief The receiving side of a cell's links: transport blocks become packets again.
 */
class NrLiteReceiver : public SimpleRefCount<NrLiteReceiver>
{
  public:
    /**
     * @param channel the channel that delivers packets
     * @param cell index of the cell
     */
    NrLiteReceiver(Ptr<NrLiteChannel> channel, uint32_t cell);
    ~NrLiteReceiver();

    /// @brief Stop delivering.
    void Stop();

    /**
     * @brief Let the blocks of one slot arrive: in uplink together, in downlink each at its
     * terminal.
     * @param direction the direction
     * @param delay from now to the upper layers
     * @param blocks the blocks, decoded or (with no bytes) given up; left empty
     */
    void Schedule(NrLiteDirection direction,
                  Time delay,
                  std::vector<Ptr<NrLiteTransportBlock>>& blocks);

  private:
    /**
     * @brief Transport blocks leave the MAC.
     * @param blocks the blocks
     */
    void Arrive(std::vector<Ptr<NrLiteTransportBlock>> blocks);

    /**
     * @brief A transport block leaves the MAC.
     * @param block the block
     */
    void ArriveOne(Ptr<NrLiteTransportBlock> block);

    /**
     * @brief Hand finished packets on.
     * @param bearer the bearer
     */
    void Deliver(const Ptr<NrLiteBearer>& bearer);

    Ptr<NrLiteChannel> m_channel; //!< delivers packets
    uint32_t m_cell;              //!< index of the cell
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_RECEIVER_H */
