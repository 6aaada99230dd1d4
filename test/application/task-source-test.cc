/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "offload-scenario.h"

#include "ns3/task-source.h"

namespace ns3::edgelearning::test
{

/// A source on the device of the scenario, whose tasks are done there.
class TaskSourceTest : public OffloadScenario
{
  protected:
    /// @param interval between two tasks, and other attributes of the source
    void BuildSource(const std::string& interval)
    {
        Build(0, "LocalOnlyPolicy");
        source = CreateObject<TaskSource>();
        source->SetAttribute("Interval", StringValue("ns3::" + interval));
        source->SetStartTime(Seconds(READY));
        nodes.Get(0)->AddApplication(source);
    }

    Ptr<TaskSource> source;
};

TEST_F(TaskSourceTest, TasksMayComeTogether)
{
    BuildSource("ConstantRandomVariable[Constant=0]");
    source->SetAttribute("MaxTasks", UintegerValue(5));
    source->SetAttribute("Flop", StringValue("ns3::ConstantRandomVariable[Constant=1e6]"));
    Run(10);
    EXPECT_EQ(ends.size(), 5U);
    EXPECT_EQ(source->GetCount(), 5U);
}

TEST_F(TaskSourceTest, ASourceThatStopsTheClockIsAnError)
{
    EXPECT_DEATH(
        {
            BuildSource("ConstantRandomVariable[Constant=0]");
            Run(10);
        },
        "Interval of 0 s .*times in a row.*MaxTasks");
    EXPECT_DEATH(
        {
            BuildSource("ConstantRandomVariable[Constant=1e30]");
            Run(10);
        },
        "Interval of 1e\\+30 s; it must be from 0 to 1e\\+09 s");
}

TEST_F(TaskSourceTest, DeadlinesThatAreNoneAreErrors)
{
    Build(0, "LocalOnlyPolicy");
    ComputeTask task = MakeTask();
    for (const Time& deadline : {Time::Max(), Seconds(-1)})
    {
        task.deadline = deadline;
        EXPECT_DEATH(client->Submit(task), "deadline .*it must be from 0, which is none, to 1e");
    }
}

} // namespace ns3::edgelearning::test
