/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/lease-book.h"

#include <gtest/gtest.h>
#include <map>
#include <random>
#include <stdexcept>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

using State = LeaseBook::State;
using GrantResult = LeaseBook::GrantResult;
using AcceptResult = LeaseBook::AcceptResult;

/// A book with 2 s of grace and bars of 10 s, and two owners of 10 units each.
class LeaseBookTest : public testing::Test
{
  protected:
    LeaseBookTest()
        : m_book(m_ledger, Seconds(2), Seconds(10))
    {
        m_ledger.Open(1, 10);
        m_ledger.Open(2, 10);
    }

    GrantResult Request(Ticket ticket, uint32_t worker, double now = 0, double price = 1)
    {
        return m_book.Request({ticket, worker, 1, 50, 3, 8, price, Seconds(5)}, Seconds(now));
    }

    AcceptResult Accept(Ticket ticket, uint32_t worker, double now = 0)
    {
        return m_book.Accept(ticket, worker, 8, Seconds(now));
    }

    State GetState(Ticket ticket) const
    {
        return m_book.Find(ticket)->state;
    }

    Ledger m_ledger;
    LeaseBook m_book;
};

TEST_F(LeaseBookTest, ALeaseIsGrantedAcceptedAndSettled)
{
    EXPECT_EQ(Request(100, 7), GrantResult::GRANTED);
    const LeaseBook::Lease* lease = m_book.Find(100);
    ASSERT_NE(lease, nullptr);
    EXPECT_EQ(lease->ticket, 100U);
    EXPECT_EQ(lease->worker, 7U);
    EXPECT_EQ(lease->owner, 1U);
    EXPECT_EQ(lease->edge, 50U);
    EXPECT_EQ(lease->round, 3U);
    EXPECT_EQ(lease->price, 1);
    EXPECT_EQ(lease->deadline, Seconds(5));
    EXPECT_EQ(lease->state, State::GRANTED);
    EXPECT_EQ(m_ledger.GetEscrowed(1), 1);
    EXPECT_EQ(Accept(100, 7), AcceptResult::ACCEPTED);
    EXPECT_EQ(GetState(100), State::ACTIVE);
    EXPECT_TRUE(m_book.Settle(100));
    EXPECT_EQ(GetState(100), State::SETTLED);
    EXPECT_EQ(m_ledger.GetEarned(7), 1);
    EXPECT_FALSE(m_book.GetNextExpiry());
}

TEST_F(LeaseBookTest, AReleasedLeaseReturnsTheMoney)
{
    Request(100, 7);
    EXPECT_TRUE(m_book.Release(100));
    Request(101, 8);
    Accept(101, 8);
    EXPECT_TRUE(m_book.Release(101));
    EXPECT_EQ(GetState(100), State::RELEASED);
    EXPECT_EQ(GetState(101), State::RELEASED);
    EXPECT_EQ(m_ledger.GetFree(1), 10);
    EXPECT_EQ(Request(102, 8), GrantResult::GRANTED);
}

TEST_F(LeaseBookTest, RequestsAreRefusedForTheirReason)
{
    EXPECT_EQ(Request(1, 7, 5), GrantResult::STALE);
    EXPECT_EQ(m_book.Request({2, 7, 9, 50, 3, 8, 1, Seconds(5)}, Seconds(0)),
              GrantResult::UNKNOWN_OWNER);
    EXPECT_EQ(Request(3, 7, 0, 10.5), GrantResult::FUNDS);
    EXPECT_EQ(Request(4, 7, 0, -1), GrantResult::FUNDS);
    EXPECT_EQ(Request(5, 7, 0, std::numeric_limits<double>::quiet_NaN()), GrantResult::FUNDS);
    Request(6, 7);
    Accept(6, 7);
    EXPECT_EQ(Request(7, 7), GrantResult::BUSY);
    EXPECT_EQ(m_book.Request({6, 8, 1, 50, 3, 8, 1, Seconds(5)}, Seconds(0)),
              GrantResult::DUPLICATE);
    for (Ticket ticket : {1, 2, 3, 4, 5, 7})
    {
        EXPECT_EQ(m_book.Find(ticket), nullptr);
    }
    EXPECT_EQ(m_ledger.GetFree(1), 9);
}

