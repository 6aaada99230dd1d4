/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_SIDELINK_CHANNEL_H
#define EDGE_LEARNING_NR_LITE_SIDELINK_CHANNEL_H

#include "nr-lite-amc.h"
#include "nr-lite-carrier.h"
#include "nr-lite-sidelink-turns.h"

#include "ns3/channel.h"
#include "ns3/mac48-address.h"
#include "ns3/propagation-loss-model.h"
#include "ns3/random-variable-stream.h"

#include <map>
#include <vector>

namespace ns3::edgelearning
{

class NrLiteSidelinkNetDevice;

/**
 * @ingroup edge-learning
 * @brief The sidelink's pool of resources and the air between its devices.
 *
 * The pool is divided into Subchannels of equal width. A device sends one packet at a time on the
 * subchannel on which it senses the least power, for as many slots as the packet needs. Whoever
 * else sends on that subchannel meanwhile interferes.
 */
class NrLiteSidelinkChannel : public Channel
{
  public:
    /// A transmission on the air.
    struct Transmission
    {
        NrLiteSidelinkNetDevice* sender{nullptr}; //!< who sends
        uint32_t subchannel{0};                   //!< where
        Time end;                                 //!< when it ends
        /// Who receives it if it is a unit of bulk messages, else null.
        NrLiteSidelinkNetDevice* receiver{nullptr};
    };

    /// @return the type id
    static TypeId GetTypeId();

    NrLiteSidelinkChannel();

    /**
     * @brief Add a device.
     * @param device the device
     */
    void Add(NrLiteSidelinkNetDevice* device);

    /**
     * @brief Remove a device.
     * @param device the device
     */
    void Remove(NrLiteSidelinkNetDevice* device);

    /// @brief Check the configuration and derive what follows from it; once.
    void Prepare();

    /// @return the carrier
    Ptr<NrLiteCarrier> GetCarrier() const;
    /// @return link adaptation
    Ptr<NrLiteAmc> GetAmc() const;
    /// @return random numbers of block errors
    Ptr<UniformRandomVariable> GetRandom() const;

    /**
     * @param device where it is sensed
     * @return the subchannel with the least power
     */
    uint32_t Sense(const NrLiteSidelinkNetDevice& device);

    /**
     * @brief Put a transmission on the air.
     * @param transmission the transmission
     */
    void Begin(const Transmission& transmission);

    /**
     * @brief A unit is not received any more.
     * @param sender who sent it
     */
    void EndUnit(const NrLiteSidelinkNetDevice* sender);

    /**
     * @param device a device
     * @return whether it receives a unit of bulk messages
     */
    bool IsReceivingUnit(const NrLiteSidelinkNetDevice* device) const;

    /// @return who may send beside units
    NrLiteSidelinkTurns& GetTurns()
    {
        return m_turns;
    }

    /**
     * @param sender who sends
     * @param receiver who receives
     * @param subchannel where
     * @return linear SINR over the subchannel, with what is on the air now
     */
    double GetSinr(const NrLiteSidelinkNetDevice& sender,
                   const NrLiteSidelinkNetDevice& receiver,
                   uint32_t subchannel);

    /**
     * @param sender who sends
     * @param receiver who receives
     * @return linear SNR over a subchannel
     */
    double GetSnr(const NrLiteSidelinkNetDevice& sender,
                  const NrLiteSidelinkNetDevice& receiver) const;

    /// @return resource blocks of a subchannel
    uint32_t GetSubchannelBlocks() const;

    /**
     * @param mcs index into the MCS table
     * @param bytes size of a packet
     * @return its slots on a subchannel
     */
    int64_t GetSlots(uint32_t mcs, uint32_t bytes) const;

    /**
     * @param address a device's
     * @return the device, or null
     */
    NrLiteSidelinkNetDevice* Find(Mac48Address address) const;

    /// @return all devices
    const std::vector<NrLiteSidelinkNetDevice*>& GetDevices() const;

    /**
     * @param stream first stream
     * @return streams used
     */
    int64_t AssignStreams(int64_t stream);

    std::size_t GetNDevices() const override;
    Ptr<NetDevice> GetDevice(std::size_t i) const override;

  protected:
    void DoDispose() override;

  private:
    /**
     * @brief Received power.
     * @param sender who sends
     * @param receiver who receives
     * @return power [W]
     */
    double GetPower(const NrLiteSidelinkNetDevice& sender,
                    const NrLiteSidelinkNetDevice& receiver) const;

    Ptr<NrLiteCarrier> m_carrier;                                 //!< pool of resources
    Ptr<NrLiteAmc> m_amc;                                         //!< link adaptation
    Ptr<PropagationLossModel> m_loss;                             //!< between devices
    Ptr<UniformRandomVariable> m_random;                          //!< block errors, choices
    std::vector<NrLiteSidelinkNetDevice*> m_devices;              //!< all devices
    std::map<Mac48Address, NrLiteSidelinkNetDevice*> m_byAddress; //!< the same
    std::vector<Transmission> m_air;                              //!< on the air
    NrLiteSidelinkTurns m_turns;                                  //!< who may send
    uint32_t m_subchannels;                                       //!< in the pool
    bool m_prepared{false};                                       //!< whether Prepare() was called
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_SIDELINK_CHANNEL_H */
