/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/basic-energy-harvester.h"
#include "ns3/basic-energy-source.h"
#include "ns3/compute-resource.h"
#include "ns3/config.h"
#include "ns3/double.h"
#include "ns3/energy-source-container.h"
#include "ns3/node-container.h"
#include "ns3/simple-device-energy-model.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <gtest/gtest.h>
#include <limits>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// What a job's trace source told.
struct JobEvent
{
    std::string what; //!< trace source
    uint64_t id;      //!< job
    double flop;      //!< job's work
    double time;      //!< in seconds

    bool operator==(const JobEvent& other) const
    {
        return what == other.what && id == other.id && flop == other.flop && time == other.time;
    }
};

void
PrintTo(const JobEvent& event, std::ostream* os)
{
    *os << event.what << " " << event.id << " " << event.flop << " at " << event.time;
}

/// A node with a processor of 1000 FLOP/s at 0.01 J each: 10 W.
class ComputeResourceTest : public testing::Test
{
  protected:
    ComputeResourceTest()
    {
        MakeNode();
    }

    void MakeNode()
    {
        m_node = CreateObject<Node>();
        m_compute = CreateObject<ComputeResource>();
        m_depletions.clear();
        m_compute->SetAttribute("Rate", DoubleValue(1000));
        m_compute->SetAttribute("EnergyPerFlop", DoubleValue(0.01));
        m_node->AggregateObject(m_compute);
        for (const auto* name : {"JobStarted", "JobFinished", "JobStopped"})
        {
            m_compute->TraceConnect(name,
                                    name,
                                    MakeCallback(&ComputeResourceTest::RecordJob, this));
        }
        m_compute->TraceConnectWithoutContext(
            "Depleted",
            MakeCallback(&ComputeResourceTest::RecordDepletion, this));
        m_compute->TraceConnectWithoutContext(
            "Recharged",
            MakeCallback(&ComputeResourceTest::RecordRecharge, this));
    }

    void TearDown() override
    {
        Simulator::Destroy();
    }

    void RecordJob(std::string what, uint64_t id, double flop)
    {
        m_events.push_back({what, id, flop, Simulator::Now().GetSeconds()});
    }

    void RecordDepletion()
    {
        m_depletions.push_back(Simulator::Now().GetSeconds());
    }

    void RecordRecharge()
    {
        m_recharges.push_back(Simulator::Now().GetSeconds());
    }

    /**
     * @param flop of a job
     * @return the job, whose completion is recorded in m_done
     */
    ComputeResource::JobId Submit(double flop)
    {
        return m_compute->Submit(flop,
                                 [this]() { m_done.push_back(Simulator::Now().GetSeconds()); });
    }

    /**
     * Give the node an energy source.
     *
     * @param joules it holds
     * @param threshold share of it at which it counts as empty
     */
    void InstallSource(double joules, double threshold)
    {
        m_source = CreateObject<BasicEnergySource>();
        m_source->SetInitialEnergy(joules);
        m_source->SetAttribute("BasicEnergyLowBatteryThreshold", DoubleValue(threshold));
        m_source->SetNode(m_node);
        auto sources = CreateObject<EnergySourceContainer>();
        sources->Add(m_source);
        m_node->AggregateObject(sources);
    }

    Ptr<Node> m_node;                 //!< what computes
    Ptr<ComputeResource> m_compute;   //!< of the node
    Ptr<BasicEnergySource> m_source;  //!< of the node, or null
    std::vector<JobEvent> m_events;   //!< of all jobs
    std::vector<double> m_done;       //!< completions, in seconds
    std::vector<double> m_depletions; //!< in seconds
    std::vector<double> m_recharges;  //!< in seconds
};

} // namespace

TEST_F(ComputeResourceTest, DoesOneJobAfterTheOther)
{
    Simulator::Schedule(Seconds(1), [this]() {
        EXPECT_EQ(Submit(2000), 1U);
        EXPECT_EQ(Submit(500), 2U);
        EXPECT_EQ(m_compute->GetBacklog(), Seconds(2.5));
    });
    Simulator::Schedule(Seconds(2), [this]() {
        EXPECT_EQ(m_compute->GetBacklog(), Seconds(1.5));
        EXPECT_NEAR(m_compute->GetTotalEnergy(), 10, 1e-9);
    });
    Simulator::Run();
    EXPECT_EQ(m_events,
              (std::vector<JobEvent>{{"JobStarted", 1, 2000, 1},
                                     {"JobFinished", 1, 2000, 3},
                                     {"JobStarted", 2, 500, 3},
                                     {"JobFinished", 2, 500, 3.5}}));
    EXPECT_EQ(m_done, (std::vector<double>{3, 3.5}));
    EXPECT_EQ(m_compute->GetBacklog(), Seconds(0));
    EXPECT_NEAR(m_compute->GetTotalEnergy(), 25, 1e-9);
}

TEST_F(ComputeResourceTest, ACompletionMaySubmitTheNextJob)
{
    m_compute->Submit(1000, [this]() { Submit(0); });
    Simulator::Run();
    EXPECT_EQ(m_done, std::vector<double>{1});
}

