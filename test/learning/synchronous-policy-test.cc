/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/double.h"
#include "ns3/synchronous-policy.h"

#include <gtest/gtest.h>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// A moment of a round with the deadline at 10 s, and what is to be done.
struct Moment
{
    double now;             //!< in seconds
    bool selectionOpen;     //!< whether workers may still be selected
    uint32_t selected;      //!< workers
    uint32_t arrived;       //!< workers
    uint32_t dropped;       //!< workers
    double quorum;          //!< share of the selected
    RoundDecision decision; //!< expected
};

class SynchronousPolicyTest : public testing::TestWithParam<Moment>
{
};

constexpr auto WAIT = RoundDecision::WAIT;
constexpr auto CLOSE = RoundDecision::CLOSE;
constexpr auto VOID = RoundDecision::VOID;

} // namespace

TEST_P(SynchronousPolicyTest, Decides)
{
    const Moment& moment = GetParam();
    auto policy = CreateObject<SynchronousPolicy>();
    policy->SetAttribute("Quorum", DoubleValue(moment.quorum));
    EXPECT_EQ(policy->Decide({Seconds(moment.now),
                              Seconds(10),
                              moment.selectionOpen,
                              moment.selected,
                              moment.arrived,
                              moment.dropped}),
              moment.decision);
}

INSTANTIATE_TEST_SUITE_P(Moments,
                         SynchronousPolicyTest,
                         testing::Values(
                             // before anybody was selected, and when nobody ever was
                             Moment{1, true, 0, 0, 0, 0.5, WAIT},
                             Moment{1, false, 0, 0, 0, 0.5, VOID},
                             Moment{1, false, 0, 0, 0, 0, VOID},
                             // all have arrived, but more may be selected
                             Moment{1, true, 2, 2, 0, 0.5, WAIT},
                             Moment{1, false, 2, 2, 0, 0.5, CLOSE},
                             // some are missing until the deadline
                             Moment{9.9, false, 4, 3, 0, 0.5, WAIT},
                             Moment{10, false, 4, 3, 0, 0.5, CLOSE},
                             Moment{10, true, 4, 3, 0, 0.5, CLOSE},
                             // every worker has its outcome before the deadline
                             Moment{5, false, 4, 2, 2, 0.5, CLOSE},
                             Moment{5, false, 4, 1, 3, 0.5, VOID},
                             Moment{5, false, 4, 0, 4, 0, VOID},
                             // the quorum is rounded up, and not further
                             Moment{10, false, 5, 2, 0, 0.5, VOID},
                             Moment{10, false, 5, 3, 0, 0.5, CLOSE},
                             Moment{10, false, 20, 11, 0, 0.55, CLOSE},
                             Moment{10, false, 3, 2, 0, 1, VOID},
                             Moment{10, false, 3, 3, 0, 1, CLOSE}));

TEST(OverSelectionTest, SelectsMoreThanItWaitsFor)
{
    auto policy = CreateObject<SynchronousPolicy>();
    EXPECT_EQ(policy->GetSelectionSize(10), 10U);
    EXPECT_FALSE(policy->NeedsEachUpdate());
    policy->SetAttribute("OverSelection", DoubleValue(1.3));
    EXPECT_EQ(policy->GetSelectionSize(10), 13U);
    EXPECT_EQ(policy->GetSelectionSize(4), 6U);
    EXPECT_EQ(policy->GetSelectionSize(UINT32_MAX), UINT32_MAX);
    EXPECT_TRUE(policy->NeedsEachUpdate());
    EXPECT_FALSE(policy->SetAttributeFailSafe("OverSelection", DoubleValue(0.9)));
}

TEST(OverSelectionTest, ClosesWhenTheDemandHasArrived)
{
    auto policy = CreateObject<SynchronousPolicy>();
    policy->SetAttribute("OverSelection", DoubleValue(2));
    policy->SetAttribute("Quorum", DoubleValue(0.75));
    const auto decide = [&](double now, bool selecting, uint32_t arrived, uint32_t dropped) {
        return policy->Decide({Seconds(now), Seconds(10), selecting, 8, arrived, dropped, 0, 4});
    };
    EXPECT_EQ(decide(1, false, 3, 0), WAIT);
    EXPECT_EQ(decide(1, true, 4, 0), WAIT); // the market is told to end first
    EXPECT_EQ(decide(1, false, 4, 0), CLOSE);
    // The quorum is 0.75 of the demand, not of the 8 who were selected.
    EXPECT_EQ(decide(10, false, 3, 0), CLOSE);
    EXPECT_EQ(decide(10, false, 2, 0), VOID);
    EXPECT_EQ(decide(1, false, 3, 5), CLOSE);
}
