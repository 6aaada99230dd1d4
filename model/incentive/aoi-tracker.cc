/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "aoi-tracker.h"

#include "ns3/double.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace ns3::edgelearning
{

namespace
{

/// Tasks below this share of the reference task teach nothing about it.
constexpr double MIN_SIZE = 1e-9;

/**
 * The longest span that is told apart; two of them can be added.
 *
 * @return the span
 */
Time
LongestSpan()
{
    return TimeStep(INT64_MAX / 4);
}

} // namespace

NS_OBJECT_ENSURE_REGISTERED(AoiTracker);

TypeId
AoiTracker::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::AoiTracker")
            .SetParent<Object>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<AoiTracker>()
            .AddAttribute("MaxAge",
                          "Age of information that is normalised to 1; above 0.",
                          TimeValue(Seconds(60)),
                          MakeTimeAccessor(&AoiTracker::m_maxAge),
                          MakeTimeChecker(TimeStep(1)))
            .AddAttribute("MinAge",
                          "Least normalised age, a share of MaxAge in [0.001, 0.999].",
                          DoubleValue(0.1),
                          MakeDoubleAccessor(&AoiTracker::m_minAge),
                          MakeDoubleChecker<double>(0.001, 0.999))
            .AddAttribute("ReferenceFlop",
                          "Work of the market's reference task, in FLOP; at least 1.",
                          DoubleValue(1e9),
                          MakeDoubleAccessor(&AoiTracker::m_referenceFlop),
                          MakeDoubleChecker<double>(1))
            .AddAttribute("ReferenceBytes",
                          "Bytes that the market's reference task moves; at least 1.",
                          DoubleValue(1e5),
                          MakeDoubleAccessor(&AoiTracker::m_referenceBytes),
                          MakeDoubleChecker<double>(1))
            .AddAttribute("InitialServiceTime",
                          "Service time of the reference task that is predicted before any "
                          "observation; half for the work and half for the bytes.",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&AoiTracker::m_initialServiceTime),
                          MakeTimeChecker(TimeStep(0)))
            .AddAttribute("Ridge",
                          "Weight of the market's fit in a worker's, and of InitialServiceTime in "
                          "the market's, in observations; above 0.",
                          DoubleValue(1),
                          MakeDoubleAccessor(&AoiTracker::m_ridge),
                          MakeDoubleChecker<double>(1e-6));
    return tid;
}

void
AoiTracker::Sums::Add(double f, double b, double s)
{
    ff += f * f;
    fb += f * b;
    bb += b * b;
    fs += f * s;
    bs += b * s;
}

bool
AoiTracker::Observe(uint32_t worker, double flop, double bytes, Time service)
{
    const double f = flop / m_referenceFlop;
    const double b = bytes / m_referenceBytes;
    const double size = (f + b) / 2;
    if (!(f >= 0 && b >= 0 && size >= MIN_SIZE && std::isfinite(size)) ||
        !service.IsStrictlyPositive())
    {
        return false;
    }
    const double seconds = service.GetSeconds() / size;
    m_market.Add(f / size, b / size, seconds);
    m_workers[worker].Add(f / size, b / size, seconds);
    return true;
}

AoiTracker::Fit
AoiTracker::Solve(const Sums& sums, const Fit& prior) const
{
    const double ff = sums.ff + m_ridge;
    const double bb = sums.bb + m_ridge;
    const double fs = sums.fs + m_ridge * prior.work;
    const double bs = sums.bs + m_ridge * prior.bytes;
    const double determinant = ff * bb - sums.fb * sums.fb;
    const Fit inner{(fs * bb - bs * sums.fb) / determinant, (bs * ff - fs * sums.fb) / determinant};
    if (inner.work >= 0 && inner.bytes >= 0)
    {
        return inner;
    }
    // The objective is convex, so the constrained minimum is the better of the two on the borders;
    // each lowers the objective by the square over the curvature.
    const double byWork = fs * fs / ff;
    const double byBytes = bs * bs / bb;
    return byWork > byBytes ? Fit{fs / ff, 0} : Fit{0, bs / bb};
}

AoiTracker::Fit
AoiTracker::FitMarket() const
{
    const double half = m_initialServiceTime.GetSeconds() / 2;
    return Solve(m_market, {half, half});
}

Time
AoiTracker::PredictServiceTime(uint32_t worker) const
{
    Fit fit = FitMarket();
    const auto own = m_workers.find(worker);
    if (own != m_workers.end())
    {
        fit = Solve(own->second, fit);
    }
    return Seconds(std::min(fit.work + fit.bytes, LongestSpan().GetSeconds()));
}

Time
AoiTracker::Predict(uint32_t worker, Time collected, Time now) const
{
    return Measure(collected, now) + PredictServiceTime(worker);
}

Time
AoiTracker::Measure(Time collected, Time completion)
{
    const Time earliest = completion - LongestSpan();
    return completion - Min(Max(collected, earliest), completion);
}

double
AoiTracker::Normalise(Time aoi) const
{
    return std::clamp(aoi.GetSeconds() / m_maxAge.GetSeconds(), m_minAge, 1.0);
}

} // namespace ns3::edgelearning
