/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "auction-trainer.h"

#include "auction-gradient.h"
#include "auction-sampler.h"

#include "ns3/torch-guard.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <torch/optim/adam.h>
#include <torch/types.h>
#include <tuple>
#include <vector>

namespace ns3::edgelearning
{

namespace
{

constexpr double PI = 3.14159265358979323846;
/// Auctions that share one age in a batch: a transform is made once per age.
constexpr uint32_t AUCTIONS_PER_AGE = 8;
/// Auctions on which the revenue is followed while training.
constexpr uint32_t VALIDATION_AUCTIONS = 65536;
/// How often the revenue is measured.
constexpr uint32_t CHECKS = 40;
/// Training has converged when the best of this many checks is no better than the best before.
constexpr uint32_t PATIENCE = 8;
/// What counts as better, relative.
constexpr double IMPROVEMENT = 1e-4;
/// How much faster the rest of the schedule runs after convergence.
constexpr double HURRY = 4;
/// Share of the schedule in which the allocation sharpens.
constexpr double SHARPENING = 0.8;
/// Averaging of Adam, of the gradient and of its square.
constexpr double FIRST_BETA = 0.9;
constexpr double SECOND_BETA = 0.99;
/// Final learning rate, as a share of the initial one.
constexpr double LAST_RATE = 0.01;
/// Bids from which the first transforms are made.
constexpr uint32_t INITIAL_BIDS = 4096;
/// Half width of the spread of the logarithms of the first slopes.
constexpr double SLOPE_SPREAD = 0.1;

/**
 * Refuse settings that cannot work.
 *
 * @param settings the settings
 */
void
CheckSettings(const TrainingSettings& settings)
{
    const auto require = [](bool condition, const std::string& message) {
        if (!condition)
        {
            throw std::invalid_argument("auction training: " + message);
        }
    };
    require(settings.classWeights.size() == settings.shape.classes,
            std::to_string(settings.classWeights.size()) + " class weights for " +
                std::to_string(settings.shape.classes) + " classes");
    for (double weight : settings.classWeights)
    {
        require(weight > 0 && std::isfinite(weight),
                "class weight " + std::to_string(weight) + " is not positive and finite");
    }
    require(settings.bidders >= 1 && settings.bidders <= 64,
            std::to_string(settings.bidders) + " bidders are not in 1 to 64");
    require(settings.steps >= 1, "there must be a step at least");
    require(settings.batch >= 1, "there must be an auction per step at least");
    require(settings.learningRate > 0 && settings.learningRate <= 1,
            "learning rate " + std::to_string(settings.learningRate) + " is not in (0, 1]");
    require(settings.firstKappa > 0 && settings.lastKappa >= settings.firstKappa &&
                std::isfinite(settings.lastKappa),
            "kappa must be positive and not fall, but goes from " +
                std::to_string(settings.firstKappa) + " to " + std::to_string(settings.lastKappa));
}

/**
 * Best reserve for one bidder, from a sample of its bids.
 *
 * @param bids the bids, ascending
 * @return the bid that earns most as a posted price
 */
double
FindReserve(const std::vector<double>& bids)
{
    double best = 0;
    double reserve = bids.front();
    for (size_t i = 0; i < bids.size(); ++i)
    {
        const double revenue = bids[i] * static_cast<double>(bids.size() - i);
        if (revenue > best)
        {
            best = revenue;
            reserve = bids[i];
        }
    }
    return reserve;
}

/**
 * Make transforms that start near bid - reserve, from sampled bids, so that every unit is active
 * somewhere on the support and no bidder starts without a gradient.
 *
 * @param settings how to train
 * @param sampler where the bids come from
 * @return the transforms
 */
AgedTransform
MakeInitialTransform(const TrainingSettings& settings, AuctionSampler& sampler)
{
    AgedTransform transform(settings.shape);
    const uint32_t count = transform.GetLineCount();
    std::vector<double> parameters = transform.GetParameters();
    std::vector<double> spread(count);
    for (double& x : spread)
    {
        x = SLOPE_SPREAD * (2 * sampler.DrawUniform() - 1);
    }
    for (uint32_t knot = 0; knot < settings.shape.knots; ++knot)
    {
        const double age = std::min(transform.GetKnotAge(knot), 1.0);
        std::vector<std::vector<double>> bids(settings.shape.classes);
        double scale = 0;
        for (uint32_t c = 0; c < settings.shape.classes; ++c)
        {
            for (uint32_t i = 0; i < INITIAL_BIDS; ++i)
            {
                bids[c].push_back(sampler.DrawValue(c, age));
                scale += bids[c].back() / (INITIAL_BIDS * settings.shape.classes);
            }
            std::sort(bids[c].begin(), bids[c].end());
        }
        for (uint32_t c = 0; c < settings.shape.classes; ++c)
        {
            const double reserve = FindReserve(bids[c]);
            double* first = parameters.data() + transform.GetIndex(c, knot);
            for (uint32_t i = 0; i < count; ++i)
            {
                const double x = bids[c][(2 * i + 1) * INITIAL_BIDS / (2 * count)];
                const double slope = std::exp(spread[i]) / scale;
                first[i] = std::log(slope);
                first[count + i] = (x - reserve) / scale - slope * x;
            }
        }
    }
    transform.SetParameters(parameters);
    return transform;
}

/**
 * Tell whether the revenue has stopped rising.
 *
 * @param history the revenue at every check
 * @return true if the latest checks are no better than those before
 */
bool
HasConverged(const std::vector<double>& history)
{
    if (history.size() <= PATIENCE)
    {
        return false;
    }
    const auto split = history.end() - PATIENCE;
    return *std::max_element(split, history.end()) <
           *std::max_element(history.begin(), split) * (1 + IMPROVEMENT);
}

/**
 * Adam on the parameters of transforms.
 */
class ParameterOptimiser
{
  public:
    /**
     * Start from given transforms.
     *
     * @param transform the transforms
     */
    explicit ParameterOptimiser(const AgedTransform& transform)
        : m_parameters(torch::tensor(transform.GetParameters(), torch::kFloat64)),
          m_adam({m_parameters},
                 torch::optim::AdamOptions().betas(std::make_tuple(FIRST_BETA, SECOND_BETA)))
    {
        m_parameters.mutable_grad() = torch::zeros_like(m_parameters);
    }

