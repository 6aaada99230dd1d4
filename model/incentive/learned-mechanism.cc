/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learned-mechanism.h"

#include "recorded-source.h"
#include "valuation-source.h"

#include "ns3/abort.h"
#include "ns3/double.h"
#include "ns3/string.h"
#include "ns3/torch-guard.h"

#include <stdexcept>
#include <utility>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(LearnedMechanism);

TypeId
LearnedMechanism::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::LearnedMechanism")
            .SetParent<AuctionMechanism>()
            .SetGroupName("EdgeLearning")
            .AddAttribute(
                "MinAge",
                "Least normalised age, in [0.001, 0.999]. Fresher data are priced as data "
                "of this age.",
                DoubleValue(0.1),
                MakeDoubleAccessor(&LearnedMechanism::m_minAge),
                MakeDoubleChecker<double>(0.001, 0.999))
            .AddAttribute("ClassWeights",
                          "Value scale of each owner class, separated by commas: the first is "
                          "class 0 in the bids. Recorded auctions have their own classes.",
                          StringValue("1"),
                          MakeStringAccessor(&LearnedMechanism::m_classWeights),
                          MakeStringChecker())
            .AddAttribute("BidFile",
                          "CSV file of recorded auctions to learn from, with the columns auction, "
                          "age, class and bid; empty to draw them from the valuation model.",
                          StringValue(""),
                          MakeStringAccessor(&LearnedMechanism::m_bidFile),
                          MakeStringChecker());
    return tid;
}

LearnedMechanism::LearnedMechanism()
    : m_seed(CreateObject<UniformRandomVariable>())
{
}

LearnedMechanism::~LearnedMechanism()
{
}

void
LearnedMechanism::DoDispose()
{
    m_seed = nullptr;
    m_source.reset();
    AuctionMechanism::DoDispose();
}

void
LearnedMechanism::Prepare()
{
    if (IsReady())
    {
        return;
    }
    try
    {
        if (TryLoad())
        {
            return;
        }
        std::shared_ptr<const BidSource> source = m_source;
        if (!source && !m_bidFile.empty())
        {
            source = std::make_shared<RecordedSource>(RecordedSource::Read(m_bidFile));
        }
        else if (!source)
        {
            source =
                std::make_shared<ValuationSource>(m_minAge,
                                                  ValuationSource::ParseWeights(m_classWeights));
        }
        Learn(*source, DrawSeed());
    }
    catch (const std::exception& error)
    {
        NS_ABORT_MSG(GetInstanceTypeId().GetName() << ": " << error.what());
    }
}

int64_t
LearnedMechanism::AssignStreams(int64_t stream)
{
    m_seed->SetStream(stream);
    return 1;
}

void
LearnedMechanism::SetSource(std::shared_ptr<const BidSource> source)
{
    m_source = std::move(source);
}

double
LearnedMechanism::GetMinAge() const
{
    return m_minAge;
}

uint64_t
LearnedMechanism::DrawSeed()
{
    return TorchGuard::DrawSeed(m_seed);
}

bool
LearnedMechanism::TryLoad()
{
    return false;
}

} // namespace ns3::edgelearning
