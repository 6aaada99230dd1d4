/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-scenario.h"

#include <cmath>
#include <gtest/gtest.h>
#include <set>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// Counts how often a path loss was evaluated.
class CountingLoss : public PropagationLossModel
{
  public:
    mutable uint32_t evaluations{0}; //!< so far

  private:
    double DoCalcRxPower(double power, Ptr<MobilityModel>, Ptr<MobilityModel>) const override
    {
        evaluations++;
        return power - 90.0;
    }

    int64_t DoAssignStreams(int64_t) override
    {
        return 0;
    }
};

/// SINR [dB] that the trace gives for the first terminal, by direction.
std::vector<double>
TraceSinr(NrLiteScenario& s)
{
    std::vector<double> sinr(2, NAN);
    s.ueDevices.Get(0)->TraceConnectWithoutContext(
        "Sinr",
        Callback<void, uint32_t, uint32_t, double, uint32_t>(
            [&sinr](uint32_t, uint32_t direction, double value, uint32_t) {
                sinr[direction] = value;
            }));
    s.Upload(s.terminals.Get(0),
             s.cells.Get(0),
             InetSocketAddress(s.gnbAddresses.GetAddress(0), 80),
             1000,
             Seconds(0.1));
    Simulator::Stop(Seconds(1));
    Simulator::Run();
    return sinr;
}

/// Loss [dB] of the default model without shadowing between antennas, by scenario.
double
GetLoss(const std::string& scenario, double height, double distance)
{
    NodeContainer cells(1);
    NodeContainer terminals(1);
    NrLiteScenario::Place(cells, {{0, 0, height}});
    NrLiteScenario::Place(terminals, {{distance, 0, 1.5}});
    NrLiteHelper radio;
    radio.SetChannelAttribute("Scenario", StringValue(scenario));
    radio.SetChannelAttribute("Shadowing", BooleanValue(false));
    radio.SetGnbAttribute("AntennaGain", DoubleValue(0.0));
    radio.AssignStreams(radio.InstallGnb(cells), 1);
    auto terminal = DynamicCast<NrLiteUeNetDevice>(radio.InstallUe(terminals).Get(0));
    Simulator::Stop(MilliSeconds(1));
    Simulator::Run();
    const double gain = radio.GetChannel()->GetPropagation()->GetGain(*terminal, 0);
    Simulator::Destroy();
    return -10.0 * std::log10(gain);
}

} // namespace

TEST(NrLiteBudgetTest, SinrIsTheLinkBudgetByHand)
{
    NrLiteScenario s({{0, 0, 25}}, {{5000, 0, 1.5}});
    s.radio.SetGnbAttribute("TxPower", DoubleValue(40.0));
    s.radio.SetGnbAttribute("AntennaGain", DoubleValue(10.0));
    s.radio.SetGnbAttribute("NoiseFigure", DoubleValue(4.0));
    s.radio.SetUeAttribute("TxPower", DoubleValue(20.0));
    s.radio.SetUeAttribute("AntennaGain", DoubleValue(1.0));
    s.radio.SetUeAttribute("NoiseFigure", DoubleValue(8.0));
    s.Install();
    const auto sinr = TraceSinr(s);
    // Free space at 3.5 GHz, a block of 360 kHz out of 51, thermal noise at 290 K.
    const double distance = std::hypot(5000.0, 23.5);
    const double loss = 20.0 * std::log10(4.0 * M_PI * distance * 3.5e9 / 299792458.0);
    const double noise = 10.0 * std::log10(1.380649e-23 * 290.0 * 360e3) + 30.0;
    const double spread = 10.0 * std::log10(51.0);
    EXPECT_NEAR(sinr[NR_LITE_DOWNLINK], 40.0 - spread + 11.0 - loss - noise - 8.0, 0.01);
    EXPECT_NEAR(sinr[NR_LITE_UPLINK], 20.0 - spread + 11.0 - loss - noise - 4.0, 0.01);
}

TEST(NrLiteBudgetTest, ScenariosAreThoseOfTheReport)
{
    // Line of sight is certain at these distances. TR 38.901 table 7.4.1-1.
    const double frequency = 20.0 * std::log10(3.5);
    EXPECT_NEAR(GetLoss("UMa", 25.0, 17.0),
                28.0 + 22.0 * std::log10(std::hypot(17.0, 23.5)) + frequency,
                1e-6);
    EXPECT_NEAR(GetLoss("UMi", 10.0, 17.0),
                32.4 + 21.0 * std::log10(std::hypot(17.0, 8.5)) + frequency,
                1e-6);
    EXPECT_NEAR(GetLoss("InH", 3.0, 1.1),
                32.4 + 17.3 * std::log10(std::hypot(1.1, 1.5)) + frequency,
                1e-6);
    const double slant = std::hypot(10.0, 33.5);
    const double height = std::pow(5.0, 1.72);
    EXPECT_NEAR(GetLoss("RMa", 35.0, 10.0),
                20.0 * std::log10(40.0 * M_PI * slant * 3.5 / 3.0) +
                    0.03 * height * std::log10(slant) - 0.044 * height +
                    0.002 * std::log10(5.0) * slant,
                1e-6);
}

