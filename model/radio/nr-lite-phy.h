/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_PHY_H
#define EDGE_LEARNING_NR_LITE_PHY_H

#include "nr-lite-amc.h"
#include "nr-lite-bearer.h"
#include "nr-lite-carrier.h"
#include "nr-lite-load-meter.h"

#include "ns3/random-variable-stream.h"

namespace ns3::edgelearning
{

class NrLiteChannel;
class NrLiteGnbNetDevice;

/**
 * @ingroup edge-learning
 * @brief A cell's physical layer: SINR from gains, noise and measured interference, block errors.
 *
 * Link quality is evaluated when it has expired (the terminal moved, the coherence interval or the
 * interval of measured load passed), never by the packet.
 */
class NrLitePhy
{
  public:
    NrLitePhy();

    /**
     * @brief Bind to the channel.
     * @param channel the channel
     * @param gnb the cell's device; its PHY must not be used after it is disposed
     * @param loadInterval interval over which load is measured
     */
    void Start(Ptr<NrLiteChannel> channel, NrLiteGnbNetDevice* gnb, Time loadInterval);

    /// @brief Let go of everything.
    void Stop();

    /**
     * @brief Bring a bearer's link quality up to date if it has expired.
     * @param bearer bearer of a terminal attached to this cell
     */
    void RefreshRate(NrLiteBearer& bearer);

    /**
     * @param terminal a terminal
     * @param direction the direction
     * @param faded whether fast fading counts
     * @return linear SINR of a single layer: of each block in downlink, with all power on one block
     * in uplink
     */
    double GetSinr(NrLiteUeNetDevice& terminal, NrLiteDirection direction, bool faded);

    /**
     * @brief Count a transmission as load.
     * @param bearer the bearer
     * @param blocks blocks used, which may be fluid
     * @param slots slots used, which may be fluid
     */
    void AddLoad(const Ptr<NrLiteBearer>& bearer, double blocks, double slots);

    /**
     * @brief Draw the fate of a transmission.
     * @param mcs index into the MCS table
     * @param sinr linear SINR, summed over combined transmissions
     * @return whether it is decoded
     */
    bool IsDecoded(uint32_t mcs, double sinr);

    /// @return what the cell radiates
    NrLiteLoadMeter& GetLoadMeter();

    /**
     * @param stream first stream
     * @return streams used
     */
    int64_t AssignStreams(int64_t stream);

  private:
    /**
     * @brief Interference of the other cells on one block at a terminal.
     * @param terminal the receiver
     * @return mean power [W]
     */
    double GetDownlinkInterference(NrLiteUeNetDevice& terminal);

    /**
     * @brief Interference of other cells' terminals on one block at this cell.
     * @return mean power [W]
     */
    double GetUplinkInterference();

    Ptr<NrLiteChannel> m_channel;        //!< gains
    NrLiteGnbNetDevice* m_gnb{nullptr};  //!< power and noise
    Ptr<UniformRandomVariable> m_random; //!< block errors
    NrLiteLoadMeter m_load;              //!< what the cell radiates
    double m_uplinkInterference{0.0};    //!< cached [W a block]
    Time m_uplinkInterferenceUntil;      //!< until when that holds
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_PHY_H */
