/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "auction-trainer.h"

#include "auction-gradient.h"
#include "initial-transform.h"

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
/// Recorded bids of a class for each knot, and knots at least.
constexpr size_t KNOT_BIDS = 1500;
constexpr size_t MIN_KNOTS = 3;
/// How often the revenue is measured.
constexpr uint32_t CHECKS = 40;
/// Training has converged when the best of this many checks is no better than the best before.
constexpr uint32_t PATIENCE = 28;
/// What counts as better, relative.
constexpr double IMPROVEMENT = 2e-5;
/// How much faster the rest of the schedule runs after convergence.
constexpr double HURRY = 4;
/// Share of the schedule in which the allocation sharpens.
constexpr double SHARPENING = 0.8;
/// Averaging of Adam, of the gradient and of its square.
constexpr double FIRST_BETA = 0.9;
constexpr double SECOND_BETA = 0.99;
/// Final learning rate, as a share of the initial one.
constexpr double LAST_RATE = 0.01;
/// Share of the schedule after which the parameters are averaged.
constexpr double AVERAGING = 0.7;
/// Training has failed when it lost more than this, relative, and more than chance takes.
constexpr double TOLERANCE = 1e-3;
/// Bidders of a training auction at most.
constexpr uint32_t MAX_BIDDERS = 64;

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
    require(settings.bidders >= 1 && settings.bidders <= MAX_BIDDERS,
            std::to_string(settings.bidders) + " bidders are not in 1 to " +
                std::to_string(MAX_BIDDERS));
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
 * Follows the revenue of the hard allocation on auctions that are not trained on.
 */
class Validation
{
  public:
    /**
     * Draw the auctions and measure the first transforms.
     *
     * @param first the transforms
     * @param source where the auctions come from
     * @param bidders bidders of an auction
     * @param generator the randomness
     */
    Validation(const AgedTransform& first,
               const BidSource& source,
               uint32_t bidders,
               std::mt19937_64& generator)
        : m_revenue(first.GetShape())
    {
        m_auctions.bidders = bidders;
        m_auctions.perAge = AUCTIONS_PER_AGE;
        source.Draw(VALIDATION_AUCTIONS / AUCTIONS_PER_AGE, generator, m_auctions);
        m_history.push_back(m_revenue.MeasureRevenue(first, m_auctions));
    }

    /**
     * Measure transforms.
     *
     * @param transform the transforms
     */
    void Add(const AgedTransform& transform)
    {
        m_history.push_back(m_revenue.MeasureRevenue(transform, m_auctions));
    }

    /**
     * Tell whether the revenue has stopped rising.
     *
     * @return true if the latest measurements are no better than those before
     */
    bool HasConverged() const
    {
        if (m_history.size() <= PATIENCE)
        {
            return false;
        }
        const auto split = m_history.end() - PATIENCE;
        return *std::max_element(split, m_history.end()) <
               *std::max_element(m_history.begin(), split) * (1 + IMPROVEMENT);
    }

    /**
     * Get the revenue at every check.
     *
     * @return the revenues; the first is that of the first transforms
     */
    const std::vector<double>& GetHistory() const
    {
        return m_history;
    }

    /**
     * Get the mean bid.
     *
     * @return the mean of all bids
     */
    double GetMeanBid() const
    {
        double sum = 0;
        for (const Bid& bid : m_auctions.bids)
        {
            sum += bid.amount;
        }
        return sum / static_cast<double>(m_auctions.bids.size());
    }

  private:
    AuctionBatch m_auctions;       //!< the auctions
    AuctionGradient m_revenue;     //!< measures
    std::vector<double> m_history; //!< the revenue at every check
};

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

    /**
     * Make jumps soft or sharp.
     *
     * @param jumps the jumps
     * @param soft whether to soften them
     * @param transform receives the parameters
     */
    void SetJumps(const std::vector<InitialTransform::Jump>& jumps,
                  bool soft,
                  AgedTransform& transform)
    {
        double* data = m_parameters.data_ptr<double>();
        for (const auto& jump : jumps)
        {
            data[jump.index] = soft ? jump.soft : jump.sharp;
        }
        transform.SetParameters({data, data + m_parameters.numel()});
    }

  private:
    torch::Tensor m_parameters; //!< double precision, one dimension
    torch::optim::Adam m_adam;  //!< the optimiser
};

