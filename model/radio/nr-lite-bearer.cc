/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-bearer.h"

#include "ns3/upload-tag.h"

#include <cmath>

namespace ns3::edgelearning
{

void
NrLiteBearer::Serve(double bytes, Time now, Time window)
{
    m_average = GetAverage(now, window) + bytes / window.GetSeconds();
    m_averageAt = now;
}

double
NrLiteBearer::GetAverage(Time now, Time window) const
{
    return m_average * std::exp(-(now - m_averageAt).GetSeconds() / window.GetSeconds());
}

void
NrLiteBearer::UpdateUpload()
{
    const auto head = flow.Peek();
    if (head == m_tagged)
    {
        return;
    }
    m_tagged = head;
    const auto tag = head ? UploadTag::Find(*head) : std::nullopt;
    deadline = tag ? tag->GetDeadline() : Time::Max();
    uploadBytes = tag ? static_cast<double>(tag->GetBytesLeft()) : 0.0;
}

} // namespace ns3::edgelearning
