/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/ledger.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <random>

using namespace ns3::edgelearning;

namespace
{

TEST(LedgerTest, MoneyGoesThroughEscrowToTheWorker)
{
    Ledger ledger;
    EXPECT_TRUE(ledger.Open(1, 10));
    EXPECT_TRUE(ledger.Escrow(100, 1, 7, 2.5));
    EXPECT_EQ(ledger.GetFree(1), 7.5);
    EXPECT_EQ(ledger.GetEscrowed(1), 2.5);
    EXPECT_EQ(ledger.GetEarned(7), 0);
    EXPECT_EQ(ledger.GetPrice(100), 2.5);
    EXPECT_TRUE(ledger.Settle(100));
    EXPECT_EQ(ledger.GetFree(1), 7.5);
    EXPECT_EQ(ledger.GetEscrowed(1), 0);
    EXPECT_EQ(ledger.GetSpent(1), 2.5);
    EXPECT_EQ(ledger.GetEarned(7), 2.5);
    EXPECT_TRUE(ledger.IsBalanced());
}

TEST(LedgerTest, ReleasedMoneyIsFreeAgain)
{
    Ledger ledger;
    ledger.Open(1, 10);
    ledger.Escrow(100, 1, 7, 10);
    EXPECT_EQ(ledger.GetFree(1), 0);
    EXPECT_TRUE(ledger.Release(100));
    EXPECT_EQ(ledger.GetFree(1), 10);
    EXPECT_EQ(ledger.GetEarned(7), 0);
    EXPECT_TRUE(ledger.IsBalanced());
}

TEST(LedgerTest, AShareOfThePriceIsPaidAndTheRestReturned)
{
    Ledger ledger;
    ledger.Open(1, 100);
    ASSERT_TRUE(ledger.Escrow(7, 1, 20, 30));
    EXPECT_FALSE(ledger.Settle(7, 1.1));
    EXPECT_FALSE(ledger.Settle(7, -0.1));
    EXPECT_FALSE(ledger.Settle(7, std::nan("")));
    EXPECT_EQ(ledger.GetEscrowed(1), 30);
    EXPECT_TRUE(ledger.Settle(7, 0.25));
    EXPECT_TRUE(ledger.Settle(7, 1)); // It was settled, as it was.
    EXPECT_EQ(ledger.GetPaid(7), 7.5);
    EXPECT_EQ(ledger.GetPrice(7), 30);
    EXPECT_EQ(ledger.GetEarned(20), 7.5);
    EXPECT_EQ(ledger.GetFree(1), 92.5);
    EXPECT_EQ(ledger.GetEscrowed(1), 0);
    EXPECT_TRUE(ledger.IsBalanced());
    // Nothing is lost to rounding, whatever the share.
    for (Ticket ticket = 100; ticket < 400; ++ticket)
    {
        ASSERT_TRUE(ledger.Escrow(ticket, 1, 21, 0.1 + 1e-9 * ticket));
        ASSERT_TRUE(ledger.Settle(ticket, 1.0 / ticket));
        EXPECT_LE(ledger.GetPaid(ticket), ledger.GetPrice(ticket) / ticket + 1e-15);
    }
    ASSERT_TRUE(ledger.Escrow(8, 1, 22, 1));
    ASSERT_TRUE(ledger.Settle(8, 0));
    EXPECT_EQ(ledger.GetEarned(22), 0);
    EXPECT_TRUE(ledger.IsBalanced());
}

TEST(LedgerTest, EveryStepIsIdempotentByTicket)
{
    Ledger ledger;
    ledger.Open(1, 10);
    EXPECT_TRUE(ledger.Open(1, 10));
    EXPECT_TRUE(ledger.Escrow(100, 1, 7, 2));
    EXPECT_TRUE(ledger.Escrow(100, 1, 7, 2));
    EXPECT_EQ(ledger.GetEscrowed(1), 2);
    EXPECT_TRUE(ledger.Settle(100));
    EXPECT_TRUE(ledger.Settle(100));
    EXPECT_EQ(ledger.GetEarned(7), 2);
    EXPECT_TRUE(ledger.Escrow(101, 1, 7, 3));
    EXPECT_TRUE(ledger.Release(101));
    EXPECT_TRUE(ledger.Release(101));
    EXPECT_EQ(ledger.GetFree(1), 8);
    EXPECT_TRUE(ledger.IsBalanced());
}

TEST(LedgerTest, ContradictionsAreRefused)
{
    Ledger ledger;
    ledger.Open(1, 10);
    ledger.Open(2, 10);
    EXPECT_FALSE(ledger.Open(1, 20));
    ledger.Escrow(100, 1, 7, 2);
    EXPECT_FALSE(ledger.Escrow(100, 2, 7, 2));
    EXPECT_FALSE(ledger.Escrow(100, 1, 8, 2));
    EXPECT_FALSE(ledger.Escrow(100, 1, 7, 3));
    ledger.Settle(100);
    EXPECT_FALSE(ledger.Release(100));
    EXPECT_FALSE(ledger.Escrow(100, 1, 7, 2));
    ledger.Escrow(101, 1, 7, 2);
    ledger.Release(101);
    EXPECT_FALSE(ledger.Settle(101));
    EXPECT_FALSE(ledger.Settle(102));
    EXPECT_FALSE(ledger.Release(102));
    EXPECT_FALSE(ledger.Escrow(103, 3, 7, 1));
    EXPECT_EQ(ledger.GetEarned(7), 2);
    EXPECT_EQ(ledger.GetFree(1), 8);
    EXPECT_TRUE(ledger.IsBalanced());
}

TEST(LedgerTest, AnOwnerCannotCommitMoreThanItHas)
{
    Ledger ledger;
    ledger.Open(1, 1);
    EXPECT_FALSE(ledger.Escrow(1, 1, 7, 1.000000001));
    EXPECT_TRUE(ledger.Escrow(2, 1, 7, .4));
    EXPECT_FALSE(ledger.Escrow(3, 1, 7, .7));
    EXPECT_TRUE(ledger.Escrow(4, 1, 7, ledger.GetFree(1)));
    EXPECT_EQ(ledger.GetFree(1), 0);
    EXPECT_TRUE(ledger.Escrow(5, 1, 7, 0));
    EXPECT_FALSE(ledger.Escrow(6, 1, 7, 1e-9));
    EXPECT_TRUE(ledger.IsBalanced());
}

TEST(LedgerTest, AbsurdAmountsAreRefused)
{
    Ledger ledger;
    const double inf = std::numeric_limits<double>::infinity();
    for (double amount : {-1., -1e-12, inf, -inf, std::nan(""), 1e10, 1e300})
    {
        EXPECT_FALSE(ledger.Open(1, amount)) << amount;
        EXPECT_FALSE(ledger.IsOpen(1));
    }
    EXPECT_TRUE(ledger.Open(1, 5e9));
    EXPECT_FALSE(ledger.Open(2, 5e9));
    EXPECT_TRUE(ledger.Open(2, 4e9));
    for (double amount : {-1., inf, std::nan(""), 1e10})
    {
        EXPECT_FALSE(ledger.Escrow(1, 1, 7, amount)) << amount;
    }
    EXPECT_TRUE(ledger.IsBalanced());
}

TEST(LedgerTest, AmountsAreRoundedDownToNanoUnits)
{
    EXPECT_EQ(Ledger::ToNano(0), 0);
    EXPECT_EQ(Ledger::ToNano(1e-9), 1);
    EXPECT_EQ(Ledger::ToNano(1.999e-9), 1);
    EXPECT_EQ(Ledger::ToNano(.3), 300000000);
    EXPECT_EQ(Ledger::ToNano(.29), 290000000);
    EXPECT_EQ(Ledger::ToNano(std::nextafter(.3, 0.)), 299999999);
    EXPECT_EQ(Ledger::ToNano(1234567.890123456), 1234567890123456);
    EXPECT_FALSE(Ledger::ToNano(-1e-300));
    std::mt19937_64 generator(1);
    for (int i = 0; i < 20000; ++i)
    {
        const double amount = std::ldexp(static_cast<double>(generator() >> 11), -(i % 60) - 21);
        const auto nano = Ledger::ToNano(amount);
        ASSERT_TRUE(nano);
        ASSERT_LE(Ledger::FromNano(*nano), amount);
        ASSERT_GT(Ledger::FromNano(*nano + 1), amount);
    }
}

TEST(LedgerTest, WhatIsFreeCanAlwaysBeCommitted)
{
    std::mt19937_64 generator(2);
    for (int i = 0; i < 2000; ++i)
    {
        Ledger ledger;
        const double deposit = std::ldexp(static_cast<double>(generator() >> 11), i % 32 - 52);
        ASSERT_TRUE(ledger.Open(1, deposit));
        ASSERT_TRUE(ledger.Escrow(1, 1, 7, deposit / 3));
        ASSERT_TRUE(ledger.Escrow(2, 1, 7, ledger.GetFree(1)));
        ASSERT_TRUE(ledger.IsBalanced());
    }
}

} // namespace
