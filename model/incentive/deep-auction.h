/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_DEEP_AUCTION_H
#define EDGE_LEARNING_DEEP_AUCTION_H

#include "aged-transform.h"
#include "learned-mechanism.h"

#include <memory>

namespace ns3::edgelearning
{

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

    std::string m_modelFile;                      //!< file to load; empty to train
    uint32_t m_pieces;                            //!< linear pieces of a transform
    uint32_t m_bidders;                           //!< bidders of a training auction
    uint32_t m_steps;                             //!< gradient steps at most
    uint32_t m_batch;                             //!< auctions per step
    double m_learningRate;                        //!< initial rate of Adam
    bool m_showProgress;                          //!< progress on standard error
    std::shared_ptr<const AgedTransform> m_agent; //!< the learned transforms; null until ready
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_DEEP_AUCTION_H */
