/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "../application/relay-scenario.h"
#include "temporary-directory.h"

#include "ns3/availability-trace.h"
#include "ns3/net-anim-writer.h"
#include "ns3/pointer.h"

#include <regex>
#include <stdexcept>

namespace ns3::edgelearning::test
{

/// Two relays with two workers each, as NetAnim shows them.
class NetAnimWriterTest : public RelayScenario
{
  protected:
    /// What the file says of a node at some time.
    struct View
    {
        std::string description; //!< beside it
        std::string colour;      //!< red, green, blue
        std::string size;        //!< width
    };

    /// @return all nodes at a time, by id
    std::map<uint32_t, View> Look(double time) const
    {
        static const std::regex update(
            "<nu p=\"(.)\" t=\"([^\"]*)\" id=\"([0-9]*)\" [a-z]*=\"([^>]*)\" ?/>");
        const std::string text = directory.Read("animation.xml");
        std::map<uint32_t, View> views;
        for (std::sregex_iterator match(text.begin(), text.end(), update), end; match != end;
             ++match)
        {
            const std::string kind = (*match)[1];
            View& view = views[std::stoul((*match)[3])];
            if (std::stod((*match)[2]) <= time && kind != "p")
            {
                (kind == "d"   ? view.description
                 : kind == "c" ? view.colour
                               : view.size) = (*match)[4];
            }
        }
        return views;
    }

    TemporaryDirectory directory;
};

TEST_F(NetAnimWriterTest, TellsClustersApart)
{
    CreateClusters(2, 4);
    const std::string away = std::to_string(devices.Get(2)->GetId());
    directory.Write("trace.csv",
                    "time_s,worker,available\n0," + std::to_string(devices.Get(0)->GetId()) +
                        ",1\n0," + std::to_string(devices.Get(1)->GetId()) + ",1\n5," + away +
                        ",0\n12," + away + ",1\n0," + std::to_string(devices.Get(3)->GetId()) +
                        ",1\n");
    learning.SetAvailability("ns3::edgelearning::TraceAvailabilityModel",
                             "Trace",
                             PointerValue(AvailabilityTrace::Read(directory.Path("trace.csv"))));
    InstallWires();
    NetAnimWriter::Write(directory.Path("animation.xml"), apps);
    Run(20);
    Simulator::Destroy();
    EXPECT_NE(directory.Read("animation.xml").find("</anim>"), std::string::npos);

    const std::vector<std::string> ids = {std::to_string(relays.Get(0)->GetId()),
                                          std::to_string(relays.Get(1)->GetId())};
    for (double time : {4.9, 6.0, 20.0})
    {
        auto views = Look(time);
        const bool gone = time == 6;
        for (uint32_t i = 0; i < 2; ++i)
        {
            const View& relay = views[relays.Get(i)->GetId()];
            EXPECT_EQ(relay.description, "relay " + ids[i] + (gone && i == 0 ? " (1)" : " (2)"));
            EXPECT_NE(relay.colour, views[relays.Get(1 - i)->GetId()].colour);
            EXPECT_NE(relay.colour, views[edges.Get(0)->GetId()].colour);
        }
        for (uint32_t i = 0; i < 4; ++i)
        {
            const View& worker = views[devices.Get(i)->GetId()];
            const View& relay = views[relays.Get(i % 2)->GetId()];
            const std::string id = std::to_string(devices.Get(i)->GetId());
            const bool left = gone && i == 2;
            EXPECT_EQ(worker.description, id + (left ? " away" : " with " + ids[i % 2])) << time;
            EXPECT_EQ(worker.colour == relay.colour, !left) << time;
            EXPECT_NE(worker.size, relay.size);
        }
        EXPECT_EQ(views[edges.Get(0)->GetId()].description,
                  "edge " + std::to_string(edges.Get(0)->GetId()) + " (0)");
        EXPECT_EQ(views[cloud.Get(0)->GetId()].description,
                  "cloud " + std::to_string(cloud.Get(0)->GetId()));
    }
}

TEST_F(NetAnimWriterTest, PlacesNodesWithoutAPosition)
{
    cloud.Create(1);
    edges.Create(1);
    devices.Create(2);
    Install("p2p");
    NetAnimWriter::Write(directory.Path("animation.xml"), apps);
    Run(5);
    Simulator::Destroy();
    EXPECT_EQ(Look(5).size(), 4U);
}

TEST_F(NetAnimWriterTest, RefusesAFileThatCannotBeWritten)
{
    EXPECT_THROW(NetAnimWriter::Write(directory.Path("no/such/directory.xml"), apps),
                 std::runtime_error);
}

} // namespace ns3::edgelearning::test
