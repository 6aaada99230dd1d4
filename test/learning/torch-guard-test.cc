/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/torch-guard.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <gtest/gtest.h>

using namespace ns3;
using namespace ns3::edgelearning;

TEST(TorchGuardTest, LeavesOneThreadToTorchAndToOpenBlas)
{
    const TorchGuard first(1);
    const auto set =
        reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
    const auto get = reinterpret_cast<int (*)()>(dlsym(RTLD_DEFAULT, "openblas_get_num_threads"));
    at::set_num_threads(2);
    if (set)
    {
        set(2);
    }
    const TorchGuard second(1);
    EXPECT_EQ(at::get_num_threads(), 1);
    if (get)
    {
        EXPECT_EQ(get(), 1);
    }
}

TEST(TorchGuardTest, TheDefaultGeneratorForgetsItsHistory)
{
    const auto draw = [](uint64_t seed) {
        const TorchGuard guard(seed);
        return at::rand({5});
    };
    const auto first = draw(7);
    at::rand({3});
    EXPECT_TRUE(draw(7).equal(first));
    EXPECT_FALSE(draw(8).equal(first));
}

TEST(TorchGuardTest, SeedsFollowTheStream)
{
    const auto draw = [](int64_t number) {
        auto stream = CreateObject<UniformRandomVariable>();
        stream->SetStream(number);
        const uint64_t first = TorchGuard::DrawSeed(stream);
        return std::make_pair(first, TorchGuard::DrawSeed(stream));
    };
    EXPECT_EQ(draw(1), draw(1));
    EXPECT_NE(draw(1), draw(2));
    EXPECT_NE(draw(1).first, draw(1).second);
    EXPECT_GT(draw(1).first >> 32, 0U);
}