TEST_F(ComputeResourceTest, CancelsJobsThatRunOrWait)
{
    Submit(1000);
    Submit(1000);
    Submit(1000);
    Simulator::Schedule(Seconds(0.25), [this]() {
        EXPECT_TRUE(m_compute->Cancel(2));
        EXPECT_TRUE(m_compute->Cancel(1));
        EXPECT_FALSE(m_compute->Cancel(1));
        EXPECT_FALSE(m_compute->Cancel(ComputeResource::NO_JOB));
    });
    Simulator::Run();
    EXPECT_EQ(m_events,
              (std::vector<JobEvent>{{"JobStarted", 1, 1000, 0},
                                     {"JobStopped", 2, 1000, 0.25},
                                     {"JobStopped", 1, 1000, 0.25},
                                     {"JobStarted", 3, 1000, 0.25},
                                     {"JobFinished", 3, 1000, 1.25}}));
    EXPECT_EQ(m_done, std::vector<double>{1.25});
    EXPECT_NEAR(m_compute->GetTotalEnergy(), 12.5, 1e-9);
}

TEST_F(ComputeResourceTest, RefusesWorkThatIsNoNumberOrEndless)
{
    for (const double flop : {-1.0,
                              std::numeric_limits<double>::quiet_NaN(),
                              std::numeric_limits<double>::infinity(),
                              1e13})
    {
        EXPECT_EQ(Submit(flop), ComputeResource::NO_JOB) << flop;
    }
    EXPECT_TRUE(m_events.empty());
}

TEST_F(ComputeResourceTest, ConfigReachesItThroughTheNode)
{
    const std::string path =
        "/NodeList/" + std::to_string(m_node->GetId()) + "/$ns3::edgelearning::ComputeResource/";
    Config::Set(path + "Rate", DoubleValue(500));
    std::vector<double> totals;
    Config::ConnectWithoutContext(
        path + "TotalEnergy",
        Callback<void, double, double>([&totals](double, double now) { totals.push_back(now); }));
    Submit(1000);
    Simulator::Run();
    EXPECT_EQ(m_done, std::vector<double>{2});
    ASSERT_EQ(totals.size(), 1U);
    EXPECT_NEAR(totals[0], 10, 1e-9);
}

TEST_F(ComputeResourceTest, DrainsTheNodesEnergySource)
{
    InstallSource(100, 0.1);
    Simulator::Schedule(Seconds(1), [this]() { Submit(3000); });
    Simulator::Schedule(Seconds(2),
                        [this]() { EXPECT_NEAR(m_source->GetRemainingEnergy(), 90, 1e-6); });
    Simulator::Schedule(Seconds(10),
                        [this]() { EXPECT_NEAR(m_source->GetRemainingEnergy(), 70, 1e-6); });
    Simulator::Stop(Seconds(11));
    Simulator::Run();
    EXPECT_NEAR(m_compute->GetTotalEnergy(), 30, 1e-9);
    EXPECT_EQ(m_done, std::vector<double>{4});
    EXPECT_TRUE(m_depletions.empty());
}

TEST_F(ComputeResourceTest, LosesAllJobsWhenTheSourceRunsEmpty)
{
    // 24 J above the threshold last 2.4 s, which is between two of the source's updates.
    InstallSource(30, 0.2);
    Simulator::Schedule(Seconds(1), [this]() {
        Submit(1000);
        Submit(3000);
        Submit(100);
    });
    Simulator::Schedule(Seconds(5), [this]() {
        EXPECT_TRUE(m_compute->IsDepleted());
        EXPECT_EQ(Submit(1), ComputeResource::NO_JOB);
        EXPECT_EQ(m_compute->GetBacklog(), Seconds(0));
    });
    Simulator::Stop(Seconds(6));
    Simulator::Run();
    ASSERT_EQ(m_depletions.size(), 1U);
    EXPECT_NEAR(m_depletions[0], 3.4, 1e-6);
    EXPECT_EQ(m_done, std::vector<double>{2});
    ASSERT_EQ(m_events.size(), 5U);
    EXPECT_EQ(m_events[3].what, "JobStopped");
    EXPECT_EQ(m_events[3].id, 2U);
    EXPECT_EQ(m_events[4].what, "JobStopped");
    EXPECT_EQ(m_events[4].id, 3U);
    EXPECT_NEAR(m_compute->GetTotalEnergy(), 24, 1e-6);
    EXPECT_NEAR(m_source->GetRemainingEnergy(), 6, 1e-6);
}

TEST_F(ComputeResourceTest, NeverDrawsMoreThanThereIs)
{
    InstallSource(1, 0);
    Submit(1e6);
    Simulator::Stop(Seconds(3));
    Simulator::Run();
    ASSERT_EQ(m_depletions.size(), 1U);
    EXPECT_NEAR(m_depletions[0], 0.1, 1e-6);
    EXPECT_GE(m_source->GetRemainingEnergy(), 0);
    EXPECT_NEAR(m_source->GetRemainingEnergy(), 0, 1e-6);
}

