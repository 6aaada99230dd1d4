/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "offload-candidate.h"

#include <algorithm>

namespace ns3::edgelearning
{

const char*
ToString(OffloadPlace place)
{
    static constexpr const char* names[OFFLOAD_PLACE_COUNT] = {"local", "edge", "neighbour"};
    return names[static_cast<uint8_t>(place)];
}

double
OffloadCandidate::GetUploadTime(const ComputeTask& task) const
{
    return place == OffloadPlace::LOCAL ? 0 : 8.0 * task.inputBytes / uplinkRate;
}

double
OffloadCandidate::GetDownloadTime(const ComputeTask& task) const
{
    return place == OffloadPlace::LOCAL ? 0 : 8.0 * task.outputBytes / downlinkRate;
}

double
OffloadCandidate::GetLatency(const ComputeTask& task) const
{
    const double compute = task.flop / rate;
    if (place == OffloadPlace::LOCAL)
    {
        return queueDelay + compute;
    }
    const double waits = 8.0 * static_cast<double>(uplinkBacklog) / uplinkRate;
    const double arrives = waits + GetUploadTime(task) + linkDelay;
    return std::max(arrives, queueDelay) + compute + GetDownloadTime(task) + linkDelay;
}

double
OffloadCandidate::GetOwnEnergy(const ComputeTask& task) const
{
    return place == OffloadPlace::LOCAL
               ? task.flop * energyPerFlop
               : GetUploadTime(task) * sendPower + GetDownloadTime(task) * receivePower;
}

double
OffloadCandidate::GetPeerEnergy(const ComputeTask& task) const
{
    return place == OffloadPlace::LOCAL
               ? 0
               : task.flop * energyPerFlop + GetUploadTime(task) * peerReceivePower +
                     GetDownloadTime(task) * peerSendPower;
}

} // namespace ns3::edgelearning
