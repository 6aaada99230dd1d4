/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_CLUSTER_LEASES_H
#define EDGE_LEARNING_CLUSTER_LEASES_H

#include "ns3/edge-learning-types.h"
#include "ns3/message.h"

#include <map>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The leases that were awarded to the workers of a relay's cluster, of each owner's last round.
 */
class ClusterLeases
{
  public:
    /// A lease that was awarded.
    struct Lease
    {
        OwnerId owner{0};    //!< whose round
        uint32_t round{0};   //!< as the edge server counts
        uint32_t version{0}; //!< of the model
        uint32_t worker{0};  //!< whose lease
    };

    /**
     * @brief Note a lease; those of other rounds of the same owner are over.
     * @param header of the award
     * @param version of the model
     * @param worker node id of the worker
     */
    void Award(const MessageHeader& header, uint32_t version, uint32_t worker);

    /**
     * @brief Find a lease.
     * @param ticket its id
     * @return the lease, or null
     */
    const Lease* Find(Ticket ticket) const;

    /// Forget all.
    void Clear();

  private:
    std::map<Ticket, Lease> m_leases; //!< by ticket
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_CLUSTER_LEASES_H */
