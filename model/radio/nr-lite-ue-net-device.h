/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_UE_NET_DEVICE_H
#define EDGE_LEARNING_NR_LITE_UE_NET_DEVICE_H

#include "nr-lite-bearer.h"
#include "nr-lite-net-device.h"
#include "nr-lite-propagation.h"
#include "nr-lite-rrc.h"

#include <optional>

namespace ns3::edgelearning
{

class NrLiteCell;
class NrLiteGnbNetDevice;

/**
 * @ingroup edge-learning
 * @brief A terminal. Whatever it sends goes to the gNB that it is attached to.
 *
 * The link is up while it is attached. It needs no ARP and no neighbour discovery.
 */
class NrLiteUeNetDevice : public NrLiteNetDevice
{
  public:
    /**
     * @brief Trace of a change of attachment.
     * @param terminal node id of the terminal
     * @param from node id of the gNB it was attached to, -1 if none
     * @param to node id of the gNB it is attached to now, -1 if out of coverage
     * @param cause initial, handover, outage, re-established, energy or removed
     */
    typedef void (*AttachmentCallback)(uint32_t terminal,
                                       int32_t from,
                                       int32_t to,
                                       const char* cause);

    /**
     * @brief Trace of an evaluated link quality.
     * @param terminal node id of the terminal
     * @param direction NrLiteDirection
     * @param sinr SINR [dB] of a block, with the terminal's power on all blocks in uplink
     * @param cqi the CQI of a grant of all blocks, or of the best grant if that is none
     */
    typedef void (*SinrCallback)(uint32_t terminal, uint32_t direction, double sinr, uint32_t cqi);

    /**
     * @brief Trace of a transmission of a transport block.
     * @param terminal node id of the terminal
     * @param direction NrLiteDirection
     * @param block the block; attempts counts this transmission
     * @param decoded whether it was decoded
     */
    typedef void (*TransportBlockCallback)(uint32_t terminal,
                                           uint32_t direction,
                                           const NrLiteTransportBlock& block,
                                           bool decoded);

    /// @return the type id
    static TypeId GetTypeId();

    NrLiteUeNetDevice();

    /**
     * @brief Join a channel.
     * @param channel the channel
     */
    void SetChannel(Ptr<NrLiteChannel> channel);

    /**
     * @brief Change the serving cell; called by RRC.
     * @param gnb the new one, null for none
     * @param cause as in AttachmentCallback
     */
    void SetServing(NrLiteGnbNetDevice* gnb, const char* cause);

    /// @return the serving gNB, null if out of coverage
    NrLiteGnbNetDevice* GetServing() const;

    /**
     * @param direction the direction
     * @return its bearer
     */
    const Ptr<NrLiteBearer>& GetBearer(NrLiteDirection direction) const;

    /// @return SINR of the uplink in dB, with the terminal's power on all blocks and without fast
    /// fading; nothing out of coverage
    std::optional<double> MeasureUplink();

    /// @brief Trace that no cell covers the terminal at the start.
    void NotifyOutage();

    /**
     * @brief Switch the radio on or off, as an energy source does.
     * @param powered whether it is on
     */
    void SetPowered(bool powered);

    /// @return whether the radio is on
    bool IsPowered() const;

    /**
     * @param direction the direction
     * @return slots in which the terminal sent or received so far
     */
    double GetActiveSlots(NrLiteDirection direction) const;

    /// @return what RRC remembers
    NrLiteRrcState& GetRrcState();
    /// @return gains to the cells
    NrLiteGains& GetGains();
    /// @return transmit power [W]
    double GetTxPower() const;
    /// @return linear noise factor of the receiver
    double GetNoiseFactor() const;
    /// @return linear antenna gain
    double GetAntennaGain() const;
    /// @return most bytes in the uplink queue
    uint64_t GetBufferSize() const;
    /// @return whether attachment sets the default route
    bool UpdatesDefaultRoute() const;

    /**
     * @brief Drop everything queued.
     * @param reason why
     */
    void Flush(NrLiteDropReason reason);

    void CancelBulk(const void* sender) override;

    /**
     * @brief Count and trace a packet that a bearer lost.
     * @param direction the direction
     * @param packet the packet
     * @param reason why
     */
    void Drop(NrLiteDirection direction, Ptr<const Packet> packet, NrLiteDropReason reason);

    /**
     * @brief Trace a link quality.
     * @param direction the direction
     * @param sinr linear, as NrLitePhy::GetSinr
     */
    void NotifySinr(NrLiteDirection direction, double sinr);

    /**
     * @brief Trace a transmission.
     * @param block the block
     * @param decoded whether it was decoded
     */
    void NotifyTransportBlock(const NrLiteTransportBlock& block, bool decoded);

    /**
     * @brief Count slots in which the terminal sent or received as a fluid.
     * @param direction the direction
     * @param slots the slots
     */
    void NotifyBulkActivity(NrLiteDirection direction, double slots);

    Ptr<Channel> GetChannel() const override;
    bool NeedsArp() const override;

  protected:
    void DoInitialize() override;
    void DoDispose() override;
    bool DoSend(Ptr<Packet> packet, Mac48Address from, Mac48Address to, uint16_t protocol) override;

  private:
    Ptr<NrLiteChannel> m_channel;           //!< its channel
    NrLiteGnbNetDevice* m_serving{nullptr}; //!< serving gNB
    Ptr<NrLiteBearer> m_bearers[2];         //!< by direction
    NrLiteGains m_gains;                    //!< to the cells
    NrLiteRrcState m_rrcState;              //!< kept by RRC
    bool m_powered{true};                   //!< radio is on
    double m_activeSlots[2]{0.0, 0.0};      //!< by direction
    double m_txPower;                       //!< [dBm]
    double m_noiseFigure;                   //!< [dB]
    double m_antennaGain;                   //!< [dBi]
    uint64_t m_bufferSize;                  //!< [byte]
    bool m_updateDefaultRoute;              //!< at attachment
    /// Serving cell changed.
    TracedCallback<uint32_t, int32_t, int32_t, const char*> m_attachment;
    /// Link quality was evaluated.
    TracedCallback<uint32_t, uint32_t, double, uint32_t> m_sinr;
    /// A transport block was sent.
    TracedCallback<uint32_t, uint32_t, const NrLiteTransportBlock&, bool> m_transportBlock;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_UE_NET_DEVICE_H */
