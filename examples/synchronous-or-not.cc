/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Should an owner wait for slow workers? The same workers, of very different compute rates and
// links, train the same model under several round policies, one after the other in one run:
// synchronous rounds, the same with over-selection, asynchronous and buffered merging.
//
//   cloud ---- edge servers ==== workers, scattered around them    ---- 1 Gbit/s, 5 ms
//   (clearing house, one owner)                                    ==== NrLite
//
// Prints a table: simulated time and bytes to a test accuracy of 0.8 and of 0.9, dropout rate,
// versions made, final accuracy. Writes policies.csv (accuracy and bytes each --sample seconds),
// accuracy-time.png, accuracy-bytes.png and summary.json into the output directory, and the files
// of each policy's run into a directory of its own below it.

#include "example-tools.h"

#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/mobility-module.h"
#include "ns3/network-module.h"

#include <cmath>
#include <iomanip>
#include <iostream>
#include <sstream>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr double GOALS[] = {0.8, 0.9};

/// What the user may choose.
struct Options
{
    uint32_t workers{20};
    uint32_t edges{2};
    uint32_t demand{8};
    double duration{300};
    double sample{1};
    double sigma{1.2};
    double radius{250};
    double alpha{0.3};
    std::string architecture{"64-128-10"};
    std::string output{"results/synchronous-or-not"};
};

/// A moment of a run.
struct Sample
{
    double time;     //!< simulated seconds
    double accuracy; //!< on the held-out data
    double bytes;    //!< delivered over all hops so far
    double backhaul; //!< of these, over backhaul
};

/// What came out under a policy.
struct Outcome
{
    std::string name;            //!< of the policy
    std::vector<Sample> samples; //!< in order
    uint32_t versions{0};        //!< of the model
    uint32_t staleness{0};       //!< greatest that was merged
    double dropout{0};           //!< share of the selected
};

Options
Parse(int argc, char* argv[])
{
    Options options;
    CommandLine cmd(__FILE__);
    cmd.AddValue("workers", "End devices", options.workers);
    cmd.AddValue("edges", "Edge servers, each with a cell", options.edges);
    cmd.AddValue("demand",
                 "Updates per synchronous round, workers in training else",
                 options.demand);
    cmd.AddValue("duration", "Simulated seconds under each policy", options.duration);
    cmd.AddValue("sample", "Seconds between two tests of the model", options.sample);
    cmd.AddValue("sigma", "Spread of the compute rates: of their natural logarithm", options.sigma);
    cmd.AddValue("radius", "Workers are within so many metres of an edge server", options.radius);
    cmd.AddValue("alpha", "Dirichlet's alpha of the workers' data", options.alpha);
    cmd.AddValue("architecture", "Network that is trained", options.architecture);
    cmd.AddValue("output", "Directory for CSV files, plots and summary.json", options.output);
    cmd.Parse(argc, argv);
    CheckRange("workers", options.workers, 1, 10000);
    CheckRange("edges", options.edges, 1, 1000);
    CheckRange("demand", options.demand, 1, 10000);
    CheckRange("duration", options.duration, 1e-3, 1e9);
    CheckRange("sample", options.sample, 1e-3, 1e9);
    CheckRange("sigma", options.sigma, 0, 10);
    CheckRange("radius", options.radius, 1e-3, 1e6);
    return options;
}

void
ConfigurePolicy(EdgeLearningHelper& learning, const std::string& policy, uint32_t demand)
{
    // Rounds without synchrony only divide the accounts; long ones seldom wait for their last.
    double window = 60;
    double deadline = 90;
    if (policy == "synchronous" || policy == "over-selection")
    {
        window = 2;
        deadline = 20;
        learning.SetRoundPolicy("ns3::edgelearning::SynchronousPolicy",
                                "OverSelection",
                                DoubleValue(policy == "synchronous" ? 1 : 1.5));
    }
    else if (policy == "asynchronous")
    {
        learning.SetRoundPolicy("ns3::edgelearning::AsynchronousPolicy");
    }
    else
    {
        learning.SetRoundPolicy("ns3::edgelearning::BufferedPolicy");
    }
    learning.SetOwners(1,
                       "Demand",
                       UintegerValue(demand),
                       "SelectionWindow",
                       TimeValue(Seconds(window)),
                       "Deadline",
                       TimeValue(Seconds(deadline)));
}

