/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lease-reports.h"

namespace ns3::edgelearning
{

void
LeaseReports::SetSender(Sender sender)
{
    m_sender = std::move(sender);
}

void
LeaseReports::Report(const Message& message)
{
    if (m_reports.emplace(message.header.ticket, message).second)
    {
        m_sender(message);
    }
}

void
LeaseReports::Answered(Ticket ticket)
{
    m_reports.erase(ticket);
}

void
LeaseReports::Repeat() const
{
    for (const auto& [ticket, report] : m_reports)
    {
        m_sender(report);
    }
}

} // namespace ns3::edgelearning
