/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_SIDELINK_BULK_H
#define EDGE_LEARNING_NR_LITE_SIDELINK_BULK_H

#include "nr-lite-bulk-transfer.h"

#include "ns3/event-id.h"
#include "ns3/mac48-address.h"

#include <deque>
#include <list>

namespace ns3::edgelearning
{

class NrLiteSidelinkNetDevice;

/// Consecutive segments of a bulk message that cross a sidelink in one transmission.
struct NrLiteSidelinkUnit : public SimpleRefCount<NrLiteSidelinkUnit>
{
    uint32_t bytes{0};              //!< headers included
    uint32_t segmentBytes{1};       //!< of a full segment, headers included, at least 1
    uint32_t headerBytes{0};        //!< of an acknowledgement
    uint32_t acknowledgements{0};   //!< that the receiver returns
    const void* sender{nullptr};    //!< as in NrLiteBulkTransfer
    std::function<void(bool)> done; //!< whether it arrived; empty once nobody waits for it
};

/**
 * @ingroup edge-learning
 * @brief Carries the bulk messages of a sidelink device in units.
 *
 * The messages of a sender follow each other; of each sender one unit is in the device's queue, so
 * that senders and packets take turns. A unit that the radio loses is sent again as a transport
 * would: at once, then after pauses that double, for some seconds; then the message is lost.
 */
class NrLiteSidelinkBulk
{
  public:
    /**
     * @param device the device that owns this object
     */
    explicit NrLiteSidelinkBulk(NrLiteSidelinkNetDevice* device);
    ~NrLiteSidelinkBulk();

    NrLiteSidelinkBulk(const NrLiteSidelinkBulk&) = delete;
    NrLiteSidelinkBulk& operator=(const NrLiteSidelinkBulk&) = delete;

    /**
     * @brief Send a message.
     * @param to the receiver
     * @param transfer the message
     */
    void Send(Mac48Address to, Ptr<NrLiteBulkTransfer> transfer);

    /**
     * @brief Lose the messages of a sender, and tell it.
     * @param sender as in NrLiteBulkTransfer
     */
    void Cancel(const void* sender);

    /// @brief Lose all messages, and tell their senders while the simulation runs.
    void Stop();

  private:
    /// The messages of one sender.
    struct Stream : public SimpleRefCount<Stream>
    {
        Mac48Address to;                               //!< the receiver
        std::deque<Ptr<NrLiteBulkTransfer>> transfers; //!< the messages
        uint32_t repeats{0};                           //!< of the unit under way
        EventId repeat;                                //!< the next
    };

    /**
     * @brief Send the next unit, or the same again.
     * @param stream the stream, which has messages
     */
    void SendUnit(const Ptr<Stream>& stream);

    /**
     * @brief A unit has arrived or was lost.
     * @param stream its stream
     * @param bytes its size
     * @param arrived whether it arrived
     */
    void UnitDone(const Ptr<Stream>& stream, uint32_t bytes, bool arrived);

    NrLiteSidelinkNetDevice* m_device; //!< owner
    std::list<Ptr<Stream>> m_streams;  //!< those that have messages
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_SIDELINK_BULK_H */
