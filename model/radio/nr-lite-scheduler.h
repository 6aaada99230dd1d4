/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_SCHEDULER_H
#define EDGE_LEARNING_NR_LITE_SCHEDULER_H

#include "nr-lite-rate.h"

#include "ns3/nstime.h"
#include "ns3/object.h"

#include <numeric>
#include <vector>

namespace ns3::edgelearning
{

/// A grant that a terminal has in some of the slots.
struct NrLitePortion
{
    double blocks; //!< granted
    double time;   //!< share of slots
};

/// One terminal with data, as a scheduler sees it. Sizes may be fluid (bulk granularity).
struct NrLiteCandidate
{
    /// @return mean of the blocks that Share() has granted over all slots
    double GetMeanBlocks() const
    {
        return std::accumulate(portions.begin(),
                               portions.end(),
                               0.0,
                               [](double sum, const auto& p) { return sum + p.blocks * p.time; });
    }

    uint32_t id{0};                  //!< terminal, stable over time
    const NrLiteRate* rate{nullptr}; //!< what a grant carries
    double bytes{0.0};               //!< bytes waiting
    double average{0.0};             //!< rate of late [byte/s]
    Time deadline{Time::Max()};      //!< of the upload at the head of the queue, if known
    double uploadBytes{0.0};         //!< bytes left of that upload
    double blocks{0.0};              //!< the grant, filled by Allocate()

    /// The grants in turn, filled by Share(); their shares of slots sum to at most 1.
    std::vector<NrLitePortion> portions;
};

/**
 * @ingroup edge-learning
 * @brief Divides a slot's resource blocks among the terminals that have data.
 *
 * Both granularities ask the same question: which share does each candidate get? Allocate() grants
 * whole blocks of one slot, Share() fluid ones for as long as nothing changes.
 */
class NrLiteScheduler : public Object
{
  public:
    /// What a scheduler is told about the slot.
    struct Slot
    {
        uint32_t blocks;     //!< blocks to grant
        double elements;     //!< data resource elements of one block
        double meanElements; //!< the same, averaged over the pattern
        Time duration;       //!< of the slot
        Time now;            //!< its start
        uint32_t direction;  //!< NrLiteDirection
    };

    /// @return the type id
    static TypeId GetTypeId();

    /**
     * @brief Grant whole blocks: sum at most slot.blocks, no block idle that a candidate could use.
     * @param slot the slot
     * @param candidates terminals with data; receives the grants
     */
    virtual void Allocate(const Slot& slot, std::vector<NrLiteCandidate>& candidates) = 0;

    /**
     * @brief Grant fluid shares, in blocks, as the mean of Allocate() over time while every
     * candidate keeps having data.
     * @param slot the slot
     * @param candidates terminals with data; receives the grants
     */
    virtual void Share(const Slot& slot, std::vector<NrLiteCandidate>& candidates) = 0;

    /// @return whether Allocate() wants deadlines of uploads, which cost time to look up
    virtual bool ReadsUploads() const;

  protected:
    /**
     * @brief Grant in a given order, each candidate as much as it can use.
     * @param slot the slot
     * @param order indices into candidates, first served first
     * @param candidates receives the grants
     */
    static void AllocateInOrder(const Slot& slot,
                                const std::vector<uint32_t>& order,
                                std::vector<NrLiteCandidate>& candidates);

    /**
     * @brief Divide fluid blocks equally; what one cannot use goes to the others.
     * @param blocks blocks to divide
     * @param minimum least grant; if that is not there for all, they take turns
     * @param candidates receives the grants
     */
    static void ShareEqually(double blocks,
                             double minimum,
                             std::vector<NrLiteCandidate>& candidates);

  private:
    /**
     * @brief Let candidates take turns: as many as fit get their grants, the next what is left.
     * @param blocks blocks to divide
     * @param turn grants of a full turn, by candidate
     * @param candidates receives the grants
     */
    static void ShareInTurns(double blocks,
                             const std::vector<uint32_t>& turn,
                             std::vector<NrLiteCandidate>& candidates);
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_SCHEDULER_H */
