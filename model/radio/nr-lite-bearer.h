/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_BEARER_H
#define EDGE_LEARNING_NR_LITE_BEARER_H

#include "nr-lite-bulk-transfer.h"
#include "nr-lite-carrier.h"
#include "nr-lite-flow.h"
#include "nr-lite-rate.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <vector>

namespace ns3::edgelearning
{

class NrLiteBearer;
class NrLiteUeNetDevice;

/// What one terminal sends or receives in one slot; kept until it is decoded or given up.
struct NrLiteTransportBlock : public SimpleRefCount<NrLiteTransportBlock>
{
    Ptr<NrLiteBearer> bearer;        //!< whose data
    std::vector<NrLiteRange> ranges; //!< the data
    uint32_t bytes{0};               //!< data bytes
    uint32_t blocks{0};              //!< resource blocks
    uint32_t mcs{0};                 //!< index into the MCS table
    uint32_t attempts{0};            //!< transmissions so far
    double sinr{0.0};                //!< linear, summed over transmissions (chase combining)
    Time ready;                      //!< earliest retransmission
};

/**
 * @ingroup edge-learning
 * @brief A terminal's traffic in one direction: its queue, its link quality, its HARQ processes.
 *
 * Owned by the terminal, served by the cell it is attached to.
 */
class NrLiteBearer : public SimpleRefCount<NrLiteBearer>
{
  public:
    /// @return whether anything waits for a transmission or a retransmission
    bool HasWork() const
    {
        return flow.GetPending() > 0 || !harq.empty();
    }

    /// @return before when nothing that waits in the queue is sent
    Time GetNewDataTime() const
    {
        return std::max(eligible, granted);
    }

    /**
     * @brief Account for served bytes in the average that proportional fair schedulers use.
     * @param bytes bytes served
     * @param now the time
     * @param window averaging window
     */
    void Serve(double bytes, Time now, Time window);

    /**
     * @param now the time
     * @param window averaging window
     * @return average rate [byte/s]
     */
    double GetAverage(Time now, Time window) const;

    /// @brief Read the upload tag of the packet at the head of the queue, if that has changed.
    void UpdateUpload();

    NrLiteUeNetDevice* ue{nullptr};              //!< its terminal, null once that is disposed
    NrLiteDirection direction{NR_LITE_DOWNLINK}; //!< its direction
    uint32_t id{0};                              //!< terminal's node id
    NrLiteFlow flow;                             //!< queue and reassembly
    NrLiteRate rate;                             //!< link quality
    Time rateUntil;                              //!< until when that holds
    Time eligible;                               //!< not served before (interruption)
    Time granted;                                //!< no new data before (request and grant)
    Time lastTransmission{-1};                   //!< start of the last slot it was served in
    Time competed{-1};                           //!< last slot that its packets competed for
    bool active{false};                          //!< on its cell's list
    std::deque<Ptr<NrLiteTransportBlock>> harq;  //!< blocks that wait for retransmission
    Time deadline{Time::Max()};                  //!< of the upload at the head of the queue
    double uploadBytes{0.0};                     //!< bytes left of it
    std::deque<Ptr<NrLiteBulkTransfer>> bulk;    //!< bulk transfers, the first is served
    bool bulkActive{false};                      //!< on its cell's list of fluids
    Time bulkDelivered;                          //!< arrival of the last bulk transfer served
    uint64_t servedBytes{0};                     //!< bytes in decoded transport blocks
    int64_t loadInterval{-1};                    //!< interval that loadSlots counts
    double loadSlots{0.0};                       //!< slots with a transmission in it

  private:
    double m_average{0.0};      //!< [byte/s] at m_averageAt
    Time m_averageAt;           //!< time of the last update
    Ptr<const Packet> m_tagged; //!< packet whose upload tag was read
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_BEARER_H */
