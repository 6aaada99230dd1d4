/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_BULK_TRANSFER_H
#define EDGE_LEARNING_NR_LITE_BULK_TRANSFER_H

#include "nr-lite-start-up.h"

#include "ns3/nstime.h"
#include "ns3/simple-ref-count.h"

#include <algorithm>
#include <functional>

namespace ns3::edgelearning
{

/// A message that crosses one radio link as a fluid.
struct NrLiteBulkTransfer : public SimpleRefCount<NrLiteBulkTransfer>
{
    /**
     * @param connection the connection that carries it
     */
    explicit NrLiteBulkTransfer(const NrLiteStartUp::Connection& connection)
        : startUp(connection)
    {
    }

    /// @return bytes that may be served before its window closes
    double GetLeft() const
    {
        return std::min(bytes, startUp.GetQueue());
    }

    double bytes{0.0};              //!< left to serve, headers included
    double rate{0.0};               //!< at present [byte/s]
    double blocks{0.0};             //!< granted at present
    double time{0.0};               //!< share of slots at present
    NrLiteStartUp startUp;          //!< congestion window
    Time round;                     //!< when its round began or will
    Time ready;                     //!< not served before
    Time deadline{Time::Max()};     //!< of the upload, if known
    const void* sender{nullptr};    //!< whose it is, for cancelling
    std::function<void(bool)> done; //!< called once: whether it arrived
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_BULK_TRANSFER_H */
