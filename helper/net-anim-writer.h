/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NET_ANIM_WRITER_H
#define EDGE_LEARNING_NET_ANIM_WRITER_H

#include "ns3/application-container.h"
#include "ns3/message-header.h"
#include "ns3/simple-ref-count.h"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>

namespace ns3
{
class AnimationInterface;
} // namespace ns3

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Writes a run for NetAnim, with cells and clusters that can be told apart: each edge server and
 * each serving relay has a colour, which its workers wear, and whom a worker is with stands beside
 * it. Whoever trains is larger; whoever is with nobody, or away, is grey.
 *
 * It lives until Simulator::Destroy(), which ends the file. Packets are not drawn. Positions are
 * asked for once a second, which moves what they are rounded to in mobility models that go on from
 * where they were asked last, such as WaypointMobilityModel.
 */
class NetAnimWriter : public SimpleRefCount<NetAnimWriter>
{
  public:
    /**
     * @brief Follow the applications; the file begins with the simulation. Nodes without a position
     * are put above the others.
     * @param path of the file
     * @param apps what EdgeLearningHelper::Install() gave; others are ignored
     * @throw std::runtime_error when the file cannot be written
     */
    static void Write(const std::string& path, const ApplicationContainer& apps);

    ~NetAnimWriter();

  private:
    /// What a node looks like.
    struct Look
    {
        bool isServer{false};           //!< an edge server
        bool isRelay{false};            //!< may serve
        bool isWorker{false};           //!< trains
        bool serving{false};            //!< is a relay now
        std::string state;              //!< of the worker
        std::optional<uint32_t> server; //!< the worker's, by node
        uint32_t members{0};            //!< workers that are with it
    };

    explicit NetAnimWriter(const std::string& path);

    void Begin();
    void PlaceNodes();
    void Follow(Ptr<Application> app);
    void Registered(uint32_t worker, uint32_t server);
    void Entered(uint32_t worker, const std::string& state);
    void Leave(uint32_t worker);
    void Draw(uint32_t node);
    std::string Describe(uint32_t node) const;

    /// Size in units, colour and description of a node.
    using Drawing = std::tuple<double, std::array<uint8_t, 3>, std::string>;

    std::string m_path;                              //!< of the file
    std::unique_ptr<AnimationInterface> m_animation; //!< the file, once the simulation runs
    std::map<uint32_t, Drawing> m_drawn;             //!< what the file says last, by node
    std::map<uint32_t, Look> m_looks;                //!< by node
    std::map<uint32_t, uint32_t> m_colours;          //!< of edge servers and relays, by node
    double m_unit{1};                                //!< size of a worker, in metres
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NET_ANIM_WRITER_H */
