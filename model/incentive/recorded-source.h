/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_RECORDED_SOURCE_H
#define EDGE_LEARNING_RECORDED_SOURCE_H

#include "age-trend.h"
#include "bid-source.h"

#include <string>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Auctions that were recorded.
 *
 * To train on, auctions are put together anew: a recorded age, and bids that were made at about
 * this age, moved to it by the trend of their class, as in a bootstrap. All combinations of the
 * recorded bids tell more than the recorded ones alone, because owners bid independently.
 */
class RecordedSource : public BidSource
{
  public:
    /**
     * @brief Make a source.
     * @param auctions the auctions; throws std::invalid_argument if an age is not in (0, 1], if a
     *        bid is negative or not finite, if a class is above 255 or if there is no bid above 0
     */
    explicit RecordedSource(std::vector<SampleAuction> auctions);

    /**
     * @brief Read a CSV file.
     *
     * After one header line, each line is one bid: auction,age,class,bid, and numbers beyond these,
     * which are ignored, as in a run's bids.csv. Lines of one auction follow one another and have
     * the same first number and the same age.
     *
     * @param path the file; throws std::runtime_error naming file, line and fault
     * @return the auctions
     */
    static std::vector<SampleAuction> Read(const std::string& path);

    /**
     * @brief Write what Read() reads, exactly.
     * @param path the file; throws std::runtime_error if it cannot be written
     * @param auctions the auctions
     */
    static void Write(const std::string& path, const std::vector<SampleAuction>& auctions);

    uint32_t GetClasses() const override;
    size_t GetSize() const override;
    void Draw(uint32_t ages, std::mt19937_64& generator, AuctionBatch& batch) const override;
    std::vector<SampleAuction> GetSample(uint32_t auctions,
                                         uint32_t bidders,
                                         std::mt19937_64& generator) const override;

  private:
    /// A bid and when it was made.
    struct Record
    {
        double age;  //!< normalised age
        Bid bid;     //!< the bid
        double base; //!< its amount by the level of its age
    };

    std::vector<SampleAuction> m_auctions; //!< as recorded
    std::vector<Record> m_records;         //!< all bids, by age
    uint32_t m_classes{1};                 //!< owner classes
    std::vector<AgeTrend> m_trends;        //!< by class
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_RECORDED_SOURCE_H */
