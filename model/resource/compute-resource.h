/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_COMPUTE_RESOURCE_H
#define EDGE_LEARNING_COMPUTE_RESOURCE_H

#include "compute-energy-model.h"

#include "ns3/event-id.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/traced-callback.h"
#include "ns3/traced-value.h"

#include <cstdint>
#include <deque>
#include <functional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief A node's processor: does one job after the other, in the order submitted, each in its
 * work divided by `Rate` of simulated time, at `EnergyPerFlop`.
 *
 * It is aggregated to the node and shared by the node's applications. When the node has an energy
 * source (the first of its EnergySourceContainer) the energy is drawn from it; without one it is
 * only counted. When the source runs empty the running job and those that wait are lost: each is
 * traced as stopped, no job's completion is called, and nothing is accepted until the source is
 * recharged.
 */
class ComputeResource : public Object
{
  public:
    /// Names a job; never used twice by one resource.
    using JobId = uint64_t;

    /// The id of a job that was refused.
    static constexpr JobId NO_JOB = 0;

    /// The longest job, in seconds: far below the largest Time.
    static constexpr double MAX_DURATION = 1e9;

    /**
     * Of a job that starts, finishes or is stopped.
     *
     * @param id the job
     * @param flop its whole work, in floating point operations
     */
    typedef void (*JobTracedCallback)(uint64_t id, double flop);

    /// Of the energy source running empty, or being recharged.
    typedef void (*EnergyTracedCallback)();

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    ComputeResource();
    ~ComputeResource() override;

    /**
     * Queue a job.
     *
     * @param flop its work in floating point operations
     * @param done called once, when the job is finished; never when it is cancelled or lost
     * @return the job, or NO_JOB when it is refused: the energy source is empty, or the work is
     * negative, not finite, or would take longer than 10^9 seconds
     */
    JobId Submit(double flop, std::function<void()> done);

    /**
     * Stop a job, whether it runs or waits. The energy it used stays used.
     *
     * @param id the job
     * @return whether there was such a job
     */
    bool Cancel(JobId id);

    /// @return floating point operations per second of a job that starts now
    double GetRate() const;

    /// @return energy of one floating point operation, in joules
    double GetEnergyPerFlop() const;

    /**
     * @return the time until all that is queued now will be done
     */
    Time GetBacklog() const;

    /**
     * @return the energy used so far, the running job's included, in joules
     */
    double GetTotalEnergy() const;

    /**
     * @return whether the node's energy source is empty
     */
    bool IsDepleted() const;

  private:
    /// A queued piece of work.
    struct Job
    {
        JobId id;                   //!< its name
        double flop;                //!< its work
        std::function<void()> done; //!< called at the end
    };

    void DoInitialize() override;
    void DoDispose() override;

    /// Start drawing from the node's energy source, as soon as it has one.
    void AttachEnergySource();

    /// Start the first job of the queue, unless it is empty or a job runs.
    void StartNext();

    /// The running job is done.
    void Finish();

    /// Take the running job off the processor and account for its energy.
    void StopRunning();

    /// The energy source is empty: drop all jobs.
    void Deplete();

    /**
     * @param power what is drawn from the energy source from now on, in watts
     */
    void SetPower(double power);

    double m_rate;          //!< in FLOP per second
    double m_energyPerFlop; //!< in joules

    std::deque<Job> m_queue; //!< the first one runs while m_finish is pending
    EventId m_finish;        //!< the running job's end
    Time m_started;          //!< when the running job started
    double m_power{0};       //!< of the running job, in watts
    JobId m_lastId{NO_JOB};  //!< last given

    Ptr<ComputeEnergyModel> m_energyModel; //!< null while no energy source was found

    TracedValue<double> m_totalEnergy;              //!< of jobs finished or stopped, in joules
    TracedCallback<uint64_t, double> m_jobStarted;  //!< trace
    TracedCallback<uint64_t, double> m_jobFinished; //!< trace
    TracedCallback<uint64_t, double> m_jobStopped;  //!< trace
    TracedCallback<> m_depleted;                    //!< trace
    TracedCallback<> m_recharged;                   //!< trace
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_COMPUTE_RESOURCE_H */
