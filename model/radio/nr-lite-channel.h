/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_CHANNEL_H
#define EDGE_LEARNING_NR_LITE_CHANNEL_H

#include "nr-lite-amc.h"
#include "nr-lite-bearer.h"
#include "nr-lite-carrier.h"
#include "nr-lite-propagation.h"
#include "nr-lite-rrc.h"

#include "ns3/channel.h"

#include <unordered_map>
#include <vector>

namespace ns3::edgelearning
{

class NrLiteGnbNetDevice;
class NrLiteUeNetDevice;

/**
 * @ingroup edge-learning
 * @brief What the cells of a site share: the air between all devices, and their addresses.
 *
 * Path gains are evaluated for terminals that moved, once a coherence interval at most. Packets for
 * a terminal that is attached to another cell are forwarded between gNBs after ForwardingDelay.
 */
class NrLiteChannel : public Channel
{
  public:
    /// @return the type id
    static TypeId GetTypeId();

    NrLiteChannel();
    ~NrLiteChannel() override;

    /**
     * @brief Add a cell.
     * @param gnb the device
     */
    void AddGnb(NrLiteGnbNetDevice* gnb);

    /**
     * @brief Add a terminal.
     * @param terminal the device
     */
    void AddUe(NrLiteUeNetDevice* terminal);

    /**
     * @brief A gNB goes away; its index stays taken.
     * @param gnb the device
     */
    void RemoveGnb(NrLiteGnbNetDevice* gnb);

    /**
     * @brief A terminal goes away.
     * @param terminal the device
     */
    void RemoveUe(NrLiteUeNetDevice* terminal);

    /// @brief Attach terminals that were added since the last call; the devices call it.
    void Start();

    /// @return the carrier
    Ptr<NrLiteCarrier> GetCarrier() const;
    /// @return link adaptation
    Ptr<NrLiteAmc> GetAmc() const;
    /// @return path gains
    Ptr<NrLitePropagation> GetPropagation() const;
    /// @return attachment and handover
    Ptr<NrLiteRrc> GetRrc() const;
    /// @return delay of a packet that one gNB hands to another
    Time GetForwardingDelay() const;
    /// @return number of cells
    uint32_t GetNCells() const;
    /// @return number of terminals
    uint32_t GetNUes() const;

    /**
     * @param index index of a cell
     * @return its device, null once that is removed
     */
    NrLiteGnbNetDevice* GetGnb(uint32_t index) const;

    /**
     * @param index index of a terminal
     * @return its device
     */
    NrLiteUeNetDevice& GetUe(uint32_t index) const;

    /**
     * @param address MAC address
     * @return the terminal that has it, null if none
     */
    NrLiteUeNetDevice* FindUe(Mac48Address address) const;

    /**
     * @param address MAC address
     * @return the gNB that has it, null if none
     */
    NrLiteGnbNetDevice* FindGnb(Mac48Address address) const;

    std::size_t GetNDevices() const override;
    Ptr<NetDevice> GetDevice(std::size_t i) const override;

  protected:
    void DoDispose() override;

  private:
    /**
     * @brief A mobility model changed course.
     * @param model the model
     */
    void OnCourseChange(Ptr<const MobilityModel> model);

    /**
     * @brief Follow the course of a device's node.
     * @param device the device
     * @param follow whether to start or to stop
     */
    void FollowCourse(NetDevice& device, bool follow);

    /**
     * @brief Remember if a cell moves.
     * @param model the cell's mobility model
     */
    void NoteCellMotion(const MobilityModel& model);

    /// @brief All gains have changed.
    void ExpireAllGains();

    /**
     * @brief Make a terminal's gains and rates expire.
     * @param terminal the terminal
     */
    static void ExpireGains(NrLiteUeNetDevice& terminal);

    /**
     * @param address MAC address
     * @return key of the maps
     */
    static uint64_t GetKey(Mac48Address address);

    Ptr<NrLitePropagation> m_propagation;                             //!< path gains
    Ptr<NrLiteCarrier> m_carrier;                                     //!< shared carrier
    Ptr<NrLiteAmc> m_amc;                                             //!< shared link adaptation
    Ptr<NrLiteRrc> m_rrc;                                             //!< attachment
    Time m_forwardingDelay;                                           //!< between gNBs
    std::vector<NrLiteGnbNetDevice*> m_gnbs;                          //!< null once removed
    std::vector<NrLiteUeNetDevice*> m_ues;                            //!< all terminals
    std::unordered_map<uint64_t, NrLiteGnbNetDevice*> m_gnbByAddress; //!< for lookup only
    std::unordered_map<uint64_t, NrLiteUeNetDevice*> m_ueByAddress;   //!< for lookup only
    std::unordered_map<const MobilityModel*, NrLiteUeNetDevice*> m_ueByMobility; //!< lookup only
    uint32_t m_startedGnbs{0}; //!< gNBs that were started
    uint32_t m_startedUes{0};  //!< terminals that were attached
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_CHANNEL_H */
