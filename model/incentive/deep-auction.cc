/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "deep-auction.h"

#include "auction-trainer.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/string.h"
#include "ns3/torch-guard.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>
#include <iostream>
#include <locale>
#include <optional>
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

/**
 * Read a list of weights.
 *
 * @param text numbers separated by commas
 * @return the numbers
 */
std::vector<double>
ParseWeights(const std::string& text)
{
    std::vector<double> weights;
    std::istringstream list(text);
    for (std::string item; std::getline(list, item, ',');)
    {
        std::istringstream number(item);
        double weight;
        NS_ABORT_MSG_UNLESS(number >> weight && (number >> std::ws).eof() && weight > 0,
                            "DeepAuction: '" << item << "' in ClassWeights '" << text
                                             << "' is not a positive number");
        weights.push_back(weight);
    }
    NS_ABORT_MSG_IF(weights.empty(), "DeepAuction: ClassWeights names no class");
    return weights;
}

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
            .SetParent<AuctionMechanism>()
            .SetGroupName("EdgeLearning")
            .AddConstructor<DeepAuction>()
            .AddAttribute("ModelFile",
                          "File of a trained agent, as written by Save(); empty to train.",
                          StringValue(""),
                          MakeStringAccessor(&DeepAuction::m_modelFile),
                          MakeStringChecker())
            .AddAttribute("MinAge",
                          "Least normalised age that is trained, in [0.001, 0.999]; a loaded agent "
                          "has its own. Fresher data are priced as data of this age.",
                          DoubleValue(0.1),
                          MakeDoubleAccessor(&DeepAuction::m_minAge),
                          MakeDoubleChecker<double>(0.001, 0.999))
            .AddAttribute("ClassWeights",
                          "Value scale of each owner class that is trained, separated by commas: "
                          "the first is class 0 in the bids.",
                          StringValue("1"),
                          MakeStringAccessor(&DeepAuction::m_classWeights),
                          MakeStringChecker())
            .AddAttribute("TrainingBidders",
                          "Bidders of a training auction, 1 to 64; the agent serves any number.",
                          UintegerValue(2),
                          MakeUintegerAccessor(&DeepAuction::m_bidders),
                          MakeUintegerChecker<uint32_t>(1, 64))
            .AddAttribute("TrainingSteps",
                          "Gradient steps at most; at least 1. Training ends earlier when the "
                          "revenue has stopped rising.",
                          UintegerValue(3000),
                          MakeUintegerAccessor(&DeepAuction::m_steps),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("BatchSize",
                          "Auctions per gradient step; at least 1.",
                          UintegerValue(2048),
                          MakeUintegerAccessor(&DeepAuction::m_batch),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("LearningRate",
                          "Initial learning rate of Adam, in (0, 1].",
                          DoubleValue(0.003),
                          MakeDoubleAccessor(&DeepAuction::m_learningRate),
                          MakeDoubleChecker<double>(1e-12, 1))
            .AddAttribute("ShowProgress",
                          "Show the progress of training on standard error.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&DeepAuction::m_showProgress),
                          MakeBooleanChecker());
    return tid;
}

DeepAuction::DeepAuction()
    : m_seed(CreateObject<UniformRandomVariable>())
{
}

DeepAuction::~DeepAuction()
{
}

void
DeepAuction::DoDispose()
{
    m_seed = nullptr;
    m_agent.reset();
    AuctionMechanism::DoDispose();
}

std::string
DeepAuction::GetName() const
{
    return "deep";
}

int64_t
DeepAuction::AssignStreams(int64_t stream)
{
    m_seed->SetStream(stream);
    return 1;
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

void
DeepAuction::Prepare()
{
    if (m_agent)
    {
        return;
    }
    try
    {
        if (!m_modelFile.empty())
        {
            Load(m_modelFile);
            return;
        }
        TrainingSettings settings;
        settings.classWeights = ParseWeights(m_classWeights);
        settings.shape.classes = static_cast<uint32_t>(settings.classWeights.size());
        settings.shape.minAge = m_minAge;
        settings.bidders = m_bidders;
        settings.steps = m_steps;
        settings.batch = m_batch;
        settings.learningRate = m_learningRate;
        std::function<void(const TrainingProgress&)> progress;
        if (m_showProgress)
        {
            progress = MakeProgressPrinter();
        }
        m_agent = std::make_shared<const AgedTransform>(
            TrainAuction(settings, TorchGuard::DrawSeed(m_seed), progress));
    }
    catch (const std::exception& error)
    {
        NS_ABORT_MSG("DeepAuction: " << error.what());
    }
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
    const AgedTransform& agent = GetTransform();
    std::vector<std::optional<MinMaxTransform>> transforms(agent.GetShape().classes);
    AuctionOutcome outcome;
    double best = 0;
    // What the winner must beat, and whether reaching it is enough.
    double level = 0;
    bool above = true;
    for (size_t i = 0; i < bids.size(); ++i)
    {
        const uint32_t ownerClass = bids[i].ownerClass;
        if (ownerClass >= transforms.size())
        {
            NS_LOG_WARN("bid of owner " << bids[i].bidder << " ignored: class " << ownerClass
                                        << " was not trained");
            continue;
        }
        auto& transform = transforms[ownerClass];
        if (!transform)
        {
            transform = agent.At(ownerClass, age);
        }
        const double value = transform->Evaluate(bids[i].amount);
        if (value > best)
        {
            // The bidder that leads so far stands first and would win a tie.
            level = best;
            above = true;
            best = value;
            outcome.winner = static_cast<int32_t>(i);
        }
        else if (value > level)
        {
            level = value;
            above = false;
        }
    }
    if (outcome.winner >= 0)
    {
        const Bid& won = bids[outcome.winner];
        outcome.price = transforms[won.ownerClass]->LeastBid(level, above, won.amount);
    }
    return outcome;
}

} // namespace ns3::edgelearning
