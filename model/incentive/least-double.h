/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_LEAST_DOUBLE_H
#define EDGE_LEARNING_LEAST_DOUBLE_H

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Bits of a double that is not negative: they are in the order of the doubles.
 * @param x the double
 * @return its bits
 */
inline uint64_t
ToBits(double x)
{
    uint64_t bits;
    std::memcpy(&bits, &x, sizeof(bits));
    return bits;
}

/**
 * @ingroup edge-learning
 * @brief The inverse of ToBits().
 * @param bits the bits
 * @return the double
 */
inline double
FromBits(uint64_t bits)
{
    double x;
    std::memcpy(&x, &bits, sizeof(x));
    return x;
}

/**
 * @ingroup edge-learning
 * @brief Find the least representable number, not negative, that has a property.
 * @tparam Predicate bool(double)
 * @param has tells whether a number has it; whatever is greater than one that has it must have it
 * @param guess about where to look; the nearer, the faster
 * @param known a number, not negative, that has it
 * @return the least number that has it, known at most
 */
template <typename Predicate>
double
FindLeastDouble(const Predicate& has, double guess, double known)
{
    // Gallop from the guess in steps that double until the threshold is enclosed; then bisect.
    uint64_t high = ToBits(known);
    uint64_t low = 0;
    const uint64_t start = ToBits(std::clamp(guess, 0.0, known) + 0.0);
    if (has(FromBits(start)))
    {
        high = start;
        for (uint64_t step = 1; step <= high; step *= 2)
        {
            if (!has(FromBits(high - step)))
            {
                low = high - step;
                break;
            }
            high -= step;
        }
    }
    else
    {
        low = start;
        for (uint64_t step = 1; step < high - low; step *= 2)
        {
            if (has(FromBits(low + step)))
            {
                high = low + step;
                break;
            }
            low += step;
        }
    }
    if (has(FromBits(low)))
    {
        high = low;
    }
    while (high - low > 1)
    {
        const uint64_t middle = low + (high - low) / 2;
        (has(FromBits(middle)) ? high : low) = middle;
    }
    return FromBits(high);
}

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_LEAST_DOUBLE_H */
