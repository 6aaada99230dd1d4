/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_OFFLOAD_SWEEP_H
#define EDGE_LEARNING_OFFLOAD_SWEEP_H

#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/stats-module.h"

#include <filesystem>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup edge-learning
 * What the examples of offloading have in common: runs in several modes, as one thing is varied.
 */

namespace ns3::edgelearning
{

/// What a run's tasks came to.
struct SweepOutcome
{
    uint32_t tasks{0}; //!< that ended
    uint32_t done{0};  //!< of these
    double latency{0}; //!< sum over all tasks, in s; of those not done the deadline
    double joules{0};  //!< sum over those done, both sides

    /// @param record a task that ended now @param deadline of all tasks, in s
    /// @return its latency, in s
    double Add(const OffloadRecord& record, double deadline)
    {
        const double spent = (Simulator::Now() - record.submitted).GetSeconds();
        const double counted = record.reason ? deadline : spent;
        ++tasks;
        done += record.reason ? 0 : 1;
        joules += record.reason ? 0 : record.joules;
        latency += counted;
        return counted;
    }

    /// @return mean latency, in s
    double GetMean() const
    {
        return tasks > 0 ? latency / tasks : 0;
    }

    /// @return energy of a task that was done, in J
    double GetEnergy() const
    {
        return done > 0 ? joules / done : 0;
    }

    /// @return share of tasks that failed
    double GetFailed() const
    {
        return tasks > 0 ? 1 - static_cast<double>(done) / tasks : 0;
    }
};

/// Runs by mode and by what was varied. @tparam Outcome a SweepOutcome
template <typename Outcome>
using SweepResults = std::map<std::string, std::map<double, Outcome>>;

/**
 * @brief Read what to vary.
 * @param name of the values, for errors
 * @param text values, comma separated
 * @param least the least that is allowed
 * @param most the most that is allowed
 * @return the values
 * @throw std::invalid_argument when one is no number or not allowed
 */
inline std::vector<double>
ParseSweep(const std::string& name, const std::string& text, double least, double most)
{
    std::vector<double> values;
    std::istringstream list(text);
    for (std::string word; std::getline(list, word, ',');)
    {
        char* end = nullptr;
        const double value = std::strtod(word.c_str(), &end);
        if (word.empty() || *end != 0 || !(value >= least && value <= most))
        {
            std::ostringstream message;
            message << name << " '" << word << "'; each must be from " << least << " to " << most;
            throw std::invalid_argument(message.str());
        }
        values.push_back(value);
    }
    return values;
}

/**
 * @brief Draw a curve for each mode.
 * @param results the runs
 * @param modes names of the modes, in order
 * @param value what of a run is drawn
 * @param title of the plot
 * @param x what was varied
 * @param y what is drawn
 * @param directory of the plot
 * @param name of its file, without .png
 */
template <typename Outcome>
void
PlotSweep(const SweepResults<Outcome>& results,
          const std::vector<std::string>& modes,
          double (SweepOutcome::*value)() const,
          const std::string& title,
          const std::string& x,
          const std::string& y,
          const std::string& directory,
          const std::string& name)
{
    Gnuplot plot(name + ".png", title);
    plot.SetTerminal("pngcairo size 900,560");
    plot.SetLegend(x, y);
    plot.AppendExtra("set grid\nset key outside right top\nset yrange [0:*]");
    for (const std::string& mode : modes)
    {
        Gnuplot2dDataset curve(mode);
        curve.SetStyle(Gnuplot2dDataset::LINES_POINTS);
        curve.SetExtra("lw 2");
        for (const auto& [at, outcome] : results.at(mode))
        {
            curve.Add(at, (outcome.*value)());
        }
        plot.AddDataset(curve);
    }
    if (!DrawPlot(plot, directory, name))
    {
        std::cerr << "no " << name << ".png: gnuplot is missing or failed" << std::endl;
    }
}

/**
 * @brief Write summary.json.
 * @param sweeps runs by the name of the sweep
 * @param directory of the file
 */
template <typename Outcome>
void
WriteSweeps(const std::map<std::string, SweepResults<Outcome>>& sweeps,
            const std::string& directory)
{
    std::ostringstream json;
    const char* sweepStart = "{";
    for (const auto& [sweep, results] : sweeps)
    {
        json << sweepStart << "\"" << sweep << "\": ";
        sweepStart = ", ";
        const char* modeStart = "{";
        for (const auto& [mode, runs] : results)
        {
            json << modeStart << "\"" << mode << "\": ";
            modeStart = ", ";
            const char* runStart = "{";
            for (const auto& [value, outcome] : runs)
            {
                json << runStart << "\"" << value
                     << "\": {\"mean_latency_s\": " << Exact(outcome.GetMean())
                     << ", \"failed\": " << Exact(outcome.GetFailed())
                     << ", \"joules\": " << Exact(outcome.GetEnergy()) << "}";
                runStart = ", ";
            }
            json << "}";
        }
        json << "}";
    }
    json << "}";
    ResultFile summary(directory + "/summary.json");
    summary.Begin();
    summary.Line(json.str());
    summary.Finish();
}

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_OFFLOAD_SWEEP_H */