TEST(NrLiteBudgetTest, CouplingLossIsBounded)
{
    NrLiteScenario s({{0, 0, 25}}, {{0, 0, 25}});
    s.radio.SetChannelAttribute("MinimumCouplingLoss", DoubleValue(60.0));
    s.radio.SetGnbAttribute("AntennaGain", DoubleValue(0.0));
    s.Install();
    Simulator::Stop(Seconds(1));
    Simulator::Run();
    EXPECT_DOUBLE_EQ(s.radio.GetChannel()->GetPropagation()->GetGain(*s.Ue(0), 0), 1e-6);
}

TEST(NrLiteBudgetTest, LossOfTerminalsAtRestIsEvaluatedOnce)
{
    NrLiteScenario s({{0, 0, 25}, {500, 0, 25}}, {{100, 0, 1.5}});
    auto loss = CreateObject<CountingLoss>();
    s.radio.SetChannelAttribute("PropagationLossModel", PointerValue(loss));
    s.Install();
    auto sink = s.Upload(s.terminals.Get(0),
                         s.cells.Get(0),
                         InetSocketAddress(s.gnbAddresses.GetAddress(0), 80),
                         1000000,
                         Seconds(0.1));
    uint32_t before = 0;
    Simulator::Schedule(Seconds(5), [&]() {
        before = loss->evaluations;
        s.terminals.Get(0)->GetObject<MobilityModel>()->SetPosition({150, 0, 1.5});
    });
    Simulator::Stop(Seconds(6));
    Simulator::Run();
    EXPECT_EQ(sink->GetTotalRx(), 1000000U);
    // Once a cell, and once more when the second cell was started after the first.
    EXPECT_GE(before, 2U);
    EXPECT_LE(before, 4U);
    EXPECT_EQ(loss->evaluations, before + 2);
}

TEST(NrLiteBudgetTest, FadingHasTheMomentsOfItsDistribution)
{
    const double factor = std::pow(10.0, 0.6);

    struct Case
    {
        const char* fading;
        double variance; //!< of the power, whose mean is 1
    };

    for (const auto& c : {Case{"None", 0.0},
                          Case{"Rayleigh", 1.0},
                          Case{"Rician", (1.0 + 2.0 * factor) / ((1.0 + factor) * (1.0 + factor))}})
    {
        NrLiteScenario s({{0, 0, 25}}, {{2000, 0, 1.5}});
        s.radio.SetChannelAttribute("Fading", StringValue(c.fading));
        s.radio.SetChannelAttribute("RicianFactor", DoubleValue(6.0));
        s.Install();
        auto& propagation = *s.radio.GetChannel()->GetPropagation();
        std::vector<double> power;
        bool constant = true;
        const auto sample = [&]() {
            return propagation.GetFadedGain(*s.Ue(0), 0) / propagation.GetGain(*s.Ue(0), 0);
        };
        for (uint32_t i = 0; i < 4000; i++)
        {
            Simulator::Schedule(MilliSeconds(1 + 20 * i), [&]() { power.push_back(sample()); });
            Simulator::Schedule(MilliSeconds(19 + 20 * i),
                                [&]() { constant = constant && sample() == power.back(); });
        }
        Simulator::Stop(Seconds(81));
        Simulator::Run();
        double mean = 0.0;
        double square = 0.0;
        for (double value : power)
        {
            mean += value / power.size();
            square += value * value / power.size();
        }
        EXPECT_TRUE(constant) << c.fading;
        EXPECT_NEAR(mean, 1.0, 0.06) << c.fading;
        EXPECT_NEAR(square - mean * mean, c.variance, 0.15 * c.variance + 1e-12) << c.fading;
    }
}

TEST(NrLiteBudgetTest, TerminalsOfOtherCellsInterfereInUplink)
{
    std::vector<double> sinr;
    for (bool busy : {false, true})
    {
        NrLiteScenario s({{0, 0, 25}, {1000, 0, 25}}, {{400, 0, 1.5}, {600, 0, 1.5}});
        s.Install();
        if (busy)
        {
            s.Upload(s.terminals.Get(1),
                     s.cells.Get(1),
                     InetSocketAddress(s.gnbAddresses.GetAddress(1), 81),
                     0,
                     Seconds(0.1));
        }
        double last = 0.0;
        s.ueDevices.Get(0)->TraceConnectWithoutContext(
            "Sinr",
            Callback<void, uint32_t, uint32_t, double, uint32_t>(
                [&](uint32_t, uint32_t direction, double value, uint32_t) {
                    last = direction == NR_LITE_UPLINK ? value : last;
                }));
        s.Upload(s.terminals.Get(0),
                 s.cells.Get(0),
                 InetSocketAddress(s.gnbAddresses.GetAddress(0), 80),
                 0,
                 Seconds(0.1));
        Simulator::Stop(Seconds(2));
        Simulator::Run();
        sinr.push_back(last);
    }
    // At full load the disturber stands 600 m away, the terminal 400 m: 3.5 dB in free space.
    EXPECT_GT(sinr[0], 20.0);
    EXPECT_NEAR(sinr[1], 20.0 * std::log10(600.0 / 400.0), 0.5);
}
