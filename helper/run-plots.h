/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_RUN_PLOTS_H
#define EDGE_LEARNING_RUN_PLOTS_H

#include "ns3/trace-records.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
class Gnuplot;
} // namespace ns3

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Have gnuplot work off NAME.plt, in whose directory it runs.
 *
 * @param directory where
 * @param name of the script
 * @return false when gnuplot is missing or failed
 */
bool RunGnuplot(const std::string& directory, const std::string& name);

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
 * The plots of a run, made by gnuplot from ns-3's Gnuplot class: accuracy and dropout rate over
 * time, revenue by worker and owner, price against age.
 */
class RunPlots
{
  public:
    /// @param record a round that ended, at any tier
    void AddRound(const RoundRecord& record);
    /// @param record an auction that was decided
    void AddAuction(const AuctionRecord& record);

    /**
     * @brief Write NAME.plt and NAME.png for each plot that has data.
     * @param directory where
     * @param revenue revenue, by worker and owner
     * @return false when gnuplot is missing or failed; the .plt files are there all the same
     */
    bool Write(const std::string& directory,
               const std::map<uint32_t, std::map<OwnerId, double>>& revenue) const;

    /**
     * @brief Remove the plots and scripts that an earlier run left.
     * @param directory where
     */
    static void Remove(const std::string& directory);

  private:
    /// Points of a curve.
    using Curve = std::vector<std::pair<double, double>>;

    std::map<OwnerId, Curve> m_accuracy; //!< over time, by owner
    std::map<OwnerId, Curve> m_dropout;  //!< rate since the start, over time, by owner
    std::map<OwnerId, Curve> m_price;    //!< against normalised age, by winner
    std::map<OwnerId, std::pair<double, double>> m_counts; //!< selected and dropped so far
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_RUN_PLOTS_H */
