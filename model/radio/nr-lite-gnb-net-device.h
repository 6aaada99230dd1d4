/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_GNB_NET_DEVICE_H
#define EDGE_LEARNING_NR_LITE_GNB_NET_DEVICE_H

#include "nr-lite-cell.h"
#include "nr-lite-net-device.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief A gNB: one cell, and the IP gateway of the terminals attached to it.
 *
 * Applications on its node are reached by terminals directly; what a terminal sends elsewhere is
 * forwarded by the node's IP stack. Addresses of terminals are resolved without a message.
 */
class NrLiteGnbNetDevice : public NrLiteNetDevice
{
  public:
    /// @return the type id
    static TypeId GetTypeId();

    NrLiteGnbNetDevice();

    /**
     * @brief Join a channel.
     * @param channel the channel
     */
    void SetChannel(Ptr<NrLiteChannel> channel);

    /// @return the cell's MAC
    Ptr<NrLiteCell> GetCell() const;
    /// @return transmit power [W]
    double GetTxPower() const;
    /// @return linear noise factor of the receiver
    double GetNoiseFactor() const;
    /// @return linear antenna gain
    double GetAntennaGain() const;
    /// @return most bytes in a terminal's downlink queue
    uint64_t GetBufferSize() const;

    Ptr<Channel> GetChannel() const override;
    bool NeedsArp() const override;

  protected:
    void DoInitialize() override;
    void DoDispose() override;
    bool DoSend(Ptr<Packet> packet, Mac48Address from, Mac48Address to, uint16_t protocol) override;

  private:
    Ptr<NrLiteChannel> m_channel; //!< its channel
    Ptr<NrLiteCell> m_cell;       //!< its MAC
    double m_txPower;             //!< [dBm]
    double m_noiseFigure;         //!< [dB]
    double m_antennaGain;         //!< [dBi]
    uint64_t m_bufferSize;        //!< [byte]
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_GNB_NET_DEVICE_H */
