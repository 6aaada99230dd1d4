/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What does it save to aggregate near the workers, and what does it cost? The same workers hold the
// same number of local rounds on the same data, leave now and then, and what differs is where their
// updates meet:
//
//   flat             each update goes to the owner
//   clustered        each edge server sends one aggregate per round
//   hierarchical-K   each edge server aggregates K times before its aggregate goes to the owner
//
//   cloud ---- edge servers ==== workers, scattered around them    ---- 2 Mbit/s, 25 ms
//   (clearing house, one owner)                                    ==== NrLite
//
// Prints a table, and beside what models and updates took on the backhaul what they must take by
// arithmetic. Writes hierarchical-fl.csv (accuracy and backhaul bytes after each global round),
// accuracy-time.png, accuracy-bytes.png and summary.json into the output directory, and the files
// of each run into a directory of its own below it.

#include "example-tools.h"

#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/mobility-module.h"
#include "ns3/network-module.h"

#include <iomanip>
#include <iostream>
#include <sstream>
#include <stdexcept>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// Synchronous rounds of which the owner wants every single update.
class FlatPolicy : public SynchronousPolicy
{
  public:
    static TypeId GetTypeId()
    {
        static TypeId tid = TypeId("hierarchical-fl::FlatPolicy")
                                .SetParent<SynchronousPolicy>()
                                .AddConstructor<FlatPolicy>();
        return tid;
    }

    bool NeedsEachUpdate() const override
    {
        return true;
    }
};

NS_OBJECT_ENSURE_REGISTERED(FlatPolicy);

/// What the user may choose.
struct Options
{
    uint32_t workers{24};
    uint32_t edges{4};
    uint32_t localRounds{24};
    std::string edgeRounds{"2,4,8"};
    double deadline{10};
    double presence{200};
    double shards{2};
    std::string output{"results/hierarchical-fl"};
};

/// Where updates meet.
struct Mode
{
    std::string name;    //!< in the table
    bool flat;           //!< at the owner only
    uint32_t edgeRounds; //!< of a global round
};

/// After a global round.
struct Sample
{
    double time;     //!< simulated seconds
    double accuracy; //!< on the held-out data
    double backhaul; //!< bytes of all messages so far
};

/// Messages with parameters on the backhaul.
struct Traffic
{
    uint64_t models{0};  //!< down
    uint64_t updates{0}; //!< up
    uint64_t bytes{0};   //!< of both, whole messages
};

/// What came out in a mode.
struct Outcome
{
    Mode mode;                   //!< which
    std::vector<Sample> samples; //!< in order
    uint32_t selected{0};        //!< participations
    uint32_t aggregated{0};      //!< of these
    Traffic measured;            //!< by trace
    Traffic expected;            //!< by arithmetic
    double total{0};             //!< backhaul bytes of all messages

    double GetDropout() const
    {
        return selected > 0 ? 1 - static_cast<double>(aggregated) / selected : 0;
    }

    double GetDuration() const
    {
        return samples.empty() ? 0 : samples.back().time - samples.front().time;
    }
};

constexpr double GOAL = 0.85; // an accuracy

std::vector<Mode>
MakeModes(const Options& options)
{
    std::vector<Mode> modes{{"flat", true, 1}, {"clustered", false, 1}};
    for (const double value : ParseSweep("edgeRounds", options.edgeRounds, 2, options.localRounds))
    {
        const auto rounds = static_cast<uint32_t>(value);
        if (rounds != value || options.localRounds % rounds != 0)
        {
            throw std::invalid_argument("edgeRounds '" + options.edgeRounds +
                                        "'; each must divide the local rounds, " +
                                        std::to_string(options.localRounds));
        }
        modes.push_back({"hierarchical-" + std::to_string(rounds), false, rounds});
    }
    return modes;
}

Options
Parse(int argc, char* argv[])
{
    Options options;
    CommandLine cmd(__FILE__);
    cmd.AddValue("workers", "End devices, all of which are wanted each round", options.workers);
    cmd.AddValue("edges", "Edge servers, each with a cell", options.edges);
    cmd.AddValue("localRounds", "Local rounds of every run", options.localRounds);
    cmd.AddValue("edgeRounds", "Edge rounds of a global round, one run each", options.edgeRounds);
    cmd.AddValue("deadline", "Seconds of a local round at most", options.deadline);
    cmd.AddValue("presence", "Mean seconds until a worker leaves for 10 s", options.presence);
    cmd.AddValue("shards", "Classes that a worker's data are of, about", options.shards);
    cmd.AddValue("output", "Directory for CSV files, plots and summary.json", options.output);
    cmd.Parse(argc, argv);
    CheckRange("edges", options.edges, 1, 1000);
    CheckRange("workers", options.workers, options.edges, 10000);
    CheckRange("localRounds", options.localRounds, 1, 1e6);
    CheckRange("deadline", options.deadline, 2.1, 1e6);
    CheckRange("presence", options.presence, 1, 1e6);
    return options;
}

