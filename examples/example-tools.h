/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_EXAMPLE_TOOLS_H
#define EDGE_LEARNING_EXAMPLE_TOOLS_H

#include "ns3/basic-energy-source.h"
#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/energy-source-container.h"
#include "ns3/mobility-module.h"
#include "ns3/network-module.h"

#include <cmath>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup edge-learning
 * What the examples have in common and what is not what they are about: the end of main(), lists of
 * numbers on the command line, places, plots of runs in several modes.
 */

namespace ns3::edgelearning
{

/**
 * @brief What an example's main() does: run it, and end a wrong one with its message.
 * @param name of the example
 * @param run the example
 * @param argc of main()
 * @param argv of main()
 * @return status for main() to return
 */
inline int
RunExample(const char* name, void (*run)(int, char*[]), int argc, char* argv[])
{
    try
    {
        run(argc, argv);
    }
    catch (const std::exception& error)
    {
        std::cerr << name << ": " << error.what() << std::endl;
        return 1;
    }
    return 0;
}

/**
 * @brief Check an option.
 * @param name of the option
 * @param value what the user chose
 * @param least the least that is allowed
 * @param most the most that is allowed
 * @throw std::invalid_argument when it is not allowed
 */
inline void
CheckRange(const std::string& name, double value, double least, double most)
{
    if (!(value >= least && value <= most))
    {
        std::ostringstream message;
        message << "--" << name << "=" << value << "; it must be from " << least << " to " << most;
        throw std::invalid_argument(message.str());
    }
}

/**
 * @brief Read what to vary.
 * @param name of the values, for errors
 * @param text values, comma separated
 * @param least the least that is allowed
 * @param most the most that is allowed
 * @return the values, at least one
 * @throw std::invalid_argument when one is no number or not allowed
 */
inline std::vector<double>
ParseSweep(const std::string& name, const std::string& text, double least, double most)
{
    std::vector<double> values;
    std::istringstream list(text + ",");
    for (std::string word; std::getline(list, word, ',');)
    {
        char* end = nullptr;
        const double value = std::strtod(word.c_str(), &end);
        if (word.empty() || *end != 0 || !(value >= least && value <= most))
        {
            std::ostringstream message;
            message << name << " '" << word << "'; each must be from " << least << " to " << most
                    << ", with commas between them";
            throw std::invalid_argument(message.str());
        }
        values.push_back(value);
    }
    return values;
}

/**
 * @brief Place edge servers on a line, 25 m high, workers at random around them, and the cloud
 * aside. The places of one stream are the same in each run of a program.
 * @param cloud one node
 * @param edges the edge servers
 * @param devices the workers, around the edge servers in turn
 * @param spacing of the edge servers, in m
 * @param range the greatest distance of a worker from its edge server, in m
 * @param stream of what draws the places; -1: an automatic one
 * @param together how many workers in a row have the same edge server
 */
inline void
PlaceAroundEdges(const NodeContainer& cloud,
                 const NodeContainer& edges,
                 const NodeContainer& devices,
                 double spacing,
                 double range,
                 int64_t stream,
                 uint32_t together = 1)
{
    Ptr<UniformRandomVariable> random = CreateObject<UniformRandomVariable>();
    if (stream >= 0)
    {
        random->SetStream(stream); // -1 would take a second automatic one.
    }
    Ptr<ListPositionAllocator> positions = CreateObject<ListPositionAllocator>();
    positions->Add(Vector(0, 1000, 0));
    for (uint32_t i = 0; i < edges.GetN(); ++i)
    {
        positions->Add(Vector(spacing * i, 0, 25));
    }
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        const double radius = range * std::sqrt(0.01 + 0.99 * random->GetValue());
        const double angle = 2 * M_PI * random->GetValue();
        const double centre = spacing * (i / together % edges.GetN());
        positions->Add(Vector(centre + radius * std::cos(angle), radius * std::sin(angle), 1.5));
    }
    MobilityHelper mobility;
    mobility.SetPositionAllocator(positions);
    mobility.Install(NodeContainer(cloud, edges, devices));
}

