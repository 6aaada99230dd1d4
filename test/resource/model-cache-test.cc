/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/least-frequently-used-policy.h"
#include "ns3/least-recently-used-policy.h"
#include "ns3/model-cache.h"
#include "ns3/object-factory.h"
#include "ns3/oldest-model-policy.h"
#include "ns3/pointer.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>
#include <sstream>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// A cache as simple as can be: a list in the order of arrival and one in the order of use.
class Reference
{
  public:
    using Key = std::pair<uint32_t, uint32_t>;
    using Bytes = std::shared_ptr<const std::vector<uint8_t>>;

    Reference(const std::string& policy, uint64_t capacity)
        : m_policy(policy),
          m_capacity(capacity)
    {
    }

    bool Insert(const Key& key, Bytes bytes, uint64_t size)
    {
        if (size > m_capacity)
        {
            return false;
        }
        Forget(key);
        Shrink(size);
        m_arrivals.push_back(key);
        m_uses.push_back(key);
        m_counts[key] = 0;
        m_models[key] = {bytes, size};
        Log("Inserted", key, size);
        return true;
    }

    Bytes Lookup(const Key& key)
    {
        if (m_models.count(key) == 0)
        {
            Log("Miss", key, 0);
            return nullptr;
        }
        m_uses.erase(std::find(m_uses.begin(), m_uses.end(), key));
        m_uses.push_back(key);
        ++m_counts[key];
        Log("Hit", key, m_models[key].second);
        return m_models[key].first;
    }

    void Resize(uint64_t capacity)
    {
        m_capacity = capacity;
        Shrink(0);
    }

    uint64_t GetBytes() const
    {
        uint64_t bytes = 0;
        for (const auto& [key, model] : m_models)
        {
            bytes += model.second;
        }
        return bytes;
    }

    std::string TakeLog()
    {
        const std::string log = m_log.str();
        m_log.str("");
        return log;
    }

  private:
    void Log(const char* what, const Key& key, uint64_t size)
    {
        m_log << what << " " << key.first << "/" << key.second << ":" << size << " ";
    }

    void Forget(const Key& key)
    {
        m_models.erase(key);
        for (auto* list : {&m_arrivals, &m_uses})
        {
            list->erase(std::remove(list->begin(), list->end(), key), list->end());
        }
    }

    void Shrink(uint64_t wanted)
    {
        while (GetBytes() + wanted > m_capacity)
        {
            std::vector<Key> order = m_policy == "OldestModelPolicy" ? m_arrivals : m_uses;
            if (m_policy == "LeastFrequentlyUsedPolicy")
            {
                std::stable_sort(order.begin(), order.end(), [this](const Key& a, const Key& b) {
                    return m_counts[a] < m_counts[b];
                });
            }
            const auto superseded = std::find_if(order.begin(), order.end(), [&](const Key& a) {
                return std::any_of(order.begin(), order.end(), [&](const Key& b) {
                    return b.first == a.first && b.second > a.second;
                });
            });
            const Key victim = superseded == order.end() ? order.front() : *superseded;
            const uint64_t size = m_models[victim].second;
            Forget(victim);
            Log("Evicted", victim, size);
        }
    }

    std::string m_policy;
    uint64_t m_capacity;
    std::vector<Key> m_arrivals;
    std::vector<Key> m_uses;
    std::map<Key, uint32_t> m_counts;
    std::map<Key, std::pair<Bytes, uint64_t>> m_models;
    std::ostringstream m_log;
};

/// A cache of 100 bytes and a log of its traces.
class ModelCacheTest : public testing::Test
{
  protected:
    ModelCacheTest()
        : m_cache(CreateObject<ModelCache>())
    {
        m_cache->SetAttribute("Capacity", UintegerValue(100));
        for (const auto* name : {"Inserted", "Hit", "Miss", "Evicted"})
        {
            m_cache->TraceConnect(name, name, MakeCallback(&ModelCacheTest::Record, this));
        }
    }

    void TearDown() override
    {
        m_cache->Dispose();
    }

    void Record(std::string what, uint32_t owner, uint32_t version, uint64_t bytes)
    {
        m_log << what << " " << owner << "/" << version << ":" << bytes << " ";
    }