void
ConfigureLearning(EdgeLearningHelper& learning, const Options& options, const Mode& mode)
{
    learning.SetFirstStream(10000); // all runs draw the same
    learning.SetLearner("ns3::edgelearning::TorchLearner",
                        "Architecture",
                        StringValue("64-128-10"),
                        "LearningRate",
                        DoubleValue(0.05));
    learning.SetDataset("digits.csv", "Shard", options.shards);
    // A training takes 2 to 8 s: longer than selection, so that nobody is selected twice in a
    // round.
    const double work = 5 * 1437.0 / options.workers; // samples of all epochs
    learning.SetTrainingSpeed("ns3::UniformRandomVariable[Min=" + std::to_string(work / 8) +
                              "|Max=" + std::to_string(work / 2) + "]");
    learning.SetAvailability("ns3::edgelearning::OnOffAvailabilityModel",
                             "OnTime",
                             StringValue("ns3::ExponentialRandomVariable[Mean=" +
                                         std::to_string(options.presence) + "]"),
                             "OffTime",
                             StringValue("ns3::ExponentialRandomVariable[Mean=10]"));
    // A bid may have to wait for a model on the same connection.
    learning.SetMarketAttribute("BidTimeout", TimeValue(MilliSeconds(500)));
    learning.SetRoundPolicy(mode.flat ? "hierarchical-fl::FlatPolicy"
                                      : "ns3::edgelearning::SynchronousPolicy");
    learning.SetOwners(1,
                       "Demand",
                       UintegerValue(options.workers),
                       "Rounds",
                       UintegerValue(options.localRounds / mode.edgeRounds),
                       "EdgeRounds",
                       UintegerValue(mode.edgeRounds),
                       "StartDelay",
                       TimeValue(Seconds(5)),
                       "SelectionWindow",
                       TimeValue(Seconds(1.5)),
                       "Deadline",
                       TimeValue(Seconds(options.deadline)));
}

/// Bytes of a message on the wire.
template <typename Body>
uint64_t
CountBytes(const Body& body)
{
    return MessageHeader::SIZE + Encode(body).size();
}

/// What models and updates must take: one model down to each edge server for each version that its
/// workers train on; one update up for each worker, or one a global round that names them all. It
/// holds while each cell has workers and no round is void.
Traffic
Expect(const Options& options, const Outcome& outcome, std::size_t parameters)
{
    ModelBody model;
    model.values.resize(parameters);
    UpdateBody update;
    update.values.resize(parameters);
    const uint64_t frame = CountBytes(update);
    update.members.resize(1);
    const uint64_t member = CountBytes(update) - frame;
    Traffic traffic;
    traffic.models = options.edges * options.localRounds / outcome.mode.edgeRounds;
    traffic.updates = outcome.mode.flat ? outcome.aggregated : traffic.models;
    traffic.bytes =
        traffic.models * CountBytes(model) + traffic.updates * frame + outcome.aggregated * member;
    return traffic;
}

/// Follow the owner, through which all parameters go.
void
Observe(Ptr<ModelOwner> owner, const EdgeLearningTraceHelper& traces, Outcome& outcome)
{
    const auto count = [&outcome](const MessageHeader& header) {
        outcome.measured.models += header.type == MessageType::MODEL ? 1 : 0;
        outcome.measured.updates += header.type == MessageType::UPDATE ? 1 : 0;
        const bool counts = header.type == MessageType::MODEL || header.type == MessageType::UPDATE;
        outcome.measured.bytes += counts ? header.GetFrameBytes() : 0;
    };
    owner->TraceConnectWithoutContext("Tx", Callback<void, const MessageHeader&>(count));
    owner->TraceConnectWithoutContext("Rx", Callback<void, const MessageHeader&>(count));
    owner->TraceConnectWithoutContext(
        "Round",
        Callback<void, const RoundRecord&>([&](const RoundRecord& round) {
            if (outcome.samples.empty())
            {
                outcome.samples.push_back({round.opened.GetSeconds(), 0, 0});
            }
            auto bytes = traces.GetSummary().GetBytes();
            outcome.samples.push_back({Simulator::Now().GetSeconds(),
                                       round.accuracy.value_or(0),
                                       static_cast<double>(bytes["backhaul"])});
            outcome.selected += round.selected;
            outcome.aggregated += round.aggregated;
        }));
}

Outcome
RunMode(const Options& options, const Mode& mode)
{
    std::cerr << mode.name << std::endl;
    Outcome outcome;
    outcome.mode = mode;
    NodeContainer cloud(1);
    NodeContainer edges(options.edges);
    NodeContainer devices(options.workers);
    PlaceAroundEdges(cloud, edges, devices, 600, 200, 1);
    EdgeTopologyHelper topology("nr-lite");
    topology.SetBackhaul("2Mbps", MilliSeconds(25));
    topology.Install(cloud, edges, devices);
    topology.AssignStreams(100);
    EdgeLearningHelper learning;
    ConfigureLearning(learning, options, mode);
    learning.SetLocator(topology.GetLocator());
    ApplicationContainer apps = learning.Install(cloud, edges, devices);
    EdgeLearningTraceHelper traces(options.output + "/" + mode.name);
    traces.Enable(apps);
    const Ptr<ModelOwner> owner = FindApplication<ModelOwner>(apps);
    Observe(owner, traces, outcome);
    StopWhenFinished(apps);
    Simulator::Stop(Seconds(60 + options.localRounds * (options.deadline + 10)));
    Simulator::Run();
    outcome.expected = Expect(options, outcome, owner->GetModel().values.size());
    outcome.total = outcome.samples.empty() ? 0 : outcome.samples.back().backhaul;
    traces.Finish();
    Simulator::Destroy();
    return outcome;
}

