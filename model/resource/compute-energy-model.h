/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_COMPUTE_ENERGY_MODEL_H
#define EDGE_LEARNING_COMPUTE_ENERGY_MODEL_H

#include "ns3/device-energy-model.h"
#include "ns3/energy-source.h"
#include "ns3/event-id.h"
#include "ns3/ns3-compat.h"
#include "ns3/nstime.h"

#include <functional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief Draws what computing costs from an energy source.
 *
 * It draws a given power and says when the source is empty: when the source reports it, and no
 * later than the instant at which its own draw would use up what the source holds above its low
 * battery threshold, so that a large draw never takes more than there is between two of the
 * source's periodic updates. Belongs to a ComputeResource, which makes it.
 */
class ComputeEnergyModel : public DeviceEnergyModel
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    ComputeEnergyModel();
    ~ComputeEnergyModel() override;

    void SetEnergySource(Ptr<EnergySource> source) override;

    /**
     * @return the energy drawn so far, in joules
     */
    double GetTotalEnergyConsumption() const override;

    /**
     * Nothing here has numbered states.
     *
     * @param newState ignored
     */
    void ChangeState(int newState) override;
    void HandleEnergyDepletion() override;
    void HandleEnergyRecharged() override;
    void HandleEnergyChanged() override;

    /**
     * @param depleted called when the source runs empty
     * @param recharged called when it can be drawn from again
     */
    void SetCallbacks(std::function<void()> depleted, std::function<void()> recharged);

    /**
     * Draw this power from now on. May find the source empty and call back at once.
     *
     * @param power in watts, at least 0
     */
    void SetPower(double power);

    /**
     * @return whether the source is empty
     */
    bool IsDepleted() const;

  private:
    void DoDispose() override;
    double DoGetCurrentA() const override;

    /**
     * @param threshold the name of the source's attribute
     * @param otherwise the value for a source that has none
     * @return the threshold as energy in joules
     */
    double GetThreshold(const std::string& threshold, double otherwise) const;

    /// Find out whether the source is empty, or else foresee when it will be.
    void Watch();

    Ptr<EnergySource> m_source;        //!< what is drawn from
    std::function<void()> m_depleted;  //!< see SetCallbacks()
    std::function<void()> m_recharged; //!< see SetCallbacks()
    double m_power{0};                 //!< being drawn, in watts
    double m_energy{0};                //!< drawn before m_since, in joules
    Time m_since;                      //!< when the power last changed
    bool m_isDepleted{false};          //!< the source is empty
    EventId m_watch;                   //!< at the foreseen depletion
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_COMPUTE_ENERGY_MODEL_H */