TEST_F(LeaseBookTest, OfferingTwiceIsRefusedButNotPunished)
{
    Request(1, 7);
    Accept(1, 7);
    EXPECT_EQ(Request(2, 7, 1), GrantResult::BUSY);
    EXPECT_FALSE(m_book.IsBarred(7, Seconds(1)));
    m_book.Settle(1);
    EXPECT_EQ(Request(3, 7, 2), GrantResult::GRANTED);
}

TEST_F(LeaseBookTest, TwoActiveLeasesAreADoubleSale)
{
    EXPECT_EQ(Request(1, 7), GrantResult::GRANTED);
    EXPECT_EQ(m_book.Request({2, 7, 2, 51, 4, 8, 3, Seconds(6)}, Seconds(0)), GrantResult::GRANTED);
    EXPECT_EQ(Accept(1, 7, 1), AcceptResult::ACCEPTED);
    EXPECT_EQ(Accept(2, 7, 2), AcceptResult::DOUBLE_SALE);
    EXPECT_EQ(GetState(1), State::ACTIVE);
    EXPECT_EQ(GetState(2), State::RELEASED);
    EXPECT_TRUE(m_book.Find(2)->doubleSale);
    EXPECT_EQ(m_ledger.GetFree(2), 10);
    EXPECT_TRUE(m_book.IsBarred(7, Seconds(2)));
    EXPECT_TRUE(m_book.IsBarred(7, Seconds(11.9)));
    EXPECT_FALSE(m_book.IsBarred(7, Seconds(12)));
    // Said again, it is the same sale: the bar does not grow.
    EXPECT_EQ(Accept(2, 7, 4), AcceptResult::DOUBLE_SALE);
    EXPECT_FALSE(m_book.IsBarred(7, Seconds(12)));
    // The first lease stands, and the worker gets no other while it is barred.
    EXPECT_TRUE(m_book.Settle(1));
    EXPECT_EQ(m_ledger.GetEarned(7), 1);
    EXPECT_EQ(m_book.Request({3, 7, 1, 50, 3, 8, 1, Seconds(20)}, Seconds(11)),
              GrantResult::BARRED);
    EXPECT_EQ(m_book.Request({3, 7, 1, 50, 3, 8, 1, Seconds(20)}, Seconds(12)),
              GrantResult::GRANTED);
    EXPECT_FALSE(m_book.IsBarred(8, Seconds(2)));
}

TEST_F(LeaseBookTest, ABarReachesLeasesThatWereGrantedBefore)
{
    Request(1, 7);
    Request(2, 7);
    Request(3, 7);
    Accept(1, 7);
    Accept(2, 7, 1);
    m_book.Settle(1);
    EXPECT_EQ(Accept(3, 7, 3), AcceptResult::BARRED);
    EXPECT_EQ(GetState(3), State::RELEASED);
    EXPECT_EQ(m_ledger.GetFree(1), 9);
}

TEST_F(LeaseBookTest, AcceptanceChecksTheLease)
{
    Request(1, 7);
    EXPECT_EQ(Accept(1, 8), AcceptResult::UNKNOWN);
    EXPECT_EQ(Accept(2, 7), AcceptResult::UNKNOWN);
    EXPECT_EQ(Accept(1, 7, 5), AcceptResult::ENDED);
    EXPECT_EQ(Accept(1, 7, 4), AcceptResult::ACCEPTED);
    EXPECT_EQ(Accept(1, 7, 4.5), AcceptResult::ACCEPTED);
    m_book.Settle(1);
    EXPECT_EQ(Accept(1, 7, 4.7), AcceptResult::ENDED);
    EXPECT_EQ(GetState(1), State::SETTLED);
}

