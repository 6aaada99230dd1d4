/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_RATE_H
#define EDGE_LEARNING_NR_LITE_RATE_H

#include "nr-lite-amc.h"

#include <array>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief What one terminal can carry in one direction, by the number of blocks it is granted.
 *
 * This is the one rate model of both granularities. In downlink the gNB's power lies on all blocks
 * of the carrier, so that SINR does not depend on the grant. In uplink the terminal's power is
 * spread over the blocks it is granted: few blocks, high density.
 */
class NrLiteRate
{
  public:
    /**
     * @brief Set the link's quality.
     * @param amc link adaptation; must outlive this object
     * @param sinr linear SINR of one layer: on every block if not spread, else with all power on a
     * single block
     * @param spread whether power is spread over the granted blocks
     * @param blocks blocks of the carrier
     * @param maxLayers most MIMO layers; the number used is the best for the whole carrier
     */
    void Set(const NrLiteAmc& amc, double sinr, bool spread, uint32_t blocks, uint32_t maxLayers);

    /**
     * @param blocks granted blocks, at least 1
     * @return linear SINR of each layer
     */
    double GetSinr(uint32_t blocks) const
    {
        return m_spread ? m_sinr / blocks : m_sinr;
    }

    /**
     * @param blocks granted blocks, at least 1
     * @return CQI at this grant, 0: out of range
     */
    uint32_t GetCqi(uint32_t blocks) const;

    /// @return whether any grant carries data
    bool IsUsable() const
    {
        return m_maxBlocks[1] > 0;
    }

    /**
     * @brief The grant that carries most, which is not always the largest: spread too thin,
     * power falls below the lowest CQI.
     * @param limit most blocks
     * @return blocks, at most limit; 0 if none carries data
     */
    uint32_t GetBestBlocks(uint32_t limit) const;

    /**
     * @brief Transport block size.
     * @param blocks granted blocks
     * @param elements data resource elements of one block in the slot
     * @return bytes, 0 if out of range
     */
    uint32_t GetBytes(uint32_t blocks, double elements) const;

    /**
     * @brief Mean rate in information bits a slot and block element, block errors deducted.
     * @param blocks granted blocks; fewer are used if they carry more
     * @return bits a resource element of one block, times blocks; multiply by elements for bits
     */
    double GetGoodput(double blocks) const;

    /**
     * @brief Mean rate with HARQ: information bits over the mean number of transmissions.
     * @param blocks mean of the granted blocks, which alternate between the whole numbers around
     * it; fewer are used if they carry more
     * @return bits a resource element of one block, times blocks; multiply by elements for bits
     */
    double GetMeanRate(double blocks) const;

    /**
     * @param blocks granted blocks, may be fluid
     * @return probability that a first transmission fails
     */
    double GetFirstError(double blocks) const;

    /**
     * @brief The smallest grant that carries an amount of data.
     * @param bytes the amount
     * @param elements data resource elements of one block in the slot
     * @param limit most blocks
     * @return blocks, at most limit; the best grant within limit if none carries it all
     */
    uint32_t GetBlocksFor(uint64_t bytes, double elements, uint32_t limit) const;

    /// @return MIMO layers in use
    uint32_t GetLayers() const
    {
        return m_layers;
    }

    /// @return the link adaptation
    const NrLiteAmc& GetAmc() const
    {
        return *m_amc;
    }

  private:
    /**
     * @brief Fill the table of blocks by CQI for a number of layers.
     * @param sinr linear SINR with one layer
     * @param blocks blocks of the carrier
     * @param layers MIMO layers, which share the power
     */
    void Fill(double sinr, uint32_t blocks, uint32_t layers);

    /**
     * @param blocks granted blocks
     * @return as GetMeanRate
     */
    double GetMeanRateOf(uint32_t blocks) const;

    const NrLiteAmc* m_amc{nullptr};                          //!< link adaptation
    double m_sinr{0.0};                                       //!< linear, one layer
    bool m_spread{false};                                     //!< power spread over the grant
    uint32_t m_layers{1};                                     //!< layers in use
    std::array<uint32_t, NrLiteAmc::CQI_COUNT> m_maxBlocks{}; //!< most blocks at each CQI
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_RATE_H */
