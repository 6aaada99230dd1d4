/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_BULK_TRANSFER_H
#define EDGE_LEARNING_NR_LITE_BULK_TRANSFER_H

#include "ns3/nstime.h"
#include "ns3/simple-ref-count.h"

#include <functional>

namespace ns3::edgelearning
{

/// A message that crosses one radio link as a fluid.
struct NrLiteBulkTransfer : public SimpleRefCount<NrLiteBulkTransfer>
{
    double bytes{0.0};              //!< left to serve, headers included
    double total{0.0};              //!< at the start
    double rate{0.0};               //!< at present [byte/s]
    double blocks{0.0};             //!< granted at present
    double time{0.0};               //!< share of slots at present
    double window{0.0};             //!< congestion window at the start [byte], 0: no start-up
    double growth{0.0};             //!< growth of the window a round trip
    bool started{false};            //!< whether start-up was accounted for
    Time ready;                     //!< not served before
    Time deadline{Time::Max()};     //!< of the upload, if known
    double uploadBytes{0.0};        //!< bytes left of that upload
    const void* sender{nullptr};    //!< whose it is, for cancelling
    std::function<void(bool)> done; //!< called once: whether it arrived
};

/**
 * @ingroup edge-learning
 * @brief What slow start adds to a transfer, in closed form.
 *
 * Each round sends one window; the sender then waits for the rest of the round trip as long as the
 * window takes less than that to serve.
 *
 * @param bytes size of the transfer
 * @param window first window [byte], above 0
 * @param growth growth of the window a round, above 1
 * @param roundTrip round-trip time without queueing [s]
 * @param rate service rate [byte/s]
 * @return waiting [s]
 */
double GetSlowStartDelay(double bytes, double window, double growth, double roundTrip, double rate);

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_BULK_TRANSFER_H */
