/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SELLER_IDENTITY_H
#define EDGE_LEARNING_SELLER_IDENTITY_H

#include "ns3/object.h"

#include <cstdint>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Who a seller is to the clearing house: what proves it, and the numbers of its offers.
 *
 * Each worker has its own. Two workers of one node that are given the same one are one seller that
 * talks with two edge servers and may sell itself at both: a double seller.
 */
class SellerIdentity : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * @brief Take what proves the identity, unless it has been settled.
     * @param drawn a credential, not 0
     * @return the first that was ever given
     */
    uint64_t GetCredential(uint64_t drawn);

    /// @return number of the next offer, from 1 on
    uint32_t CountOffer();

  private:
    uint64_t m_credential{0}; //!< 0: not yet settled
    uint32_t m_offers{0};     //!< number of the last offer
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SELLER_IDENTITY_H */
