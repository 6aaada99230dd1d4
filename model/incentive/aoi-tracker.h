/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_AOI_TRACKER_H
#define EDGE_LEARNING_AOI_TRACKER_H

#include "ns3/nstime.h"
#include "ns3/object.h"

#include <cstdint>
#include <map>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Age of information: measured after a round, predicted at auction time.
 *
 * The age of information runs from the collection of a worker's data to the completion of the
 * training that it served. At auction time the rest of that span is predicted: the service time of
 * a reference task that is the same for the whole market, so that no owner's own task moves the age
 * at which a worker is sold.
 *
 * A worker's service time is modelled as a (FLOP / ReferenceFlop) + b (bytes / ReferenceBytes) with
 * a and b not negative. Every observation is first divided by its size (the mean of the two
 * ratios), so that each counts the same whatever its task. Two fits by least squares: the market's,
 * over the observations of all workers, drawn towards InitialServiceTime split evenly; the
 * worker's, over its own, drawn towards the market's. The pull has the weight of Ridge
 * observations. A worker that was never observed is predicted as the market.
 */
class AoiTracker : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the type ID
     */
    static TypeId GetTypeId();

    /**
     * @brief Learn from a participation that completed.
     *
     * Quantities that are negative or not finite, a task below a billionth of the reference task
     * and a service that took no time are ignored.
     *
     * @param worker the worker's id
     * @param flop floating-point operations of its training
     * @param bytes bytes it received and sent for it
     * @param service time from the sale to the completion
     * @return true if the observation was used
     */
    bool Observe(uint32_t worker, double flop, double bytes, Time service);

    /**
     * @brief Predict how long a worker takes for the reference task.
     * @param worker the worker's id
     * @return the service time
     */
    Time PredictServiceTime(uint32_t worker) const;

    /**
     * @brief Predict the age of information of a worker that is sold now.
     * @param worker the worker's id
     * @param collected when its data were collected; a time yet to come counts as now
     * @param now the time of the auction
     * @return the predicted age of information
     */
    Time Predict(uint32_t worker, Time collected, Time now) const;

    /**
     * @brief Age of information of a participation that completed.
     * @param collected when the data were collected
     * @param completion when the update arrived at the first aggregation point
     * @return the age, zero at least
     */
    static Time Measure(Time collected, Time completion);

    /**
     * @brief Normalise an age for the market.
     * @param aoi the age
     * @return aoi / MaxAge, no less than MinAge and no more than 1
     */
    double Normalise(Time aoi) const;

  private:
    /// Sums of a least-squares fit of seconds on two ratios.
    struct Sums
    {
        double ff{0}; //!< work x work
        double fb{0}; //!< work x bytes
        double bb{0}; //!< bytes x bytes
        double fs{0}; //!< work x seconds
        double bs{0}; //!< bytes x seconds

        /**
         * @brief Add one observation.
         * @param f ratio of the work
         * @param b ratio of the bytes
         * @param s seconds
         */
        void Add(double f, double b, double s);
    };

    /// Seconds that the reference task takes.
    struct Fit
    {
        double work{0};  //!< for its work
        double bytes{0}; //!< for its bytes
    };

    /**
     * @brief Minimise the squares plus the ridge, without negative times.
     * @param sums the observations
     * @param prior where the ridge pulls
     * @return the fit
     */
    Fit Solve(const Sums& sums, const Fit& prior) const;

    /**
     * @brief Fit all observations.
     * @return the fit of the market
     */
    Fit FitMarket() const;

    Time m_maxAge;                      //!< age that is normalised to 1
    double m_minAge;                    //!< least normalised age
    double m_referenceFlop;             //!< work of the reference task
    double m_referenceBytes;            //!< bytes of the reference task
    Time m_initialServiceTime;          //!< prediction before any observation
    double m_ridge;                     //!< weight of the prior, in observations
    Sums m_market;                      //!< observations of all workers
    std::map<uint32_t, Sums> m_workers; //!< observations by worker
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_AOI_TRACKER_H */
