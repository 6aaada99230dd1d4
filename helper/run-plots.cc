/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "run-plots.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <cstdio>
#include <sstream>
#include <string>

namespace ns3::edgelearning
{

namespace
{

/// Bars side by side, one per owner, around each worker's node id.
CurvePlot
PlotRevenue(const std::map<uint32_t, std::map<OwnerId, double>>& revenue)
{
    std::map<OwnerId, std::map<uint32_t, double>> bars;
    for (const auto& [worker, byOwner] : revenue)
    {
        for (const auto& [owner, amount] : byOwner)
        {
            if (amount > 0) // Without a market nothing is paid.
            {
                bars[owner][worker] = amount;
            }
        }
    }
    const uint32_t first = revenue.empty() ? 0 : revenue.begin()->first;
    const uint32_t last = revenue.empty() ? 0 : revenue.rbegin()->first;
    std::ostringstream axes;
    axes << "set yrange [0:*]\nset xtics " << 1 + (last - first) / 40 << " rotate\nset xrange ["
         << first << "-1:" << last << "+1]";
    CurvePlot plot("Revenue by worker and owner", "worker (node id)", "revenue", axes.str());
    plot.SetStyle(Gnuplot2dDataset::IMPULSES, "lw 5");
    const double width = 0.8 / std::max<std::size_t>(1, bars.size());
    double offset = -0.4 + width / 2;
    for (const auto& [owner, amounts] : bars)
    {
        for (const auto& [worker, amount] : amounts)
        {
            plot.Add("owner " + std::to_string(owner), worker + offset, amount);
        }
        offset += width;
    }
    return plot;
}

} // namespace

void
RunPlots::AddCurves(CurvePlot& plot, const Curves& curves)
{
    for (const auto& [owner, points] : curves)
    {
        for (const auto& [x, y] : points)
        {
            plot.Add("owner " + std::to_string(owner), x, y);
        }
    }
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
    const std::string time = "simulated time (s)";
    CurvePlot accuracy("Test accuracy", time, "accuracy", "set yrange [0:1]");
    accuracy.SetStyle(Gnuplot2dDataset::LINES_POINTS, "lw 2 pt 7 ps 0.5");
    CurvePlot dropout("Dropout rate since the start",
                      time,
                      "dropped / selected",
                      "set yrange [0:*<1]");
    dropout.SetStyle(Gnuplot2dDataset::STEPS, "lw 2");
    CurvePlot price("Price against age",
                    "predicted age of information (normalised)",
                    "price",
                    "set xrange [0:1]\nset yrange [0:*]");
    price.SetStyle(Gnuplot2dDataset::POINTS, "pt 7 ps 0.6");

    bool good = true;
    const auto draw = [&](CurvePlot& plot, const Curves& curves, const char* name) {
        AddCurves(plot, curves);
        good = (plot.IsEmpty() || plot.Draw(directory, name)) && good;
    };
    draw(accuracy, m_accuracy, "accuracy");
    draw(dropout, m_dropout, "dropout");
    CurvePlot sums = PlotRevenue(revenue);
    draw(sums, {}, "revenue");
    draw(price, m_price, "price");
    return good;
}

} // namespace ns3::edgelearning
