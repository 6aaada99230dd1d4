/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_CARRIER_H
#define EDGE_LEARNING_NR_LITE_CARRIER_H

#include "ns3/nstime.h"
#include "ns3/object.h"

#include <array>
#include <string>
#include <vector>

namespace ns3::edgelearning
{

/// The two directions of a cell.
enum NrLiteDirection
{
    NR_LITE_DOWNLINK = 0, //!< gNB to terminal
    NR_LITE_UPLINK = 1,   //!< terminal to gNB
};

/**
 * @ingroup edge-learning
 * @brief The carrier that all cells of a channel share: bandwidth, numerology, TDD pattern, layers.
 *
 * A slot of the TDD pattern is written D (downlink), U (uplink), S (downlink in the first
 * SpecialSymbols symbols, then guard) or F (both at once on paired spectrum, FDD).
 */
class NrLiteCarrier : public Object
{
  public:
    /// @return the type id
    static TypeId GetTypeId();

    NrLiteCarrier();

    /**
     * @brief Resource blocks of a standard carrier.
     *
     * TS 38.101-1 (Rel-17) table 5.3.2-1 for numerologies 0 to 2 below 24 GHz, TS 38.101-2 table
     * 5.3.2-1 for numerologies 2 and 3 above.
     *
     * @param bandwidth channel bandwidth [Hz]
     * @param numerology mu
     * @param frequency carrier frequency [Hz]
     * @return the number of blocks, 0 if the tables have no such carrier
     */
    static uint32_t GetStandardBlocks(double bandwidth, uint32_t numerology, double frequency);

    /**
     * @brief Check the attributes against each other and fill derived values; aborts with a clear
     * message if they do not fit. Called when the channel starts and lazily before first use.
     */
    void Prepare();

    /// @return carrier frequency [Hz]
    double GetFrequency() const;
    /// @return resource blocks across the carrier
    uint32_t GetBlocks() const;
    /// @return bandwidth of one resource block [Hz]
    double GetBlockBandwidth() const;
    /// @return duration of one slot: 1 ms / 2^mu
    Time GetSlot() const;

    /**
     * @param direction the direction
     * @return most MIMO layers
     */
    uint32_t GetLayers(NrLiteDirection direction) const;

    /**
     * @brief Resource elements for data of one block in one slot, overhead deducted.
     * @param direction the direction
     * @param slot slot index since the start of the simulation
     * @return the number of resource elements, 0 if the slot does not carry the direction
     */
    double GetResourceElements(NrLiteDirection direction, uint64_t slot) const
    {
        return m_elements[direction][slot % m_period];
    }

    /**
     * @brief Resource elements for data of one block, averaged over the pattern's slots.
     * @param direction the direction
     * @return resource elements a slot
     */
    double GetMeanResourceElements(NrLiteDirection direction) const;

    /**
     * @param direction the direction
     * @return share of slots that carry it
     */
    double GetSlotShare(NrLiteDirection direction) const;

    /**
     * @param direction the direction
     * @param slot first slot that may be used
     * @return the first slot at or after it that carries the direction
     */
    uint64_t GetNextSlot(NrLiteDirection direction, uint64_t slot) const
    {
        return slot + m_wait[direction][slot % m_period];
    }

    /**
     * @brief Peak rate of TS 38.306 (Rel-17) section 4.1.2 at full share of the slots.
     * @param direction the direction
     * @param bitsPerSymbol modulation order Qm
     * @param overhead the formula's OH
     * @return bit/s
     */
    double GetPeakRate(NrLiteDirection direction, uint32_t bitsPerSymbol, double overhead) const;

  private:
    /**
     * @brief Check and store the TDD pattern.
     * @param pattern letters D, U, S, F
     */
    void SetTddPattern(std::string pattern);
    /// @return the TDD pattern
    std::string GetTddPattern() const;
    /// @brief Fill the per-slot tables from the pattern.
    void FillSlots();

    double m_frequency;                            //!< [Hz]
    double m_bandwidth;                            //!< [Hz]
    uint32_t m_numerology;                         //!< mu
    uint32_t m_configuredBlocks;                   //!< attribute ResourceBlocks
    uint32_t m_blocks{0};                          //!< blocks in use
    std::string m_pattern;                         //!< TDD pattern
    uint32_t m_specialSymbols;                     //!< downlink symbols of an S slot
    uint32_t m_downlinkLayers;                     //!< most MIMO layers
    uint32_t m_uplinkLayers;                       //!< most MIMO layers
    double m_downlinkOverhead;                     //!< share of elements without data
    double m_uplinkOverhead;                       //!< share of elements without data
    uint64_t m_period{1};                          //!< slots in the pattern
    std::array<std::vector<double>, 2> m_elements; //!< data elements a block, by slot
    std::array<std::vector<uint32_t>, 2> m_wait;   //!< slots to the next usable one, by slot
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_CARRIER_H */
