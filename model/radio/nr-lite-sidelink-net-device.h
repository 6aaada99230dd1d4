/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_SIDELINK_NET_DEVICE_H
#define EDGE_LEARNING_NR_LITE_SIDELINK_NET_DEVICE_H

#include "nr-lite-flow.h"
#include "nr-lite-net-device.h"
#include "nr-lite-sidelink-bulk.h"

#include "ns3/event-id.h"
#include "ns3/simulator.h"

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
 *
 * Bulk messages are sent in units, which stand in the same queue as packets.
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

    /// @return the device's bulk messages
    NrLiteSidelinkBulk& GetBulk()
    {
        return m_bulk;
    }

    /// @return most bytes of a unit, headers included
    uint32_t GetUnitSize() const
    {
        return m_unitSize;
    }

    /// @return whether it is sending
    bool IsSending() const
    {
        return m_sendingUntil > Simulator::Now();
    }

    /// @return whether it is sending a unit
    bool IsSendingUnit() const;
    /// @return whether it is receiving a unit
    bool IsReceivingUnit() const;

    /**
     * @brief Queue a unit of a bulk message.
     * @param to the receiver
     * @param unit the unit
     */
    void SendUnit(Mac48Address to, Ptr<NrLiteSidelinkUnit> unit);

    /**
     * @brief Take a unit back; what is on the air already ends there.
     * @param sender as in NrLiteBulkTransfer
     */
    void CancelUnit(const void* sender);

    /// @brief Send what is at the head of the queue, if anything, at the next slot.
    void StartNext();

    void CancelBulk(const void* sender) override
    {
        m_bulk.Cancel(sender);
    }

    void SetAddress(Address address) override;
    Ptr<Channel> GetChannel() const override;
    bool NeedsArp() const override;

  protected:
    void DoDispose() override;
    bool DoSend(Ptr<Packet> packet, Mac48Address from, Mac48Address to, uint16_t protocol) override;

  private:
    /// What is queued.
    struct Entry
    {
        NrLiteSdu sdu;                //!< the packet, for a unit one of its size
        Ptr<NrLiteSidelinkUnit> unit; //!< null for a packet
    };

    /// @brief Put the head of the queue on the air when it is its turn.
    void Transmit();

    /// @brief The transmission has ended.
    void Finish();

    /// @brief Deliver a broadcast to whoever decodes it.
    void FinishBroadcast();

    /**
     * @brief Hand what was decoded to its receiver.
     * @param receiver the receiver
     * @param entry what
     */
    void Deliver(NrLiteSidelinkNetDevice& receiver, const Entry& entry);

    /// @brief Send the head of the queue again after a pause of random length.
    void Retry();

    /**
     * @brief Give up the head of the queue.
     * @param reason why
     */
    void DropHead(NrLiteDropReason reason);

    /**
     * @brief The slots of an entry, those of a unit with its acknowledgements.
     * @param entry the entry
     * @return slots at the MCS in use
     */
    int64_t GetSlots(const Entry& entry) const;

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
    std::deque<Entry> m_queue;            //!< packets and units to send
    uint64_t m_queuedBytes{0};            //!< bytes of the packets
    NrLiteSidelinkBulk m_bulk{this};      //!< bulk messages
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
    uint32_t m_unitSize;                  //!< [byte]
    double m_turnaround;                  //!< slots an acknowledgement costs beside its own
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_SIDELINK_NET_DEVICE_H */
