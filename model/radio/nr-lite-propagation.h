/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_PROPAGATION_H
#define EDGE_LEARNING_NR_LITE_PROPAGATION_H

#include "nr-lite-carrier.h"

#include "ns3/mobility-model.h"
#include "ns3/net-device.h"
#include "ns3/propagation-loss-model.h"
#include "ns3/random-variable-stream.h"
#include "ns3/vector.h"

#include <string>
#include <vector>

namespace ns3::edgelearning
{

class NrLiteChannel;
class NrLiteGnbNetDevice;
class NrLiteUeNetDevice;

/// A cell that a terminal hears.
struct NrLiteHeardCell
{
    uint32_t cell; //!< index on the channel
    double gain;   //!< linear, antenna gains included
};

/// Gains of one terminal, kept up to date by NrLitePropagation.
struct NrLiteGains
{
    std::vector<NrLiteHeardCell> heard; //!< by ascending index
    Time until;                         //!< when they expire
    Vector position;                    //!< terminal's position at the last full scan
    bool scanned{false};                //!< whether there was one
    double fading{1.0};                 //!< power factor of the serving link's fast fading
};

/**
 * @ingroup edge-learning
 * @brief Path gains between terminals and cells, evaluated when they have expired.
 *
 * Gains of a terminal at rest never expire, unless there is fading; those of a moving one hold for
 * a coherence interval. Block fading multiplies the power of the serving link, both directions
 * alike, by a factor of mean 1 that is drawn afresh for each coherence interval in which the link
 * is used.
 */
class NrLitePropagation : public Object
{
  public:
    /// Fast fading.
    enum Fading
    {
        NONE,     //!< none
        RAYLEIGH, //!< no line of sight
        RICIAN,   //!< line of sight with RicianFactor
    };

    /// @return the type id
    static TypeId GetTypeId();

    NrLitePropagation();

    /**
     * @brief Bind to a channel and make the loss model of the scenario unless one is set.
     * @param channel the channel, which owns this object
     */
    void Start(NrLiteChannel* channel);

    /**
     * @brief Evaluate a terminal's gains if they have expired.
     * @param terminal the terminal
     */
    void UpdateGains(NrLiteUeNetDevice& terminal);

    /**
     * @param terminal a terminal
     * @return cells that it hears, gains up to date
     */
    const std::vector<NrLiteHeardCell>& GetHeardCells(NrLiteUeNetDevice& terminal);

    /**
     * @param terminal a terminal
     * @param cell index of a cell
     * @return linear gain without fast fading, 0 if not heard
     */
    double GetGain(NrLiteUeNetDevice& terminal, uint32_t cell);

    /**
     * @param terminal a terminal
     * @param cell index of a cell
     * @return linear gain with fast fading, 0 if not heard
     */
    double GetFadedGain(NrLiteUeNetDevice& terminal, uint32_t cell);

    /// @return whether there is fast fading
    bool IsFading() const;

    /**
     * @param terminal a terminal
     * @return when its gains expire
     */
    Time GetGainsUntil(NrLiteUeNetDevice& terminal);

    /**
     * @param terminal a terminal
     * @return whether it or a cell moves
     */
    bool IsMoving(const NrLiteUeNetDevice& terminal) const;

    /**
     * @brief Note whether cells move.
     * @param moving whether one does
     */
    void SetCellsMove(bool moving);

    /**
     * @brief Find a node's mobility model; aborts if there is none.
     * @param device a device of the node
     * @return its model
     */
    static Ptr<MobilityModel> GetMobility(const NetDevice& device);

    /**
     * @param mobility a node's
     * @return whether its position consists of finite numbers; if not, it hears and reaches nobody
     */
    static bool HasPosition(const MobilityModel& mobility);

    /**
     * @param frequency carrier frequency [Hz]
     * @param stream first stream
     * @return streams used
     */
    int64_t AssignStreams(double frequency, int64_t stream);

  protected:
    void DoDispose() override;

  private:
    /**
     * @brief Check the name of a scenario and store it.
     * @param scenario UMa, UMi, RMa or InH
     */
    void SetScenario(std::string scenario);
    /// @return the scenario
    std::string GetScenario() const;

    /**
     * @brief Make the loss model of the scenario unless one is set.
     * @param frequency carrier frequency [Hz]
     */
    void MakeLossModel(double frequency);

    /**
     * @brief Evaluate the gain of one path.
     * @param terminal the terminal
     * @param gnb the gNB
     * @return linear gain, 0 if not defined
     */
    double EvaluateGain(const NrLiteUeNetDevice& terminal, const NrLiteGnbNetDevice& gnb) const;

    /**
     * @brief Evaluate all cells and keep those that are heard.
     * @param terminal the terminal
     */
    void Scan(NrLiteUeNetDevice& terminal);

    /// @return a power factor of mean 1
    double DrawFading() const;

    NrLiteChannel* m_channel{nullptr};  //!< owner
    Ptr<NormalRandomVariable> m_normal; //!< fast fading
    Fading m_fading;                    //!< kind of fast fading
    double m_ricianFactor;              //!< K [dB]
    Ptr<PropagationLossModel> m_loss;   //!< chain of loss models
    std::string m_scenario;             //!< TR 38.901 scenario
    bool m_shadowing;                   //!< of the scenario
    Time m_coherence;                   //!< coherence interval
    double m_minimumLoss;               //!< [dB]
    double m_rescanDistance;            //!< [m]
    bool m_cellsMove{false};            //!< some gNB moves
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_PROPAGATION_H */