TEST_F(LeaseBookTest, LeasesExpireOnceWhenTheirGraceHasRunOut)
{
    Request(1, 7);
    Request(2, 8);
    Accept(2, 8);
    EXPECT_EQ(m_book.GetNextExpiry(), Seconds(7));
    EXPECT_TRUE(m_book.Expire(Seconds(6.9)).empty());
    const auto expired = m_book.Expire(Seconds(7));
    ASSERT_EQ(expired.size(), 2U);
    EXPECT_EQ(expired[0].ticket, 1U);
    EXPECT_EQ(expired[1].ticket, 2U);
    EXPECT_EQ(expired[1].state, State::EXPIRED);
    EXPECT_TRUE(m_book.Expire(Seconds(8)).empty());
    EXPECT_EQ(m_ledger.GetFree(1), 10);
    EXPECT_FALSE(m_book.Settle(2));
    EXPECT_FALSE(m_book.Release(2));
    EXPECT_EQ(m_book.Request({3, 8, 1, 50, 4, 8, 1, Seconds(20)}, Seconds(8)),
              GrantResult::GRANTED);
}

TEST_F(LeaseBookTest, WorkThatWasDoneStandsForALostAcceptance)
{
    Request(1, 7);
    EXPECT_TRUE(m_book.Settle(1));
    EXPECT_EQ(GetState(1), State::SETTLED);
    EXPECT_EQ(m_ledger.GetEarned(7), 1);
    EXPECT_EQ(Accept(1, 7), AcceptResult::ENDED);
    EXPECT_FALSE(m_book.Settle(99));
    EXPECT_FALSE(m_book.Release(99));
}

TEST_F(LeaseBookTest, EveryTransitionIsIdempotent)
{
    EXPECT_EQ(Request(1, 7), GrantResult::GRANTED);
    EXPECT_EQ(Request(1, 7, 1), GrantResult::GRANTED);
    EXPECT_EQ(m_ledger.GetEscrowed(1), 1);
    Accept(1, 7);
    EXPECT_EQ(Request(1, 7, 1), GrantResult::GRANTED);
    EXPECT_TRUE(m_book.Settle(1));
    EXPECT_TRUE(m_book.Settle(1));
    EXPECT_FALSE(m_book.Release(1));
    EXPECT_EQ(m_ledger.GetEarned(7), 1);
    EXPECT_EQ(Request(1, 7, 3), GrantResult::DUPLICATE);
    Request(2, 7);
    EXPECT_TRUE(m_book.Release(2));
    EXPECT_TRUE(m_book.Release(2));
    EXPECT_FALSE(m_book.Settle(2));
    EXPECT_EQ(m_ledger.GetFree(1), 9);
}

TEST_F(LeaseBookTest, TimesFromTheNetworkCannotOverflow)
{
    EXPECT_EQ(m_book.Request({1, 7, 1, 50, 3, 8, 1, Time::Max()}, Seconds(0)),
              GrantResult::GRANTED);
    EXPECT_EQ(m_book.GetNextExpiry(), Time::Max());
    EXPECT_TRUE(m_book.Expire(Seconds(1e6)).empty());
    EXPECT_EQ(Accept(1, 7, 1e6), AcceptResult::ACCEPTED);
    EXPECT_TRUE(m_book.Settle(1));
    LeaseBook forever(m_ledger, Seconds(0), Time::Max());
    forever.Request({11, 7, 1, 50, 3, 8, 1, Seconds(5)}, Seconds(0));
    forever.Request({12, 7, 1, 50, 3, 8, 1, Seconds(5)}, Seconds(0));
    forever.Accept(11, 7, 8, Seconds(1));
    forever.Accept(12, 7, 8, Seconds(1));
    EXPECT_TRUE(forever.IsBarred(7, Seconds(1e9)));
}

