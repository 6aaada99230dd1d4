/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NS3_COMPAT_H
#define EDGE_LEARNING_NS3_COMPAT_H

/**
 * @file
 * @ingroup edge-learning
 * The one place that knows what differs between ns-3 releases, from 3.37 to the newest.
 */

#include "ns3/enum.h"

// The application helper base arrived in 3.42 together with Application::AssignStreams.
#if __has_include("ns3/application-helper.h")
#define EDGE_LEARNING_APPLICATION_OVERRIDE override
#else
#define EDGE_LEARNING_APPLICATION_OVERRIDE
#endif

namespace ns3
{

/// The home of the energy classes since 3.42; declared here so that one spelling fits all.
namespace energy
{
} // namespace energy

namespace edgelearning
{

// Energy classes are in ns3::energy since 3.42 and in ns3 before; both are searched.
using namespace ns3::energy;

/// The form of MakeEnumAccessor since 3.41, preferred where it exists.
template <typename E, typename M>
auto
MakeEnumMemberAccessor(M member, int) -> decltype(MakeEnumAccessor<E, M>(member))
{
    return MakeEnumAccessor<E, M>(member);
}

/// The form of MakeEnumAccessor up to 3.40.
template <typename E, typename M>
auto
MakeEnumMemberAccessor(M member, long)
{
    return MakeEnumAccessor(member);
}

/**
 * @ingroup edge-learning
 * Make an accessor of an enumeration attribute whichever form the ns-3 release wants.
 *
 * @tparam E the enumeration
 * @param member pointer to the data member of type E
 * @return the accessor
 */
template <typename E, typename C>
auto
MakeEnumMemberAccessor(E C::*member)
{
    return MakeEnumMemberAccessor<E>(member, 0);
}

} // namespace edgelearning
} // namespace ns3

#endif /* EDGE_LEARNING_NS3_COMPAT_H */
