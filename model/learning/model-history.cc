/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-history.h"

#include "ns3/assert.h"

namespace ns3::edgelearning
{

void
ModelHistory::Add(ModelParameters model, uint32_t kept)
{
    m_models.push_back(std::move(model));
    ++m_added;
    while (m_models.size() > 1 && m_models.size() > kept)
    {
        m_models.pop_front();
    }
}

bool
ModelHistory::IsEmpty() const
{
    return m_models.empty();
}

uint32_t
ModelHistory::GetVersion() const
{
    NS_ASSERT_MSG(!m_models.empty(), "no version yet");
    return m_added - 1;
}

const ModelParameters&
ModelHistory::GetNewest() const
{
    NS_ASSERT_MSG(!m_models.empty(), "no version yet");
    return m_models.back();
}

const ModelParameters*
ModelHistory::Find(uint32_t version) const
{
    const uint32_t first = m_added - m_models.size();
    return version < first || version >= m_added ? nullptr : &m_models[version - first];
}

} // namespace ns3::edgelearning
