/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_REVENUE_CONTENDERS_H
#define EDGE_LEARNING_REVENUE_CONTENDERS_H

#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/gnuplot.h"

#include <array>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <utility>
#include <vector>

/**
 * @file
 * @ingroup edge-learning
 * What auction-revenue compares, and the plots of it.
 */

namespace ns3::edgelearning
{

constexpr uint32_t AGE_BINS = 8; //!< bins of ages

/// A mechanism and what it earned.
struct Contender
{
    /// Sums over auctions.
    struct Sums
    {
        double revenue{0}; //!< prices
        double sales{0};   //!< auctions that sold
        double welfare{0}; //!< the winners' values
    };

    Ptr<AuctionMechanism> mechanism;
    std::array<Sums, AGE_BINS> bins; //!< by age

    /// @return the sums over all ages
    Sums GetTotal() const
    {
        Sums total;
        for (const Sums& bin : bins)
        {
            total.revenue += bin.revenue;
            total.sales += bin.sales;
            total.welfare += bin.welfare;
        }
        return total;
    }
};

/// First price when all bid what they would in equilibrium: given the values, it sets the bids.
class EquilibriumFirstPrice : public AuctionMechanism
{
  public:
    /// Distribution function of the values, by age and value.
    using Cdf = std::function<double(double, double)>;

    explicit EquilibriumFirstPrice(Cdf cdf)
        : m_cdf(std::move(cdf))
    {
    }

    std::string GetName() const override
    {
        return "first-price-equilibrium";
    }

  private:
    AuctionOutcome DoDecide(double age, const std::vector<Bid>& values) const override
    {
        // Bids rise with the values, so that the highest value wins.
        AuctionOutcome outcome = SecondPriceAuction::Sell(values, 0);
        outcome.price = FirstPriceAuction::EquilibriumBid(
            values[outcome.winner].amount,
            values.size(),
            [this, age](double value) { return m_cdf(age, value); });
        return outcome;
    }

    Cdf m_cdf; //!< of the values
};

/// A plot of points or lines by label.
class RevenuePlot
{
  public:
    /// @param output directory @param name without ending @param title the title
    /// @param x label of the axis @param y label of the axis
    RevenuePlot(const std::string& output,
                const std::string& name,
                const std::string& title,
                const std::string& x,
                const std::string& y)
        : m_output(output),
          m_name(name),
          m_plot(name + ".png", title)
    {
        m_plot.SetLegend(x, y);
        m_plot.AppendExtra("set grid\nset key outside right\nset yrange [0:*]");
    }

    /// Add what was measured, as a point, and the optimum, as a line of the same colour.
    /// @param label of the curve @param x where @param measured value @param optimum value
    void Add(const std::string& label, double x, double measured, double optimum)
    {
        Curve& curve = Find(label);
        curve.points.Add(x, measured);
        curve.line.Add(x, optimum);
        curve.hasOptimum = true;
    }

    /// Add what was measured, as a point on a line.
    /// @param label of the curve @param x where @param measured value
    void Add(const std::string& label, double x, double measured)
    {
        Find(label).points.Add(x, measured);
    }

    /// Draw it, or say that gnuplot did not.
    void Write()
    {
        for (size_t i = 0; i < m_curves.size(); ++i)
        {
            Curve& curve = m_curves[i];
            const std::string colour = std::string(" lc rgb '") + COLOURS[i % COLOURS.size()] + "'";
            curve.points.SetStyle(curve.hasOptimum ? Gnuplot2dDataset::POINTS
                                                   : Gnuplot2dDataset::LINES_POINTS);
            curve.points.SetExtra("pt " + std::to_string(curve.hasOptimum ? 7 : i + 4) + colour);
            if (curve.hasOptimum)
            {
                curve.line.SetStyle(Gnuplot2dDataset::LINES);
                curve.line.SetExtra("lw 2" + colour + " notitle");
                m_plot.AddDataset(curve.line);
            }
            m_plot.AddDataset(curve.points);
        }
        DrawPlotOrWarn(m_plot, m_output, m_name);
    }

  private:
    /// Colours of the curves.
    static constexpr std::array<const char*, 10> COLOURS{"#9400d3",
                                                         "#009e73",
                                                         "#56b4e9",
                                                         "#e69f00",
                                                         "#b8a000",
                                                         "#0072b2",
                                                         "#e51e10",
                                                         "#808080",
                                                         "#000000",
                                                         "#ff69b4"};

    /// What stands under a label.
    struct Curve
    {
        Gnuplot2dDataset points; //!< as measured
        Gnuplot2dDataset line;   //!< the optimum
        bool hasOptimum{false};  //!< there is a line
    };

    /// @param label of a curve @return the curve
    Curve& Find(const std::string& label)
    {
        const auto [at, isNew] = m_index.try_emplace(label, m_curves.size());
        if (isNew)
        {
            m_curves.push_back({Gnuplot2dDataset(label), Gnuplot2dDataset("")});
        }
        return m_curves[at->second];
    }

    std::string m_output;                  //!< directory
    std::string m_name;                    //!< without ending
    Gnuplot m_plot;                        //!< the plot
    std::map<std::string, size_t> m_index; //!< by label
    std::vector<Curve> m_curves;           //!< in the order of their labels' first points
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_REVENUE_CONTENDERS_H */
