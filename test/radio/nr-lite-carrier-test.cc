/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/double.h"
#include "ns3/nr-lite-amc.h"
#include "ns3/nr-lite-carrier.h"
#include "ns3/nr-lite-rate.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <gtest/gtest.h>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

Ptr<NrLiteCarrier>
MakeCarrier(double bandwidth, uint32_t numerology, const std::string& pattern)
{
    auto carrier = CreateObject<NrLiteCarrier>();
    carrier->SetAttribute("Bandwidth", DoubleValue(bandwidth));
    carrier->SetAttribute("Numerology", UintegerValue(numerology));
    carrier->SetAttribute("TddPattern", StringValue(pattern));
    carrier->Prepare();
    return carrier;
}

} // namespace

TEST(NrLiteCarrierTest, BlocksAreThoseOfTheStandard)
{
    EXPECT_EQ(NrLiteCarrier::GetStandardBlocks(20e6, 1, 3.5e9), 51U);
    EXPECT_EQ(NrLiteCarrier::GetStandardBlocks(20e6, 0, 2e9), 106U);
    EXPECT_EQ(NrLiteCarrier::GetStandardBlocks(100e6, 1, 3.5e9), 273U);
    EXPECT_EQ(NrLiteCarrier::GetStandardBlocks(100e6, 2, 3.5e9), 135U);
    EXPECT_EQ(NrLiteCarrier::GetStandardBlocks(5e6, 0, 3.5e9), 25U);
    EXPECT_EQ(NrLiteCarrier::GetStandardBlocks(100e6, 3, 28e9), 66U);
    EXPECT_EQ(NrLiteCarrier::GetStandardBlocks(400e6, 3, 28e9), 264U);
    EXPECT_EQ(NrLiteCarrier::GetStandardBlocks(100e6, 0, 3.5e9), 0U);
    EXPECT_EQ(NrLiteCarrier::GetStandardBlocks(17e6, 1, 3.5e9), 0U);
}

TEST(NrLiteCarrierTest, SlotsFollowThePattern)
{
    const auto carrier = MakeCarrier(20e6, 1, "DDDSU");
    EXPECT_EQ(carrier->GetSlot(), MicroSeconds(500));
    EXPECT_EQ(carrier->GetNextSlot(NR_LITE_UPLINK, 0), 4U);
    EXPECT_EQ(carrier->GetNextSlot(NR_LITE_UPLINK, 4), 4U);
    EXPECT_EQ(carrier->GetNextSlot(NR_LITE_UPLINK, 5), 9U);
    EXPECT_EQ(carrier->GetNextSlot(NR_LITE_DOWNLINK, 4), 5U);
    EXPECT_GT(carrier->GetResourceElements(NR_LITE_DOWNLINK, 3), 0.0);
    EXPECT_LT(carrier->GetResourceElements(NR_LITE_DOWNLINK, 3),
              carrier->GetResourceElements(NR_LITE_DOWNLINK, 0));
    EXPECT_EQ(carrier->GetResourceElements(NR_LITE_UPLINK, 3), 0.0);
}

TEST(NrLiteCarrierTest, PeakRateIsWithinTwoPercentOfTheStandard)
{
    struct Case
    {
        double bandwidth;
        uint32_t numerology;
        const char* table;
    };

    for (const auto& c : {Case{100e6, 1, "Qam256"},
                          Case{20e6, 0, "Qam64"},
                          Case{20e6, 1, "Qam256"},
                          Case{40e6, 2, "Qam64"}})
    {
        const auto carrier = MakeCarrier(c.bandwidth, c.numerology, "F");
        auto amc = CreateObject<NrLiteAmc>();
        amc->SetAttribute("McsTable", StringValue(c.table));
        amc->Prepare();
        for (auto direction : {NR_LITE_DOWNLINK, NR_LITE_UPLINK})
        {
            NrLiteRate rate;
            rate.Set(*amc,
                     1e9,
                     direction == NR_LITE_UPLINK,
                     carrier->GetBlocks(),
                     carrier->GetLayers(direction));
            const double bytes =
                rate.GetBytes(carrier->GetBlocks(), carrier->GetResourceElements(direction, 0));
            const double overhead = direction == NR_LITE_DOWNLINK ? 0.14 : 0.08;
            const double peak =
                carrier->GetPeakRate(direction, amc->GetMaxBitsPerSymbol(), overhead);
            EXPECT_NEAR(bytes * 8.0 / carrier->GetSlot().GetSeconds() / peak, 1.0, 0.02);
        }
    }
    // A figure that can be looked up: 100 MHz, 30 kHz, one layer of 256QAM carry 584 Mbit/s down.
    auto carrier = MakeCarrier(100e6, 1, "F");
    EXPECT_NEAR(carrier->GetPeakRate(NR_LITE_DOWNLINK, 8, 0.14) / 2.0, 584.3e6, 1e6);
}

TEST(NrLiteCarrierDeathTest, RefusesNonsense)
{
    EXPECT_DEATH(MakeCarrier(20e6, 1, ""), "TddPattern is empty");
    EXPECT_DEATH(MakeCarrier(20e6, 1, "DDD"), "no uplink");
    EXPECT_DEATH(MakeCarrier(20e6, 1, "UU"), "no downlink");
    EXPECT_DEATH(MakeCarrier(20e6, 1, "DXU"), "allowed are D, U, S, F");
    EXPECT_DEATH(MakeCarrier(17e6, 1, "F"), "1.7e\\+07");
    EXPECT_DEATH(MakeCarrier(0.0, 1, "F"), "");
    EXPECT_DEATH(MakeCarrier(-20e6, 1, "F"), "");
    EXPECT_DEATH(MakeCarrier(20e6, 9, "F"), "");
    auto carrier = CreateObject<NrLiteCarrier>();
    carrier->SetAttribute("Bandwidth", DoubleValue(20e6));
    carrier->SetAttribute("ResourceBlocks", UintegerValue(200));
    EXPECT_DEATH(carrier->Prepare(), "ResourceBlocks 200");
}
