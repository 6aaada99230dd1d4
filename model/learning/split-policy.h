/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SPLIT_POLICY_H
#define EDGE_LEARNING_SPLIT_POLICY_H

#include "ns3/layer-profile.h"
#include "ns3/object.h"

#include <cstdint>
#include <vector>

namespace ns3::edgelearning
{

/// What is trained in a session: a network on a device's samples, once.
struct SplitJob
{
    std::vector<LayerProfile> layers; //!< first to last
    uint32_t samples{0};              //!< of the device
    uint32_t batchSize{1};            //!< samples a step
    uint32_t framing{64};             //!< bytes of a message besides values and labels
};

/// The device of a session.
struct SplitDevice
{
    double rate{1e9};        //!< in FLOP per second
    double energyPerFlop{0}; //!< in joules
    double sendPower{0};     //!< of the radio while it sends, in watts
    double receivePower{0};  //!< of the radio while it receives, in watts
};

/// The link between device and server as messages find it.
struct SplitLink
{
    double uplinkRate{1e6};   //!< towards the server, in bits of messages per second
    double downlinkRate{1e6}; //!< towards the device, in bits of messages per second
    double delay{0};          //!< of the first bit either way, in seconds
};

/// What a session costs with the network cut at one place.
struct SplitCost
{
    SplitPoint split;        //!< where
    double deviceTime{0};    //!< of latency, in which the device computes
    double latency{0};       //!< from its first message to the arrival of its last one, in seconds
    double energy{0};        //!< of the device, computing and radio, in joules
    uint64_t uplinkBytes{0}; //!< of messages
    uint64_t downlinkBytes{0}; //!< of messages
};

/**
 * @ingroup edge-learning
 *
 * @brief Says where a network is cut between a device and a server; asked before each session.
 */
class SplitPolicy : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * @param job what is trained
     * @param device the device
     * @param serverRate of the server's processor, in FLOP per second
     * @param link between the two, as last measured
     * @return the cut and what it is expected to cost; one of GetSplits()
     */
    virtual SplitCost Choose(const SplitJob& job,
                             const SplitDevice& device,
                             double serverRate,
                             const SplitLink& link) const = 0;

    /**
     * @param layers of a network
     * @return the cuts that the policy may choose, in their order; none when it cannot cut it
     */
    virtual std::vector<SplitPoint> GetSplits(uint32_t layers) const;

    /**
     * Nothing of a session overlaps: the device's layers come from the server; then for each batch
     * the device computes, the activations travel, the server computes, the gradients travel, the
     * device computes; and the device's layers go back.
     *
     * @param job what is trained
     * @param split where the network is cut
     * @param device the device
     * @param serverRate of the server's processor, in FLOP per second
     * @param link between the two
     * @return what the session costs
     */
    static SplitCost Estimate(const SplitJob& job,
                              const SplitPoint& split,
                              const SplitDevice& device,
                              double serverRate,
                              const SplitLink& link);

  private:
    bool m_isUShaped; //!< the device keeps its labels and runs the last layers too
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SPLIT_POLICY_H */
