/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/availability-trace.h"
#include "ns3/double.h"
#include "ns3/node.h"
#include "ns3/on-off-availability-model.h"
#include "ns3/pointer.h"
#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/trace-availability-model.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// When a device left or came back, in seconds.
using Timeline = std::vector<std::pair<double, bool>>;

/// Models on nodes, followed by their trace source.
class AvailabilityModelTest : public testing::Test
{
  protected:
    AvailabilityModelTest()
        : m_path(testing::TempDir() + "availability-model-test.csv")
    {
    }

    void TearDown() override
    {
        Simulator::Destroy();
        std::remove(m_path.c_str());
    }

    void Write(const std::string& text) const
    {
        std::ofstream(m_path) << text;
    }

    /// @return a model of the node that follows the trace
    Ptr<AvailabilityModel> MakeFollower(Ptr<AvailabilityTrace> trace, Ptr<Node> node)
    {
        Ptr<TraceAvailabilityModel> model = CreateObject<TraceAvailabilityModel>();
        model->SetAttribute("Trace", PointerValue(trace));
        node->AggregateObject(model);
        return model;
    }

    /// @return where the changes of a model are noted from now on
    Timeline& Follow(Ptr<AvailabilityModel> model)
    {
        m_timelines.push_back(std::make_unique<Timeline>());
        Timeline& timeline = *m_timelines.back();
        model->TraceConnectWithoutContext("Available",
                                          Callback<void, bool>([&timeline](bool available) {
                                              timeline.emplace_back(Simulator::Now().GetSeconds(),
                                                                    available);
                                          }));
        return timeline;
    }

    void Run(double seconds)
    {
        Simulator::Stop(Seconds(seconds));
        Simulator::Run();
    }

    /// @param text a file @return what reading it throws
    std::string Refuse(const std::string& text) const
    {
        Write(text);
        try
        {
            AvailabilityTrace::Read(m_path);
        }
        catch (const std::runtime_error& error)
        {
            return error.what();
        }
        return "";
    }

    std::string m_path; //!< of a trace
    std::vector<std::unique_ptr<Timeline>> m_timelines;
};

TEST_F(AvailabilityModelTest, TraceIsFollowed)
{
    Ptr<Node> first = CreateObject<Node>();
    Ptr<Node> second = CreateObject<Node>();
    const std::string a = std::to_string(first->GetId());
    const std::string b = std::to_string(second->GetId());
    Write("time_s,worker,available\n"
          "0," +
          a +
          ",0\n"
          "2.5," +
          b +
          ",0\n"
          "3," +
          a +
          ",1\r\n"
          "4.25," +
          a +
          ",0\n"
          "3," +
          b +
          ",0\n" // says it once more
          "1e1," +
          a + ",1\n");
    Ptr<AvailabilityTrace> trace = AvailabilityTrace::Read(m_path);
    const Timeline& one = Follow(MakeFollower(trace, first));
    const Timeline& other = Follow(MakeFollower(trace, second));
    Run(20);
    EXPECT_EQ(one, (Timeline{{0, false}, {3, true}, {4.25, false}, {10, true}}));
    EXPECT_EQ(other, (Timeline{{2.5, false}}));
    EXPECT_TRUE(first->GetObject<AvailabilityModel>()->IsAvailable());
    EXPECT_FALSE(second->GetObject<AvailabilityModel>()->IsAvailable());
}

TEST_F(AvailabilityModelTest, NodeMadeLaterEntersThePeriodThatHolds)
{
    Ptr<Node> node = CreateObject<Node>();
    const std::string id = std::to_string(node->GetId());
    Write("time_s,worker,available\n1," + id + ",0\n2," + id + ",1\n3," + id + ",0\n5," + id +
          ",1\n");
    Ptr<TraceAvailabilityModel> model = CreateObject<TraceAvailabilityModel>();
    model->SetAttribute("Trace", PointerValue(AvailabilityTrace::Read(m_path)));
    const Timeline& timeline = Follow(model);
    Simulator::Schedule(Seconds(4), [&]() {
        node->AggregateObject(model);
        model->Initialize();
    });
    Run(20);
    EXPECT_EQ(timeline, (Timeline{{4, false}, {5, true}}));
}

TEST_F(AvailabilityModelTest, BadTracesAreNamedByFileLineAndValue)
{
    const std::string head = "time_s,worker,available\n";

    const struct
    {
        std::string text;
        std::string where;
        std::string value;
    } cases[] = {
        {"0,1,1\n", "line 1", "'0,1,1'"},
        {"", "", "has no lines"},
        {head, "", "has no lines"},
        {head + "0,1\n", "line 2", "'0,1' has not three values"},
        {head + "0,1,1,1\n", "line 2", "three values"},
        {head + "0,1,1\n\n", "line 3", "three values"},
        {head + "soon,1,1\n", "line 2", "time_s 'soon'"},
        {head + "1s,1,1\n", "line 2", "time_s '1s'"},
        {head + "-1,1,1\n", "line 2", "time_s '-1'"},
        {head + "nan,1,1\n", "line 2", "time_s 'nan'"},
        {head + "1e10,1,1\n", "line 2", "time_s '1e10'"},
        {head + ",1,1\n", "line 2", "time_s ''"},
        {head + "0,-1,1\n", "line 2", "worker '-1'"},
        {head + "0,1.5,1\n", "line 2", "worker '1.5'"},
        {head + "0,4294967296,1\n", "line 2", "worker '4294967296'"},
        {head + "0,99999999999999999999999,1\n", "line 2", "worker '999"},
        {head + "0,,1\n", "line 2", "worker ''"},
        {head + "0,1,yes\n", "line 2", "available 'yes'"},
        {head + "0,1,2\n", "line 2", "available '2'"},
        {head + "5,1,1\n5,2,1\n5,1,0\n", "line 4", "time_s '5'"},
        {head + "5,1,1\n4,1,0\n", "line 3", "time_s '4'"},
    };

    for (const auto& bad : cases)
    {
        const std::string message = Refuse(bad.text);
        EXPECT_NE(message.find(m_path), std::string::npos) << bad.text << ": " << message;
        EXPECT_NE(message.find(bad.where), std::string::npos) << bad.text << ": " << message;
        EXPECT_NE(message.find(bad.value), std::string::npos) << bad.text << ": " << message;
    }
    EXPECT_THROW(AvailabilityTrace::Read(m_path + ".not-there"), std::runtime_error);
}