void
PrintTables(const Options& options, const std::vector<Outcome>& outcomes)
{
    std::cout << "mode             global  s a round  dropout  backhaul MB  s to " << GOAL
              << "  MB to " << GOAL << "  accuracy\n"
              << std::fixed;
    for (const Outcome& outcome : outcomes)
    {
        std::cout << std::left << std::setw(16) << outcome.mode.name << std::right << std::setw(7)
                  << options.localRounds / outcome.mode.edgeRounds << std::setprecision(2)
                  << std::setw(11) << outcome.GetDuration() / options.localRounds
                  << std::setprecision(3) << std::setw(9) << outcome.GetDropout() << std::setw(13)
                  << outcome.total / 1e6;
        if (const Sample* reached = FindFirst(outcome.samples, GOAL))
        {
            std::cout << std::setprecision(1) << std::setw(10)
                      << reached->time - outcome.samples.front().time << std::setprecision(3)
                      << std::setw(11) << reached->backhaul / 1e6;
        }
        else
        {
            std::cout << "     never          -";
        }
        std::cout << std::setprecision(3) << std::setw(10)
                  << (outcome.samples.empty() ? 0 : outcome.samples.back().accuracy) << "\n";
    }
    std::cout << "\nmodels and updates on the backhaul, expected and measured\n"
              << "mode             models         updates        bytes\n";
    for (const Outcome& outcome : outcomes)
    {
        const Traffic& expected = outcome.expected;
        const Traffic& measured = outcome.measured;
        std::cout << std::left << std::setw(16) << outcome.mode.name << std::right << std::setw(5)
                  << expected.models << " " << std::setw(5) << measured.models << std::setw(9)
                  << expected.updates << " " << std::setw(5) << measured.updates << std::setw(13)
                  << expected.bytes << " " << std::setw(10) << measured.bytes
                  << (expected.bytes == measured.bytes ? "  equal" : "  DIFFERENT") << "\n";
    }
}

void
WriteFiles(const Options& options, const std::vector<Outcome>& outcomes)
{
    ResultFile csv(options.output + "/hierarchical-fl.csv",
                   "mode,edge_rounds,time_s,test_accuracy,backhaul_bytes");
    csv.Begin();
    std::ostringstream json;
    json << std::setprecision(12) << "{";
    for (const Outcome& outcome : outcomes)
    {
        for (const Sample& sample : outcome.samples)
        {
            csv.Line(outcome.mode.name,
                     outcome.mode.edgeRounds,
                     Seconds9(Seconds(sample.time)),
                     sample.accuracy,
                     sample.backhaul);
        }
        json << (&outcome == &outcomes.front() ? "" : ", ") << '"' << outcome.mode.name
             << "\": {\"selected\": " << outcome.selected
             << ", \"aggregated\": " << outcome.aggregated
             << ", \"backhaul_bytes\": " << outcome.total
             << ", \"parameter_bytes_expected\": " << outcome.expected.bytes
             << ", \"parameter_bytes_measured\": " << outcome.measured.bytes
             << ", \"test_accuracy\": "
             << (outcome.samples.empty() ? 0 : outcome.samples.back().accuracy) << "}";
    }
    csv.Finish();
    WriteResult(options.output + "/summary.json", json.str() + "}");
}

void
Plot(const Options& options,
     const std::vector<Outcome>& outcomes,
     const std::string& name,
     const std::string& axis,
     double (*x)(const Sample&))
{
    CurvePlot plot("Test accuracy after each global round",
                   axis,
                   "accuracy",
                   "set yrange [0:1]\nset xrange [0:*]");
    for (const Outcome& outcome : outcomes)
    {
        for (std::size_t i = 1; i < outcome.samples.size(); ++i)
        {
            plot.Add(outcome.mode.name, x(outcome.samples[i]), outcome.samples[i].accuracy);
        }
    }
    plot.DrawOrWarn(options.output, name);
}

void
Run(int argc, char* argv[])
{
    const Options options = Parse(argc, argv);
    std::vector<Outcome> outcomes;
    for (const Mode& mode : MakeModes(options))
    {
        outcomes.push_back(RunMode(options, mode));
    }
    WriteFiles(options, outcomes);
    Plot(options, outcomes, "accuracy-time", "simulated time (s)", [](const Sample& sample) {
        return sample.time;
    });
    Plot(options, outcomes, "accuracy-bytes", "backhaul bytes (MB)", [](const Sample& sample) {
        return sample.backhaul / 1e6;
    });
    PrintTables(options, outcomes);
    std::cout << "\nresults are in " << options.output << std::endl;
}

} // namespace

int
main(int argc, char* argv[])
{
    return RunExample("hierarchical-fl", Run, argc, argv);
}
