/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_FLOW_H
#define EDGE_LEARNING_NR_LITE_FLOW_H

#include "ns3/mac48-address.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/simple-ref-count.h"

#include <deque>
#include <vector>

namespace ns3::edgelearning
{

/// A packet on its way over a link, with what the receiver's stack needs.
struct NrLiteSdu
{
    Ptr<Packet> packet;   //!< the packet
    uint16_t protocol{0}; //!< EtherType
    Mac48Address from;    //!< sender
    Mac48Address to;      //!< receiver
};

/// Bytes [begin, end) of a flow's stream.
struct NrLiteRange
{
    uint64_t begin{0}; //!< first byte
    uint64_t end{0};   //!< byte after the last

    /// @return bytes
    uint64_t GetSize() const
    {
        return end - begin;
    }
};

/**
 * @ingroup edge-learning
 * @brief One terminal's queue in one direction: bounded buffer, segmentation, reassembly in order.
 *
 * Packets form one byte stream; a transport block carries ranges of it. The receiver's side is
 * kept in the same object: a packet leaves in order once all its bytes have arrived, or as dropped
 * once some were given up. Every packet that was accepted leaves exactly once.
 */
class NrLiteFlow : public SimpleRefCount<NrLiteFlow>
{
  public:
    /// What has passed, in packets and in bytes of packets (no overhead).
    struct Counters
    {
        uint64_t sentPackets{0};      //!< offered to the flow
        uint64_t deliveredPackets{0}; //!< handed to the receiver
        uint64_t droppedPackets{0};   //!< given up, whatever the reason
        uint64_t sentBytes{0};        //!< bytes of the same
        uint64_t deliveredBytes{0};   //!< bytes of the same
        uint64_t droppedBytes{0};     //!< bytes of the same
    };

    /**
     * @brief Set the sizes.
     * @param capacity most bytes in the queue, overhead included
     * @param overhead bytes of SDAP, PDCP, RLC and MAC headers a packet
     */
    void Configure(uint64_t capacity, uint32_t overhead);

    /**
     * @brief Append a packet.
     * @param sdu the packet
     * @return false if it does not fit into the buffer
     */
    bool Enqueue(NrLiteSdu sdu);

    /// @return bytes waiting to be sent for the first time or again after a loss
    uint64_t GetPending() const
    {
        return m_end - m_next + m_resendBytes;
    }

    /// @return bytes accepted and not yet delivered or dropped, overhead included
    uint64_t GetBacklog() const
    {
        return m_end - m_begin;
    }

    /// @return packets accepted and not yet delivered or dropped
    uint64_t GetQueuedPackets() const
    {
        return m_sdus.size();
    }

    /// @return the packet at the head of the queue, null if empty
    Ptr<const Packet> Peek() const;

    /**
     * @brief Take bytes for a transport block, lost ones first.
     * @param bytes most bytes
     * @param ranges receives the ranges taken
     * @return bytes taken
     */
    uint64_t Take(uint64_t bytes, std::vector<NrLiteRange>& ranges);

    /**
     * @brief Return ranges that were lost, to be sent again before anything else.
     * @param ranges what a transport block carried
     */
    void Requeue(const std::vector<NrLiteRange>& ranges);

    /**
     * @brief Ranges have arrived.
     * @param ranges what a transport block carried
     */
    void Arrive(const std::vector<NrLiteRange>& ranges);

    /**
     * @brief Ranges are given up; the packets they belong to are lost.
     * @param ranges what a transport block carried
     */
    void Lose(const std::vector<NrLiteRange>& ranges);

    /**
     * @brief Remove the oldest packet if its fate is known.
     * @param sdu receives it
     * @param lost whether it was lost
     * @return whether there was one
     */
    bool PopFinished(NrLiteSdu& sdu, bool& lost);

    /**
     * @brief Empty the queue; ranges in flight are forgotten.
     * @param dropped receives the packets
     */
    void Flush(std::vector<NrLiteSdu>& dropped);

    Counters counters; //!< kept by the devices

  private:
    /// A packet in the stream.
    struct Entry
    {
        NrLiteSdu sdu;       //!< the packet
        uint64_t begin{0};   //!< its first byte in the stream
        uint64_t end{0};     //!< byte after its last
        uint64_t arrived{0}; //!< bytes that have arrived or were given up
        bool lost{false};    //!< whether some were given up
    };

    /**
     * @brief Account for bytes of each packet in a range.
     * @param range the range
     * @param lost whether it was given up
     */
    void Account(const NrLiteRange& range, bool lost);

    std::deque<Entry> m_sdus;         //!< oldest first
    std::deque<NrLiteRange> m_resend; //!< lost ranges, oldest first
    uint64_t m_resendBytes{0};        //!< their bytes
    uint64_t m_begin{0};              //!< first byte still in the queue
    uint64_t m_next{0};               //!< first byte never sent
    uint64_t m_end{0};                //!< byte after the last accepted
    uint64_t m_capacity{0};           //!< [byte]
    uint32_t m_overhead{0};           //!< [byte a packet]
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_FLOW_H */
