/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_RUN_PLOTS_H
#define EDGE_LEARNING_RUN_PLOTS_H

#include "curve-plot.h"

#include "ns3/trace-records.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ns3::edgelearning
{

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
    /// Points, by owner.
    using Curves = std::map<OwnerId, std::vector<std::pair<double, double>>>;

    static void AddCurves(CurvePlot& plot, const Curves& curves);

    Curves m_accuracy;                                     //!< over time
    Curves m_dropout;                                      //!< rate since the start, over time
    Curves m_price;                                        //!< against normalised age, by winner
    std::map<OwnerId, std::pair<double, double>> m_counts; //!< selected and dropped so far
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_RUN_PLOTS_H */
