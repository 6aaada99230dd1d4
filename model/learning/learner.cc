/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learner.h"

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(Learner);

TypeId
Learner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::Learner").SetParent<Object>().SetGroupName("EdgeLearning");
    return tid;
}

void
Learner::CheckData(const DataSet& /* data */) const
{
}

int64_t
Learner::AssignStreams(int64_t /* stream */)
{
    return 0;
}

} // namespace ns3::edgelearning
