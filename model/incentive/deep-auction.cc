/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "deep-auction.h"

#include "auction-trainer.h"
#include "recorded-source.h"
#include "transform-auction.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/string.h"
#include "ns3/trace-source-accessor.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>
#include <iostream>
#include <locale>
#include <sstream>
#include <stdexcept>

namespace ns3::edgelearning
{

NS_LOG_COMPONENT_DEFINE("DeepAuction");

NS_OBJECT_ENSURE_REGISTERED(DeepAuction);

namespace
{

/// First line of an agent's file.
const std::string FILE_HEADER = "edge-learning-auction 1";
/// Last line of an agent's file.
const std::string FILE_END = "end";
/// Bids of each class without which training during the simulation waits.
constexpr size_t LEAST_BIDS = 50;
/// Standard errors by which a new agent must earn more than the one in use.
constexpr double CERTAINTY = 2;

/**
 * Makes a function that shows progress on standard error, no more than once a second.
 *
 * @return the function
 */
std::function<void(const TrainingProgress&)>
MakeProgressPrinter()
{
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    auto last = start;
    return [start, last](const TrainingProgress& progress) mutable {
        const auto now = Clock::now();
        if (!progress.done && now - last < std::chrono::seconds(1))
        {
            return;
        }
        last = now;
        std::ostringstream line;
        line << "auction training: step " << progress.step << " of at most " << progress.steps
             << ", revenue " << progress.revenue << " per auction";
        if (progress.done)
        {
            line << ", done in " << std::chrono::duration<double>(now - start).count() << " s";
        }
        std::cerr << line.str() << std::endl;
    };
}

} // namespace

TypeId
DeepAuction::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgelearning::DeepAuction")
            .SetParent<LearnedMechanism>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<DeepAuction>()
            .AddAttribute("ModelFile",
                          "File of a trained agent, as written by Save(); empty to train.",
                          StringValue(""),
                          MakeStringAccessor(&DeepAuction::m_modelFile),
                          MakeStringChecker())
            .AddAttribute("Pieces",
                          "Linear pieces of a transform, 2 to 32: groups, and lines in each. "
                          "Irregular distributions need about 10.",
                          UintegerValue(5),
                          MakeUintegerAccessor(&DeepAuction::m_pieces),
                          MakeUintegerChecker<uint32_t>(2, 32))
            .AddAttribute(
                "TrainingBidders",
                "Bidders of a training auction for each class of owners, 1 to 64, in every "
                "other step (64 in all at most); the others have one. The agent serves "
                "any number.",
                UintegerValue(3),
                MakeUintegerAccessor(&DeepAuction::m_bidders),
                MakeUintegerChecker<uint32_t>(1, 64))
            .AddAttribute("TrainingSteps",
                          "Gradient steps at most; at least 1. Training ends earlier when the "
                          "revenue has stopped rising.",
                          UintegerValue(2000),
                          MakeUintegerAccessor(&DeepAuction::m_steps),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("BatchSize",
                          "Auctions per gradient step; at least 1. Steps with several bidders have "
                          "this many for all classes together; with one class, steps of the first "
                          "half of the schedule have half as many.",
                          UintegerValue(8192),
                          MakeUintegerAccessor(&DeepAuction::m_batch),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("LearningRate",
                          "Initial learning rate of Adam, in (0, 1].",
                          DoubleValue(0.0005),
                          MakeDoubleAccessor(&DeepAuction::m_learningRate),
                          MakeDoubleChecker<double>(1e-12, 1))
            .AddAttribute("ShowProgress",
                          "Show the progress of training on standard error.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&DeepAuction::m_showProgress),
                          MakeBooleanChecker())
            .AddAttribute("RetrainInterval",
                          "Least simulated time between trainings from the bids seen; 0: the agent "
                          "stays as it is.",
                          TimeValue(Time(0)),
                          MakeTimeAccessor(&DeepAuction::m_retrainInterval),
                          MakeTimeChecker(Time(0)))
            .AddAttribute("RetrainMinimum",
                          "Auctions between trainings from the bids seen, at least; at least 10.",
                          UintegerValue(1000),
                          MakeUintegerAccessor(&DeepAuction::m_retrainMinimum),
                          MakeUintegerChecker<uint32_t>(10))
            .AddAttribute("RetrainMemory",
                          "Auctions whose bids are remembered, the latest; at least 10.",
                          UintegerValue(5000),
                          MakeUintegerAccessor(&DeepAuction::m_retrainMemory),
                          MakeUintegerChecker<uint32_t>(10))
            .AddAttribute("RetrainSteps",
                          "Gradient steps of a training from the bids seen, at most; at least 1.",
                          UintegerValue(400),
                          MakeUintegerAccessor(&DeepAuction::m_retrainSteps),
                          MakeUintegerChecker<uint32_t>(1))
            .AddTraceSource("Retrained",
                            "The agent was trained during the simulation, and replaced or not.",
                            MakeTraceSourceAccessor(&DeepAuction::m_retrained),
                            "ns3::edgelearning::DeepAuction::RetrainingCallback");
    return tid;
}

DeepAuction::DeepAuction()
{
}

DeepAuction::~DeepAuction()
{
}

void
DeepAuction::DoDispose()
{
    m_agent.reset();
    LearnedMechanism::DoDispose();
}

std::string
DeepAuction::GetName() const
{
    return "deep";
}

bool
DeepAuction::IsReady() const
{
    return m_agent != nullptr;
}

const AgedTransform&
DeepAuction::GetTransform() const
{
    if (!m_agent)
    {
        throw std::logic_error("DeepAuction: the agent is not ready; call Prepare(), Load() or "
                               "CopyFrom() first");
    }
    return *m_agent;
}

bool
DeepAuction::TryLoad()
{
    if (m_modelFile.empty())
    {
        return false;
    }
    Load(m_modelFile);
    return true;
}

void
DeepAuction::Learn(const BidSource& source, uint64_t seed)
{
    std::function<void(const TrainingProgress&)> progress;
    if (m_showProgress)
    {
        progress = MakeProgressPrinter();
    }
    m_agent = Train(source, m_steps, seed, progress);
}

std::shared_ptr<const AgedTransform>
DeepAuction::Train(const BidSource& source,
                   uint32_t steps,
                   uint64_t seed,
                   const std::function<void(const TrainingProgress&)>& progress) const
{
    TrainingSettings settings;
    settings.shape.minAge = m_agent ? m_agent->GetShape().minAge : GetMinAge();
    settings.shape.groups = m_pieces;
    settings.shape.units = m_pieces;
    settings.bidders = m_bidders;
    settings.steps = steps;
    settings.batch = m_batch;
    settings.learningRate = m_learningRate;
    return std::make_shared<const AgedTransform>(TrainAuction(settings, source, seed, progress));
}

void
DeepAuction::Observe(Time now, double age, double ask, const std::vector<Bid>& bids)
{
    if (m_retrainInterval.IsZero() || !m_agent)
    {
        return;
    }
    const uint32_t classes = m_agent->GetShape().classes;
    m_memory.Add(age, ask, bids, classes, m_retrainMemory);
    if (now - m_lastTraining >= m_retrainInterval && m_memory.GetNew() >= m_retrainMinimum &&
        m_memory.HasAll(classes, LEAST_BIDS))
    {
        m_lastTraining = now;
        m_memory.SetMark();
        Retrain(now);
    }
}

void
DeepAuction::Retrain(Time now)
{
    RetrainingRecord record;
    record.time = now;
    std::shared_ptr<const AgedTransform> agent;
    try
    {
        std::vector<SampleAuction> auctions = m_memory.GetLearned();
        record.auctions = auctions.size();
        const RecordedSource source(std::move(auctions));
        agent = Train(source, m_retrainSteps, DrawSeed(), {});
        const BidMemory::Comparison comparison =
            m_memory.Compare(*this, *CreateObject<TransformAuction>(agent));
        record.heldOut = comparison.auctions;
        record.oldRevenue = comparison.first;
        record.newRevenue = comparison.second;
        record.replaced = comparison.second - comparison.first > CERTAINTY * comparison.error;
    }
    catch (const std::exception& error)
    {
        NS_LOG_WARN("training from the bids seen failed, the agent stays: " << error.what());
    }
    if (record.replaced)
    {
        m_agent = agent;
    }
    m_retrained(record);
}

void
DeepAuction::Save(const std::string& path) const
{
    const AgedTransform& agent = GetTransform();
    std::ofstream file(path);
    file.imbue(std::locale::classic());
    file << FILE_HEADER << '\n';
    agent.Write(file);
    file << FILE_END << '\n';
    file.close();
    if (!file)
    {
        throw std::runtime_error("agent file '" + path + "' cannot be written");
    }
}

void
DeepAuction::Load(const std::string& path)
{
    const auto fail = [&path](const std::string& message) {
        throw std::runtime_error("agent file '" + path + "': " + message);
    };
    std::ifstream file(path);
    file.imbue(std::locale::classic());
    std::string header;
    if (!file)
    {
        fail("it cannot be opened");
    }
    if (!std::getline(file, header) || header != FILE_HEADER)
    {
        fail("its first line is not '" + FILE_HEADER + "'");
    }
    try
    {
        auto agent = std::make_shared<const AgedTransform>(AgedTransform::Read(file));
        std::string end;
        std::string beyond;
        if (!(file >> end) || end != FILE_END || file >> beyond)
        {
            throw std::runtime_error("it does not end with '" + FILE_END +
                                     "' after the last parameter");
        }
        m_agent = agent;
    }
    catch (const std::runtime_error& error)
    {
        fail(error.what());
    }
}

void
DeepAuction::CopyFrom(const DeepAuction& other)
{
    other.GetTransform();
    // Agents never change once made, so copies share one.
    m_agent = other.m_agent;
}

AuctionOutcome
DeepAuction::DoDecide(double age, const std::vector<Bid>& bids) const
{
    return TransformAuction::Sell(GetTransform(), age, bids);
}

} // namespace ns3::edgelearning
