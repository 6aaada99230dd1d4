/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "auction-trainer.h"

#include "auction-gradient.h"
#include "held-out-revenue.h"
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

/// Recorded bids of a class for each knot, and knots at least.
constexpr size_t KNOT_BIDS = 1500;
constexpr size_t MIN_KNOTS = 3;
/// How often the revenue is measured.
constexpr uint32_t CHECKS = 40;
/// How much faster the rest of the schedule runs after convergence.
constexpr double HURRY = 4;
/// Share of the schedule in which the allocation sharpens.
constexpr double SHARPENING = 0.8;
/// Averaging of Adam, of the gradient and of its square.
constexpr double FIRST_BETA = 0.9;
constexpr double SECOND_BETA = 0.99;
/// Final learning rate, as a share of the initial one.
constexpr double LAST_RATE = 0.01;
/// Share of the schedule until which steps have half as many auctions, if owners are of one class:
/// while the rate is high and the allocation soft, more tell nothing. The order of several classes
/// takes them all.
constexpr double HALF_BATCHES = 0.5;
/// Share of the schedule after which the parameters are averaged.
constexpr double AVERAGING = 0.7;
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
    return settings.learningRate * (LAST_RATE + (1 - LAST_RATE) * (1 + std::cos(M_PI * share)) / 2);
}

/**
 * Sizes of the transforms for a source.
 *
 * @param settings how to train
 * @param source where the auctions come from
 * @return the sizes
 */
AgedTransform::Shape
GetShape(const TrainingSettings& settings, const BidSource& source)
{
    AgedTransform::Shape shape = settings.shape;
    shape.classes = source.GetClasses();
    // Few bids do not bear many knots.
    const size_t knots = std::max<size_t>(MIN_KNOTS, source.GetSize() / shape.classes / KNOT_BIDS);
    shape.knots = static_cast<uint32_t>(std::min<size_t>(shape.knots, knots));
    return shape;
}

/**
 * One training.
 */
class Training
{
  public:
    /**
     * Begin.
     *
     * @param settings how to train
     * @param source where the auctions come from
     * @param seed fixes the result
     */
    Training(const TrainingSettings& settings, const BidSource& source, uint64_t seed)
        : m_settings(settings),
          m_source(source),
          m_generator(seed),
          m_initial(MakeInitialTransform(GetShape(settings, source), source, m_generator)),
          m_transform(m_initial.transform),
          m_optimiser(m_transform),
          m_revenue(m_transform.GetShape()),
          m_heldOut(m_transform, source, settings.bidders, m_generator),
          m_average(m_transform.GetParameters().size(), 0),
          m_stride(1.0 / settings.steps)
    {
        m_batch.perAge = std::min(HeldOutRevenue::AUCTIONS_PER_AGE, settings.batch);
    }

    /**
     * Train.
     *
     * @param progress called now and then; may be empty
     * @return the transforms
     */
    AgedTransform Run(const std::function<void(const TrainingProgress&)>& progress)
    {
        const uint32_t checkInterval = std::max(1U, m_settings.steps / CHECKS);
        while (!IsDone() && !m_heldOut.HasFailed())
        {
            MakeStep();
            if (m_step % checkInterval != 0 && !IsDone())
            {
                continue;
            }
            m_optimiser.SetJumps(m_initial.jumps, false, m_transform);
            m_heldOut.Add(m_transform);
            if (m_heldOut.HasConverged())
            {
                m_stride = HURRY / m_settings.steps;
            }
            if (progress)
            {
                progress({m_step, m_settings.steps, m_heldOut.GetLatest(), false});
            }
        }
        Finish();
        if (progress)
        {
            const double revenue =
                m_heldOut.HasLost() ? m_heldOut.GetFirst() : m_heldOut.GetLatest();
            progress({m_step, m_settings.steps, revenue, true});
        }
        return m_transform;
    }

  private:
    /**
     * Tell whether the schedule is done.
     *
     * @return true at its end
     */
    bool IsDone() const
    {
        return m_share >= 1 - m_stride / 2;
    }

    /// Make a step. Turn by turn, reserves are learned from single bidders, with jumps softened so
    /// that bids beside them tell, and the order of the owners from several, with jumps as they
    /// are. Only many owners tell how the classes' high bids compare.
    void MakeStep()
    {
        const uint32_t classes = m_transform.GetShape().classes;
        const bool single = m_step % 2 == 0;
        m_batch.bidders = single ? 1 : std::min(MAX_BIDDERS, m_settings.bidders * classes);
        m_optimiser.SetJumps(m_initial.jumps, single, m_transform);
        const bool half = classes == 1 && m_share < HALF_BATCHES;
        const uint32_t batch = half ? m_settings.batch / 2 : m_settings.batch;
        const uint32_t auctions = single ? batch : batch / classes;
        m_source.Draw(std::max(1U, auctions / m_batch.perAge), m_generator, m_batch);
        m_revenue.Compute(m_transform, m_batch, GetKappa(m_settings, m_share), m_gradient);
        m_initial.MaskGradient(single, m_gradient);
        m_optimiser.Step(m_gradient,
                         m_heldOut.GetMeanBid(),
                         GetRate(m_settings, m_share),
                         m_transform);
        if (m_share + m_stride > AVERAGING)
        {
            m_optimiser.SetJumps(m_initial.jumps, false, m_transform);
            AddToMean(m_transform.GetParameters(), ++m_averaged, m_average);
        }
        ++m_step;
        m_share += m_stride;
    }

    /// Take the mean of the last transforms, or the first ones if training lost.
    void Finish()
    {
        if (m_averaged > 0)
        {
            m_transform.SetParameters(m_average);
            m_heldOut.Add(m_transform);
        }
        if (m_heldOut.HasLost())
        {
            m_transform = m_initial.transform;
        }
    }

    const TrainingSettings& m_settings; //!< how to train
    const BidSource& m_source;          //!< where the auctions come from
    std::mt19937_64 m_generator;        //!< the randomness
    InitialTransform m_initial;         //!< the beginning
    AgedTransform m_transform;          //!< the transforms
    ParameterOptimiser m_optimiser;     //!< moves their parameters
    AuctionGradient m_revenue;          //!< tells where to
    HeldOutRevenue m_heldOut;           //!< follows the revenue
    AuctionBatch m_batch;               //!< auctions of the step
    std::vector<double> m_gradient;     //!< of the step
    std::vector<double> m_average;      //!< mean of the last parameters
    uint32_t m_averaged{0};             //!< steps in it
    double m_stride;                    //!< share of the schedule that a step takes
    double m_share{0};                  //!< share of the schedule that is done
    uint32_t m_step{0};                 //!< steps done
};

} // namespace

AgedTransform
TrainAuction(const TrainingSettings& settings,
             const BidSource& source,
             uint64_t seed,
             const std::function<void(const TrainingProgress&)>& progress)
{
    CheckSettings(settings);
    TorchGuard guard(seed);
    return Training(settings, source, seed).Run(progress);
}

} // namespace ns3::edgelearning
