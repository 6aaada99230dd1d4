/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "published-auction.h"

#include "score-ranking.h"

#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(PublishedAuction);

namespace
{

constexpr uint32_t UNITS = 10;            ///< groups, and lines in each
constexpr double KAPPA = 1000;            ///< sharpness of the allocation
constexpr uint32_t BATCH = 64;            ///< auctions of a step
constexpr double RATE = 1e-3;             ///< of Adam
constexpr double FIRST_BETA = 0.9;        ///< Adam's averaging of the gradient
constexpr double SECOND_BETA = 0.999;     ///< Adam's averaging of its square
constexpr double EPSILON = 1e-8;          ///< Adam's
constexpr double LOWEST_OFFSET = -5;      ///< of the first lines
constexpr double LEAST_SHARE = 1e-12;     ///< bidders that get less are left out
constexpr uint32_t BLOCK = UNITS * UNITS; ///< lines of a transform

/// A value and the line that it comes from.
struct Active
{
    double value;  //!< the value
    uint32_t line; //!< the line
};

/**
 * The transforms while they are trained. Of each bidder, first stand the logarithms of the slopes
 * and then the offsets.
 */
class Network
{
  public:
    /**
     * Make random transforms.
     *
     * @param bidders their number
     * @param generator the randomness
     */
    Network(uint32_t bidders, std::mt19937_64& generator)
        : m_parameters(2 * BLOCK * bidders),
          m_gradient(m_parameters.size()),
          m_mean(m_parameters.size()),
          m_square(m_parameters.size()),
          m_slopes(BLOCK * bidders),
          m_values(bidders),
          m_byLevel(bidders)
    {
        for (size_t i = 0; i < m_parameters.size(); ++i)
        {
            const double first = 1 - BidSource::DrawUniform(generator);
            const double second = BidSource::DrawUniform(generator);
            m_parameters[i] = i / BLOCK % 2 == 0
                                  ? std::sqrt(-2 * std::log(first)) * std::cos(2 * M_PI * second)
                                  : LOWEST_OFFSET * second;
        }
        SetSlopes();
    }

    /**
     * Add the gradient of an auction's revenue.
     *
     * @param bids one of each bidder
     */
    void Add(const std::vector<double>& bids)
    {
        double top = 0;
        for (uint32_t i = 0; i < bids.size(); ++i)
        {
            m_values[i] = Evaluate(i, bids[i]);
            top = std::max(top, m_values[i].value);
        }
        double sum = std::exp(-KAPPA * top);
        for (const Active& value : m_values)
        {
            sum += std::exp(KAPPA * (value.value - top));
        }
        std::vector<double> shares(bids.size(), 0);
        std::vector<double> prices(bids.size(), 0);
        double revenue = 0;
        for (uint32_t i = 0; i < bids.size(); ++i)
        {
            shares[i] = std::exp(KAPPA * (m_values[i].value - top)) / sum;
            if (shares[i] < LEAST_SHARE)
            {
                continue;
            }
            prices[i] = AddPrice(i, shares[i]);
            revenue += shares[i] * prices[i];
        }
        for (uint32_t i = 0; i < bids.size(); ++i)
        {
            if (shares[i] >= LEAST_SHARE)
            {
                AddValue(i, bids[i], KAPPA * shares[i] * (prices[i] - revenue));
            }
            AddValue(i, bids[i], m_byLevel[i]);
        }
        std::fill(m_byLevel.begin(), m_byLevel.end(), 0);
    }

    /// Make a step of Adam up the gradient.
    void Step()
    {
        ++m_steps;
        const double first = 1 - std::pow(FIRST_BETA, m_steps);
        const double second = 1 - std::pow(SECOND_BETA, m_steps);
        for (size_t i = 0; i < m_parameters.size(); ++i)
        {
            const double gradient = m_gradient[i] / BATCH;
            m_mean[i] += (1 - FIRST_BETA) * (gradient - m_mean[i]);
            m_square[i] += (1 - SECOND_BETA) * (gradient * gradient - m_square[i]);
            m_parameters[i] +=
                RATE * m_mean[i] / first / (std::sqrt(m_square[i] / second) + EPSILON);
            m_gradient[i] = 0;
        }
        SetSlopes();
    }