    /**
     * Make a step up the gradient.
     *
     * @param gradient of what is to rise
     * @param unit what the gradient is divided by
     * @param rate the learning rate
     * @param transform receives the parameters
     */
    void Step(const std::vector<double>& gradient,
              double unit,
              double rate,
              AgedTransform& transform)
    {
        auto& options = m_adam.param_groups().front().options();
        static_cast<torch::optim::AdamOptions&>(options).lr(rate);
        std::transform(gradient.begin(),
                       gradient.end(),
                       m_parameters.mutable_grad().data_ptr<double>(),
                       [unit](double x) { return -x / unit; });
        m_adam.step();
        const double* data = m_parameters.data_ptr<double>();
        try
        {
            transform.SetParameters({data, data + m_parameters.numel()});
        }
        catch (const std::invalid_argument& error)
        {
            throw std::runtime_error("auction training diverged at learning rate " +
                                     std::to_string(rate) + ", choose a lower one (" +
                                     error.what() + ")");
        }
    }

  private:
    torch::Tensor m_parameters; //!< double precision, one dimension
    torch::optim::Adam m_adam;  //!< the optimiser
};

/**
 * Sharpness of the allocation.
 *
 * @param settings how to train
 * @param share the share of the schedule that is done
 * @return kappa
 */
double
GetKappa(const TrainingSettings& settings, double share)
{
    return settings.firstKappa *
           std::pow(settings.lastKappa / settings.firstKappa, std::min(1.0, share / SHARPENING));
}

/**
 * Learning rate.
 *
 * @param settings how to train
 * @param share the share of the schedule that is done
 * @return the rate
 */
double
GetRate(const TrainingSettings& settings, double share)
{
    return settings.learningRate * (LAST_RATE + (1 - LAST_RATE) * (1 + std::cos(PI * share)) / 2);
}

} // namespace

AgedTransform
TrainAuction(const TrainingSettings& settings,
             uint64_t seed,
             const std::function<void(const TrainingProgress&)>& progress)
{
    CheckSettings(settings);
    TorchGuard guard(seed);
    AuctionSampler sampler(settings.shape.minAge, settings.classWeights, seed);
    AgedTransform transform = MakeInitialTransform(settings, sampler);
    ParameterOptimiser optimiser(transform);
    AuctionGradient revenue(settings.shape);

    AuctionBatch validation;
    validation.bidders = settings.bidders;
    validation.perAge = AUCTIONS_PER_AGE;
    sampler.Draw(VALIDATION_AUCTIONS / AUCTIONS_PER_AGE, validation);
    double meanBid = 0;
    for (const Bid& bid : validation.bids)
    {
        meanBid += bid.amount / static_cast<double>(validation.bids.size());
    }

    AuctionBatch batch;
    batch.bidders = settings.bidders;
    batch.perAge = std::min(AUCTIONS_PER_AGE, settings.batch);
    std::vector<double> gradient;
    std::vector<double> history;
    const uint32_t checkInterval = std::max(1U, settings.steps / CHECKS);
    double stride = 1.0 / settings.steps;
    uint32_t step = 0;
    for (double share = 0; share < 1 - stride / 2; share += stride)
    {
        sampler.Draw(settings.batch / batch.perAge, batch);
        revenue.Compute(transform, batch, GetKappa(settings, share), gradient);
        optimiser.Step(gradient, meanBid, GetRate(settings, share), transform);
        if (++step % checkInterval != 0)
        {
            continue;
        }
        history.push_back(revenue.MeasureRevenue(transform, validation));
        if (HasConverged(history))
        {
            stride = HURRY / settings.steps;
        }
        if (progress)
        {
            progress({step, settings.steps, history.back(), false});
        }
    }
    if (progress)
    {
        progress({step, settings.steps, revenue.MeasureRevenue(transform, validation), true});
    }
    return transform;
}

} // namespace ns3::edgelearning
