/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/double.h"
#include "ns3/enum.h"
#include "ns3/nr-lite-amc.h"
#include "ns3/string.h"

#include <cmath>
#include <gtest/gtest.h>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

Ptr<NrLiteAmc>
MakeAmc(const std::string& table)
{
    auto amc = CreateObject<NrLiteAmc>();
    amc->SetAttribute("McsTable", StringValue(table));
    amc->Prepare();
    return amc;
}

} // namespace

TEST(NrLiteAmcTest, McsRowsAreThoseOfTheStandard)
{
    const auto low = MakeAmc("Qam64");
    ASSERT_EQ(low->GetMcsCount(), 29U);
    // Spectral efficiencies as printed in TS 38.214 table 5.1.3.1-1.
    EXPECT_NEAR(low->GetRow(0).GetEfficiency(), 0.2344, 5e-5);
    EXPECT_NEAR(low->GetRow(9).GetEfficiency(), 1.3262, 5e-5);
    EXPECT_NEAR(low->GetRow(10).GetEfficiency(), 1.3281, 5e-5);
    EXPECT_NEAR(low->GetRow(16).GetEfficiency(), 2.5703, 5e-5);
    EXPECT_NEAR(low->GetRow(17).GetEfficiency(), 2.5664, 5e-5);
    EXPECT_NEAR(low->GetRow(28).GetEfficiency(), 5.5547, 5e-5);
    const auto high = MakeAmc("Qam256");
    ASSERT_EQ(high->GetMcsCount(), 28U);
    // Table 5.1.3.1-2.
    EXPECT_NEAR(high->GetRow(4).GetEfficiency(), 1.1758, 5e-5);
    EXPECT_NEAR(high->GetRow(11).GetEfficiency(), 2.7305, 5e-5);
    EXPECT_NEAR(high->GetRow(20).GetEfficiency(), 5.3320, 5e-5);
    EXPECT_NEAR(high->GetRow(27).GetEfficiency(), 7.4063, 5e-5);
}

TEST(NrLiteAmcTest, CqiRowsAreThoseOfTheStandard)
{
    const auto low = MakeAmc("Qam64");
    // Tables 5.2.2.1-2 and 5.2.2.1-3.
    EXPECT_NEAR(low->GetCqiRow(1).GetEfficiency(), 0.1523, 5e-5);
    EXPECT_NEAR(low->GetCqiRow(7).GetEfficiency(), 1.4766, 5e-5);
    EXPECT_NEAR(low->GetCqiRow(15).GetEfficiency(), 5.5547, 5e-5);
    const auto high = MakeAmc("Qam256");
    EXPECT_NEAR(high->GetCqiRow(4).GetEfficiency(), 1.4766, 5e-5);
    EXPECT_NEAR(high->GetCqiRow(12).GetEfficiency(), 5.5547, 5e-5);
    EXPECT_NEAR(high->GetCqiRow(15).GetEfficiency(), 7.4063, 5e-5);
}

TEST(NrLiteAmcTest, CqiRisesWithSinrAndStaysBelowShannon)
{
    for (const char* table : {"Qam64", "Qam256"})
    {
        const auto amc = MakeAmc(table);
        uint32_t last = 0;
        for (double decibel = -15.0; decibel <= 40.0; decibel += 0.05)
        {
            const double sinr = std::pow(10.0, decibel / 10.0);
            const uint32_t cqi = amc->GetCqi(sinr);
            EXPECT_GE(cqi, last);
            EXPECT_LE(amc->GetCqiRow(cqi).GetEfficiency(), std::log2(1.0 + sinr));
            EXPECT_LE(amc->GetGoodput(cqi), std::log2(1.0 + sinr));
            last = cqi;
        }
        EXPECT_EQ(last, 15U);
        EXPECT_EQ(amc->GetCqi(std::pow(10.0, -1.5)), 0U);
    }
}

TEST(NrLiteAmcTest, McsOfCqiIsTheHighestNotAboveIt)
{
    const auto amc = MakeAmc("Qam256");
    for (uint32_t cqi = 2; cqi < NrLiteAmc::CQI_COUNT; cqi++)
    {
        const uint32_t mcs = amc->GetMcs(cqi);
        EXPECT_LE(amc->GetRow(mcs).GetEfficiency(), amc->GetCqiRow(cqi).GetEfficiency() + 1e-9);
        if (mcs + 1 < amc->GetMcsCount())
        {
            EXPECT_GT(amc->GetRow(mcs + 1).GetEfficiency(), amc->GetCqiRow(cqi).GetEfficiency());
        }
    }
    // CQI 1 lies below the lowest MCS.
    EXPECT_EQ(amc->GetMcs(1), 0U);
}

TEST(NrLiteAmcTest, BlockErrorsAreTenPercentAtTheThreshold)
{
    const auto amc = MakeAmc("Qam64");
    for (uint32_t mcs = 0; mcs < amc->GetMcsCount(); mcs++)
    {
        const double sinr = amc->GetSinrFor(amc->GetRow(mcs).GetEfficiency());
        EXPECT_NEAR(amc->GetBler(mcs, sinr), 0.1, 1e-6);
        EXPECT_GT(amc->GetBler(mcs, sinr * 0.7), 0.9);
        EXPECT_LT(amc->GetBler(mcs, sinr * 1.5), 1e-4);
        EXPECT_EQ(amc->GetBler(mcs, 0.0), 1.0);
    }
}
