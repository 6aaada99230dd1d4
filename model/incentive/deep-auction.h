/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_DEEP_AUCTION_H
#define EDGE_LEARNING_DEEP_AUCTION_H

#include "aged-transform.h"
#include "bid-memory.h"
#include "learned-mechanism.h"

#include "ns3/traced-callback.h"

#include <functional>
#include <memory>

namespace ns3::edgelearning
{

struct TrainingProgress;

/**
 * @ingroup edge-learning
 * What came of training again during the simulation. Revenues are means per auction, with the
 * bids as they were, on auctions that neither agent learned from in this training.
 */
struct RetrainingRecord
{
    Time time;            //!< when
    uint64_t auctions{0}; //!< auctions that the new agent learned from
    uint64_t heldOut{0};  //!< auctions by which both were judged
    double oldRevenue{0}; //!< what the agent in use earns on these
    double newRevenue{0}; //!< what the new one earns; 0 if training failed
    bool replaced{false}; //!< whether the new one is in use from now on
};

/**
 * @ingroup edge-learning
 * @brief The learned auction: a second-price auction on monotonically transformed bids.
 *
 * Each bid goes through the strictly increasing transform of its owner's class, learned to maximise
 * the expected revenue and conditioned on the age of the data. The highest positive transformed bid
 * wins (the first of equals). The winner pays the least representable bid with which it would
 * still have won, so that no misreport pays, not even by one unit in the last place. Method:
 * P. Duetting et al., "Optimal Auctions through Deep Learning", arXiv 1706.03459.
 *
 * Prepare() loads ModelFile, or trains if it is empty. Training shows its progress on standard
 * error unless ShowProgress is false. Ages below MinAge are priced as MinAge: the transform knows
 * nothing outside [MinAge, 1]. A bid of a class for which the agent was not trained is ignored.
 *
 * With RetrainInterval above zero, training continues during the simulation: Observe() remembers
 * the latest RetrainMemory auctions, and once RetrainInterval has passed and RetrainMinimum
 * auctions have come since the last training, learns a new agent from four fifths of them. It
 * replaces the agent in use, as a whole and from the next auction on, if it earns more on the other
 * fifth, by more than two standard errors of the difference. Otherwise, or if training fails, the
 * agent stays as it was. Copies of an agent remember and learn on their own.
 */
class DeepAuction : public LearnedMechanism
{
  public:
    /**
     * @brief Get the type ID.
     * @return the type ID
     */
    static TypeId GetTypeId();

    DeepAuction();
    ~DeepAuction() override;

    std::string GetName() const override;
    void Observe(Time now, double age, double ask, const std::vector<Bid>& bids) override;

    /**
     * @brief TracedCallback signature for training during the simulation.
     * @param record what came of it
     */
    typedef void (*RetrainingCallback)(const RetrainingRecord& record);

    /**
     * @brief Tell whether the agent was trained, loaded or copied.
     * @return true if it can decide
     */
    bool IsReady() const override;

    /**
     * @brief Write the agent to a file.
     * @param path the file; throws std::runtime_error if it cannot be written, std::logic_error if
     *        the agent is not ready
     */
    void Save(const std::string& path) const;

    /**
     * @brief Read an agent that Save() wrote; it decides exactly as the one that was saved.
     * @param path the file; throws std::runtime_error naming the fault if it is not sound, and the
     *        agent stays as it was
     */
    void Load(const std::string& path);

    /**
     * @brief Become an identical copy of a ready agent.
     * @param other the agent; throws std::logic_error if it is not ready
     */
    void CopyFrom(const DeepAuction& other);

    /**
     * @brief Get the learned transforms.
     * @return the transforms; throws std::logic_error if the agent is not ready
     */
    const AgedTransform& GetTransform() const;

  private:
    void DoDispose() override;
    bool TryLoad() override;
    void Learn(const BidSource& source, uint64_t seed) override;
    AuctionOutcome DoDecide(double age, const std::vector<Bid>& bids) const override;

    /**
     * @brief Train transforms.
     * @param source where the auctions come from
     * @param steps gradient steps at most
     * @param seed fixes the result
     * @param progress called now and then; may be empty
     * @return the transforms
     */
    std::shared_ptr<const AgedTransform> Train(
        const BidSource& source,
        uint32_t steps,
        uint64_t seed,
        const std::function<void(const TrainingProgress&)>& progress) const;

    /**
     * @brief Learn from the remembered auctions, and take the better agent.
     * @param now the simulated time
     */
    void Retrain(Time now);

    std::string m_modelFile;                      //!< file to load; empty to train
    uint32_t m_pieces;                            //!< linear pieces of a transform
    uint32_t m_bidders;                           //!< bidders of a training auction
    uint32_t m_steps;                             //!< gradient steps at most
    uint32_t m_batch;                             //!< auctions per step
    double m_learningRate;                        //!< initial rate of Adam
    bool m_showProgress;                          //!< progress on standard error
    Time m_retrainInterval;                       //!< least time between trainings; 0: never again
    uint32_t m_retrainMinimum;                    //!< auctions between trainings, at least
    uint32_t m_retrainMemory;                     //!< auctions that are remembered
    uint32_t m_retrainSteps;                      //!< gradient steps at most
    std::shared_ptr<const AgedTransform> m_agent; //!< the learned transforms; null until ready
    BidMemory m_memory;                           //!< the latest auctions
    Time m_lastTraining;                          //!< when the memory was last learned from
    TracedCallback<const RetrainingRecord&> m_retrained; //!< trained during the simulation
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_DEEP_AUCTION_H */
