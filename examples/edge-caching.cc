/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How long a worker waits for its model, and what the backhaul carries, against the size of the
// edge servers' model caches and the policy that decides what leaves them.
//
//   cloud ---- edge servers ==== workers        ---- 5 Mbit/s, 10 ms     ==== 50 Mbit/s, 2 ms
//   (owners)   (caches)
//
// Owner i wants 1/(i+1) as many workers a round as owner 0, and models are of four sizes. Workers
// are fewer than the owners want together, and a round selects for a long time: most workers are
// selected when they have finished their work for another owner, and want the model then.
//
// Every pair of policy and capacity sees the same workers and the same random draws. Prints one
// line for each, and writes edge-caching.csv, summary.json, latency.png, backhaul.png and the files
// of each run, in a directory POLICY-CAPACITY, into the output directory.

#include "example-tools.h"

#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/network-module.h"

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <sstream>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// What the user may choose.
struct Options
{
    uint32_t workers{24};
    uint32_t edges{1};
    uint32_t owners{12};
    uint32_t rounds{6};
    uint32_t demand{24};
    uint32_t modelBytes{50000};
    std::string capacities{"0,200000,400000,600000,1000000,2000000"};
    std::string backhaul{"5Mbps"};
    std::string output{"results/edge-caching"};
};

/// What one run gave.
struct Result
{
    std::string policy;            //!< its class
    uint64_t capacity{0};          //!< of each cache, in bytes
    uint32_t selected{0};          //!< workers, in all rounds
    uint32_t dropped{0};           //!< of these
    uint32_t hits{0};              //!< lookups that found the model
    uint32_t lookups{0};           //!< in all caches
    uint32_t evictions{0};         //!< models that had to go
    uint64_t modelBytes{0};        //!< of models, over the backhaul
    uint64_t backhaulBytes{0};     //!< of all messages
    std::vector<double> latencies; //!< lease accepted to model arrived, in seconds, ascending
    double duration{0};            //!< simulated seconds

    double GetHitRate() const
    {
        return lookups > 0 ? static_cast<double>(hits) / lookups : 0;
    }

    double GetMeanLatency() const
    {
        double sum = 0;
        for (double latency : latencies)
        {
            sum += latency;
        }
        return latencies.empty() ? 0 : sum / latencies.size();
    }

    /// The latency that 95 percent of the models do not exceed.
    double GetHighLatency() const
    {
        return latencies.empty() ? 0 : latencies[(latencies.size() * 95 + 99) / 100 - 1];
    }

    /// Of models over the backhaul, for each model that a worker got.
    double GetBytesPerModel() const
    {
        return latencies.empty() ? 0 : static_cast<double>(modelBytes) / latencies.size();
    }
};

Options
Parse(int argc, char* argv[])
{
    Options options;
    CommandLine cmd(__FILE__);
    cmd.AddValue("workers", "End devices that train", options.workers);
    cmd.AddValue("edges", "Edge servers, each with a cache", options.edges);
    cmd.AddValue("owners", "Model owners", options.owners);
    cmd.AddValue("rounds", "Rounds of each owner", options.rounds);
    cmd.AddValue("demand", "Workers that owner 0 wants per round", options.demand);
    cmd.AddValue("modelBytes",
                 "Bytes of the smallest model; others have 2, 3 and 4 times as many",
                 options.modelBytes);
    cmd.AddValue("capacities", "Bytes of each cache, with commas between", options.capacities);
    cmd.AddValue("backhaul", "Data rate between cloud and each edge server", options.backhaul);
    cmd.AddValue("output", "Directory for CSV files, plots and summary.json", options.output);
    cmd.Parse(argc, argv);
    CheckRange("workers", options.workers, 1, 10000);
    CheckRange("edges", options.edges, 1, 1000);
    CheckRange("owners", options.owners, 1, 1000);
    CheckRange("rounds", options.rounds, 1, 1e6);
    CheckRange("demand", options.demand, 1, 10000);
    CheckRange("modelBytes", options.modelBytes, 4, 50000000);
    return options;
}

