/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-scenario.h"

#include <gtest/gtest.h>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// What the delay of one packet consists of, and how long it then takes.
struct Case
{
    const char* name;    //!< what differs
    bool up;             //!< direction
    const char* pattern; //!< TDD
    int64_t period;      //!< of scheduling requests [us]
    int64_t grant;       //!< [us]
    int64_t downlink;    //!< [us]
    int64_t processing;  //!< [us]
    int64_t expected;    //!< [us]
};

/// Of the packet whose delay is measured.
constexpr uint32_t SIZE = 111;

/// Delay [us] of a packet that is sent 200 us after the begin of an idle second.
int64_t
GetDelay(const Case& c)
{
    NrLiteScenario s({{0, 0, 25}}, {{100, 0, 1.5}});
    s.radio.SetChannelAttribute("TddPattern", StringValue(c.pattern));
    s.radio.SetGnbAttribute("SchedulingRequestPeriod", TimeValue(MicroSeconds(c.period)));
    s.radio.SetGnbAttribute("GrantDelay", TimeValue(MicroSeconds(c.grant)));
    s.radio.SetGnbAttribute("DownlinkDelay", TimeValue(MicroSeconds(c.downlink)));
    s.radio.SetGnbAttribute("ProcessingDelay", TimeValue(MicroSeconds(c.processing)));
    s.Install();
    const Time start = Seconds(50) + MicroSeconds(200);
    int64_t delay = -1;
    const Ptr<NetDevice> from = c.up ? s.ueDevices.Get(0) : s.gnbDevices.Get(0);
    const Ptr<NetDevice> to = c.up ? s.gnbDevices.Get(0) : s.ueDevices.Get(0);
    to->TraceConnectWithoutContext("MacRx",
                                   Callback<void, Ptr<const Packet>>([&](Ptr<const Packet> packet) {
                                       if (packet->GetSize() == SIZE)
                                       {
                                           delay = (Simulator::Now() - start).GetMicroSeconds();
                                       }
                                   }));
    Simulator::Schedule(start,
                        [&]() { from->Send(Create<Packet>(SIZE), to->GetAddress(), 0x1234); });
    Simulator::Stop(Seconds(51));
    Simulator::Run();
    return delay;
}

} // namespace

TEST(NrLiteLatencyTest, DelayIsTheSumOfItsParts)
{
    // A slot lasts 500 us. The terminal is node 1: with a period of 5 ms it may ask for uplink at
    // 0.5 ms, 5.5 ms and so on. Each sum is the start of the next slot, less 200 us, and the tail.
    for (const auto& c : {
             Case{"grant", true, "F", 0, 1500, 0, 0, 1800 + 500},
             Case{"no grant delay", true, "F", 0, 0, 0, 0, 300 + 500},
             Case{"request", true, "F", 5000, 1500, 0, 0, 300 + 1500 + 500},
             Case{"longer grant", true, "F", 5000, 7500, 0, 0, 300 + 7500 + 500},
             Case{"processing", true, "F", 0, 1500, 0, 700, 1800 + 500 + 700},
             Case{"downlink", false, "F", 0, 0, 500, 0, 800 + 500},
             Case{"no downlink delay", false, "F", 0, 0, 0, 500, 300 + 500 + 500},
             // The uplink slot of DDDSU is the fifth, the next downlink one the first.
             Case{"TDD uplink", true, "DDDSU", 0, 0, 0, 0, 1800 + 500},
             Case{"TDD next period", true, "DDDSU", 0, 2000, 0, 0, 4300 + 500},
             Case{"TDD downlink", false, "DDDSU", 0, 0, 1900, 0, 2300 + 500},
         })
    {
        EXPECT_EQ(GetDelay(c), c.expected) << c.name;
    }
}