TEST_F(LeaseBookTest, NegativeDurationsAreRefused)
{
    EXPECT_THROW(LeaseBook(m_ledger, Time(0) - Seconds(1), Seconds(1)), std::invalid_argument);
    EXPECT_THROW(LeaseBook(m_ledger, Seconds(1), Time(0) - Seconds(1)), std::invalid_argument);
}

TEST(LeaseBookSequenceTest, AnySequenceBalancesAndEndsEachLeaseOnce)
{
    std::mt19937_64 generator(11);
    const auto draw = [&generator](uint32_t bound) {
        return static_cast<uint32_t>(generator() % bound);
    };
    Ledger ledger;
    for (uint32_t owner = 0; owner < 3; ++owner)
    {
        ASSERT_TRUE(ledger.Open(owner, 40));
    }
    LeaseBook book(ledger, MilliSeconds(500), Seconds(3));
    std::map<Ticket, State> ended;
    uint32_t count[3] = {0, 0, 0};
    uint32_t doubleSales = 0;
    Ticket last = 0;
    Time now;
    for (int i = 0; i < 25000; ++i)
    {
        now += MilliSeconds(draw(40));
        // Mostly a recent ticket, at times an old or an unknown one.
        const Ticket ticket = draw(8) ? last - std::min<Ticket>(last, draw(12)) : draw(last + 5);
        const uint32_t worker = draw(6);
        switch (draw(6))
        {
        case 0:
        case 1:
            book.Request({draw(10) ? ++last : ticket,
                          worker,
                          static_cast<OwnerId>(draw(4)),
                          0,
                          static_cast<uint32_t>(i),
                          8,
                          draw(1000) / 250.,
                          now + MilliSeconds(draw(1500))},
                         now);
            break;
        case 2:
        case 3: {
            const auto* lease = book.Find(ticket);
            const bool fresh = lease && !lease->doubleSale;
            const uint32_t seller = lease && draw(10) ? lease->worker : worker;
            const auto result = book.Accept(ticket, seller, i % 50 ? 8 : 9, now);
            doubleSales += fresh && result == AcceptResult::DOUBLE_SALE;
            break;
        }
        case 4:
            if (const auto* lease = book.Find(ticket);
                lease && (lease->state == State::ACTIVE || draw(4) == 0))
            {
                draw(2) ? book.Settle(ticket) : book.Release(ticket);
            }
            break;
        case 5:
            book.Expire(now);
            break;
        }
        ASSERT_TRUE(ledger.IsBalanced()) << i;
        std::map<uint32_t, int> active;
        for (Ticket t = last > 60 ? last - 60 : 0; t <= last + 5; ++t)
        {
            const auto* lease = book.Find(t);
            if (!lease)
            {
                continue;
            }
            const auto end = ended.find(t);
            ASSERT_TRUE(end == ended.end() || end->second == lease->state) << i;
            if (lease->HasEnded() && end == ended.end())
            {
                ended[t] = lease->state;
                ++count[static_cast<int>(lease->state) - static_cast<int>(State::SETTLED)];
            }
            active[lease->worker] += lease->state == State::ACTIVE;
            ASSERT_LE(active[lease->worker], 1) << i;
        }
    }
    book.Expire(now + Seconds(10));
    EXPECT_FALSE(book.GetNextExpiry());
    double escrowed = 0;
    double spent = 0;
    double earned = 0;
    for (uint32_t owner = 0; owner < 3; ++owner)
    {
        escrowed += ledger.GetEscrowed(owner);
        spent += ledger.GetSpent(owner);
    }
    for (uint32_t worker = 0; worker < 6; ++worker)
    {
        earned += ledger.GetEarned(worker);
    }
    EXPECT_EQ(escrowed, 0);
    EXPECT_NEAR(spent, earned, 1e-6);
    EXPECT_GT(count[0], 10U);
    EXPECT_GT(count[1], 100U);
    EXPECT_GT(count[2], 100U);
    EXPECT_GT(doubleSales, 10U);
}

} // namespace
