/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-bulk-transfer.h"

namespace ns3::edgelearning
{

double
GetSlowStartDelay(double bytes, double window, double growth, double roundTrip, double rate)
{
    double delay = 0.0;
    while (bytes > window && window < rate * roundTrip)
    {
        delay += roundTrip - window / rate;
        bytes -= window;
        window *= growth;
    }
    return delay;
}

} // namespace ns3::edgelearning
