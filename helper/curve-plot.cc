/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "curve-plot.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>

namespace ns3::edgelearning
{

namespace
{

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

void
WarnUnless(bool drawn, const std::string& directory, const std::string& name)
{
    if (!drawn)
    {
        std::cerr << "no " << directory << "/" << name
                  << ".png: gnuplot is missing or failed; try gnuplot on " << name << ".plt there"
                  << std::endl;
    }
}

} // namespace

bool
DrawPlot(Gnuplot& plot, const std::string& directory, const std::string& name)
{
    plot.SetTerminal("pngcairo size 900,560");
    std::ofstream file(directory + "/" + name + ".plt");
    plot.GenerateOutput(file);
    file.close();
    const std::string command =
        "cd " + Quote(directory) + " && gnuplot " + Quote(name + ".plt") + " >/dev/null 2>&1";
    return std::system(command.c_str()) == 0;
}

void
DrawPlotOrWarn(Gnuplot& plot, const std::string& directory, const std::string& name)
{
    WarnUnless(DrawPlot(plot, directory, name), directory, name);
}

CurvePlot::CurvePlot(const std::string& title,
                     const std::string& x,
                     const std::string& y,
                     const std::string& extra)
    : m_title(title),
      m_x(x),
      m_y(y),
      m_extra(extra)
{
}

void
CurvePlot::SetStyle(Gnuplot2dDataset::Style style, const std::string& extra)
{
    m_style = style;
    m_look = extra;
}

void
CurvePlot::Add(const std::string& curve, double x, double y)
{
    auto found = std::find_if(m_curves.begin(), m_curves.end(), [&curve](const Curve& candidate) {
        return candidate.first == curve;
    });
    if (found == m_curves.end())
    {
        found = m_curves.insert(found, {curve, {}});
    }
    found->second.emplace_back(x, y);
}

bool
CurvePlot::IsEmpty() const
{
    return m_curves.empty();
}

bool
CurvePlot::Draw(const std::string& directory, const std::string& name) const
{
    Gnuplot plot = Make(name);
    return DrawPlot(plot, directory, name);
}

void
CurvePlot::DrawOrWarn(const std::string& directory, const std::string& name) const
{
    WarnUnless(Draw(directory, name), directory, name);
}

Gnuplot
CurvePlot::Make(const std::string& name) const
{
    Gnuplot plot(name + ".png", m_title);
    plot.SetLegend(m_x, m_y);
    plot.AppendExtra("set grid\nset key outside top center horizontal reverse Left\n"
                     "set linetype 5 linecolor rgb '#a0522d'\n" + // gnuplot's yellow is hard to see
                     m_extra);
    for (const auto& [curve, points] : m_curves)
    {
        Gnuplot2dDataset dataset(curve);
        dataset.SetStyle(m_style);
        dataset.SetExtra(m_look);
        for (const auto& [x, y] : points)
        {
            dataset.Add(x, y);
        }
        plot.AddDataset(dataset);
    }
    return plot;
}

} // namespace ns3::edgelearning