    /**
     * Get a bidder's transform.
     *
     * @param bidder the bidder
     * @return the transform
     */
    MinMaxTransform Get(uint32_t bidder) const
    {
        std::vector<MinMaxTransform::Line> lines(BLOCK);
        for (uint32_t i = 0; i < BLOCK; ++i)
        {
            lines[i] = {m_slopes[bidder * BLOCK + i], Offset(bidder, i)};
        }
        return MinMaxTransform(UNITS, std::move(lines));
    }

  private:
    /// Take the slopes from the parameters.
    void SetSlopes()
    {
        for (size_t i = 0; i < m_slopes.size(); ++i)
        {
            m_slopes[i] = std::exp(m_parameters[i / BLOCK * 2 * BLOCK + i % BLOCK]);
        }
    }

    /// @param bidder whose @param line which @return the line's offset
    double Offset(uint32_t bidder, uint32_t line) const
    {
        return m_parameters[(2 * bidder + 1) * BLOCK + line];
    }

    /// @param bidder whose transform @param bid the bid @return its value
    Active Evaluate(uint32_t bidder, double bid) const
    {
        Active least{std::numeric_limits<double>::infinity(), 0};
        for (uint32_t group = 0; group < BLOCK; group += UNITS)
        {
            Active greatest{-std::numeric_limits<double>::infinity(), 0};
            for (uint32_t i = group; i < group + UNITS; ++i)
            {
                const double value = m_slopes[bidder * BLOCK + i] * bid + Offset(bidder, i);
                greatest = value > greatest.value ? Active{value, i} : greatest;
            }
            least = greatest.value < least.value ? greatest : least;
        }
        return least;
    }

    /// @param bidder whose transform @param level a value @return the bid with it
    Active Invert(uint32_t bidder, double level) const
    {
        Active greatest{-std::numeric_limits<double>::infinity(), 0};
        for (uint32_t group = 0; group < BLOCK; group += UNITS)
        {
            Active least{std::numeric_limits<double>::infinity(), 0};
            for (uint32_t i = group; i < group + UNITS; ++i)
            {
                const double bid = (level - Offset(bidder, i)) / m_slopes[bidder * BLOCK + i];
                least = bid < least.value ? Active{bid, i} : least;
            }
            greatest = least.value > greatest.value ? least : greatest;
        }
        return greatest;
    }

    /**
     * Add the gradient through a bidder's transformed bid.
     *
     * @param bidder the bidder
     * @param bid its bid
     * @param byValue derivative by the transformed bid
     */
    void AddValue(uint32_t bidder, double bid, double byValue)
    {
        const uint32_t line = m_values[bidder].line;
        m_gradient[2 * bidder * BLOCK + line] += byValue * m_slopes[bidder * BLOCK + line] * bid;
        m_gradient[(2 * bidder + 1) * BLOCK + line] += byValue;
    }

    /**
     * Add the gradient through a bidder's price.
     *
     * @param bidder the bidder
     * @param share its share of the item
     * @return the price
     */
    double AddPrice(uint32_t bidder, double share)
    {
        double level = 0;
        uint32_t rival = bidder;
        for (uint32_t i = 0; i < m_values.size(); ++i)
        {
            if (i != bidder && m_values[i].value > level)
            {
                level = m_values[i].value;
                rival = i;
            }
        }
        const Active price = Invert(bidder, level);
        const double bySlope = share / m_slopes[bidder * BLOCK + price.line];
        m_gradient[2 * bidder * BLOCK + price.line] -= share * price.value;
        m_gradient[(2 * bidder + 1) * BLOCK + price.line] -= bySlope;
        if (rival != bidder)
        {
            m_byLevel[rival] += bySlope;
        }
        return price.value;
    }

