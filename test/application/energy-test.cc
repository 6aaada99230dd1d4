/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "market-scenario.h"

#include "ns3/basic-energy-harvester.h"
#include "ns3/basic-energy-source.h"
#include "ns3/energy-source-container.h"
#include "ns3/nr-lite-energy-model.h"
#include "ns3/nr-lite-ue-net-device.h"

#include <array>
#include <sstream>

namespace ns3::edgelearning::test
{

/// Devices with small batteries, from which both training and the radio draw.
class EnergyTest : public MarketScenario
{
  protected:
    /// Two devices that each draw 1 W for the 3.6 s of a training, wanted in every round.
    void CreateMarket(uint32_t rounds)
    {
        CreateNodes(1, 2);
        learning.SetCompute("Rate", "ns3::ConstantRandomVariable[Constant=2e5]");
        learning.SetCompute("EnergyPerFlop", "ns3::ConstantRandomVariable[Constant=5e-6]");
        learning.SetOwners(1,
                           "Demand",
                           UintegerValue(2),
                           "Rounds",
                           UintegerValue(rounds),
                           "Deadline",
                           TimeValue(Seconds(8)),
                           "RoundPeriod",
                           TimeValue(Seconds(10)));
    }

    /// Give the first device a battery that is empty at a tenth and up again at nine tenths.
    void InstallBattery(double joules)
    {
        const Ptr<Node> node = devices.Get(0);
        source = CreateObject<BasicEnergySource>();
        source->SetAttribute("BasicEnergySourceInitialEnergyJ", DoubleValue(joules));
        source->SetAttribute("BasicEnergyLowBatteryThreshold", DoubleValue(0.1));
        source->SetAttribute("BasicEnergyHighBatteryThreshold", DoubleValue(0.9));
        source->SetNode(node);
        auto sources = CreateObject<EnergySourceContainer>();
        sources->Add(source);
        node->AggregateObject(sources);
    }

    void InstallHarvester(double watts)
    {
        std::ostringstream power;
        power << "ns3::ConstantRandomVariable[Constant=" << watts << ']';
        harvester = CreateObject<BasicEnergyHarvester>();
        harvester->SetAttribute("HarvestablePower", StringValue(power.str()));
        harvester->SetNode(devices.Get(0));
        harvester->SetEnergySource(source);
        source->ConnectEnergyHarvester(harvester);
        harvester->Initialize();
    }

    /// Link everybody over NrLite, and let the radio of the first device draw from its battery.
    void InstallRadio()
    {
        Install("nr-lite");
        const Ptr<Node> node = devices.Get(0);
        for (uint32_t i = 0; i < node->GetNDevices(); ++i)
        {
            if (auto terminal = DynamicCast<NrLiteUeNetDevice>(node->GetDevice(i)))
            {
                radio = NrLiteEnergyModel::Install(terminal, source);
            }
        }
        ASSERT_TRUE(radio);
    }

    /// @return selected, aggregated and dropped in each of the owner's rounds
    std::vector<std::array<uint32_t, 3>> GetRounds() const
    {
        std::vector<std::array<uint32_t, 3>> rounds;
        for (const RoundRecord& round : ownerRounds)
        {
            rounds.push_back({round.selected, round.aggregated, round.dropped});
        }
        return rounds;
    }

    Ptr<BasicEnergySource> source;
    Ptr<BasicEnergyHarvester> harvester;
    Ptr<NrLiteEnergyModel> radio;
};

TEST_F(EnergyTest, AnEmptyDeviceDropsOutAndHarvestsItsWayBack)
{
    CreateMarket(5);
    InstallBattery(4);
    InstallHarvester(0.15);
    InstallRadio();
    Run(80);
    // Of 4 J it may use 3.6. The battery does not fill beyond what it had at first, and idle it
    // gains 0.1 W. A training takes 3.2 J net: after the first, at 14 s, 0.4 J are left, at 20 s,
    // when the second begins, 1.0 J. That ends after 1.1 s, and 3.2 J more take 21 s: the device is
    // back at 43 s, too late for the fourth round and in time for the fifth.
    const std::vector<std::array<uint32_t, 3>> expected = {{2, 2, 0},
                                                           {2, 1, 1},
                                                           {1, 1, 0},
                                                           {1, 1, 0},
                                                           {2, 2, 0}};
    EXPECT_EQ(GetRounds(), expected);
    ASSERT_EQ(causes.size(), 1U);
    EXPECT_EQ(causes[0].reason, DropReason::ENERGY);
    EXPECT_EQ(causes[0].worker, devices.Get(0)->GetId());
    EXPECT_EQ(causes[0].round, 1U);
    ExpectConservation();
}

TEST_F(EnergyTest, WithoutHarvestItNeverReturns)
{
    CreateMarket(5);
    InstallBattery(4.5);
    InstallRadio();
    Run(80);
    // 4.05 J may be used: 0.5 J for 10 s of listening and 3.8 J for a training are more.
    const std::vector<std::array<uint32_t, 3>> expected = {{2, 1, 1},
                                                           {1, 1, 0},
                                                           {1, 1, 0},
                                                           {1, 1, 0},
                                                           {1, 1, 0}};
    EXPECT_EQ(GetRounds(), expected);
    EXPECT_EQ(CountDrops()[DropReason::DEADLINE], 1U); // what the edge server knows of it
    ASSERT_EQ(causes.size(), 1U);
    EXPECT_EQ(causes[0].reason, DropReason::ENERGY);
    // The battery looks once a second at what the radio draws, 0.05 W.
    EXPECT_NEAR(source->GetRemainingEnergy(), 0.45, 0.05);
    ExpectConservation();
}

} // namespace ns3::edgelearning::test
