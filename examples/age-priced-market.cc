/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What is the age of the data worth to those who sell them? Workers with fresh data and workers
// with stale data sell to several owners over NrLite, once for each auction mechanism: second
// price, the best reserve that is blind to age, the best reserve by age, and the learned auction.
//
//   cloud ---- edge servers ==== fresh and stale workers     ---- 1 Gbit/s, 5 ms   ==== NrLite
//
// Then the stale workers lie, in a market that believes them, in one that believes no claim, and
// in one that asks for a collection and stamps it.
//
// Prints two tables: revenue by mechanism and normalised age, and what lying earns. Writes
// age-priced-market.csv (revenue by mechanism and age), lying.csv, revenue-by-age.png, lying.png
// and summary.json into the output directory, and each run's files into a directory below it.

#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/mobility-module.h"
#include "ns3/network-module.h"
#include "ns3/stats-module.h"

#include <array>
#include <cmath>
#include <deque>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr uint32_t BINS = 5; //!< of the normalised age

/// What the user may choose.
struct Options
{
    uint32_t workers{16};
    uint32_t edges{2};
    uint32_t owners{2};
    double duration{300};
    double stale{40};
    double lie{0};
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
};

/// What came out of it.
struct Outcome
{
    /// Of the ages in a bin.
    struct Bin
    {
        uint32_t auctions{0}; //!< by the age at which they were held
        double revenue{0};    //!< prices in them
        uint32_t updates{0};  //!< by the age that was measured when they arrived
        double paid{0};       //!< for these
    };

    std::string name;             //!< of the setup
    uint32_t auctions{0};         //!< with a bidder
    uint32_t sales{0};            //!< of these
    double paid{0};               //!< to all workers
    double stale{0};              //!< of this, to those with stale data
    double revenue{0};            //!< prices in all auctions
    std::array<Bin, BINS> bins{}; //!< of the normalised age

    /// @return mean revenue of an auction
    double GetMean() const
    {
        return revenue / std::max(1U, auctions);
    }
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
    cmd.AddValue("settle", "Pay by the age that was Predicted or Measured", options.settle);
    cmd.AddValue("modelBytes", "Size of a model, without values", options.modelBytes);
    cmd.AddValue("output", "Directory for CSV files, plots and summary.json", options.output);
    cmd.Parse(argc, argv);
    const bool settles = options.settle == "Predicted" || options.settle == "Measured";
    if (options.workers < 2 || options.edges == 0 || options.owners == 0 ||
        !(options.duration > 0) || !(options.stale > 0) || !(options.lie >= 0) ||
        !(options.lie <= 1) || !settles)
    {
        std::ostringstream message;
        message << options.workers << " workers (at least 2), " << options.edges << " edges and "
                << options.owners << " owners (at least 1), duration " << options.duration
                << " and stale " << options.stale << " (above 0), lie " << options.lie
                << " (from 0 to 1), settle '" << options.settle << "' (Predicted or Measured)";
        throw std::invalid_argument(message.str());
    }
    return options;
}

/// Edge servers 300 m apart on a line, 25 m high; workers at random around them.
void
PlaceNodes(const NodeContainer& cloud, const NodeContainer& edges, const NodeContainer& devices)
{
    Ptr<UniformRandomVariable> random = CreateObject<UniformRandomVariable>();
    random->SetStream(1);
    Ptr<ListPositionAllocator> positions = CreateObject<ListPositionAllocator>();
    positions->Add(Vector(0, 1000, 0));
    for (uint32_t i = 0; i < edges.GetN(); ++i)
    {
        positions->Add(Vector(300.0 * i, 0, 25));
    }
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        const double radius = 120 * std::sqrt(0.01 + 0.99 * random->GetValue());
        const double angle = 2 * M_PI * random->GetValue();
        const double centre = 300.0 * (i / 2 % edges.GetN());
        positions->Add(Vector(centre + radius * std::cos(angle), radius * std::sin(angle), 1.5));
    }
    MobilityHelper mobility;
    mobility.SetPositionAllocator(positions);
    mobility.Install(NodeContainer(cloud, edges, devices));
}