/**
 * Leave of a gradient what its auctions may teach: where the virtual value jumps, single bidders
 * teach only the jump's place, for Adam would blow up the little that is left of the rest and upset
 * the order of the classes; several teach all but the jump.
 *
 * @param jumps the jumps
 * @param lines the number of lines of a transform
 * @param single whether the bidders are single
 * @param gradient the gradient
 */
void
MaskGradient(const std::vector<InitialTransform::Jump>& jumps,
             size_t lines,
             bool single,
             std::vector<double>& gradient)
{
    const size_t size = AgedTransform::LINE_PARAMETERS * lines;
    for (const auto& jump : jumps)
    {
        const double byPlace = gradient[jump.index + lines];
        double* transform = gradient.data() + jump.index / size * size;
        single ? void(std::fill_n(transform, size, 0)) : void(gradient[jump.index] = 0);
        gradient[jump.index + lines] = single ? byPlace : 0;
        gradient[jump.index + 2 * lines] = 0;
    }
}

/**
 * Add values to their mean.
 *
 * @param values the values
 * @param count how many there are of each now
 * @param mean receives the mean
 */
void
AddToMean(const std::vector<double>& values, uint32_t count, std::vector<double>& mean)
{
    for (size_t i = 0; i < mean.size(); ++i)
    {
        mean[i] += (values[i] - mean[i]) / count;
    }
}

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
             const BidSource& source,
             uint64_t seed,
             const std::function<void(const TrainingProgress&)>& progress)
{
    CheckSettings(settings);
    TorchGuard guard(seed);
    std::mt19937_64 generator(seed);
    AgedTransform::Shape shape = settings.shape;
    shape.classes = source.GetClasses();
    // Few bids do not bear many knots.
    const size_t knots = std::max<size_t>(MIN_KNOTS, source.GetSize() / shape.classes / KNOT_BIDS);
    shape.knots = static_cast<uint32_t>(std::min<size_t>(shape.knots, knots));
    const InitialTransform initial = MakeInitialTransform(shape, source, generator);
    AgedTransform transform = initial.transform;
    ParameterOptimiser optimiser(transform);
    AuctionGradient revenue(shape);

    // Only many owners tell how the classes' high bids compare.
    const uint32_t several = std::min(MAX_BIDDERS, settings.bidders * shape.classes);
    Validation validation(transform, source, settings.bidders, generator);
    const double meanBid = validation.GetMeanBid();
    AuctionBatch batch;
    batch.perAge = std::min(AUCTIONS_PER_AGE, settings.batch);
    const uint32_t count = transform.GetLineCount();
    std::vector<double> gradient;
    std::vector<double> average(transform.GetParameters().size(), 0);
    uint32_t averaged = 0;
    const uint32_t checkInterval = std::max(1U, settings.steps / CHECKS);
    double stride = 1.0 / settings.steps;
    uint32_t step = 0;
    for (double share = 0; share < 1 - stride / 2; share += stride)
    {
        // Turn by turn, reserves are learned from single bidders, with jumps softened so that bids
        // beside them tell, and the order of the owners from several, with jumps as they are.
        const bool single = step % 2 == 0;
        batch.bidders = single ? 1 : several;
        optimiser.SetJumps(initial.jumps, single, transform);
        const uint32_t auctions = single ? settings.batch : settings.batch / shape.classes;
        source.Draw(std::max(1U, auctions / batch.perAge), generator, batch);
        revenue.Compute(transform, batch, GetKappa(settings, share), gradient);
        MaskGradient(initial.jumps, count, single, gradient);
        optimiser.Step(gradient, meanBid, GetRate(settings, share), transform);
        if (share + stride > AVERAGING)
        {
            optimiser.SetJumps(initial.jumps, false, transform);
            AddToMean(transform.GetParameters(), ++averaged, average);
        }
        if (++step % checkInterval != 0 && share + 1.5 * stride < 1)
        {
            continue;
        }
        optimiser.SetJumps(initial.jumps, false, transform);
        validation.Add(transform);
        if (validation.HasConverged())
        {
            stride = HURRY / settings.steps;
        }
        if (progress)
        {
            progress({step, settings.steps, validation.GetHistory().back(), false});
        }
    }
    transform.SetParameters(average);
    validation.Add(transform);
    if (validation.GetHistory().back() < validation.GetHistory().front() * (1 - TOLERANCE))
    {
        transform = initial.transform;
        validation.Add(transform);
    }
    if (progress)
    {
        progress({step, settings.steps, validation.GetHistory().back(), true});
    }
    return transform;
}

} // namespace ns3::edgelearning
