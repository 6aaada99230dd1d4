/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "run-plots.h"

#include "ns3/gnuplot.h"
#include "ns3/simulator.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace ns3::edgelearning
{

namespace
{

/// One plot: what it is called and how its axes are.
struct Plot
{
    std::string name;  //!< of the files
    std::string title; //!< above the plot
    std::string x;     //!< axis
    std::string y;     //!< axis
    std::string extra; //!< further commands
};

/// A word that the shell takes as it is.
std::string
Quote(const std::string& word)
{
    std::string quoted = "'";
    for (char c : word)
    {
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return quoted + "'";
}

bool
WritePlot(const std::string& directory,
          const Plot& plot,
          const std::map<OwnerId, std::vector<std::pair<double, double>>>& curves,
          Gnuplot2dDataset::Style style,
          const std::string& look)
{
    if (curves.empty())
    {
        return true;
    }
    Gnuplot gnuplot(plot.name + ".png", plot.title);
    gnuplot.SetLegend(plot.x, plot.y);
    gnuplot.AppendExtra("set grid\nset key outside right top\n" + plot.extra);
    for (const auto& [owner, points] : curves)
    {
        Gnuplot2dDataset dataset("owner " + std::to_string(owner));
        dataset.SetStyle(style);
        dataset.SetExtra(look);
        for (const auto& [x, y] : points)
        {
            dataset.Add(x, y);
        }
        gnuplot.AddDataset(dataset);
    }
    return DrawPlot(gnuplot, directory, plot.name);
}

} // namespace

bool
RunGnuplot(const std::string& directory, const std::string& name)
{
    const std::string command =
        "cd " + Quote(directory) + " && gnuplot " + Quote(name + ".plt") + " >/dev/null 2>&1";
    return std::system(command.c_str()) == 0;
}

bool
DrawPlot(Gnuplot& plot, const std::string& directory, const std::string& name)
{
    plot.SetTerminal("pngcairo size 900,560");
    std::ofstream file(directory + "/" + name + ".plt");
    plot.GenerateOutput(file);
    file.close();
    return RunGnuplot(directory, name);
}

void
RunPlots::AddRound(const RoundRecord& record)
{
    if (record.tier != Role::OWNER)
    {
        return;
    }
    const double now = Simulator::Now().GetSeconds();
    auto& [selected, dropped] = m_counts[record.owner];
    selected += record.selected;
    dropped += record.dropped;
    if (selected > 0)
    {
        m_dropout[record.owner].emplace_back(now, dropped / selected);
    }
    if (record.accuracy)
    {
        m_accuracy[record.owner].emplace_back(now, *record.accuracy);
    }
}

void
RunPlots::AddAuction(const AuctionRecord& record)
{
    if (record.winner)
    {
        m_price[*record.winner].emplace_back(record.normalisedAge, record.price);
    }
}

void
RunPlots::Remove(const std::string& directory)
{
    for (const char* name : {"accuracy", "dropout", "price", "revenue"})
    {
        std::remove((directory + "/" + name + ".plt").c_str());
        std::remove((directory + "/" + name + ".png").c_str());
    }
}

bool
RunPlots::Write(const std::string& directory,
                const std::map<uint32_t, std::map<OwnerId, double>>& revenue) const
{
    // Bars side by side, one per owner, around each worker's node id.
    std::map<OwnerId, Curve> bars;
    for (const auto& [worker, byOwner] : revenue)
    {
        for (const auto& [owner, amount] : byOwner)
        {
            bars[owner].emplace_back(worker, amount);
        }
    }
    const double width = 0.8 / (bars.empty() ? 1 : bars.size());
    double offset = -0.4 + width / 2;
    const std::string range = revenue.empty()
                                  ? ""
                                  : "\nset xrange [" + std::to_string(revenue.begin()->first) +
                                        "-1:" + std::to_string(revenue.rbegin()->first) + "+1]";
    for (auto& [owner, points] : bars)
    {
        for (auto& [x, y] : points)
        {
            x += offset;
        }
        offset += width;
    }
    bool good = WritePlot(
        directory,
        {"accuracy", "Test accuracy", "simulated time (s)", "accuracy", "set yrange [0:1]"},
        m_accuracy,
        Gnuplot2dDataset::LINES_POINTS,
        "lw 2 pt 7 ps 0.5");
    good = WritePlot(directory,
                     {"dropout",
                      "Dropout rate since the start",
                      "simulated time (s)",
                      "dropped / selected",
                      "set yrange [0:1]"},
                     m_dropout,
                     Gnuplot2dDataset::STEPS,
                     "lw 2") &&
           good;
    good = WritePlot(directory,
                     {"revenue",
                      "Revenue by worker and owner",
                      "worker (node id)",
                      "revenue",
                      "set yrange [0:*]\nset xtics 1 rotate" + range},
                     bars,
                     Gnuplot2dDataset::IMPULSES,
                     "lw 5") &&
           good;
    return WritePlot(directory,
                     {"price",
                      "Price against age",
                      "predicted age of information (normalised)",
                      "price",
                      "set xrange [0:1]\nset yrange [0:*]"},
                     m_price,
                     Gnuplot2dDataset::POINTS,
                     "pt 7 ps 0.6") &&
           good;
}

} // namespace ns3::edgelearning
