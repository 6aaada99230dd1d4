/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_AUCTION_PROFILES_H
#define EDGE_LEARNING_AUCTION_PROFILES_H

#include "ns3/auction-mechanism.h"
#include "ns3/distribution-source.h"
#include "ns3/myerson-auction.h"
#include "ns3/single-item-setting.h"
#include "ns3/valuation.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <random>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * What decisions are worth, in virtual values; losses in percent.
 */
struct AuctionFigures
{
    double loss{0};       //!< of the optimum
    double worstBin{0};   //!< of the optimum in the bin of ages where that is most
    double shareOfGap{0}; //!< of what second price loses
    double revenue{0};    //!< mean price
};

/**
 * @ingroup edge-learning
 * @brief Auctions to measure mechanisms on. Copies give the same auctions: measuring takes one.
 */
struct AuctionProfiles
{
    /// Bins of equally many auctions, in their order.
    static constexpr uint32_t BINS = 8;

    uint32_t bidders;                                            //!< of each auction
    std::function<double(double share, std::vector<Bid>&)> draw; //!< draws bids; share is how many
                                                                 //!< of the auctions are drawn, as
                                                                 //!< a share. @return the age
    MyersonAuction::VirtualValue virtualValue;                   //!< of a bid

    /**
     * @brief Auctions of owners with ages uniform on [0.1, 0.9], in the order of ages.
     * @param weights value scale of each class
     * @param owners the number of owners
     * @return the auctions
     */
    static AuctionProfiles Aged(const std::vector<double>& weights, uint32_t owners)
    {
        return {owners,
                [weights, generator = std::mt19937_64(owners)](double share,
                                                               std::vector<Bid>& bids) mutable {
                    const double age = .1 + .8 * share;
                    for (Bid& bid : bids)
                    {
                        bid.ownerClass = static_cast<uint32_t>(weights.size() *
                                                               BidSource::DrawUniform(generator));
                        bid.amount = Valuation::Value(BidSource::DrawUniform(generator),
                                                      age,
                                                      weights[bid.ownerClass]);
                    }
                    return age;
                },
                [weights](uint32_t c, double age, double bid) {
                    return Valuation::VirtualValue(bid, age, weights[c]);
                }};
    }

    /**
     * @brief Auctions of a setting in which ages do not matter.
     * @param setting the setting
     * @return the auctions
     */
    static AuctionProfiles Ageless(const SingleItemSetting& setting)
    {
        AuctionBatch batch;
        batch.bidders = setting.bidders;
        return {
            setting.bidders,
            [batch,
             source = DistributionSource(setting.quantiles),
             generator = std::mt19937_64(setting.bidders)](double, std::vector<Bid>& bids) mutable {
                source.Draw(1, generator, batch);
                bids = batch.bids;
                return 1.;
            },
            setting.virtualValue};
    }

    /**
     * @brief Let mechanisms decide the same auctions.
     *
     * The expected revenue of a truthful auction is the expected virtual value of its winners.
     * What each decision loses in that is known exactly, so that far fewer auctions tell than by
     * the prices; those are summed up as well.
     *
     * @param mechanisms the mechanisms
     * @param profiles the auctions
     * @param auctions their number
     * @return figures of each mechanism
     */
    static std::vector<AuctionFigures> Measure(
        const std::vector<Ptr<const AuctionMechanism>>& mechanisms,
        AuctionProfiles profiles,
        uint32_t auctions)
    {
        std::vector<AuctionFigures> figures(mechanisms.size());
        std::vector<std::array<double, BINS>> loss(mechanisms.size());
        std::array<double, BINS> best{};
        double secondLoss = 0;
        std::vector<Bid> bids(profiles.bidders);
        std::vector<double> values(profiles.bidders);
        for (uint32_t i = 0; i < auctions; ++i)
        {
            // In the middle of its stratum, which is narrow.
            const double share = (i + .5) / auctions;
            const double age = profiles.draw(share, bids);
            const auto bin = static_cast<uint32_t>(BINS * share);
            double optimal = 0;
            size_t highest = 0;
            for (size_t j = 0; j < bids.size(); ++j)
            {
                values[j] = profiles.virtualValue(bids[j].ownerClass, age, bids[j].amount);
                optimal = std::max(optimal, values[j]);
                highest = bids[j].amount > bids[highest].amount ? j : highest;
            }
            best[bin] += optimal;
            secondLoss += optimal - values[highest];
            for (size_t m = 0; m < mechanisms.size(); ++m)
            {
                const AuctionOutcome outcome = mechanisms[m]->Decide(age, 0, bids);
                loss[m][bin] += optimal - (outcome.winner < 0 ? 0 : values[outcome.winner]);
                figures[m].revenue += outcome.price / auctions;
            }
        }
        for (size_t m = 0; m < mechanisms.size(); ++m)
        {
            double sum = 0;
            double all = 0;
            for (uint32_t bin = 0; bin < BINS; ++bin)
            {
                sum += best[bin];
                all += loss[m][bin];
                figures[m].worstBin = std::max(figures[m].worstBin, 100 * loss[m][bin] / best[bin]);
            }
            figures[m].loss = 100 * all / sum;
            figures[m].shareOfGap = 100 * all / secondLoss;
        }
        return figures;
    }
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_AUCTION_PROFILES_H */