TEST_F(ComputeResourceTest, SmallPowersEmptyTheSourceToo)
{
    // BasicEnergySource counts in whole nanojoules, of which these take 10 ns to 10 us each.
    for (const double power : {1e-4, 1e-3, 1e-2, 0.1})
    {
        for (const double threshold : {0.0, 0.2})
        {
            InstallSource(1.5 * power / (1 - threshold), threshold);
            m_compute->SetAttribute("EnergyPerFlop", DoubleValue(power / 1000));
            const uint64_t before = Simulator::GetEventCount();
            Submit(1e6);
            Simulator::Stop(Seconds(3));
            Simulator::Run();
            ASSERT_EQ(m_depletions.size(), 1U) << power << " W, threshold " << threshold;
            EXPECT_NEAR(m_depletions[0], 1.5, 1e-3) << power << " W, threshold " << threshold;
            EXPECT_TRUE(m_done.empty());
            EXPECT_LT(Simulator::GetEventCount() - before, 100U);
            Simulator::Destroy();
            MakeNode();
        }
    }
}

TEST_F(ComputeResourceTest, NoticesThatOthersEmptiedTheSource)
{
    InstallSource(30, 0.2);
    auto other = CreateObject<ComputeEnergyModel>();
    m_source->AppendDeviceEnergyModel(other);
    other->SetEnergySource(m_source);
    Submit(1000);
    Simulator::Schedule(Seconds(1), [other]() { other->SetPower(6); });
    Simulator::Stop(Seconds(4));
    Simulator::Run();
    EXPECT_EQ(m_done, std::vector<double>{1});
    ASSERT_EQ(m_depletions.size(), 1U);
    EXPECT_NEAR(m_depletions[0], 1 + 14.0 / 6, 1e-6);
    EXPECT_NEAR(other->GetTotalEnergyConsumption(), 14, 1e-6);
}

TEST_F(ComputeResourceTest, AJobThatOutlivedTheSourceIsLost)
{
    for (const bool isLast : {true, false})
    {
        InstallSource(30, 0.2);
        // Draws 45 W without a word to the others, from a source that looks at itself each second.
        auto other = CreateObject<SimpleDeviceEnergyModel>();
        other->SetEnergySource(m_source);
        m_source->AppendDeviceEnergyModel(other);
        other->SetCurrentA(45 / m_source->GetSupplyVoltage());
        Submit(500);
        if (!isLast)
        {
            Submit(500);
        }
        m_compute->TraceConnectWithoutContext("Depleted", Callback<void>([this]() {
                                                  EXPECT_TRUE(m_done.empty());
                                                  EXPECT_EQ(m_compute->GetBacklog(), Seconds(0));
                                              }));
        Simulator::Stop(Seconds(0.6));
        Simulator::Run();
        EXPECT_EQ(m_depletions, std::vector<double>{0.5});
        EXPECT_TRUE(m_done.empty()) << "whoever was told that all is lost hears no more";
        EXPECT_EQ(m_events.size(), isLast ? 2U : 3U);
        EXPECT_EQ(m_events.at(1), (JobEvent{"JobStopped", 1, 500, 0.5}));
        Simulator::Destroy();
        m_events.clear();
        MakeNode();
    }
}

TEST_F(ComputeResourceTest, WorksAgainOnceRecharged)
{
    InstallSource(30, 0.2);
    m_source->SetAttribute("BasicEnergyHighBatteryThreshold", DoubleValue(0.5));
    auto harvester = CreateObject<BasicEnergyHarvester>();
    harvester->SetAttribute("HarvestablePower",
                            StringValue("ns3::ConstantRandomVariable[Constant=4]"));
    harvester->SetNode(m_node);
    harvester->SetEnergySource(m_source);
    m_source->ConnectEnergyHarvester(harvester);
    harvester->Initialize();
    Submit(1e6);
    Simulator::Schedule(Seconds(8), [this]() { EXPECT_EQ(Submit(500), 2U); });
    Simulator::Stop(Seconds(10));
    Simulator::Run();
    // 10 W are drawn and 4 W come in, until 24 J are used up; then 9 J must come in.
    ASSERT_EQ(m_depletions.size(), 1U);
    EXPECT_NEAR(m_depletions[0], 4, 1e-3);
    ASSERT_EQ(m_recharges.size(), 1U);
    EXPECT_GE(m_recharges[0], 4 + 9.0 / 4);
    EXPECT_LE(m_recharges[0], 4 + 9.0 / 4 + 1);
    EXPECT_EQ(m_done, std::vector<double>{8.5});
}

TEST_F(ComputeResourceTest, AnEmptySourceIsNoticedAtTheStart)
{
    InstallSource(0, 0.1);
    Simulator::Stop(Seconds(5));
    Simulator::Run();
    EXPECT_EQ(m_depletions, std::vector<double>{0});
    EXPECT_EQ(Submit(1), ComputeResource::NO_JOB);
}