/// Tests the model of a running simulation again and again.
class Observer
{
  public:
    Observer(const ApplicationContainer& apps,
             const EdgeLearningTraceHelper& traces,
             Ptr<const DataSet> testData,
             Outcome& outcome)
        : m_traces(traces),
          m_testData(testData),
          m_outcome(outcome)
    {
        for (auto app = apps.Begin(); app != apps.End(); ++app)
        {
            if (Ptr<ModelOwner> owner = DynamicCast<ModelOwner>(*app))
            {
                m_owner = owner;
                PointerValue learner;
                owner->GetAttribute("Learner", learner);
                m_learner = learner.Get<Learner>();
                owner->TraceConnectWithoutContext(
                    "Merge",
                    Callback<void, const MergeRecord&>([this](const MergeRecord& record) {
                        m_outcome.versions = record.version;
                        m_outcome.staleness = std::max(m_outcome.staleness, record.staleness);
                    }));
            }
        }
    }

    void SampleEvery(Time interval)
    {
        Simulator::Schedule(interval, [this, interval]() {
            const EvaluationResult test = m_learner->Evaluate(m_owner->GetModel(), m_testData);
            Sample sample{Simulator::Now().GetSeconds(), test.accuracy, 0, 0};
            for (const auto& [hop, bytes] : m_traces.GetSummary().GetBytes())
            {
                sample.bytes += bytes;
                sample.backhaul += hop == "backhaul" ? bytes : 0;
            }
            m_outcome.samples.push_back(sample);
            SampleEvery(interval);
        });
    }

  private:
    const EdgeLearningTraceHelper& m_traces; //!< counts the bytes
    Ptr<const DataSet> m_testData;           //!< held out
    Outcome& m_outcome;                      //!< where the samples go
    Ptr<ModelOwner> m_owner;                 //!< whose model
    Ptr<Learner> m_learner;                  //!< tests it
};

Outcome
RunPolicy(const std::string& policy, const Options& options)
{
    std::cerr << policy << std::endl;
    Outcome outcome;
    outcome.name = policy;
    NodeContainer cloud(1);
    NodeContainer edges(options.edges);
    NodeContainer devices(options.workers);
    PlaceAroundEdges(cloud, edges, devices, 600, options.radius, 1);
    EdgeTopologyHelper topology("nr-lite");
    topology.Install(cloud, edges, devices);
    topology.AssignStreams(100); // the same channel under each policy

    EdgeLearningHelper learning;
    learning.SetFirstStream(10000);
    learning.SetLearner("ns3::edgelearning::TorchLearner",
                        "Architecture",
                        StringValue(options.architecture));
    learning.SetDataset("digits.csv", "Dirichlet", options.alpha);
    // The median worker trains for about 2 s.
    learning.SetCompute(
        "Rate",
        "ns3::LogNormalRandomVariable[Mu=14.5|Sigma=" + std::to_string(options.sigma) + "]");
    learning.SetLocator(topology.GetLocator());
    ConfigurePolicy(learning, policy, options.demand);
    ApplicationContainer apps = learning.Install(cloud, edges, devices);
    EdgeLearningTraceHelper traces(options.output + "/" + policy);
    traces.Enable(apps);
    Observer observer(apps, traces, learning.GetTestData(), outcome);
    observer.SampleEvery(Seconds(options.sample));

    ShowProgress progress(Seconds(10), std::cerr);
    Simulator::Stop(Seconds(options.duration));
    Simulator::Run();
    outcome.dropout = traces.GetSummary().GetDropoutRate();
    traces.Finish();
    Simulator::Destroy();
    return outcome;
}