    std::vector<double> m_parameters; //!< all
    std::vector<double> m_gradient;   //!< summed over the batch
    std::vector<double> m_mean;       //!< Adam's average of the gradient
    std::vector<double> m_square;     //!< Adam's average of its square
    std::vector<double> m_slopes;     //!< exp of their logarithms
    std::vector<Active> m_values;     //!< transformed bids of the auction in hand
    std::vector<double> m_byLevel;    //!< derivative by them, through the prices of others
    uint32_t m_steps{0};              //!< steps so far
};

} // namespace

TypeId
PublishedAuction::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::PublishedAuction")
                            .SetParent<LearnedMechanism>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<PublishedAuction>()
                            .AddAttribute("TrainingSteps",
                                          "Gradient steps, at least 1; published were 500000.",
                                          UintegerValue(20000),
                                          MakeUintegerAccessor(&PublishedAuction::m_steps),
                                          MakeUintegerChecker<uint32_t>(1))
                            .AddAttribute("SampleSize",
                                          "Auctions to draw from the valuation model, at least 1.",
                                          UintegerValue(5000),
                                          MakeUintegerAccessor(&PublishedAuction::m_sampleSize),
                                          MakeUintegerChecker<uint32_t>(1))
                            .AddAttribute("SampleBidders",
                                          "Bids in each of the drawn auctions, 1 to 64.",
                                          UintegerValue(3),
                                          MakeUintegerAccessor(&PublishedAuction::m_bidders),
                                          MakeUintegerChecker<uint32_t>(1, 64));
    return tid;
}

std::string
PublishedAuction::GetName() const
{
    return "published";
}

bool
PublishedAuction::IsReady() const
{
    return !m_transforms.empty();
}

void
PublishedAuction::Learn(const BidSource& source, uint64_t seed)
{
    std::mt19937_64 generator(seed);
    const auto sample = source.GetSample(m_sampleSize, m_bidders, generator);
    m_byClass = source.GetClasses() > 1;
    size_t count = source.GetClasses();
    for (const SampleAuction& auction : sample)
    {
        count = m_byClass ? count : std::max(count, auction.bids.size());
    }
    Network network(static_cast<uint32_t>(count), generator);
    std::vector<double> bids;
    for (uint32_t step = 0; step < m_steps; ++step)
    {
        for (uint32_t i = 0; i < BATCH; ++i)
        {
            const auto which = static_cast<size_t>(static_cast<double>(sample.size()) *
                                                   BidSource::DrawUniform(generator));
            bids.assign(count, 0);
            const std::vector<Bid>& drawn = sample[which].bids;
            for (size_t j = 0; j < drawn.size(); ++j)
            {
                // Of several bids of a class the highest counts.
                double& bid = bids[m_byClass ? drawn[j].ownerClass : j];
                bid = std::max(bid, drawn[j].amount);
            }
            network.Add(bids);
        }
        network.Step();
    }
    for (uint32_t i = 0; i < count; ++i)
    {
        m_transforms.push_back(network.Get(i));
    }
}

AuctionOutcome
PublishedAuction::DoDecide(double, const std::vector<Bid>& bids) const
{
    if (!IsReady())
    {
        throw std::logic_error("PublishedAuction: not ready to decide; call Prepare() first");
    }
    const auto find = [this, &bids](size_t i) { return m_byClass ? bids[i].ownerClass : i; };
    ScoreRanking ranking;
    for (size_t i = 0; i < bids.size(); ++i)
    {
        if (find(i) < m_transforms.size())
        {
            ranking.Add(i, m_transforms[find(i)].Evaluate(bids[i].amount));
        }
    }
    AuctionOutcome outcome;
    outcome.winner = ranking.winner;
    if (outcome.winner >= 0)
    {
        outcome.price = m_transforms[find(outcome.winner)].LeastBid(ranking.level,
                                                                    ranking.above,
                                                                    bids[outcome.winner].amount);
    }
    return outcome;
}

} // namespace ns3::edgelearning
