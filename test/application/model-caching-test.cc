/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "market-scenario.h"

#include "ns3/config.h"
#include "ns3/edge-learning-trace-helper.h"
#include "ns3/oldest-model-policy.h"
#include "ns3/pointer.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace ns3::edgelearning::test
{

/// Two owners share a cell and its cache, whose events are read back from cache.csv.
class ModelCachingTest : public MarketScenario
{
  protected:
    /// A line of cache.csv.
    struct Event
    {
        double time;
        uint32_t node;
        std::string name;
        std::pair<OwnerId, uint32_t> model;
        uint64_t bytes;
    };

    /**
     * Run four rounds of each owner, with models of 20 kB and a little.
     *
     * @param capacity of the cache, in bytes
     * @return what is in cache.csv
     */
    std::vector<Event> RunWithCache(uint64_t capacity)
    {
        CreateNodes(1, 5);
        learning.SetCompute("Rate", "ns3::UniformRandomVariable[Min=1e5|Max=1e6]");
        learning.SetOwners(2,
                           "Demand",
                           UintegerValue(4),
                           "Rounds",
                           UintegerValue(4),
                           "SelectionWindow",
                           TimeValue(Seconds(10)));
        Install("p2p");
        const std::string cache = "/NodeList/*/$ns3::edgelearning::ModelCache/";
        Config::Set(cache + "Capacity", UintegerValue(capacity));
        Config::Set(cache + "Policy", PointerValue(CreateObject<OldestModelPolicy>()));
        const std::string directory = testing::TempDir() + "edge-learning-model-caching";
        EdgeLearningTraceHelper traces(directory);
        traces.Enable(apps);
        Run(200);
        traces.Finish();
        hitRate = traces.GetSummary().GetCacheHitRate();
        std::vector<Event> events = Read(directory + "/cache.csv");
        std::filesystem::remove_all(directory);
        return events;
    }

    /// All rounds were held, nothing was lost or refused on the way.
    void ExpectUndisturbedRounds() const
    {
        EXPECT_EQ(ownerRounds.size(), 8U);
        EXPECT_GT(CountAggregated(), 16U);
        EXPECT_TRUE(drops.empty());
        EXPECT_TRUE(rejects.empty());
        ExpectConservation();
    }

    std::optional<double> hitRate; //!< of the run

  private:
    static std::vector<Event> Read(const std::string& path)
    {
        std::ifstream file(path);
        std::string line;
        std::getline(file, line);
        EXPECT_EQ(line, "time_s,node,event,owner,version,bytes");
        std::vector<Event> events;
        while (std::getline(file, line))
        {
            std::replace(line.begin(), line.end(), ',', ' ');
            std::istringstream fields(line);
            Event event;
            fields >> event.time >> event.node >> event.name >> event.model.first >>
                event.model.second >> event.bytes;
            EXPECT_TRUE(fields) << line;
            events.push_back(event);
        }
        return events;
    }
};

TEST_F(ModelCachingTest, ASmallCacheHoldsExactlyWhatItsEventsSay)
{
    const std::vector<Event> events = RunWithCache(21000); // one model
    ExpectUndisturbedRounds();
    std::map<std::pair<OwnerId, uint32_t>, uint64_t> kept;
    std::map<std::string, uint32_t> counts;
    double last = 0;
    for (const Event& event : events)
    {
        EXPECT_EQ(event.node, edges.Get(0)->GetId());
        EXPECT_GE(event.time, last);
        last = event.time;
        ++counts[event.name];
        const bool isKept = kept.count(event.model) != 0;
        EXPECT_EQ(isKept, event.name == "hit" || event.name == "eviction");
        EXPECT_EQ(event.bytes, isKept ? kept[event.model] : event.name == "miss" ? 0 : event.bytes);
        if (event.name == "insertion")
        {
            kept[event.model] = event.bytes;
            EXPECT_EQ(kept.size(), 1U);
            EXPECT_GT(event.bytes, 20000U);
            EXPECT_LE(event.bytes, 21000U);
        }
        else if (event.name == "eviction")
        {
            kept.erase(event.model);
        }
    }
    EXPECT_GT(counts["hit"], 0U);
    EXPECT_GT(counts["eviction"], 7U) << "besides one version after another, owners compete";
    EXPECT_EQ(counts["insertion"], counts["miss"]);
    EXPECT_DOUBLE_EQ(hitRate.value(), 1.0 * counts["hit"] / (counts["hit"] + counts["miss"]));
}

TEST_F(ModelCachingTest, RoundsNeedNoCache)
{
    const std::vector<Event> events = RunWithCache(20000); // no model
    ExpectUndisturbedRounds();
    EXPECT_FALSE(events.empty());
    for (const Event& event : events)
    {
        EXPECT_EQ(event.name, "miss");
    }
    EXPECT_EQ(hitRate, 0);
}

} // namespace ns3::edgelearning::test
