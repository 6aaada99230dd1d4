/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_TORCH_GUARD_H
#define EDGE_LEARNING_TORCH_GUARD_H

#include "ns3/ptr.h"
#include "ns3/random-variable-stream.h"

#include <cstdint>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief Makes LibTorch reproducible: one is constructed at the head of every function that
 * calls into torch.
 *
 * Constructing it sets torch's own threads and those of OpenBLAS (which ignores torch's setting)
 * to one, so that sums are taken in the same order on any number of cores, and seeds torch's
 * default generator, so that nothing depends on what that generator was used for before. On the
 * first use it says on standard error when neither OpenBLAS nor MKL is loaded, because training
 * is then many times slower.
 *
 * Code that needs random numbers from torch should prefer a generator of its own, made from
 * DrawSeed(); the default generator is seeded for what cannot be given one (TorchScript modules,
 * the initialisation of torch::nn modules).
 */
class TorchGuard
{
  public:
    /**
     * @param seed the seed of torch's default generator from now on
     */
    explicit TorchGuard(uint64_t seed);

    TorchGuard(const TorchGuard&) = delete;
    TorchGuard& operator=(const TorchGuard&) = delete;

    /**
     * @param stream the random stream of the object that is about to use torch
     * @return a seed of 64 random bits, of two draws
     */
    static uint64_t DrawSeed(const Ptr<UniformRandomVariable>& stream);
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_TORCH_GUARD_H */
