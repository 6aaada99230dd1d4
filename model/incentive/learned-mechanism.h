/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_LEARNED_MECHANISM_H
#define EDGE_LEARNING_LEARNED_MECHANISM_H

#include "auction-mechanism.h"
#include "bid-source.h"

#include "ns3/random-variable-stream.h"

#include <memory>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief A mechanism that Prepare() makes from a sample of auctions.
 *
 * The auctions are those of BidFile if it is set, else they are drawn from the valuation model
 * with the weights ClassWeights at ages from MinAge to 1. All mechanisms take them from here, so
 * that comparisons are fair.
 */
class LearnedMechanism : public AuctionMechanism
{
  public:
    /**
     * @brief Get the type ID.
     * @return the type ID
     */
    static TypeId GetTypeId();

    LearnedMechanism();
    ~LearnedMechanism() override;

    /**
     * @brief Learn from the auctions, unless the mechanism is ready already.
     *
     * A bad file or a bad setting ends the program with a message.
     */
    void Prepare() final;

    int64_t AssignStreams(int64_t stream) override;

    /**
     * @brief Take the auctions from elsewhere; call before Prepare().
     * @param source where from; null for the attributes again
     */
    void SetSource(std::shared_ptr<const BidSource> source);

    /**
     * @brief Tell whether the mechanism can decide.
     * @return true after Prepare()
     */
    virtual bool IsReady() const = 0;

  protected:
    void DoDispose() override;

    /**
     * @brief Get the least age.
     * @return attribute MinAge
     */
    double GetMinAge() const;

    /**
     * @brief Draw a number that fixes what is learned.
     * @return the number
     */
    uint64_t DrawSeed();

    /**
     * @brief Bring in what Prepare() need not learn.
     * @return true if the mechanism is ready now
     */
    virtual bool TryLoad();

  private:
    /**
     * @brief Learn.
     * @param source where the auctions come from
     * @param seed fixes the result
     */
    virtual void Learn(const BidSource& source, uint64_t seed) = 0;

    double m_minAge;                           //!< least age
    std::string m_classWeights;                //!< value scale of each owner class
    std::string m_bidFile;                     //!< recorded auctions; empty for the model
    Ptr<UniformRandomVariable> m_seed;         //!< seeds the learning
    std::shared_ptr<const BidSource> m_source; //!< null unless SetSource() was called
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_LEARNED_MECHANISM_H */
