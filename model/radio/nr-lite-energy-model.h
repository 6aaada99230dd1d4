/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_ENERGY_MODEL_H
#define EDGE_LEARNING_NR_LITE_ENERGY_MODEL_H

#include "nr-lite-ue-net-device.h"

#include "ns3/device-energy-model.h"
#include "ns3/energy-source.h"
#include "ns3/ns3-compat.h"
#include "ns3/traced-value.h"

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief What a terminal's radio draws from its energy source: idle, transmit and receive power.
 *
 * It has no events of its own. The terminal counts the slots in which it sends or receives; when
 * the source asks, it gets the mean current since it asked last. An empty source switches the
 * terminal off, a recharged one on again.
 */
class NrLiteEnergyModel : public DeviceEnergyModel
{
  public:
    /// @return the type id
    static TypeId GetTypeId();

    NrLiteEnergyModel();

    /**
     * @brief Install a model on a terminal and its node's energy source.
     * @param terminal the terminal
     * @param source the source
     * @return the model
     */
    static Ptr<NrLiteEnergyModel> Install(Ptr<NrLiteUeNetDevice> terminal,
                                          Ptr<EnergySource> source);

    void SetEnergySource(Ptr<EnergySource> source) override;

    /// @return the energy drawn so far [J]
    double GetTotalEnergyConsumption() const override;

    /**
     * @brief Nothing here has numbered states.
     * @param state ignored
     */
    void ChangeState(int state) override;
    void HandleEnergyDepletion() override;
    void HandleEnergyRecharged() override;
    void HandleEnergyChanged() override;

  protected:
    void DoDispose() override;

  private:
    double DoGetCurrentA() const override;

    /// @return how long the radio has been on
    Time GetOnTime() const;

    Ptr<NrLiteUeNetDevice> m_terminal; //!< whose radio
    Ptr<EnergySource> m_source;        //!< drawn from
    double m_idlePower;                //!< [W]
    double m_transmitPower;            //!< [W]
    double m_receivePower;             //!< [W]
    Time m_onSince;                    //!< since when it is on
    Time m_onBefore;                   //!< how long it was on before that
    mutable Time m_asked;              //!< when the source asked last
    mutable double m_current{0.0};     //!< last answer [A]

    mutable TracedValue<double> m_reported{0.0}; //!< energy reported until then [J]
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_ENERGY_MODEL_H */
