/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_SIDELINK_NET_DEVICE_H
#define EDGE_LEARNING_NR_LITE_SIDELINK_NET_DEVICE_H

#include "nr-lite-flow.h"
#include "nr-lite-net-device.h"

#include "ns3/event-id.h"

#include <deque>

namespace ns3::edgelearning
{

class NrLiteSidelinkChannel;

/**
 * @ingroup edge-learning
 * @brief A device-to-device radio with a subnet of its own.
 *
 * A packet to one neighbour is sent at the MCS that its SNR allows and again when it was not
 * decoded, up to MaxTransmissions times; a broadcast is sent once at the lowest MCS and reaches
 * whoever decodes it. A device that sends does not receive.
 */
class NrLiteSidelinkNetDevice : public NrLiteNetDevice
{
  public:
    /// @return the type id
    static TypeId GetTypeId();

    NrLiteSidelinkNetDevice();

    /**
     * @brief Join a channel.
     * @param channel the channel
     */
    void SetChannel(Ptr<NrLiteSidelinkChannel> channel);

    /// @return transmit power [W]
    double GetTxPower() const;
    /// @return linear noise factor of the receiver
    double GetNoiseFactor() const;

    void SetAddress(Address address) override;
    Ptr<Channel> GetChannel() const override;
    bool NeedsArp() const override;

  protected:
    void DoDispose() override;
    bool DoSend(Ptr<Packet> packet, Mac48Address from, Mac48Address to, uint16_t protocol) override;

  private:
    /// @brief Send the packet at the head of the queue at the next slot.
    void StartNext();

    /// @brief Put it on the air.
    void Transmit();

    /// @brief The transmission has ended.
    void Finish();

    /**
     * @brief The slots of a packet.
     * @param mcs index into the MCS table
     * @param bytes its size
     * @return slots
     */
    int64_t GetSlots(uint32_t mcs, uint32_t bytes) const;

    /**
     * @brief Decode at one receiver.
     * @param receiver the receiver
     * @return whether it got the packet
     */
    bool Decode(NrLiteSidelinkNetDevice& receiver);

    /// @return the device that the packet at the head is for, null for a broadcast or if unknown
    NrLiteSidelinkNetDevice* GetReceiver() const;

    /// @brief Remove the head of the queue and go on.
    void Next();

    Ptr<NrLiteSidelinkChannel> m_channel; //!< its channel
    std::deque<NrLiteSdu> m_queue;        //!< packets to send
    uint64_t m_queuedBytes{0};            //!< their bytes
    EventId m_event;                      //!< next step
    Time m_sendingUntil;                  //!< end of the transmission
    Time m_sendingSince;                  //!< and its start
    uint32_t m_subchannel{0};             //!< in use
    uint32_t m_mcs{0};                    //!< in use
    uint32_t m_attempts{0};               //!< of the packet at the head
    double m_sinr{0.0};                   //!< summed over attempts
    double m_txPower;                     //!< [dBm]
    double m_noiseFigure;                 //!< [dB]
    uint64_t m_bufferSize;                //!< [byte]
    uint32_t m_maxTransmissions;          //!< of a packet
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_SIDELINK_NET_DEVICE_H */