/// @param node gets a battery @param joules that it holds @return the battery
inline Ptr<BasicEnergySource>
InstallBattery(Ptr<Node> node, double joules)
{
    Ptr<BasicEnergySource> source = CreateObject<BasicEnergySource>();
    source->SetNode(node);
    source->SetInitialEnergy(joules);
    Ptr<EnergySourceContainer> sources = CreateObject<EnergySourceContainer>();
    sources->Add(source);
    node->AggregateObject(sources);
    return source;
}

/// @param apps what a helper installed @return the first application of a type; null: none
template <typename App>
Ptr<App>
FindApplication(const ApplicationContainer& apps)
{
    for (auto app = apps.Begin(); app != apps.End(); ++app)
    {
        if (Ptr<App> found = DynamicCast<App>(*app))
        {
            return found;
        }
    }
    return nullptr;
}

/**
 * @brief Find when a model was good enough.
 * @param samples with an accuracy each, in order
 * @param goal the accuracy
 * @return the first sample with that accuracy; null: none
 */
template <typename Sample>
const Sample*
FindFirst(const std::vector<Sample>& samples, double goal)
{
    for (const Sample& sample : samples)
    {
        if (sample.accuracy >= goal)
        {
            return &sample;
        }
    }
    return nullptr;
}

/**
 * @brief End the simulation a second, for payments, after owners have held all their rounds.
 * @param apps what EdgeLearningHelper::Install() gave
 */
inline void
StopWhenFinished(const ApplicationContainer& apps)
{
    const auto left = std::make_shared<uint32_t>(0);
    for (auto app = apps.Begin(); app != apps.End(); ++app)
    {
        if (DynamicCast<ModelOwner>(*app))
        {
            ++*left;
            (*app)->TraceConnectWithoutContext("Finished", Callback<void, OwnerId>([left](OwnerId) {
                                                   if (--*left == 0)
                                                   {
                                                       Simulator::Stop(Seconds(1));
                                                   }
                                               }));
        }
    }
}

/// @param modes that have a name each @return these
template <typename Modes>
std::vector<std::string>
GetNames(const Modes& modes)
{
    std::vector<std::string> names;
    for (const auto& mode : modes)
    {
        names.emplace_back(mode.name);
    }
    return names;
}

/// Runs by mode and by what was varied. @tparam Outcome what a run came to
template <typename Outcome>
using SweepResults = std::map<std::string, std::map<double, Outcome>>;

/**
 * @brief Add a curve for each mode to a plot, and draw it.
 * @tparam Value a function of an outcome
 * @param plot title and axes
 * @param results the runs
 * @param modes names of the modes, in order
 * @param value what of a run is drawn
 * @param directory of the plot
 * @param name of its file, without .png
 */
template <typename Outcome, typename Value>
void
PlotSweep(CurvePlot plot,
          const SweepResults<Outcome>& results,
          const std::vector<std::string>& modes,
          Value value,
          const std::string& directory,
          const std::string& name)
{
    for (const std::string& mode : modes)
    {
        for (const auto& [at, outcome] : results.at(mode))
        {
            plot.Add(mode, at, std::invoke(value, outcome));
        }
    }
    plot.DrawOrWarn(directory, name);
}

/**
 * @brief Put runs into JSON.
 * @param results the runs
 * @param print what of a run, as JSON
 * @return an object of modes, each an object of what was varied
 */
template <typename Outcome, typename Print>
std::string
SweepToJson(const SweepResults<Outcome>& results, Print print)
{
    std::ostringstream json;
    const char* modeStart = "{";
    for (const auto& [mode, runs] : results)
    {
        json << modeStart << "\"" << mode << "\": ";
        modeStart = ", ";
        const char* runStart = "{";
        for (const auto& [value, outcome] : runs)
        {
            json << runStart << "\"" << value << "\": " << print(outcome);
            runStart = ", ";
        }
        json << "}";
    }
    json << "}";
    return json.str();
}

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_EXAMPLE_TOOLS_H */
