/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/model-cache.h"
#include "ns3/uinteger.h"

#include <gtest/gtest.h>
#include <sstream>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// A cache of 100 bytes and a log of its traces.
class ModelCacheTest : public testing::Test
{
  protected:
    ModelCacheTest()
        : m_cache(CreateObject<ModelCache>())
    {
        m_cache->SetAttribute("Capacity", UintegerValue(100));
        for (const auto* name : {"Hit", "Miss", "Evicted"})
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
    EXPECT_FALSE(m_cache->Lookup(2, 2));
    EXPECT_EQ(m_log.str(), "Hit 1/2:30 Miss 1/3:0 Miss 2/2:0 ");
}

TEST_F(ModelCacheTest, TheLeastRecentlyUsedGoesFirst)
{
    m_cache->Insert(0, 1, MakeModel(40, 0));
    m_cache->Insert(0, 2, MakeModel(0, 40));
    m_cache->Lookup(0, 1);
    m_cache->Insert(0, 3, MakeModel(20, 20));
    EXPECT_EQ(m_cache->GetBytes(), 80U);
    m_cache->Insert(0, 4, MakeModel(100, 0));
    EXPECT_EQ(m_cache->GetBytes(), 100U);
    EXPECT_EQ(m_log.str(), "Hit 0/1:40 Evicted 0/2:40 Evicted 0/1:40 Evicted 0/3:40 ");
}

TEST_F(ModelCacheTest, ReplacesAModelWithoutEvictingIt)
{
    m_cache->Insert(0, 1, MakeModel(60, 0));
    m_cache->Insert(0, 1, MakeModel(80, 0));
    EXPECT_EQ(m_cache->GetBytes(), 80U);
    EXPECT_EQ(m_cache->Lookup(0, 1)->bytes->size(), 80U);
    EXPECT_EQ(m_log.str(), "Hit 0/1:80 ");
}

TEST_F(ModelCacheTest, RefusesWhatIsLargerThanItself)
{
    m_cache->Insert(0, 1, MakeModel(60, 0));
    EXPECT_FALSE(m_cache->Insert(0, 2, MakeModel(100, 1)));
    EXPECT_EQ(m_cache->GetBytes(), 60U);
    EXPECT_EQ(m_log.str(), "");
}

TEST_F(ModelCacheTest, ShrinksWithItsCapacity)
{
    m_cache->Insert(0, 1, MakeModel(30, 0));
    m_cache->Insert(0, 2, MakeModel(30, 0));
    m_cache->SetAttribute("Capacity", UintegerValue(50));
    EXPECT_EQ(m_cache->GetBytes(), 30U);
    EXPECT_EQ(m_log.str(), "Evicted 0/1:30 ");
}
