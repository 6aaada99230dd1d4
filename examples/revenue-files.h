/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_REVENUE_FILES_H
#define EDGE_LEARNING_REVENUE_FILES_H

#include "revenue-contenders.h"

#include <array>
#include <sstream>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup edge-learning
 * What auction-revenue writes of revenue by number of owners and age.
 */

namespace ns3::edgelearning
{

constexpr double FIRST_AGE = .1; //!< least age
constexpr double BIN_WIDTH = .1; //!< of a bin of ages

/// The table of revenue by owners and age, the plots of it, and its part of the summary.
class RevenueFiles
{
  public:
    /// @param output directory
    explicit RevenueFiles(const std::string& output)
        : m_csv(output + "/auction-revenue.csv",
                "owners,age_from,age_to,mechanism,auctions,revenue,sale_rate,welfare,optimum,"
                "share_of_optimum"),
          m_byAge(output,
                  "revenue-by-age",
                  "Revenue of the learned auction (points) and of the optimum (lines)",
                  "normalised age A",
                  "mean price of an auction, in units of a value scale w = 1"),
          m_byOwners(output,
                     "revenue-by-owners",
                     "Revenue of the learned auction (points) and of the optimum (lines)",
                     "owners that bid, N",
                     "mean price of an auction, in units of a value scale w = 1"),
          m_shares(output,
                   "share-by-owners",
                   "Revenue as a share of the optimum's, ages uniform on 0.1 to 0.9",
                   "owners that bid, N",
                   "share, on the same auctions")
    {
        m_csv.Begin();
    }

    /**
     * @brief Write what was measured in a bin of ages.
     * @param contenders all mechanisms; the last are the learned one and the optimum
     * @param owners that bid
     * @param bin number of the bin
     * @param count auctions in it
     * @param exact the optimum in closed form, summed over these; 0: what the last earned
     * @return the learned auction's share of the optimum
     */
    double WriteBin(const std::vector<Contender>& contenders,
                    uint32_t owners,
                    uint32_t bin,
                    double count,
                    double exact)
    {
        const double common = contenders.back().bins[bin].revenue;
        const double learned = contenders[contenders.size() - 2].bins[bin].revenue;
        const double optimum = (exact > 0 ? exact : common) / count;
        const double from = FIRST_AGE + BIN_WIDTH * bin;
        for (const Contender& contender : contenders)
        {
            if (!contender.mechanism)
            {
                continue;
            }
            const auto& sums = contender.bins[bin];
            m_csv.Line(owners,
                       from,
                       from + BIN_WIDTH,
                       contender.mechanism->GetName(),
                       count,
                       sums.revenue / count,
                       sums.sales / count,
                       sums.welfare / count,
                       optimum,
                       sums.revenue / common);
        }
        std::ostringstream label;
        label << "A = " << from + BIN_WIDTH / 2;
        m_byAge.Add("N = " + std::to_string(owners),
                    from + BIN_WIDTH / 2,
                    learned / count,
                    optimum);
        m_byOwners.Add(label.str(), owners, learned / count, optimum);
        return learned / common;
    }

    /**
     * @brief Plot and sum up each mechanism's share of the optimum.
     * @param contenders all mechanisms; the last is the optimum
     * @param owners that bid
     * @param worstBin the learned auction's least share in a bin of ages
     */
    void AddShares(const std::vector<Contender>& contenders, uint32_t owners, double worstBin)
    {
        const double optimum = contenders.back().GetTotal().revenue;
        std::ostringstream line;
        line << "  \"owners_" << owners << "\": {\"learned_worst_bin\": " << worstBin;
        for (size_t i = 0; i < contenders.size(); ++i)
        {
            if (!contenders[i].mechanism)
            {
                continue;
            }
            const double share = contenders[i].GetTotal().revenue / optimum;
            line << ", \"" << LABELS[i] << "\": " << share;
            // With truthful bids first price would stand far above what is possible, and the last
            // is the optimum itself.
            if (i > 0 && i + 1 < contenders.size())
            {
                m_shares.Add(LABELS[i], owners, share);
            }
        }
        m_summary += (m_summary.empty() ? "" : ",\n") + line.str() + "}";
    }

    /// Finish the table and draw the plots. @return lines for summary.json
    std::string Finish()
    {
        m_csv.Finish();
        m_byAge.Write();
        m_byOwners.Write();
        m_shares.Write();
        return m_summary;
    }

  private:
    /// Names of the contenders in plots and summary.
    static constexpr std::array<const char*, 11> LABELS{"first price, truthful",
                                                        "first price, equilibrium",
                                                        "second price",
                                                        "best reserve, blind to age",
                                                        "best reserve by age",
                                                        "monopoly reserves, lazy",
                                                        "monopoly reserves, eager",
                                                        "empirical Myerson",
                                                        "published network (knows three)",
                                                        "learned",
                                                        "Myerson"};

    ResultFile m_csv;       //!< the table
    RevenuePlot m_byAge;    //!< of revenue
    RevenuePlot m_byOwners; //!< of revenue
    RevenuePlot m_shares;   //!< of the optimum
    std::string m_summary;  //!< lines for summary.json
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_REVENUE_FILES_H */
