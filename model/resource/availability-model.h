/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_AVAILABILITY_MODEL_H
#define EDGE_LEARNING_AVAILABILITY_MODEL_H

#include "ns3/event-id.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/traced-callback.h"

#include <cstdint>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief Whether a device is there at all: switched on, charging, idle, or whatever else its user
 * lets it work for others.
 *
 * It is aggregated to the node and shared by the node's applications, which read it and follow its
 * trace source. It tells; links and batteries know nothing of it. A node without one is always
 * available. A model of one's own needs GetNext() only.
 */
class AvailabilityModel : public Object
{
  public:
    /**
     * Of a device that leaves or comes back.
     *
     * @param available whether it is available from now on
     */
    typedef void (*AvailableTracedCallback)(bool available);

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    AvailabilityModel();
    ~AvailabilityModel() override;

    /**
     * @return whether the device is available now
     */
    bool IsAvailable() const;

    /**
     * Fix the streams of whatever is drawn.
     *
     * @param stream the first stream to use
     * @return how many were used
     */
    virtual int64_t AssignStreams(int64_t stream);

  protected:
    /// A time during which nothing changes.
    struct Period
    {
        bool available; //!< what the device is
        Time until;     //!< absolute end; Time::Max(): it lasts
    };

    void DoInitialize() override;
    void DoDispose() override;

  private:
    /**
     * Called when the simulation begins, and at the end of each period; once more at once when the
     * period is over already.
     *
     * @return the period that follows the one returned before; equal ones may follow each other
     */
    virtual Period GetNext() = 0;

    /// Enter the period that holds now.
    void Advance();

    bool m_available{true};                //!< now
    EventId m_event;                       //!< the end of the period
    TracedCallback<bool> m_availableTrace; //!< trace
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_AVAILABILITY_MODEL_H */
