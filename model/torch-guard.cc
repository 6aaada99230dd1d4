/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "torch-guard.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <exception>
#include <iostream>

namespace ns3::edgelearning
{

namespace
{

/// The thread settings of OpenBLAS, found at run time because any BLAS may be installed.
struct OpenBlas
{
    OpenBlas()
        : getThreads(reinterpret_cast<int (*)()>(dlsym(RTLD_DEFAULT, "openblas_get_num_threads"))),
          setThreads(
              reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads")))
    {
        if (!IsLoaded() && !at::globalContext().hasMKL())
        {
            std::cerr << "edge-learning: neither OpenBLAS nor MKL is loaded, training may be many "
                         "times slower; on Debian install libopenblas0-pthread"
                      << std::endl;
        }
        try
        {
            at::set_num_interop_threads(1);
        }
        catch (const std::exception&)
        {
            // Torch allows this once, before its first parallel work; nothing here forks any.
        }
    }

    bool IsLoaded() const
    {
        return getThreads && setThreads;
    }

    int (*getThreads)();     //!< null when another BLAS is loaded
    void (*setThreads)(int); //!< null when another BLAS is loaded
};

} // namespace

TorchGuard::TorchGuard(uint64_t seed)
{
    static const OpenBlas openBlas;
    if (at::get_num_threads() != 1)
    {
        at::set_num_threads(1);
    }
    if (openBlas.IsLoaded() && openBlas.getThreads() != 1)
    {
        openBlas.setThreads(1);
    }
    at::manual_seed(seed);
}

uint64_t
TorchGuard::DrawSeed(const Ptr<UniformRandomVariable>& stream)
{
    const uint64_t high = stream->GetInteger(0, 0xffffffff);
    const uint64_t low = stream->GetInteger(0, 0xffffffff);
    return (high << 32) | low;
}

} // namespace ns3::edgelearning
