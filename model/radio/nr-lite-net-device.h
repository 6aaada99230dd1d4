/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_NET_DEVICE_H
#define EDGE_LEARNING_NR_LITE_NET_DEVICE_H

#include "ns3/mac48-address.h"
#include "ns3/net-device.h"
#include "ns3/traced-callback.h"

#include <cstdint>

namespace ns3::edgelearning
{

class NrLiteChannel;

/// Why a packet did not reach its receiver.
enum class NrLiteDropReason : uint8_t
{
    LINK_DOWN, //!< the terminal is out of coverage
    BUFFER,    //!< the queue is full
    RADIO,     //!< HARQ gave up and RLC does not recover
    OUTAGE,    //!< the link failed while the packet was queued
    UNKNOWN,   //!< no device has the destination address
    TOO_LONG,  //!< longer than the MTU
    REMOVED,   //!< the device was removed
};

/**
 * @ingroup edge-learning
 * @param reason the reason
 * @return its name
 */
const char* ToString(NrLiteDropReason reason);

/**
 * @ingroup edge-learning
 * @brief What gNB, terminal and sidelink devices have in common: the NetDevice contract.
 */
class NrLiteNetDevice : public NetDevice
{
  public:
    /// Packets and bytes at a device.
    struct Counters
    {
        uint64_t sentPackets{0};     //!< offered by the stack
        uint64_t sentBytes{0};       //!< offered by the stack
        uint64_t receivedPackets{0}; //!< handed to the stack
        uint64_t receivedBytes{0};   //!< handed to the stack
        uint64_t droppedPackets{0};  //!< dropped on their way from or to a terminal, counted there
        uint64_t droppedBytes{0};    //!< bytes of the same
    };

    /**
     * @brief Trace of a packet sent or received.
     * @param packet the packet
     */
    typedef void (*PacketCallback)(Ptr<const Packet> packet);

    /**
     * @brief Trace of a dropped packet.
     * @param packet the packet
     * @param reason why
     */
    typedef void (*DropCallback)(Ptr<const Packet> packet, NrLiteDropReason reason);

    /// @return the type id
    static TypeId GetTypeId();

    NrLiteNetDevice();
    ~NrLiteNetDevice() override;

    /// @return what has passed
    const Counters& GetCounters() const;

    /**
     * @brief Hand a packet to the stack.
     * @param packet the packet
     * @param protocol EtherType
     * @param from sender
     * @param to destination
     */
    void Receive(Ptr<Packet> packet, uint16_t protocol, Mac48Address from, Mac48Address to);

    /**
     * @brief Trace and count a dropped packet.
     * @param packet the packet
     * @param reason why
     */
    void NotifyDrop(Ptr<const Packet> packet, NrLiteDropReason reason);

    /**
     * @brief Lose the bulk transfers of a sender, in both directions.
     * @param sender as in NrLiteBulkTransfer
     */
    virtual void CancelBulk(const void* sender);

    void SetIfIndex(const uint32_t index) override;
    uint32_t GetIfIndex() const override;
    void SetAddress(Address address) override;
    Address GetAddress() const override;
    bool SetMtu(const uint16_t mtu) override;
    uint16_t GetMtu() const override;
    bool IsLinkUp() const override;
    void AddLinkChangeCallback(Callback<void> callback) override;
    bool IsBroadcast() const override;
    Address GetBroadcast() const override;
    bool IsMulticast() const override;
    Address GetMulticast(Ipv4Address group) const override;
    Address GetMulticast(Ipv6Address group) const override;
    bool IsBridge() const override;
    bool IsPointToPoint() const override;
    bool Send(Ptr<Packet> packet, const Address& dest, uint16_t protocol) override;
    bool SendFrom(Ptr<Packet> packet,
                  const Address& source,
                  const Address& dest,
                  uint16_t protocol) override;
    bool SupportsSendFrom() const override;
    Ptr<Node> GetNode() const override;
    void SetNode(Ptr<Node> node) override;
    void SetReceiveCallback(ReceiveCallback cb) override;
    void SetPromiscReceiveCallback(PromiscReceiveCallback cb) override;

  protected:
    void DoDispose() override;

    /**
     * @brief Send a packet that passed the common checks.
     * @param packet the packet
     * @param from source address
     * @param to destination address
     * @param protocol EtherType
     * @return whether it was accepted
     */
    virtual bool DoSend(Ptr<Packet> packet,
                        Mac48Address from,
                        Mac48Address to,
                        uint16_t protocol) = 0;

    /**
     * @brief Trace and count what is to be sent.
     * @param packet the packet
     */
    void NotifySent(Ptr<const Packet> packet);

    /**
     * @brief Trace and count what has arrived.
     * @param packet the packet
     */
    void NotifyReceived(Ptr<const Packet> packet);

    /**
     * @brief Tell the stack of a change: the link is up, down, or up in another cell.
     * @param up whether the link is up
     */
    void SetLinkUp(bool up);

  private:
    Ptr<Node> m_node;                                           //!< its node
    uint32_t m_ifIndex{0};                                      //!< interface index
    uint16_t m_mtu;                                             //!< [byte]
    bool m_linkUp{false};                                       //!< link state
    Mac48Address m_address;                                     //!< own address
    Counters m_counters;                                        //!< what has passed
    ReceiveCallback m_receive;                                  //!< to the stack
    PromiscReceiveCallback m_promiscReceive;                    //!< to the stack
    TracedCallback<> m_linkChange;                              //!< link state changed
    TracedCallback<Ptr<const Packet>> m_macTx;                  //!< offered by the stack
    TracedCallback<Ptr<const Packet>> m_macRx;                  //!< handed to the stack
    TracedCallback<Ptr<const Packet>, NrLiteDropReason> m_drop; //!< dropped
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_NET_DEVICE_H */