void
WritePlot(const Options& options,
          const std::vector<Outcome>& outcomes,
          const std::string& name,
          const std::string& axis,
          double (*x)(const Sample&))
{
    CurvePlot plot("Test accuracy by round policy", axis, "accuracy", "set yrange [0:1]");
    plot.SetStyle(Gnuplot2dDataset::LINES, "lw 2");
    for (const Outcome& outcome : outcomes)
    {
        for (const Sample& sample : outcome.samples)
        {
            plot.Add(outcome.name, x(sample), sample.accuracy);
        }
    }
    plot.DrawOrWarn(options.output, name);
}

void
WriteFiles(const Options& options, const std::vector<Outcome>& outcomes)
{
    ResultFile csv(options.output + "/policies.csv",
                   "policy,time_s,test_accuracy,bytes,backhaul_bytes");
    csv.Begin();
    std::ostringstream json;
    json << std::setprecision(17) << "{\n";
    for (const Outcome& outcome : outcomes)
    {
        for (const Sample& sample : outcome.samples)
        {
            std::ostringstream line;
            line << std::fixed << std::setprecision(6) << sample.time << ',' << sample.accuracy
                 << std::setprecision(0) << ',' << sample.bytes << ',' << sample.backhaul;
            csv.Line(outcome.name, line.str());
        }
        json << (&outcome == &outcomes.front() ? "" : ",\n") << "  \"" << outcome.name
             << "\": {\"versions\": " << outcome.versions
             << ", \"greatest_staleness\": " << outcome.staleness
             << ", \"dropout_rate\": " << outcome.dropout;
        for (double goal : GOALS)
        {
            const Sample* reached = FindFirst(outcome.samples, goal);
            json << ", \"time_s_to_" << std::setprecision(1) << goal << "\": ";
            json << std::setprecision(17);
            reached ? json << reached->time : json << "null";
        }
        json << "}";
    }
    json << "\n}";
    csv.Finish();
    WriteResult(options.output + "/summary.json", json.str());
    WritePlot(options, outcomes, "accuracy-time", "simulated time (s)", [](const Sample& sample) {
        return sample.time;
    });
    WritePlot(options, outcomes, "accuracy-bytes", "bytes over all hops (MB)", [](const Sample& s) {
        return s.bytes / 1e6;
    });
}

void
PrintTable(const std::vector<Outcome>& outcomes)
{
    std::cout << std::left << std::setw(16) << "policy" << std::right;
    for (double goal : GOALS)
    {
        std::cout << "   s to " << goal << "  MB to " << goal << "  backhaul";
    }
    std::cout << "  versions  staleness  dropout  final\n" << std::fixed;
    for (const Outcome& outcome : outcomes)
    {
        std::cout << std::left << std::setw(16) << outcome.name << std::right;
        for (double goal : GOALS)
        {
            if (const Sample* reached = FindFirst(outcome.samples, goal))
            {
                std::cout << std::setprecision(0) << std::setw(11) << reached->time
                          << std::setprecision(1) << std::setw(11) << reached->bytes / 1e6
                          << std::setw(10) << reached->backhaul / 1e6;
            }
            else
            {
                std::cout << std::setw(11) << "never" << std::setw(11) << "-" << std::setw(10)
                          << "-";
            }
        }
        std::cout << std::setw(10) << outcome.versions << std::setw(11) << outcome.staleness
                  << std::setprecision(3) << std::setw(9) << outcome.dropout << std::setw(7)
                  << (outcome.samples.empty() ? 0 : outcome.samples.back().accuracy) << "\n";
    }
}

void
Run(int argc, char* argv[])
{
    const Options options = Parse(argc, argv);
    std::vector<Outcome> outcomes;
    for (const char* policy : {"synchronous", "over-selection", "asynchronous", "buffered"})
    {
        outcomes.push_back(RunPolicy(policy, options));
    }
    WriteFiles(options, outcomes);
    PrintTable(outcomes);
    std::cout << "\nresults are in " << options.output << std::endl;
}

} // namespace

int
main(int argc, char* argv[])
{
    return RunExample("synchronous-or-not", Run, argc, argv);
}
