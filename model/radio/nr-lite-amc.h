/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_AMC_H
#define EDGE_LEARNING_NR_LITE_AMC_H

#include "ns3/object.h"

#include <array>
#include <vector>

namespace ns3::edgelearning
{

/// One row of an MCS or CQI table of TS 38.214.
struct NrLiteMcs
{
    uint32_t bitsPerSymbol; //!< modulation order Qm
    double codeRate;        //!< code rate times 1024

    /// @return information bits a resource element and layer
    double GetEfficiency() const
    {
        return bitsPerSymbol * codeRate / 1024.0;
    }
};

/**
 * @ingroup edge-learning
 * @brief Adaptive modulation and coding: SINR to CQI to MCS, and the block error curve.
 *
 * The SINR at which a code of efficiency e bit/s/Hz meets 10 % block errors lies above Shannon's
 * 2^e - 1 by a gap of LossBase + LossSlope * e decibels, fitted to published curves of NR's LDPC
 * codes with long blocks (about 1 dB at QPSK, 3 dB at the top of 64QAM). Around that point the
 * block error rate falls as a Gaussian tail of width CurveWidth.
 */
class NrLiteAmc : public Object
{
  public:
    /// MCS and CQI tables.
    enum Table
    {
        QAM64,  //!< TS 38.214 tables 5.1.3.1-1 and 5.2.2.1-2
        QAM256, //!< TS 38.214 tables 5.1.3.1-2 and 5.2.2.1-3
    };

    /// Number of CQI values, 0 (out of range) included.
    static constexpr uint32_t CQI_COUNT = 16;

    /// @return the type id
    static TypeId GetTypeId();

    NrLiteAmc();

    /// @brief Fill the thresholds from the attributes.
    void Prepare();

    /**
     * @param sinr linear SINR a resource element
     * @return the highest CQI whose code has at most 10 % block errors, 0: out of range
     */
    uint32_t GetCqi(double sinr) const;

    /**
     * @param cqi 1 to 15
     * @return linear SINR at which the CQI is reached
     */
    double GetThreshold(uint32_t cqi) const
    {
        return m_threshold[cqi];
    }

    /**
     * @brief The MCS index used at a CQI: the highest that is not above its efficiency, or MCS 0.
     * @param cqi 1 to 15
     * @return index into the MCS table
     */
    uint32_t GetMcs(uint32_t cqi) const
    {
        return m_mcsOfCqi[cqi];
    }

    /**
     * @param mcs index into the MCS table
     * @return the row
     */
    const NrLiteMcs& GetRow(uint32_t mcs) const
    {
        return (*m_mcsTable)[mcs];
    }

    /// @return rows of the MCS table in use
    uint32_t GetMcsCount() const;

    /**
     * @param cqi 1 to 15
     * @return the CQI table's row
     */
    const NrLiteMcs& GetCqiRow(uint32_t cqi) const;

    /**
     * @brief Efficiency at a CQI, what first transmissions lose to block errors deducted.
     * @param cqi 0 to 15
     * @return bits a resource element and layer
     */
    double GetGoodput(uint32_t cqi) const
    {
        return m_goodput[cqi];
    }

    /**
     * @param mcs index into the MCS table
     * @param sinr linear SINR, summed over the transmissions that are combined
     * @return probability that the block is in error
     */
    double GetBler(uint32_t mcs, double sinr) const;

    /**
     * @param efficiency bits a resource element
     * @return linear SINR of 10 % block errors
     */
    double GetSinrFor(double efficiency) const;

    /// @return the highest modulation order of the table in use
    uint32_t GetMaxBitsPerSymbol() const;

  private:
    Table m_table;                              //!< attribute
    double m_lossBase;                          //!< [dB]
    double m_lossSlope;                         //!< [dB per bit/s/Hz]
    double m_width;                             //!< [dB]
    const std::vector<NrLiteMcs>* m_mcsTable;   //!< table in use
    const std::vector<NrLiteMcs>* m_cqiTable;   //!< table in use
    std::array<double, CQI_COUNT> m_threshold;  //!< linear SINR by CQI
    std::array<double, CQI_COUNT> m_goodput;    //!< by CQI
    std::array<uint32_t, CQI_COUNT> m_mcsOfCqi; //!< by CQI
    std::vector<double> m_median;               //!< SINR of 50 % errors [dB] by MCS
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_AMC_H */