void
ConfigureLearning(EdgeLearningHelper& learning, const Options& options)
{
    learning.SetFirstStream(1); // every run draws the same
    learning.SetLearner("ns3::edgelearning::SyntheticLearner");
    // 2 to 12 seconds for an average worker's training
    learning.SetCompute("Rate", "ns3::UniformRandomVariable[Min=5e6|Max=3e7]");
    learning.SetOwners(options.owners,
                       "Rounds",
                       UintegerValue(options.rounds),
                       "SelectionWindow",
                       TimeValue(Seconds(30)),
                       "Deadline",
                       TimeValue(Seconds(60)));
    learning.SetLocator("ns3::edgelearning::StaticLocator");
}

/// Give each owner its demand and its model, and each cache its size and its policy.
void
Distinguish(const ApplicationContainer& apps, const Options& options, const Result& result)
{
    ObjectFactory policy("ns3::edgelearning::" + result.policy);
    for (auto app = apps.Begin(); app != apps.End(); ++app)
    {
        if (Ptr<ModelOwner> owner = DynamicCast<ModelOwner>(*app))
        {
            const uint32_t id = owner->GetId();
            owner->SetAttribute("Demand",
                                UintegerValue(std::max<uint32_t>(1, options.demand / (id + 1))));
            PointerValue learner;
            owner->GetAttribute("Learner", learner);
            learner.GetObject()->SetAttribute("ModelBytes",
                                              UintegerValue(options.modelBytes * (1 + id % 4)));
        }
        else if (Ptr<ModelCache> cache = (*app)->GetNode()->GetObject<ModelCache>())
        {
            cache->SetAttribute("Capacity", UintegerValue(result.capacity));
            cache->SetAttribute("Policy", PointerValue(policy.Create()));
        }
    }
}

/// Follow the models to the edge servers and to the workers.
void
Observe(const ApplicationContainer& apps, Result& result)
{
    for (auto app = apps.Begin(); app != apps.End(); ++app)
    {
        if (DynamicCast<Worker>(*app))
        {
            (*app)->TraceConnectWithoutContext(
                "State",
                Callback<void, const std::string&>(
                    [&result, since = Time()](const std::string& state) mutable {
                        if (state == "training")
                        {
                            result.latencies.push_back((Simulator::Now() - since).GetSeconds());
                        }
                        since = Simulator::Now();
                    }));
        }
        else if (DynamicCast<EdgeServer>(*app))
        {
            (*app)->TraceConnectWithoutContext(
                "Rx",
                Callback<void, const MessageHeader&>([&result](const MessageHeader& header) {
                    if (header.type == MessageType::MODEL)
                    {
                        result.modelBytes += header.GetFrameBytes();
                    }
                }));
        }
        (*app)->TraceConnectWithoutContext(
            "Round",
            Callback<void, const RoundRecord&>([&result](const RoundRecord& record) {
                result.selected += record.tier == Role::OWNER ? record.selected : 0;
                result.dropped += record.tier == Role::OWNER ? record.dropped : 0;
            }));
    }
}

Result
Simulate(const Options& options, const std::string& policy, uint64_t capacity)
{
    Result result;
    result.policy = policy;
    result.capacity = capacity;
    NodeContainer cloud(1);
    NodeContainer edges(options.edges);
    NodeContainer devices(options.workers);
    EdgeTopologyHelper topology("p2p");
    topology.SetBackhaul(options.backhaul, MilliSeconds(10));
    topology.SetPointToPointAccess("50Mbps", MilliSeconds(2));
    topology.Install(cloud, edges, devices);
    topology.AssignStreams(100000);
    EdgeLearningHelper learning;
    ConfigureLearning(learning, options);
    ApplicationContainer apps = learning.Install(cloud, edges, devices);
    Distinguish(apps, options, result);

    EdgeLearningTraceHelper traces(options.output + "/" + policy + "-" + std::to_string(capacity));
    traces.Enable(apps);
    Observe(apps, result);
    StopWhenFinished(apps);
    Simulator::Stop(Hours(4)); // Owners that have held their rounds end it earlier.
    Simulator::Run();
    traces.Finish();
    result.duration = Simulator::Now().GetSeconds();
    Simulator::Destroy();

    std::map<std::string, uint32_t> events = traces.GetSummary().GetCacheEvents();
    result.hits = events["hit"];
    result.lookups = events["hit"] + events["miss"];
    result.evictions = events["eviction"];
    std::map<std::string, uint64_t> bytes = traces.GetSummary().GetBytes();
    result.backhaulBytes = bytes["backhaul"];
    std::sort(result.latencies.begin(), result.latencies.end());
    return result;
}

