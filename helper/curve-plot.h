/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_CURVE_PLOT_H
#define EDGE_LEARNING_CURVE_PLOT_H

#include "ns3/gnuplot.h"

#include <string>
#include <utility>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Write NAME.plt, and have gnuplot make NAME.png of it, 900 pixels wide.
 *
 * @param plot its output must be called NAME.png
 * @param directory where
 * @param name of both files
 * @return false when gnuplot is missing or failed; NAME.plt is there all the same
 */
bool DrawPlot(Gnuplot& plot, const std::string& directory, const std::string& name);

/**
 * @ingroup edge-learning
 * DrawPlot(), and say on standard error if it failed.
 *
 * @param plot its output must be called NAME.png
 * @param directory where
 * @param name of both files
 */
void DrawPlotOrWarn(Gnuplot& plot, const std::string& directory, const std::string& name);

/**
 * @ingroup edge-learning
 * A plot of curves with their names above; all look alike but for their colours and points.
 */
class CurvePlot
{
  public:
    /**
     * @brief Begin a plot.
     * @param title above it
     * @param x axis, with its unit
     * @param y axis, with its unit
     * @param extra further gnuplot commands
     */
    CurvePlot(const std::string& title,
              const std::string& x,
              const std::string& y,
              const std::string& extra = "");

    /**
     * @brief Choose how all curves look: lines with points if nobody does.
     * @param style of gnuplot
     * @param extra how thick and the like
     */
    void SetStyle(Gnuplot2dDataset::Style style, const std::string& extra);

    /**
     * @brief Add a point.
     * @param curve its name, in the legend
     * @param x in the unit of the axis
     * @param y likewise
     */
    void Add(const std::string& curve, double x, double y);

    /// @return there are no points
    bool IsEmpty() const;

    /**
     * @brief DrawPlot() of all curves, in the order of their first points.
     * @param directory where
     * @param name of NAME.plt and NAME.png
     * @return false when gnuplot is missing or failed
     */
    bool Draw(const std::string& directory, const std::string& name) const;

    /**
     * @brief Draw(), and say on standard error if it failed.
     * @param directory where
     * @param name of NAME.plt and NAME.png
     */
    void DrawOrWarn(const std::string& directory, const std::string& name) const;

  private:
    Gnuplot Make(const std::string& name) const;

    /// Name and points.
    using Curve = std::pair<std::string, std::vector<std::pair<double, double>>>;

    std::string m_title;                                             //!< above the plot
    std::string m_x;                                                 //!< axis
    std::string m_y;                                                 //!< axis
    std::string m_extra;                                             //!< further commands
    Gnuplot2dDataset::Style m_style{Gnuplot2dDataset::LINES_POINTS}; //!< of all curves
    std::string m_look{"lw 2"};                                      //!< of all curves
    std::vector<Curve> m_curves;                                     //!< in order
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_CURVE_PLOT_H */