void
ConfigureLearning(EdgeLearningHelper& learning, const Setup& setup, const Options& options)
{
    learning.SetFirstStream(10000);
    learning.SetLearner("ns3::edgelearning::SyntheticLearner",
                        "ModelBytes",
                        UintegerValue(options.modelBytes));
    // Trainings outlast the selection, so that a worker is sold once a round at most.
    const double samples = 1437.0 / options.workers;
    learning.SetTrainingSpeed("ns3::UniformRandomVariable[Min=" + std::to_string(samples / 3.4) +
                              "|Max=" + std::to_string(samples / 2.3) + "]");
    learning.SetAoiAttribute("MaxAge", TimeValue(Seconds(30)));
    learning.SetMarketAttribute("SettleOn", StringValue(options.settle));
    learning.SetWitness("ns3::edgelearning::" + setup.witness);
    learning.SetOwners(options.owners,
                       "Demand",
                       UintegerValue(options.workers),
                       "Budget",
                       DoubleValue(1e6),
                       "StartDelay",
                       TimeValue(Seconds(4)),
                       "RoundPeriod",
                       TimeValue(Seconds(6)),
                       "Deadline",
                       TimeValue(Seconds(5.5)));
    const std::string& mechanism = setup.mechanism;
    if (setup.mechanism == "DeepAuction")
    {
        learning.SetMechanism(mechanism, "ModelFile", StringValue(options.output + "/agent.txt"));
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

/// Every other worker collects each 4 s, the others seldom; with attestation all when asked.
void
ConfigureWorkers(const ApplicationContainer& apps, const Setup& setup, const Options& options)
{
    Ptr<UniformRandomVariable> random = CreateObject<UniformRandomVariable>();
    random->SetStream(2);
    uint32_t count = 0;
    for (auto app = apps.Begin(); app != apps.End(); ++app)
    {
        Ptr<Worker> worker = DynamicCast<Worker>(*app);
        if (!worker)
        {
            continue;
        }
        const bool stale = count++ % 2 == 1;
        const double period = stale ? options.stale : 4;
        worker->SetAttribute("InitialAge", TimeValue(Seconds(period * random->GetValue())));
        worker->SetAttribute("CollectionPeriod", TimeValue(Seconds(period)));
        if (setup.witness == "AttestedCollections")
        {
            worker->SetAttribute("Collection", PointerValue(CreateObject<RequestedCollection>()));
        }
        if (stale && setup.lying)
        {
            Ptr<UnderstatedAge> report = CreateObject<UnderstatedAge>();
            report->SetAttribute("Factor", DoubleValue(options.lie));
            worker->SetAttribute("AgeReport", PointerValue(report));
        }
    }
}

/// Adds up what the trace sources of a run say.
class Observer
{
  public:
    Observer(const ApplicationContainer& apps, uint32_t firstWorker, Outcome& outcome)
        : m_firstWorker(firstWorker),
          m_outcome(outcome)
    {
        for (auto app = apps.Begin(); app != apps.End(); ++app)
        {
            if (Ptr<EdgeServer> edge = DynamicCast<EdgeServer>(*app))
            {
                m_tracker = edge->GetMarket()->GetAoiTracker();
                edge->TraceConnectWithoutContext("Age", MakeCallback(&Observer::Arrived, this));
                edge->GetMarket()->TraceConnectWithoutContext(
                    "Auction",
                    MakeCallback(&Observer::Decided, this));
            }
            else if (DynamicCast<ClearingHouse>(*app))
            {
                (*app)->TraceConnectWithoutContext("Payment", MakeCallback(&Observer::Paid, this));
            }
        }
    }

  private:
    static uint32_t BinOf(double age)
    {
        return std::min(BINS - 1, static_cast<uint32_t>(age * BINS));
    }

    void Decided(const AuctionRecord& record)
    {
        Outcome::Bin& bin = m_outcome.bins[BinOf(record.normalisedAge)];
        m_outcome.auctions += 1;
        m_outcome.sales += record.winner ? 1 : 0;
        bin.auctions += 1;
        bin.revenue += record.price;
        m_outcome.revenue += record.price;
    }

    void Arrived(const AgeRecord& record)
    {
        m_arrived[{record.worker, record.owner}].push_back(m_tracker->Normalise(record.measured));
    }

    void Paid(const PaymentRecord& record)
    {
        m_outcome.paid += record.amount;
        m_outcome.stale += (record.worker - m_firstWorker) % 2 == 1 ? record.amount : 0;
        std::deque<double>& ages = m_arrived[{record.worker, record.owner}];
        if (!ages.empty()) // Payments come in the order of the updates.
        {
            Outcome::Bin& bin = m_outcome.bins[BinOf(ages.front())];
            bin.updates += 1;
            bin.paid += record.amount;
            ages.pop_front();
        }
    }

    uint32_t m_firstWorker;    //!< node id
    Outcome& m_outcome;        //!< where it goes
    Ptr<AoiTracker> m_tracker; //!< any: they normalise alike
    std::map<std::pair<uint32_t, OwnerId>, std::deque<double>> m_arrived; //!< ages not yet paid
};

Outcome
RunMarket(const Setup& setup, const Options& options)
{
    std::cerr << setup.name << std::endl;
    Outcome outcome;
    outcome.name = setup.name;
    NodeContainer cloud(1);
    NodeContainer edges(options.edges);
    NodeContainer devices(options.workers);
    PlaceNodes(cloud, edges, devices);
    EdgeTopologyHelper topology("nr-lite");
    NetDeviceContainer access = topology.Install(cloud, edges, devices);
    NrLiteHelper().AssignStreams(access, 100); // the same channel in each run
    EdgeLearningHelper learning;
    ConfigureLearning(learning, setup, options);
    learning.SetLocator(topology.GetLocator());
    learning.SetWorkerAttribute("StartTime", TimeValue(topology.GetStartTime()));
    ApplicationContainer apps = learning.Install(cloud, edges, devices);
    ConfigureWorkers(apps, setup, options);
    EdgeLearningTraceHelper traces(options.output + "/" + setup.name);
    traces.Enable(apps);
    Observer observer(apps, devices.Get(0)->GetId(), outcome);
    ShowProgress progress(Seconds(10), std::cerr);
    Simulator::Stop(Seconds(options.duration));
    Simulator::Run();
    traces.Finish();
    Simulator::Destroy();
    return outcome;
}

/// Let gnuplot draw, or say that it did not.
void
Draw(Gnuplot& plot, const Options& options, const std::string& name)
{
    DrawPlotOrWarn(plot, options.output, name);
}

void
ReportMechanisms(const std::vector<Outcome>& outcomes, const Options& options)
{
    ResultFile csv(options.output + "/age-priced-market.csv",
                   "mechanism,age_from,age_to,auctions,revenue,updates,paid");
    csv.Begin();
    Gnuplot plot("revenue-by-age.png", "Revenue against the age of the data");
    plot.SetLegend("normalised age of information", "mean revenue of an auction");
    plot.AppendExtra("set grid\nset yrange [0:*]\nset xrange [0:1]");
    std::cout << std::left << std::setw(24) << "mechanism" << std::right
              << " auctions  sales   paid  per auction";
    for (uint32_t i = 0; i < BINS; ++i)
    {
        std::cout << "   A<" << std::fixed << std::setprecision(1) << (i + 1.0) / BINS;
    }
    std::cout << "\n";
    for (const Outcome& outcome : outcomes)
    {
        std::cout << std::left << std::setw(24) << outcome.name << std::right << std::setw(9)
                  << outcome.auctions << std::setw(7) << outcome.sales << std::setprecision(0)
                  << std::setw(7) << outcome.paid << std::setprecision(3) << std::setw(13)
                  << outcome.GetMean();
        Gnuplot2dDataset curve(outcome.name);
        curve.SetStyle(Gnuplot2dDataset::LINES_POINTS);
        curve.SetExtra("lw 2 pt 7");
        for (uint32_t i = 0; i < BINS; ++i)
        {
            const Outcome::Bin& bin = outcome.bins[i];
            const double mean = bin.revenue / std::max(1U, bin.auctions);
            std::cout << std::setw(8) << mean;
            csv.Line(outcome.name,
                     static_cast<double>(i) / BINS,
                     (i + 1.0) / BINS,
                     bin.auctions,
                     bin.revenue,
                     bin.updates,
                     bin.paid);
            if (bin.auctions > 0)
            {
                curve.Add((i + 0.5) / BINS, mean);
            }
        }
        std::cout << "\n";
        plot.AddDataset(curve);
    }
    csv.Finish();
    Draw(plot, options, "revenue-by-age");
    const auto gain = [&outcomes](auto figure) {
        return 100 * (figure(outcomes[3]) / figure(outcomes[1]) - 1);
    };
    std::cout
        << std::setprecision(1)
        << "against the best reserve that is blind to age, conditioning the price on it earns "
        << std::showpos << gain([](const Outcome& outcome) { return outcome.GetMean(); })
        << " percent per auction and " << gain([](const Outcome& o) { return o.paid; })
        << " percent in all\n"
        << std::noshowpos;
}

void
ReportLying(const std::vector<Outcome>& outcomes, const Options& options)
{
    ResultFile csv(options.output + "/lying.csv", "market,paid_stale,paid_fresh");
    csv.Begin();
    Gnuplot plot("lying.png", "What workers with stale data earn");
    plot.AppendExtra("set ylabel 'paid to all of them'\nset yrange [0:*]\nset grid y\nunset key");
    Gnuplot2dDataset bars("stale");
    bars.SetStyle(Gnuplot2dDataset::IMPULSES);
    bars.SetExtra("lw 60");
    std::ostringstream names;
    std::cout << "\n"
              << std::left << std::setw(20) << "market" << std::right
              << "  stale workers  fresh workers\n"
              << std::setprecision(0);
    for (std::size_t i = 0; i < outcomes.size(); ++i)
    {
        const Outcome& outcome = outcomes[i];
        std::cout << std::left << std::setw(20) << outcome.name << std::right << std::setw(15)
                  << outcome.stale << std::setw(15) << outcome.paid - outcome.stale << "\n";
        csv.Line(outcome.name, outcome.stale, outcome.paid - outcome.stale);
        bars.Add(static_cast<double>(i), outcome.stale);
        names << (i == 0 ? "set xtics (" : ", ") << "'" << outcome.name << "' " << i;
    }
    plot.AppendExtra(names.str() + ")\nset xrange [-0.6:" + std::to_string(outcomes.size()) + "]");
    plot.AddDataset(bars);
    csv.Finish();
    Draw(plot, options, "lying");
}

void
WriteSummary(const std::vector<Outcome>& outcomes, const Options& options)
{
    ResultFile summary(options.output + "/summary.json");
    summary.Begin();
    std::ostringstream json;
    json << std::setprecision(17);
    for (const Outcome& outcome : outcomes)
    {
        json << (json.tellp() == 0 ? "{\n" : ",\n") << "  \"" << outcome.name
             << "\": {\"auctions\": " << outcome.auctions << ", \"sales\": " << outcome.sales
             << ", \"paid\": " << outcome.paid << ", \"paid_to_stale\": " << outcome.stale << "}";
    }
    summary.Line(json.str() + "\n}");
    summary.Finish();
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
                               Setup{"learned", "DeepAuction"}})
    {
        priced.push_back(RunMarket(setup, options));
    }
    std::vector<Outcome> lied{priced.back()};
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
    ReportMechanisms(priced, options);
    ReportLying(lied, options);
    priced.insert(priced.end(), lied.begin() + 1, lied.end());
    WriteSummary(priced, options);
    std::cout << "\nresults are in " << options.output << std::endl;
}

} // namespace

int
main(int argc, char* argv[])
{
    try
    {
        Run(argc, argv);
    }
    catch (const std::exception& error)
    {
        std::cerr << "age-priced-market: " << error.what() << std::endl;
        return 1;
    }
    return 0;
}
