/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-sidelink-turns.h"

#include "nr-lite-sidelink-net-device.h"

#include <algorithm>

namespace ns3::edgelearning
{

bool
NrLiteSidelinkTurns::Take(NrLiteSidelinkNetDevice* sender,
                          NrLiteSidelinkNetDevice* receiver,
                          bool unit)
{
    const auto own = std::find_if(m_waiting.begin(), m_waiting.end(), [sender](const auto& other) {
        return other.sender == sender;
    });
    const bool reserved = std::any_of(m_waiting.begin(), own, [&](const auto& earlier) {
        return earlier.receiver == sender || earlier.sender == receiver;
    });
    const bool busy =
        receiver && (receiver->IsSendingUnit() ||
                     (unit && (receiver->IsSending() || receiver->IsReceivingUnit())));
    if (!reserved && !busy && !sender->IsReceivingUnit())
    {
        if (own != m_waiting.end())
        {
            m_waiting.erase(own);
        }
        return true;
    }
    if (own == m_waiting.end())
    {
        m_waiting.push_back({sender, receiver});
    }
    else
    {
        own->receiver = receiver;
    }
    return false;
}

void
NrLiteSidelinkTurns::End(NrLiteSidelinkNetDevice* sender, NrLiteSidelinkNetDevice* receiver)
{
    const auto concerned = [sender, receiver](NrLiteSidelinkNetDevice* device) {
        return device && (device == sender || device == receiver);
    };
    for (const auto& waiting : m_waiting)
    {
        if (concerned(waiting.sender) || concerned(waiting.receiver))
        {
            waiting.sender->StartNext();
        }
    }
}

void
NrLiteSidelinkTurns::Leave(NrLiteSidelinkNetDevice* sender)
{
    const auto own = std::find_if(m_waiting.begin(), m_waiting.end(), [sender](const auto& other) {
        return other.sender == sender;
    });
    if (own != m_waiting.end())
    {
        const Waiting gone = *own;
        m_waiting.erase(own);
        End(gone.sender, gone.receiver);
    }
}

void
NrLiteSidelinkTurns::Remove(NrLiteSidelinkNetDevice* device)
{
    Leave(device);
    End(device, nullptr);
    for (auto& waiting : m_waiting)
    {
        waiting.receiver = waiting.receiver == device ? nullptr : waiting.receiver;
    }
}

} // namespace ns3::edgelearning
