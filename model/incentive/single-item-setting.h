/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SINGLE_ITEM_SETTING_H
#define EDGE_LEARNING_SINGLE_ITEM_SETTING_H

#include "distribution-source.h"
#include "myerson-auction.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * A setting of the literature with one item and bidders whose values do not depend on the age, for
 * which the optimum is known in closed form.
 */
struct SingleItemSetting
{
    std::string name;                                    //!< as it stands in tables
    std::vector<DistributionSource::Quantile> quantiles; //!< of the values, by class
    uint32_t bidders;                                    //!< bidders of an auction
    double optimum;                                      //!< revenue of the optimal auction
    double secondPrice;                                  //!< revenue of second price
    MyersonAuction::VirtualValue virtualValue;           //!< ironed, by class, age and bid
    std::function<double(double)> cdf;                   //!< of the values; empty with classes
    uint32_t pieces;                                     //!< lines that a transform needs

    /**
     * @brief Get the four settings of P. Duetting et al., "Optimal Auctions through Deep
     * Learning", arXiv 1706.03459, that have one item.
     * @return uniform, exponential, uniform of different lengths, and irregular
     */
    static std::vector<SingleItemSetting> GetPublished();
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SINGLE_ITEM_SETTING_H */