    /**
     * @param real bytes
     * @param virtualBytes that only have a size
     * @return a model
     */
    static CachedModel MakeModel(std::size_t real, uint64_t virtualBytes)
    {
        return {std::make_shared<std::vector<uint8_t>>(real, 7), virtualBytes};
    }

    /**
     * Use four models of different owners, then let them go one by one.
     *
     * @param policy which goes first; null: the default
     * @return owner and version in the order in which they went
     */
    std::string EvictInOrder(Ptr<CachePolicy> policy)
    {
        if (policy)
        {
            m_cache->SetAttribute("Policy", PointerValue(policy));
        }
        for (uint32_t owner = 0; owner < 4; ++owner)
        {
            m_cache->Insert(owner, 1, MakeModel(25, 0));
        }
        for (uint32_t owner : {2, 1, 1, 3, 2, 2, 0})
        {
            m_cache->Lookup(owner, 1);
        }
        std::ostringstream order;
        m_cache->TraceConnectWithoutContext(
            "Evicted",
            Callback<void, uint32_t, uint32_t, uint64_t>(
                [&order](uint32_t owner, uint32_t version, uint64_t) {
                    order << owner << "/" << version << " ";
                }));
        for (uint64_t capacity : {75, 50, 25, 0})
        {
            m_cache->SetAttribute("Capacity", UintegerValue(capacity));
        }
        return order.str();
    }

    Ptr<ModelCache> m_cache;  //!< what is tested
    std::ostringstream m_log; //!< of its traces
};

} // namespace

TEST_F(ModelCacheTest, FindsWhatWasInserted)
{
    EXPECT_TRUE(m_cache->Insert(1, 2, MakeModel(10, 20)));
    const auto model = m_cache->Lookup(1, 2);
    ASSERT_TRUE(model);
    EXPECT_EQ(*model->bytes, std::vector<uint8_t>(10, 7));
    EXPECT_EQ(model->virtualBytes, 20U);
    EXPECT_FALSE(m_cache->Lookup(1, 3));
    EXPECT_FALSE(m_cache->Lookup(1, 1));
    EXPECT_FALSE(m_cache->Lookup(2, 2));
    EXPECT_EQ(m_log.str(), "Inserted 1/2:30 Hit 1/2:30 Miss 1/3:0 Miss 1/1:0 Miss 2/2:0 ");
}

TEST_F(ModelCacheTest, ReplacesAModelWithoutEvictingIt)
{
    m_cache->Insert(0, 1, MakeModel(60, 0));
    m_cache->Insert(0, 1, MakeModel(80, 0));
    EXPECT_EQ(m_cache->GetBytes(), 80U);
    EXPECT_EQ(m_cache->Lookup(0, 1)->bytes->size(), 80U);
    EXPECT_EQ(m_log.str(), "Inserted 0/1:60 Inserted 0/1:80 Hit 0/1:80 ");
}

TEST_F(ModelCacheTest, RefusesWhatIsLargerThanItself)
{
    m_cache->Insert(0, 1, MakeModel(60, 0));
    EXPECT_FALSE(m_cache->Insert(0, 2, MakeModel(100, 1)));
    EXPECT_EQ(m_cache->GetBytes(), 60U);
    EXPECT_FALSE(m_cache->Lookup(0, 2));
    EXPECT_EQ(m_log.str(), "Inserted 0/1:60 Miss 0/2:0 ");
}

TEST_F(ModelCacheTest, ShrinksWithItsCapacity)
{
    m_cache->Insert(0, 1, MakeModel(30, 0));
    m_cache->Insert(1, 1, MakeModel(30, 0));
    m_cache->SetAttribute("Capacity", UintegerValue(50));
    EXPECT_EQ(m_cache->GetBytes(), 30U);
    m_cache->SetAttribute("Capacity", UintegerValue(0));
    EXPECT_EQ(m_cache->GetBytes(), 0U);
    EXPECT_FALSE(m_cache->Insert(0, 1, MakeModel(1, 0)));
    EXPECT_EQ(m_log.str(), "Inserted 0/1:30 Inserted 1/1:30 Evicted 0/1:30 Evicted 1/1:30 ");
}

