/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What is the age of the data worth to those who sell them? Workers with fresh data and workers
// with stale data sell to several owners over NrLite, once for each auction mechanism: second
// price, the best reserve that is blind to age, the best reserve by age, the learned auction as it
// was trained from the valuation model, and as it is trained from the bids of the first run.
//
//   cloud ---- edge servers ==== fresh and stale workers     ---- 1 Gbit/s, 5 ms   ==== NrLite
//
// Then the stale workers lie, in a market that believes them, in one that believes no claim, and
// in one that asks for a collection and stamps it. With --retrain the owners' values change
// halfway, and the agents of the edge servers stay, or train on from the bids that they see.
//
// Prints two tables: revenue by mechanism and normalised age, and what lying earns. Writes
// age-priced-market.csv (revenue by mechanism and age), lying.csv, revenue-by-age.png, lying.png
// and summary.json into the output directory, and each run's files into a directory below it.

#include "age-priced-outcome.h"
#include "fresh-and-stale.h"

#include <iostream>
#include <memory>
#include <sstream>
#include <stdexcept>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/// What the user may choose.
struct Options
{
    uint32_t workers{16};
    uint32_t edges{2};
    uint32_t owners{2};
    double duration{300};
    double stale{40};
    double lie{0};
    double change{3};
    double retrain{0};
    std::string settle{"Predicted"};
    uint32_t modelBytes{20000};
    std::string mechanisms;
    std::string output{"results/age-priced-market"};
};

/// One run of the market.
struct Setup
{
    std::string name;                      //!< as in tables and files
    std::string mechanism;                 //!< without its namespace
    uint32_t bins{0};                      //!< of a reserve by age; 0: the mechanism has none
    std::string witness{"BelievedClaims"}; //!< what edge servers hold of claims
    bool lying{false};                     //!< the stale workers do
    std::string bids{};                    //!< that the agent learns from; empty: agent.txt
    bool changing{false};                  //!< the owners' values do, halfway
    double retrain{0};                     //!< seconds between trainings; 0: the agent stays
};

Options
Parse(int argc, char* argv[])
{
    Options options;
    CommandLine cmd(__FILE__);
    cmd.AddValue("workers", "End devices; every other one has stale data", options.workers);
    cmd.AddValue("edges", "Edge servers, each with a cell", options.edges);
    cmd.AddValue("owners", "Model owners that compete", options.owners);
    cmd.AddValue("duration", "Simulated seconds under each mechanism", options.duration);
    cmd.AddValue("stale", "Seconds between two collections of a stale worker", options.stale);
    cmd.AddValue("lie", "Share, 0 to 1, of the true age that a lying worker admits", options.lie);
    cmd.AddValue("mechanisms",
                 "Further AuctionMechanisms to compare, with commas between",
                 options.mechanisms);
    cmd.AddValue("retrain",
                 "Seconds between trainings from the bids seen, where owners' values change "
                 "halfway; 0: no such runs",
                 options.retrain);
    cmd.AddValue("change", "What values are multiplied by halfway", options.change);
    cmd.AddValue("settle", "Pay by the age that was Predicted or Measured", options.settle);
    cmd.AddValue("modelBytes", "Size of a model, without values", options.modelBytes);
    cmd.AddValue("output", "Directory for CSV files, plots and summary.json", options.output);
    cmd.Parse(argc, argv);
    const bool settles = options.settle == "Predicted" || options.settle == "Measured";
    if (options.workers < 2 || options.edges == 0 || options.owners == 0 ||
        !(options.duration > 0) || !(options.stale > 0) || !(options.lie >= 0) ||
        !(options.lie <= 1) || !(options.change > 0) || !(options.retrain >= 0) || !settles)
    {
        std::ostringstream message;
        message << options.workers << " workers (at least 2), " << options.edges << " edges and "
                << options.owners << " owners (at least 1), duration " << options.duration
                << " and stale " << options.stale << " (above 0), lie " << options.lie
                << " (from 0 to 1), change " << options.change << " (above 0), retrain "
                << options.retrain << " (at least 0), settle '" << options.settle
                << "' (Predicted or Measured)";
        throw std::invalid_argument(message.str());
    }
    return options;
}

void
ConfigureLearning(EdgeLearningHelper& learning, const Setup& setup, const Options& options)
{
    ConfigureRounds(learning, options.owners, options.workers);
    learning.SetLearner("ns3::edgelearning::SyntheticLearner",
                        "ModelBytes",
                        UintegerValue(options.modelBytes));
    // Trainings outlast the selection, so that a worker is sold once a round at most.
    const double samples = 1437.0 / options.workers;
    learning.SetTrainingSpeed("ns3::UniformRandomVariable[Min=" + std::to_string(samples / 3.4) +
                              "|Max=" + std::to_string(samples / 2.3) + "]");
    learning.SetMarketAttribute("SettleOn", StringValue(options.settle));
    learning.SetWitness(setup.witness);
    const std::string& mechanism = setup.mechanism;
    if (!setup.bids.empty())
    {
        learning.SetMechanism(mechanism, "BidFile", StringValue(setup.bids));
    }
    else if (setup.mechanism == "DeepAuction")
    {
        learning.SetMechanism(mechanism,
                              "ModelFile",
                              StringValue(options.output + "/agent.txt"),
                              "RetrainInterval",
                              TimeValue(Seconds(setup.retrain)),
                              "RetrainMinimum",
                              UintegerValue(100),
                              "RetrainMemory",
                              UintegerValue(500));
    }
    else if (setup.bins > 0)
    {
        learning.SetMechanism(mechanism,
                              "AgeBins",
                              UintegerValue(setup.bins),
                              "SampleBidders",
                              UintegerValue(options.owners));
    }
    else
    {
        learning.SetMechanism(mechanism);
    }
}

