/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_RRC_H
#define EDGE_LEARNING_NR_LITE_RRC_H

#include "ns3/event-id.h"
#include "ns3/nstime.h"
#include "ns3/object.h"

#include <vector>

namespace ns3::edgelearning
{

class NrLiteChannel;
class NrLiteGnbNetDevice;
class NrLiteUeNetDevice;

/// What RRC remembers of a terminal.
struct NrLiteRrcState
{
    bool tracked{false};   //!< measured periodically
    int32_t candidate{-1}; //!< cell that has been better for a while
    Time candidateSince;   //!< since when
    bool outOfSync{false}; //!< link too bad
    Time outOfSyncSince;   //!< since when
    bool lost{false};      //!< no serving cell after a failure, data kept
    Time lostSince;        //!< since when
};

/**
 * @ingroup edge-learning
 * @brief Attachment, handover, radio link failure and re-establishment.
 *
 * A terminal is attached to the cell with the strongest reference signal whose link carries data.
 * Only terminals that move, or whose link is bad, are measured periodically; all others cost
 * nothing. Handover follows event A3 of TS 38.331 (hysteresis and time to trigger), link failure
 * its timers T310 and T311.
 */
class NrLiteRrc : public Object
{
  public:
    /// @return the type id
    static TypeId GetTypeId();

    NrLiteRrc();

    /**
     * @brief Bind to a channel.
     * @param channel the channel, which owns this object
     */
    void Start(NrLiteChannel* channel);

    /**
     * @brief First attachment of a terminal.
     * @param terminal the terminal
     */
    void AttachInitially(NrLiteUeNetDevice& terminal);

    /**
     * @brief A terminal started to move or jumped: measure it.
     * @param terminal the terminal
     */
    void Track(NrLiteUeNetDevice& terminal);

    /**
     * @brief A cell cannot serve a terminal that has data.
     * @param terminal the terminal
     */
    void ReportOutOfSync(NrLiteUeNetDevice& terminal);

    /**
     * @brief Forget a terminal.
     * @param terminal the terminal
     */
    void Remove(NrLiteUeNetDevice& terminal);

    /**
     * @brief A gNB goes away: its terminals lose their link.
     * @param gnb the gNB
     */
    void RemoveGnb(NrLiteGnbNetDevice& gnb);

  protected:
    void DoDispose() override;

  private:
    /// @brief Measure all tracked terminals.
    void Measure();

    /**
     * @brief Measure one terminal and act on it.
     * @param terminal the terminal
     */
    void MeasureOne(NrLiteUeNetDevice& terminal);

    /**
     * @param terminal a terminal
     * @return whether it must be measured again
     */
    bool NeedsTracking(NrLiteUeNetDevice& terminal) const;

    /**
     * @brief Look for handover (event A3).
     * @param terminal an attached terminal
     */
    void CheckHandover(NrLiteUeNetDevice& terminal);

    /**
     * @brief Look for link failure (T310).
     * @param terminal an attached terminal
     */
    void CheckSync(NrLiteUeNetDevice& terminal);

    /**
     * @brief Look for a cell (T311).
     * @param terminal a terminal without a cell
     */
    void Reestablish(NrLiteUeNetDevice& terminal);

    /**
     * @param terminal a terminal whose attachment was just traced
     * @return whether a trace sink disposed of it
     */
    static bool IsGone(const NrLiteUeNetDevice& terminal);

    /**
     * @brief Attach to the best usable cell.
     * @param terminal a terminal without a cell
     * @param cause traced
     * @param delay before data flows
     * @return whether there was one
     */
    bool AttachToBest(NrLiteUeNetDevice& terminal, const char* cause, Time delay);

    /**
     * @brief Change the serving cell.
     * @param terminal the terminal
     * @param gnb the new cell
     * @param cause traced
     * @param delay before data flows
     */
    void Switch(NrLiteUeNetDevice& terminal,
                NrLiteGnbNetDevice& gnb,
                const char* cause,
                Time delay);

    /**
     * @param terminal a terminal
     * @return index of the cell with the strongest reference signal, -1 if none is heard
     */
    int32_t GetStrongest(NrLiteUeNetDevice& terminal) const;

    /**
     * @param terminal a terminal
     * @param cell index of a cell
     * @return power of its reference signal, up to a common factor
     */
    double GetReferencePower(NrLiteUeNetDevice& terminal, uint32_t cell) const;

    /**
     * @param terminal a terminal
     * @param gnb a cell
     * @return whether both directions carry data
     */
    bool IsInSync(NrLiteUeNetDevice& terminal, NrLiteGnbNetDevice& gnb) const;

    NrLiteChannel* m_channel{nullptr};         //!< owner
    std::vector<NrLiteUeNetDevice*> m_tracked; //!< measured periodically
    EventId m_event;                           //!< next measurement
    Time m_period;                             //!< of measurements
    double m_hysteresis;                       //!< [dB]
    Time m_timeToTrigger;                      //!< of handover
    Time m_interruption;                       //!< of handover
    double m_outOfSync;                        //!< [dB]
    Time m_failureTimer;                       //!< T310
    Time m_reestablishmentTimer;               //!< T311
    Time m_reestablishmentDelay;               //!< cell found to data
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_RRC_H */