TEST_F(ModelCacheTest, RefusesABadCapacity)
{
    EXPECT_FALSE(m_cache->SetAttributeFailSafe("Capacity", StringValue("-1")));
    EXPECT_FALSE(m_cache->SetAttributeFailSafe("Capacity", UintegerValue(1000000000000001)));
    EXPECT_FALSE(m_cache->SetAttributeFailSafe("Policy", PointerValue(CreateObject<Object>())));
    UintegerValue capacity;
    m_cache->GetAttribute("Capacity", capacity);
    EXPECT_EQ(capacity.Get(), 100U);
}

TEST_F(ModelCacheTest, TheLeastRecentlyUsedGoesFirstWithoutAPolicy)
{
    EXPECT_EQ(EvictInOrder(nullptr), "1/1 3/1 2/1 0/1 ");
}

TEST_F(ModelCacheTest, TheLeastRecentlyUsedGoesFirst)
{
    EXPECT_EQ(EvictInOrder(CreateObject<LeastRecentlyUsedPolicy>()), "1/1 3/1 2/1 0/1 ");
}

TEST_F(ModelCacheTest, TheLeastFrequentlyUsedGoesFirst)
{
    EXPECT_EQ(EvictInOrder(CreateObject<LeastFrequentlyUsedPolicy>()), "3/1 0/1 1/1 2/1 ");
}

TEST_F(ModelCacheTest, TheOldestGoesFirst)
{
    EXPECT_EQ(EvictInOrder(CreateObject<OldestModelPolicy>()), "0/1 1/1 2/1 3/1 ");
}

TEST_F(ModelCacheTest, SupersededVersionsGoFirst)
{
    m_cache->Insert(0, 1, MakeModel(30, 0));
    m_cache->Insert(1, 1, MakeModel(30, 0));
    m_cache->Insert(1, 2, MakeModel(30, 0));
    m_cache->Lookup(1, 1);
    m_log.str("");
    m_cache->Insert(0, 0, MakeModel(30, 0));
    m_cache->Insert(2, 7, MakeModel(40, 0));
    EXPECT_EQ(m_log.str(), "Evicted 1/1:30 Inserted 0/0:30 Evicted 0/0:30 Inserted 2/7:40 ");
}

class ModelCachePolicyTest : public ModelCacheTest, public testing::WithParamInterface<const char*>
{
};

TEST_P(ModelCachePolicyTest, AgreesWithTheReferenceUnderRandomOperations)
{
    ObjectFactory factory(std::string("ns3::edgelearning::") + GetParam());
    m_cache->SetAttribute("Policy", PointerValue(factory.Create()));
    Reference reference(GetParam(), 100);
    std::mt19937 random(5);
    for (uint32_t i = 0; i < 20000; ++i)
    {
        const Reference::Key key{random() % 5, random() % 3};
        const uint32_t operation = random() % 100;
        const std::size_t size = random() % 100 == 0 ? 140 : random() % 50;
        m_log.str("");
        if (operation == 0)
        {
            const uint64_t capacity = random() % 150;
            reference.Resize(capacity);
            m_cache->SetAttribute("Capacity", UintegerValue(capacity));
        }
        else if (operation < 40)
        {
            CachedModel model = MakeModel(size / 2, size - size / 2);
            ASSERT_EQ(m_cache->Insert(key.first, key.second, model),
                      reference.Insert(key, model.bytes, size));
        }
        else
        {
            const auto model = m_cache->Lookup(key.first, key.second);
            ASSERT_EQ(model ? model->bytes : nullptr, reference.Lookup(key));
        }
        ASSERT_EQ(m_log.str(), reference.TakeLog()) << "operation " << i;
        ASSERT_EQ(m_cache->GetBytes(), reference.GetBytes());
    }
}

INSTANTIATE_TEST_SUITE_P(Policies,
                         ModelCachePolicyTest,
                         testing::Values("LeastRecentlyUsedPolicy",
                                         "LeastFrequentlyUsedPolicy",
                                         "OldestModelPolicy"),
                         [](const auto& info) { return std::string(info.param); });