/// Let the stale workers lie.
void
Lie(const ApplicationContainer& apps, uint32_t firstWorker, double factor)
{
    for (auto app = apps.Begin(); app != apps.End(); ++app)
    {
        Ptr<Worker> worker = DynamicCast<Worker>(*app);
        if (worker && IsStale(worker->GetNode()->GetId(), firstWorker))
        {
            worker->SetAttribute(
                "AgeReport",
                PointerValue(
                    CreateObjectWithAttributes<UnderstatedAge>("Factor", DoubleValue(factor))));
        }
    }
}

/// Halfway, multiply what data are worth to the owners.
void
ChangeValues(const ApplicationContainer& apps, const Options& options)
{
    for (auto app = apps.Begin(); app != apps.End(); ++app)
    {
        if (Ptr<ModelOwner> owner = DynamicCast<ModelOwner>(*app))
        {
            Simulator::Schedule(Seconds(options.duration / 2), [owner, change = options.change] {
                owner->SetAttribute("Weight", DoubleValue(change));
            });
        }
    }
}

Outcome
RunMarket(const Setup& setup, const Options& options)
{
    Outcome outcome;
    outcome.name = setup.name;
    outcome.half = Seconds(options.duration / 2);
    FreshAndStaleRun run;
    run.name = setup.name;
    run.output = options.output;
    run.workers = options.workers;
    run.edges = options.edges;
    run.duration = options.duration;
    run.stale = options.stale;
    run.onRequest = setup.witness == "AttestedCollections";
    run.configure = [&](EdgeLearningHelper& learning) {
        ConfigureLearning(learning, setup, options);
    };
    std::unique_ptr<Observer> observer;
    run.prepare = [&](const ApplicationContainer& apps, uint32_t firstWorker) {
        if (setup.lying)
        {
            Lie(apps, firstWorker, options.lie);
        }
        if (setup.changing)
        {
            ChangeValues(apps, options);
        }
        observer = std::make_unique<Observer>(apps, firstWorker, outcome);
    };
    RunFreshAndStale(run);
    return outcome;
}

/// Train the agent once; all runs load it.
void
TrainAgent(const Options& options)
{
    SystemPath::MakeDirectories(options.output);
    Ptr<DeepAuction> agent = CreateObject<DeepAuction>();
    agent->AssignStreams(1);
    agent->Prepare();
    agent->Save(options.output + "/agent.txt");
}

void
Run(int argc, char* argv[])
{
    const Options options = Parse(argc, argv);
    TrainAgent(options);
    std::vector<Outcome> priced;
    for (const Setup& setup : {Setup{"second-price", "SecondPriceAuction"},
                               Setup{"blind-reserve", "AgeReserveAuction", 1},
                               Setup{"reserve-by-age", "AgeReserveAuction", 32},
                               Setup{"learned", "DeepAuction"},
                               Setup{"from-bids",
                                     "DeepAuction",
                                     0,
                                     "BelievedClaims",
                                     false,
                                     options.output + "/second-price/bids.csv"}})
    {
        priced.push_back(RunMarket(setup, options));
    }
    std::vector<Outcome> lied{priced[3]};
    std::istringstream further(options.mechanisms);
    for (std::string name; std::getline(further, name, ',');)
    {
        priced.push_back(RunMarket({name, name}, options));
    }
    lied[0].name = "honest";
    for (const Setup& setup :
         {Setup{"lying-believed", "DeepAuction", 0, "BelievedClaims", true},
          Setup{"lying-bounded", "DeepAuction", 0, "BoundedClaims", true},
          Setup{"lying-attested", "DeepAuction", 0, "AttestedCollections", true},
          Setup{"honest-attested", "DeepAuction", 0, "AttestedCollections", false}})
    {
        lied.push_back(RunMarket(setup, options));
    }
    std::vector<Outcome> changed;
    // The one that never comes to it draws the same random numbers.
    for (double retrain : {1e9, options.retrain})
    {
        const std::string name = retrain == 1e9 ? "changed-once" : "changed-retrained";
        if (options.retrain > 0)
        {
            changed.push_back(
                RunMarket(Setup{name, "DeepAuction", 0, "BelievedClaims", false, "", true, retrain},
                          options));
        }
    }
    ReportMechanisms(priced, options.output);
    ReportLying(lied, options.output);
    ReportChange(changed);
    priced.insert(priced.end(), lied.begin() + 1, lied.end());
    priced.insert(priced.end(), changed.begin(), changed.end());
    WriteSummary(priced, options.output);
    std::cout << "\nresults are in " << options.output << std::endl;
}

} // namespace

int
main(int argc, char* argv[])
{
    return RunExample("age-priced-market", Run, argc, argv);
}
