/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_OFFLOAD_CANDIDATE_H
#define EDGE_LEARNING_OFFLOAD_CANDIDATE_H

#include "compute-task.h"

#include <cstdint>
#include <limits>

namespace ns3::edgelearning
{

/// Where a task can be done.
enum class OffloadPlace : uint8_t
{
    LOCAL,     //!< on the device itself
    EDGE,      //!< at an edge server
    NEIGHBOUR, //!< on another device
};

/// The number of places.
constexpr uint8_t OFFLOAD_PLACE_COUNT = 3;

/**
 * @ingroup edge-learning
 * @param place a place
 * @return its name as it stands in offload.csv
 */
const char* ToString(OffloadPlace place);

/**
 * @ingroup edge-learning
 * Somebody who could do a task, in numbers, and what it would take him.
 *
 * A link is described by its rates and its delay one way, as measured; what is local has none.
 */
struct OffloadCandidate
{
    OffloadPlace place{OffloadPlace::LOCAL}; //!< where
    uint32_t node{0};                        //!< whose node id
    double queueDelay{0};    //!< until its processor is done with what it has, in seconds
    double rate{1};          //!< of its processor, in FLOP per second
    double energyPerFlop{0}; //!< of its processor, in joules
    uint64_t memory{std::numeric_limits<uint64_t>::max()}; //!< most that a task may need, in bytes
    double remainingEnergy{std::numeric_limits<double>::infinity()}; //!< in joules
    double uplinkRate{0};                                            //!< from the device, in bit/s
    double downlinkRate{0};                                          //!< to the device, in bit/s
    double linkDelay{0};                                             //!< one way, in seconds
    uint64_t uplinkBacklog{0};  //!< bytes that the device sends it before, not yet arrived
    double sendPower{0};        //!< of the device's radio while it sends, in watts
    double receivePower{0};     //!< of the device's radio while it receives, in watts
    double peerSendPower{0};    //!< of the other's radio while it sends, in watts
    double peerReceivePower{0}; //!< of the other's radio while it receives, in watts

    /// @param task a task @return how long its input is on the air, in seconds; 0 locally
    double GetUploadTime(const ComputeTask& task) const;

    /// @param task a task @return how long its output is on the air, in seconds; 0 locally
    double GetDownloadTime(const ComputeTask& task) const;

    /**
     * @param task a task
     * @return seconds from now until its output is back: its input travels while the processor
     *         does what it has, then the work is done, then its output travels
     */
    double GetLatency(const ComputeTask& task) const;

    /// @param task a task @return what it would cost the device, in joules
    double GetOwnEnergy(const ComputeTask& task) const;

    /// @param task a task @return what it would cost the other, in joules; 0 locally
    double GetPeerEnergy(const ComputeTask& task) const;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_OFFLOAD_CANDIDATE_H */