TEST_F(AvailabilityModelTest, WorkerThatTheTraceDoesNotNameIsRefused)
{
    Ptr<Node> node = CreateObject<Node>();
    Write("time_s,worker,available\n0," + std::to_string(node->GetId() + 1) + ",1\n");
    Ptr<AvailabilityTrace> trace = AvailabilityTrace::Read(m_path);
    // In a process of its own, since ns-3 leaves memory behind when an aggregation throws.
    const auto refuse = [this, trace, node]() {
        try
        {
            MakeFollower(trace, node);
        }
        catch (const std::invalid_argument& error)
        {
            std::cerr << error.what() << std::endl;
            std::_Exit(1);
        }
    };
    EXPECT_EXIT(refuse(),
                ::testing::ExitedWithCode(1),
                m_path + ".*worker " + std::to_string(node->GetId()));
}

TEST_F(AvailabilityModelTest, OnAndOffTimesAlternate)
{
    Ptr<OnOffAvailabilityModel> model = CreateObject<OnOffAvailabilityModel>();
    Ptr<DeterministicRandomVariable> on = CreateObject<DeterministicRandomVariable>();
    double onTimes[] = {2, 0.5, 7};
    on->SetValueArray(onTimes, 3);
    Ptr<DeterministicRandomVariable> off = CreateObject<DeterministicRandomVariable>();
    double offTimes[] = {1, 0, 4};
    off->SetValueArray(offTimes, 3);
    model->SetAttribute("OnTime", PointerValue(on));
    model->SetAttribute("OffTime", PointerValue(off));
    const Timeline& timeline = Follow(model);
    CreateObject<Node>()->AggregateObject(model);
    Run(12);
    // No time at all counts as a millisecond.
    EXPECT_EQ(timeline,
              (Timeline{{2, false}, {3, true}, {3.5, false}, {3.501, true}, {10.501, false}}));
}

TEST_F(AvailabilityModelTest, InitialShareDecidesTheStart)
{
    Ptr<OnOffAvailabilityModel> model = CreateObject<OnOffAvailabilityModel>();
    model->SetAttribute("InitialShare", DoubleValue(0));
    model->SetAttribute("OffTime", StringValue("ns3::ConstantRandomVariable[Constant=3]"));
    model->SetAttribute("OnTime", StringValue("ns3::ConstantRandomVariable[Constant=5]"));
    const Timeline& timeline = Follow(model);
    CreateObject<Node>()->AggregateObject(model);
    Run(9);
    EXPECT_EQ(timeline, (Timeline{{0, false}, {3, true}, {8, false}}));
}

TEST_F(AvailabilityModelTest, ExponentialTimesHaveTheShareOfTheirMeans)
{
    // The share of available time in 2000 cycles of two exponential times has the standard error
    // p (1 - p) sqrt(2 / 2000) = 0.006.
    Ptr<OnOffAvailabilityModel> model = CreateObject<OnOffAvailabilityModel>();
    model->SetAttribute("OnTime", StringValue("ns3::ExponentialRandomVariable[Mean=30]"));
    model->SetAttribute("OffTime", StringValue("ns3::ExponentialRandomVariable[Mean=10]"));
    EXPECT_EQ(model->AssignStreams(7), 3);
    const Timeline& timeline = Follow(model);
    CreateObject<Node>()->AggregateObject(model);
    Run(80000);
    double available = 0;
    double since = 0;
    for (const auto& [time, now] : timeline)
    {
        available += now ? 0 : time - since;
        since = time;
    }
    EXPECT_NEAR(available / since, 0.75, 0.025);
    EXPECT_NEAR(timeline.size(), 4000, 400);
}

TEST_F(AvailabilityModelTest, SameStreamsSameTimes)
{
    std::vector<Timeline> runs;
    for (int64_t stream : {3, 3, 100})
    {
        Ptr<OnOffAvailabilityModel> model = CreateObject<OnOffAvailabilityModel>();
        model->AssignStreams(stream);
        const Timeline& timeline = Follow(model);
        CreateObject<Node>()->AggregateObject(model);
        Run(5000);
        runs.push_back(timeline);
        Simulator::Destroy();
    }
    EXPECT_EQ(runs[0], runs[1]);
    EXPECT_NE(runs[0], runs[2]);
}

} // namespace
