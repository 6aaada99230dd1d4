/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "nr-lite-sidelink-bulk.h"

#include "nr-lite-sidelink-net-device.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>

namespace ns3::edgelearning
{

namespace
{

/// Repetitions of a unit before its message is lost.
constexpr uint32_t MAX_REPEATS = 6;
/// Pause before the second repetition [ms], doubled for each further one: 6.2 s in all.
constexpr int64_t REPEAT_PAUSE = 200;

} // namespace

NrLiteSidelinkBulk::NrLiteSidelinkBulk(NrLiteSidelinkNetDevice* device)
    : m_device(device)
{
}

NrLiteSidelinkBulk::~NrLiteSidelinkBulk() = default;

void
NrLiteSidelinkBulk::Send(Mac48Address to, Ptr<NrLiteBulkTransfer> transfer)
{
    const auto found =
        std::find_if(m_streams.begin(), m_streams.end(), [&transfer](const auto& stream) {
            return stream->transfers.front()->sender == transfer->sender;
        });
    if (found != m_streams.end())
    {
        (*found)->transfers.push_back(transfer);
        return;
    }
    auto stream = Create<Stream>();
    stream->to = to;
    stream->transfers.push_back(transfer);
    m_streams.push_back(stream);
    SendUnit(stream);
}

void
NrLiteSidelinkBulk::SendUnit(const Ptr<Stream>& stream)
{
    const auto& transfer = *stream->transfers.front();
    const auto& connection = transfer.startUp.GetConnection();
    const double segments = std::max(1.0, std::floor(m_device->GetUnitSize() / connection.segment));
    const double bytes = std::min(transfer.bytes, segments * connection.segment);
    auto unit = Create<NrLiteSidelinkUnit>();
    unit->bytes = static_cast<uint32_t>(std::ceil(bytes));
    unit->segmentBytes = static_cast<uint32_t>(connection.segment);
    unit->headerBytes = static_cast<uint32_t>(connection.header);
    if (bytes > connection.header)
    {
        const double covered = NrLiteStartUp::DELAYED_SEGMENTS * connection.segment;
        unit->acknowledgements = static_cast<uint32_t>(std::ceil(bytes / covered));
    }
    unit->sender = transfer.sender;
    unit->done = [this, stream, size = unit->bytes](bool arrived) {
        UnitDone(stream, size, arrived);
    };
    m_device->SendUnit(stream->to, unit);
}

void
NrLiteSidelinkBulk::UnitDone(const Ptr<Stream>& stream, uint32_t bytes, bool arrived)
{
    const auto transfer = stream->transfers.front();
    if (arrived)
    {
        stream->repeats = 0;
        transfer->bytes = std::max(0.0, transfer->bytes - bytes);
    }
    else if (stream->repeats < MAX_REPEATS)
    {
        // Like a transport: at once, then after time-outs that double.
        const uint32_t repeat = stream->repeats++;
        const int64_t pause = repeat == 0 ? 0 : REPEAT_PAUSE << (repeat - 1);
        // The stream keeps the event: if the event kept the stream, neither would ever go.
        stream->repeat =
            Simulator::Schedule(MilliSeconds(pause), [this, waiting = PeekPointer(stream)]() {
                SendUnit(Ptr<Stream>(waiting));
            });
        return;
    }
    if (arrived && transfer->bytes > 0.0)
    {
        SendUnit(stream);
        return;
    }
    stream->repeats = 0;
    stream->transfers.pop_front();
    if (stream->transfers.empty())
    {
        m_streams.remove(stream);
    }
    else
    {
        SendUnit(stream);
    }
    transfer->done(arrived);
}

void
NrLiteSidelinkBulk::Cancel(const void* sender)
{
    const auto found =
        std::find_if(m_streams.begin(), m_streams.end(), [sender](const auto& stream) {
            return stream->transfers.front()->sender == sender;
        });
    if (found == m_streams.end())
    {
        return;
    }
    const auto stream = *found;
    m_streams.erase(found);
    stream->repeat.Cancel();
    m_device->CancelUnit(sender);
    for (const auto& transfer : stream->transfers)
    {
        transfer->done(false);
    }
}

void
NrLiteSidelinkBulk::Stop()
{
    // At the end of a simulation nobody is there any more to be told.
    while (!m_streams.empty() && !Simulator::IsFinished())
    {
        Cancel(m_streams.front()->transfers.front()->sender);
    }
    for (const auto& stream : m_streams)
    {
        stream->repeat.Cancel();
    }
    m_streams.clear();
}

} // namespace ns3::edgelearning
