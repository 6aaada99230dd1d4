/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_EMPIRICAL_MECHANISM_H
#define EDGE_LEARNING_EMPIRICAL_MECHANISM_H

#include "learned-mechanism.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief A mechanism with one table entry for each bin of ages, estimated from the auctions in it.
 *
 * The bins are uniform in the logarithm of the age from MinAge to 1.
 */
class EmpiricalMechanism : public LearnedMechanism
{
  public:
    /**
     * @brief Get the type ID.
     * @return the type ID
     */
    static TypeId GetTypeId();

    bool IsReady() const override;

  protected:
    /// What was sampled in a bin of ages. A bin without auctions, or without bids of a class, has
    /// those of the nearest bin that has some.
    struct Bin
    {
        std::vector<SampleAuction> auctions;   //!< the auctions
        std::vector<std::vector<double>> bids; //!< by class; empty if nobody of it ever bids
    };

    /**
     * @brief Find an age's bin.
     * @param age the normalised age
     * @return its index
     */
    uint32_t GetBin(double age) const;

    /**
     * @brief Number of bins.
     * @return attribute AgeBins
     */
    uint32_t GetBins() const;

  private:
    void Learn(const BidSource& source, uint64_t seed) override;

    /**
     * @brief Append a bin's entry to the table.
     * @param bin its auctions
     */
    virtual void AddBin(const Bin& bin) = 0;

    uint32_t m_bins;       //!< bins of ages
    uint32_t m_sampleSize; //!< auctions to draw
    uint32_t m_bidders;    //!< bids in each
    bool m_ready{false};   //!< whether the table is there
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_EMPIRICAL_MECHANISM_H */
