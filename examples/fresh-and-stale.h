/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_FRESH_AND_STALE_H
#define EDGE_LEARNING_FRESH_AND_STALE_H

#include "example-tools.h"

#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/network-module.h"

#include <functional>
#include <iostream>
#include <string>

/**
 * @file
 * @ingroup edge-learning
 * What the examples of fresh and stale data have in common: cells of NrLite in which every other
 * worker collects seldom, and one run of them after the other.
 */

namespace ns3::edgelearning
{

/// One run of a market of fresh and stale workers.
struct FreshAndStaleRun
{
    std::string name;      //!< of the run, and of its directory
    std::string output;    //!< directory of all runs
    uint32_t workers{16};  //!< every other one has stale data
    uint32_t edges{1};     //!< each with a cell
    double duration{0};    //!< in simulated s
    double fresh{4};       //!< between two collections of a fresh worker, in s
    double stale{40};      //!< of a stale one, in s
    bool onRequest{false}; //!< all collect when they are asked instead

    std::function<void(EdgeLearningHelper&)> configure; //!< rounds and market

    /// Looks at the applications before the run; the first worker's node id.
    std::function<void(const ApplicationContainer&, uint32_t firstWorker)> prepare;
};

/// @param worker node id @param firstWorker that of the first one @return whether its data are
/// stale
inline bool
IsStale(uint32_t worker, uint32_t firstWorker)
{
    return (worker - firstWorker) % 2 == 1;
}

/// Rounds of 6 s, so that a worker whose training outlasts the selection is sold once in each.
inline void
ConfigureRounds(EdgeLearningHelper& learning, uint32_t owners, uint32_t workers)
{
    learning.SetFirstStream(10000);
    learning.SetAoiAttribute("MaxAge", TimeValue(Seconds(30)));
    learning.SetOwners(owners,
                       "Demand",
                       UintegerValue(workers),
                       "Budget",
                       DoubleValue(1e6),
                       "StartDelay",
                       TimeValue(Seconds(4)),
                       "RoundPeriod",
                       TimeValue(Seconds(6)),
                       "Deadline",
                       TimeValue(Seconds(5.5)));
}

/// Give each worker its collections.
inline void
ConfigureCollections(const ApplicationContainer& apps, const FreshAndStaleRun& run)
{
    Ptr<UniformRandomVariable> random = CreateObject<UniformRandomVariable>();
    random->SetStream(2);
    uint32_t count = 0;
    for (auto app = apps.Begin(); app != apps.End(); ++app)
    {
        Ptr<Worker> worker = DynamicCast<Worker>(*app);
        if (!worker)
        {
            continue;
        }
        const double period = count++ % 2 == 1 ? run.stale : run.fresh;
        worker->SetAttribute("InitialAge", TimeValue(Seconds(period * random->GetValue())));
        Ptr<CollectionProcess> collection = CreateObject<RequestedCollection>();
        if (!run.onRequest)
        {
            collection = CreateObjectWithAttributes<PeriodicCollection>("Period",
                                                                        TimeValue(Seconds(period)));
        }
        worker->SetAttribute("Collection", PointerValue(collection));
    }
}

/// Run it; its files are in a directory of its name.
inline void
RunFreshAndStale(const FreshAndStaleRun& run)
{
    std::cerr << run.name << std::endl;
    NodeContainer cloud(1);
    NodeContainer edges(run.edges);
    NodeContainer devices(run.workers);
    PlaceAroundEdges(cloud, edges, devices, 300, 120, 1, 2); // one fresh and one stale each time
    EdgeTopologyHelper topology("nr-lite");
    topology.Install(cloud, edges, devices);
    topology.AssignStreams(100); // the same channel in each run
    EdgeLearningHelper learning;
    run.configure(learning);
    learning.SetLocator(topology.GetLocator());
    learning.SetWorkerAttribute("StartTime", TimeValue(topology.GetStartTime()));
    ApplicationContainer apps = learning.Install(cloud, edges, devices);
    ConfigureCollections(apps, run);
    EdgeLearningTraceHelper traces(run.output + "/" + run.name);
    traces.Enable(apps);
    run.prepare(apps, devices.Get(0)->GetId());
    ShowProgress progress(Seconds(10), std::cerr);
    Simulator::Stop(Seconds(run.duration));
    Simulator::Run();
    traces.Finish();
    Simulator::Destroy();
}

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_FRESH_AND_STALE_H */
