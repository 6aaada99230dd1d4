/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "seller-identity.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(SellerIdentity);

TypeId
SellerIdentity::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::SellerIdentity")
                            .SetParent<Object>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<SellerIdentity>();
    return tid;
}

uint64_t
SellerIdentity::GetCredential(uint64_t drawn)
{
    if (m_credential == 0)
    {
        m_credential = drawn;
    }
    return m_credential;
}

uint32_t
SellerIdentity::CountOffer()
{
    return ++m_offers;
}

} // namespace ns3::edgelearning