void
WriteTable(const std::vector<Result>& results, const std::string& output)
{
    ResultFile csv(output + "/edge-caching.csv",
                   "policy,capacity_bytes,selected,dropped,models,lookups,hits,hit_rate,evictions,"
                   "mean_latency_s,p95_latency_s,model_backhaul_bytes,backhaul_bytes,"
                   "backhaul_bytes_per_model,duration_s");
    csv.Begin();
    std::cout
        << "policy                     capacity  models  hit rate  evictions  latency s    p95 s"
           "  backhaul MB  models' MB  MB a model\n"
        << std::fixed;
    for (const Result& result : results)
    {
        csv.Line(result.policy,
                 result.capacity,
                 result.selected,
                 result.dropped,
                 result.latencies.size(),
                 result.lookups,
                 result.hits,
                 result.GetHitRate(),
                 result.evictions,
                 result.GetMeanLatency(),
                 result.GetHighLatency(),
                 result.modelBytes,
                 result.backhaulBytes,
                 result.GetBytesPerModel(),
                 result.duration);
        std::cout << std::left << std::setw(25) << result.policy << std::right << std::setw(10)
                  << result.capacity << std::setw(8) << result.latencies.size()
                  << std::setprecision(3) << std::setw(10) << result.GetHitRate() << std::setw(11)
                  << result.evictions << std::setw(11) << result.GetMeanLatency() << std::setw(9)
                  << result.GetHighLatency() << std::setprecision(1) << std::setw(13)
                  << result.backhaulBytes / 1e6 << std::setw(12) << result.modelBytes / 1e6
                  << std::setprecision(3) << std::setw(12) << result.GetBytesPerModel() / 1e6
                  << "\n";
    }
    csv.Finish();
}

void
WriteSummary(const std::vector<Result>& results, const std::string& output)
{
    std::ostringstream json;
    json << std::setprecision(12) << "{\"runs\": [";
    for (std::size_t i = 0; i < results.size(); ++i)
    {
        const Result& result = results[i];
        json << "\n{\"policy\": \"" << result.policy
             << "\", \"capacity_bytes\": " << result.capacity
             << ", \"models\": " << result.latencies.size()
             << ", \"hit_rate\": " << result.GetHitRate()
             << ", \"mean_latency_s\": " << result.GetMeanLatency()
             << ", \"backhaul_bytes\": " << result.backhaulBytes
             << ", \"model_backhaul_bytes\": " << result.modelBytes << "}"
             << (i + 1 < results.size() ? "," : "");
    }
    WriteResult(output + "/summary.json", json.str() + "\n]}");
}

void
Plot(const std::vector<Result>& results,
     const std::string& output,
     const std::string& name,
     const std::string& label,
     double (*value)(const Result&))
{
    CurvePlot plot("Model caches of edge servers",
                   "capacity of each cache (MB)",
                   label,
                   "set yrange [0:*]");
    for (const Result& result : results)
    {
        plot.Add(result.policy, result.capacity / 1e6, value(result));
    }
    plot.DrawOrWarn(output, name);
}

void
Run(int argc, char* argv[])
{
    const Options options = Parse(argc, argv);
    const auto capacities = ParseSweep("capacity", options.capacities, 0, 999999999999999);
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(1400));
    std::vector<Result> results;
    for (const std::string policy :
         {"LeastRecentlyUsedPolicy", "LeastFrequentlyUsedPolicy", "OldestModelPolicy"})
    {
        for (const auto capacity : std::vector<uint64_t>(capacities.begin(), capacities.end()))
        {
            std::cerr << policy << ", " << capacity << " bytes" << std::endl;
            results.push_back(Simulate(options, policy, capacity));
        }
    }
    WriteTable(results, options.output);
    WriteSummary(results, options.output);
    Plot(results,
         options.output,
         "latency",
         "mean time until a worker has its model (s)",
         [](const Result& result) { return result.GetMeanLatency(); });
    Plot(results,
         options.output,
         "backhaul",
         "backhaul bytes for each model that a worker got (kB)",
         [](const Result& result) { return result.GetBytesPerModel() / 1e3; });
    std::cout << "\nresults are in " << options.output << std::endl;
}

} // namespace

int
main(int argc, char* argv[])
{
    return RunExample("edge-caching", Run, argc, argv);
}
