/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "net-anim-writer.h"

#include "ns3/animation-interface.h"
#include "ns3/message-application.h"
#include "ns3/mobility-model.h"
#include "ns3/node-list.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <vector>

namespace ns3::edgelearning
{

namespace
{

using Colour = std::array<uint8_t, 3>;

/// Of those who are with nobody.
constexpr Colour GREY{190, 190, 190};

/// Of the cloud.
constexpr Colour BLACK{60, 60, 60};

/// Of edge servers and relays, in turn: colours that can be told apart.
constexpr Colour PALETTE[] = {
    {31, 119, 180},
    {255, 127, 14},
    {44, 160, 44},
    {214, 39, 40},
    {148, 103, 189},
    {140, 86, 75},
    {227, 119, 194},
    {188, 189, 34},
    {23, 190, 207},
    {255, 187, 120},
    {152, 223, 138},
    {197, 176, 213},
};

constexpr std::size_t COLOURS = sizeof(PALETTE) / sizeof(PALETTE[0]);

} // namespace

void
NetAnimWriter::Write(const std::string& path, const ApplicationContainer& apps)
{
    if (!std::ofstream(path)) // AnimationInterface would end the program.
    {
        throw std::runtime_error("cannot write '" + path +
                                 "'; name a file that may be written for NetAnim");
    }
    Ptr<NetAnimWriter> writer(new NetAnimWriter(path), false);
    for (auto app = apps.Begin(); app != apps.End(); ++app)
    {
        writer->Follow(*app);
    }
    // Mobility models that begin when they are asked would begin sooner than in a run without it.
    Simulator::ScheduleNow(&NetAnimWriter::Begin, writer);
    // AnimationInterface schedules events and connects itself for good.
    Simulator::ScheduleDestroy([writer]() { writer->m_animation.reset(); });
}

NetAnimWriter::NetAnimWriter(const std::string& path)
    : m_path(path)
{
}

NetAnimWriter::~NetAnimWriter() = default;

void
NetAnimWriter::Begin()
{
    PlaceNodes();
    m_animation = std::make_unique<AnimationInterface>(m_path);
    m_animation->SetMobilityPollInterval(Seconds(1));
    m_animation->SkipPacketTracing();
    for (const auto& [node, look] : m_looks)
    {
        Draw(node);
    }
}

void
NetAnimWriter::PlaceNodes()
{
    constexpr double far = std::numeric_limits<double>::max();
    Vector least(far, far, 0);
    Vector most(-far, -far, 0);
    std::vector<Ptr<Node>> unplaced;
    for (auto node = NodeList::Begin(); node != NodeList::End(); ++node)
    {
        if (Ptr<MobilityModel> mobility = (*node)->GetObject<MobilityModel>())
        {
            const Vector place = mobility->GetPosition();
            least = Vector(std::min(least.x, place.x), std::min(least.y, place.y), 0);
            most = Vector(std::max(most.x, place.x), std::max(most.y, place.y), 0);
        }
        else
        {
            unplaced.push_back(*node);
        }
    }
    if (least.x == far)
    {
        least = most = Vector();
    }
    m_unit = std::max({most.x - least.x, most.y - least.y, 10.0}) / 60;
    for (std::size_t i = 0; i < unplaced.size(); ++i)
    {
        // NetAnim's y axis points down.
        AnimationInterface::SetConstantPosition(unplaced[i],
                                                (least.x + most.x) / 2 + 6 * m_unit * i,
                                                least.y - 8 * m_unit);
    }
}

void
NetAnimWriter::Follow(Ptr<Application> app)
{
    Ptr<MessageApplication> application = DynamicCast<MessageApplication>(app);
    if (!application)
    {
        return;
    }
    Ptr<NetAnimWriter> self(this);
    const uint32_t node = application->GetNode()->GetId();
    const Role role = application->GetRole();
    Look& look = m_looks[node];
    look.isServer = look.isServer || role == Role::EDGE;
    look.isRelay = look.isRelay || role == Role::RELAY;
    look.isWorker = look.isWorker || role == Role::WORKER;
    if (role == Role::WORKER)
    {
        application->TraceConnectWithoutContext(
            "Rx",
            Callback<void, const MessageHeader&>([self, node](const MessageHeader& header) {
                if (header.type == MessageType::REGISTERED)
                {
                    self->Registered(node, header.sender);
                }
            }));
        application->TraceConnectWithoutContext(
            "State",
            Callback<void, const std::string&>(
                [self, node](const std::string& state) { self->Entered(node, state); }));
    }
    else if (role == Role::RELAY)
    {
        application->TraceConnectWithoutContext("Serving",
                                                Callback<void, bool>([self, node](bool serving) {
                                                    self->m_looks[node].serving = serving;
                                                    self->Draw(node);
                                                }));
    }
}

void
NetAnimWriter::Registered(uint32_t worker, uint32_t server)
{
    Leave(worker);
    m_looks[worker].server = server;
    ++m_looks[server].members;
    Draw(server);
    Draw(worker);
}

void
NetAnimWriter::Entered(uint32_t worker, const std::string& state)
{
    m_looks[worker].state = state;
    if (state == "searching" || state == "stopped")
    {
        Leave(worker);
    }
    Draw(worker);
}

void
NetAnimWriter::Leave(uint32_t worker)
{
    Look& look = m_looks[worker];
    if (look.server)
    {
        --m_looks[*look.server].members;
        Draw(*look.server);
        look.server.reset();
    }
}

void
NetAnimWriter::Draw(uint32_t node)
{
    if (!m_animation || Simulator::IsFinished())
    {
        return; // Applications that are taken down are no part of the run.
    }
    const Look& look = m_looks[node];
    const bool serves = look.isServer || look.serving;
    double size = look.isServer ? 3 : 2;
    if (look.isWorker && !serves)
    {
        size = look.state == "training" ? 1.5 : 1;
    }
    Colour colour = look.isWorker || look.isRelay ? GREY : BLACK;
    if (serves || look.server)
    {
        // In the order in which they serve first, since few of those who may ever do.
        const auto index = m_colours.emplace(serves ? node : *look.server, m_colours.size()).first;
        colour = PALETTE[index->second % COLOURS];
    }
    const auto drawn = std::make_tuple(size, colour, Describe(node));
    if (m_drawn[node] != drawn)
    {
        m_drawn[node] = drawn;
        m_animation->UpdateNodeSize(node, size * m_unit, size * m_unit);
        m_animation->UpdateNodeColor(node, colour[0], colour[1], colour[2]);
        m_animation->UpdateNodeDescription(node, Describe(node));
    }
}

std::string
NetAnimWriter::Describe(uint32_t node) const
{
    const Look& look = m_looks.at(node);
    const std::string id = std::to_string(node);
    if (look.isServer || look.serving)
    {
        return (look.isServer ? "edge " : "relay ") + id + " (" + std::to_string(look.members) +
               ")";
    }
    if (look.isWorker)
    {
        return look.server               ? id + " with " + std::to_string(*look.server)
               : look.state == "stopped" ? id + " away"
                                         : id;
    }
    return look.isRelay ? "relay " + id + " (off)" : "cloud " + id;
}

} // namespace ns3::edgelearning
