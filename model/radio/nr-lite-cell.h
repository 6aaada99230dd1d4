/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_CELL_H
#define EDGE_LEARNING_NR_LITE_CELL_H

#include "nr-lite-amc.h"
#include "nr-lite-bearer.h"
#include "nr-lite-bulk-server.h"
#include "nr-lite-cell-timing.h"
#include "nr-lite-phy.h"
#include "nr-lite-receiver.h"
#include "nr-lite-scheduler.h"

#include <vector>

namespace ns3::edgelearning
{

class NrLiteChannel;
class NrLiteGnbNetDevice;

/**
 * @ingroup edge-learning
 * @brief The MAC of one cell: serves its terminals' bearers slot by slot while there is work.
 *
 * A busy cell has one event a slot and direction and one for what the slot carried; an idle cell
 * or terminal has none.
 */
class NrLiteCell : public NrLiteCellTiming
{
  public:
    /// @return the type id
    static TypeId GetTypeId();

    NrLiteCell();

    /**
     * @brief Bind the cell; called once by its gNB.
     * @param gnb the device it belongs to
     * @param scheduler its scheduler
     */
    void Bind(NrLiteGnbNetDevice* gnb, Ptr<NrLiteScheduler> scheduler);

    /**
     * @brief Take what the channel shares: carrier, link adaptation, gains.
     * @param channel the channel
     */
    void Start(Ptr<NrLiteChannel> channel);

    /**
     * @brief Queue a packet.
     * @param bearer the bearer of an attached terminal
     * @param sdu the packet
     * @return false if the buffer is full
     */
    bool Enqueue(const Ptr<NrLiteBearer>& bearer, NrLiteSdu sdu);

    /**
     * @brief A terminal was attached: serve what its bearer holds.
     * @param bearer its bearer
     * @param from not before this time
     */
    void Admit(const Ptr<NrLiteBearer>& bearer, Time from);

    /**
     * @brief A terminal leaves: what is in the air returns to its queue.
     * @param bearer its bearer
     */
    void Remove(const Ptr<NrLiteBearer>& bearer);

    /// @return its physical layer
    NrLitePhy& GetPhy()
    {
        return m_phy;
    }

    /// @return what serves messages as fluids
    NrLiteBulkServer& GetBulkServer()
    {
        return m_bulk;
    }

    /**
     * @brief Lose the fluids of a sender.
     * @param bearer the bearer of an attached terminal
     * @param sender as in NrLiteBulkTransfer
     */
    void CancelBulk(const Ptr<NrLiteBearer>& bearer, const void* sender);

    /// @return index on the channel
    uint32_t GetIndex() const
    {
        return m_index;
    }

    /**
     * @param index index on the channel
     */
    void SetIndex(uint32_t index)
    {
        m_index = index;
    }

    /// @return bytes of headers a packet
    uint32_t GetHeaderBytes() const
    {
        return m_headerBytes;
    }

    /// @return time constant of average rates
    Time GetAveragingWindow() const
    {
        return m_averagingWindow;
    }

    /**
     * @param stream first stream
     * @return streams used
     */
    int64_t AssignStreams(int64_t stream);

  protected:
    void DoDispose() override;

  private:
    /**
     * @brief Ask for service.
     * @param bearer bearer with work
     */
    void Activate(const Ptr<NrLiteBearer>& bearer);

    /**
     * @brief Make sure that a slot is served.
     * @param direction the direction
     * @param time earliest start
     */
    void RequestSlot(NrLiteDirection direction, Time time);

    /**
     * @brief Serve one slot.
     * @param direction the direction
     * @param slot slot index
     */
    void OnSlot(NrLiteDirection direction, uint64_t slot);

    /**
     * @brief Find the bearers whose packets compete for a slot of now.
     * @param direction the direction
     * @return whether packets wait for a slot, be it that bulk transfers of theirs have the turn
     */
    bool FindCandidates(NrLiteDirection direction);

    /**
     * @brief Grant what is left of a slot to bearers with new data and, if packets need the slot,
     * to bulk transfers.
     * @param direction the direction
     * @param slot slot index
     * @param blocks blocks left
     */
    void ServeNewData(NrLiteDirection direction, uint64_t slot, uint32_t blocks);

    /**
     * @brief Send retransmissions first, oldest bearer first.
     * @param direction the direction
     * @param blocks blocks of the slot
     * @return blocks left
     */
    uint32_t ServeRetransmissions(NrLiteDirection direction, uint32_t blocks);

    /**
     * @brief Put a transport block on the air.
     * @param block the block
     */
    void Transmit(const Ptr<NrLiteTransportBlock>& block);

    /**
     * @brief Drop bearers without work and ask for the next slot of the others.
     * @param direction the direction
     */
    void Conclude(NrLiteDirection direction);

    NrLiteGnbNetDevice* m_gnb{nullptr};                //!< its device
    Ptr<NrLiteScheduler> m_scheduler;                  //!< divides slots
    Ptr<NrLiteChannel> m_channel;                      //!< where its terminals are
    Ptr<NrLiteAmc> m_amc;                              //!< shared link adaptation
    Ptr<NrLiteReceiver> m_receiver;                    //!< the other side of the air
    NrLitePhy m_phy;                                   //!< link quality and block errors
    NrLiteBulkServer m_bulk;                           //!< serves fluids
    std::vector<Ptr<NrLiteBearer>> m_active[2];        //!< bearers with work
    std::vector<NrLiteCandidate> m_candidates;         //!< scratch
    std::vector<Ptr<NrLiteBearer>> m_candidateBearers; //!< scratch, same order
    std::vector<Ptr<NrLiteTransportBlock>> m_batch;    //!< blocks of the slot that leave the MAC
    bool m_readsUploads{false};                        //!< scheduler wants upload tags
    bool m_waiting[2]{false, false};                   //!< a slot is requested
    uint64_t m_nextSlot[2]{0, 0};                      //!< which
    uint64_t m_firstFree[2]{0, 0};                     //!< first slot that was not served yet
    uint32_t m_index{0};                               //!< on the channel
    uint32_t m_maxTransmissions;                       //!< of a block
    bool m_acknowledged;                               //!< RLC recovers what HARQ gave up
    Time m_averagingWindow;                            //!< of served rates
    Time m_loadInterval;                               //!< of measured load
    uint32_t m_headerBytes;                            //!< a packet
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_CELL_H */
