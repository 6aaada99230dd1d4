/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_TYPES_H
#define EDGE_LEARNING_TYPES_H

/**
 * @file
 * @ingroup edge-learning
 * Identifiers and outcomes that stand on the wire and in the files.
 */

#include <cstdint>

/**
 * @defgroup edge-learning Collaborative edge learning
 * Federated and split learning over simulated links, with a market for fresh data.
 */

namespace ns3::edgelearning
{

/// A participation's 64-bit id: the lease's id, carried by every message and trace of it.
using Ticket = uint64_t;

/// A model owner, 0 to n-1. The `task` of a message is its owner.
using OwnerId = uint32_t;

/// The task of a message that belongs to no owner.
constexpr OwnerId NO_OWNER = 0xffffffff;

/// Why a selected worker's update was not aggregated: exactly one reason a participation.
enum class DropReason : uint8_t
{
    COVERAGE, //!< the worker lost its link
    DEADLINE, //!< nothing arrived before the lease ran out
    ENERGY,   //!< the worker's energy source ran empty
    DEPARTED, //!< the worker was handed over away, or stopped
    REJECTED, //!< the update was refused
    BARRED,   //!< the worker sold itself twice
    QUORUM,   //!< the round was void
    FAULT,    //!< a server lost the update
};

/// The number of drop reasons: a value from the network at or above it is invalid.
constexpr uint8_t DROP_REASON_COUNT = 8;

/**
 * @ingroup edge-learning
 * @param reason the reason
 * @return its name as it stands in dropouts.csv
 */
inline const char*
ToString(DropReason reason)
{
    static constexpr const char* names[DROP_REASON_COUNT] =
        {"coverage", "deadline", "energy", "departed", "rejected", "barred", "quorum", "fault"};
    return names[static_cast<uint8_t>(reason)];
}

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_TYPES_H */
