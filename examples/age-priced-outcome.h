/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_AGE_PRICED_OUTCOME_H
#define EDGE_LEARNING_AGE_PRICED_OUTCOME_H

#include "fresh-and-stale.h"

#include <algorithm>
#include <array>
#include <deque>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup edge-learning
 * What the runs of age-priced-market come to: adding it up, tables, files and plots.
 */

namespace ns3::edgelearning
{

constexpr uint32_t BINS = 5; //!< of the normalised age

/// What came out of it.
struct Outcome
{
    /// Of the ages in a bin.
    struct Bin
    {
        uint32_t auctions{0}; //!< by the age at which they were held
        double age{0};        //!< sum of these ages, normalised
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
    Time half;                    //!< middle of the run
    uint32_t lateAuctions{0};     //!< after it
    double lateRevenue{0};        //!< prices in these
    uint32_t trainings{0};        //!< during the run
    uint32_t replacements{0};     //!< of the agent, by these
    std::array<Bin, BINS> bins{}; //!< of the normalised age

    /// @return mean revenue of an auction
    double GetMean() const
    {
        return revenue / std::max(1U, auctions);
    }
};

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
                PointerValue mechanism;
                edge->GetMarket()->GetAttribute("Mechanism", mechanism);
                mechanism.Get<AuctionMechanism>()->TraceConnectWithoutContext(
                    "Retrained", // of no effect where there is no such source
                    MakeCallback(&Observer::Retrained, this));
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
        bin.age += record.normalisedAge;
        bin.revenue += record.price;
        m_outcome.revenue += record.price;
        if (Simulator::Now() > m_outcome.half)
        {
            m_outcome.lateAuctions += 1;
            m_outcome.lateRevenue += record.price;
        }
    }

    void Retrained(const RetrainingRecord& record)
    {
        m_outcome.trainings += 1;
        m_outcome.replacements += record.replaced ? 1 : 0;
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

inline void
ReportMechanisms(const std::vector<Outcome>& outcomes, const std::string& output)
{
    ResultFile csv(output + "/age-priced-market.csv",
                   "mechanism,age_from,age_to,auctions,revenue,updates,paid");
    csv.Begin();
    CurvePlot plot("Revenue against the age of the data",
                   "normalised age of information: mean of each fifth",
                   "mean revenue of an auction",
                   "set yrange [0:*]\nset xrange [0:1]");
    plot.SetStyle(Gnuplot2dDataset::LINES_POINTS, "lw 2 pt 7");
    std::cout << std::left << std::setw(16) << "mechanism" << std::right
              << " auctions  sales   paid  per auction";
    for (uint32_t i = 0; i < BINS; ++i)
    {
        std::cout << "   A<" << std::fixed << std::setprecision(1) << (i + 1.0) / BINS;
    }
    std::cout << "\n";
    for (const Outcome& outcome : outcomes)
    {
        std::cout << std::left << std::setw(16) << outcome.name << std::right << std::setw(9)
                  << outcome.auctions << std::setw(7) << outcome.sales << std::setprecision(0)
                  << std::setw(7) << outcome.paid << std::setprecision(3) << std::setw(13)
                  << outcome.GetMean();
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
                plot.Add(outcome.name, bin.age / bin.auctions, mean);
            }
        }
        std::cout << "\n";
    }
    csv.Finish();
    plot.DrawOrWarn(output, "revenue-by-age");
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

inline void
ReportLying(const std::vector<Outcome>& outcomes, const std::string& output)
{
    ResultFile csv(output + "/lying.csv", "market,paid_stale,paid_fresh");
    csv.Begin();
    std::ostringstream extra;
    extra << "set yrange [0:*]\nset grid noxtics\nset xrange [-0.5:" << outcomes.size() - 0.5
          << "]";
    for (std::size_t i = 0; i < outcomes.size(); ++i)
    {
        extra << (i == 0 ? "\nset xtics (" : ", ") << "'" << outcomes[i].name << "' " << i;
    }
    CurvePlot plot("What workers earn", "market", "paid in all", extra.str() + ")");
    plot.SetStyle(Gnuplot2dDataset::IMPULSES, "lw 18");
    std::cout << "\n"
              << std::left << std::setw(20) << "market" << std::right
              << "  stale workers  fresh workers\n"
              << std::setprecision(0);
    for (std::size_t i = 0; i < outcomes.size(); ++i)
    {
        const Outcome& outcome = outcomes[i];
        const double fresh = outcome.paid - outcome.stale;
        std::cout << std::left << std::setw(20) << outcome.name << std::right << std::setw(15)
                  << outcome.stale << std::setw(15) << fresh << "\n";
        csv.Line(outcome.name, outcome.stale, fresh);
        plot.Add("workers with stale data", i - 0.1, outcome.stale);
        plot.Add("workers with fresh data", i + 0.1, fresh);
    }
    csv.Finish();
    plot.DrawOrWarn(output, "lying");
}

inline void
ReportChange(const std::vector<Outcome>& outcomes)
{
    std::cout << (outcomes.empty() ? "" : "\nvalues change halfway   per auction, before    after")
              << (outcomes.empty() ? "" : "  trainings  replaced\n") << std::setprecision(3);
    for (const Outcome& outcome : outcomes)
    {
        const double before = outcome.revenue - outcome.lateRevenue;
        std::cout << std::left << std::setw(24) << outcome.name << std::right << std::setw(20)
                  << before / std::max(1U, outcome.auctions - outcome.lateAuctions) << std::setw(9)
                  << outcome.lateRevenue / std::max(1U, outcome.lateAuctions) << std::setw(11)
                  << outcome.trainings << std::setw(10) << outcome.replacements << "\n";
    }
}

inline void
WriteSummary(const std::vector<Outcome>& outcomes, const std::string& output)
{
    ResultFile summary(output + "/summary.json");
    summary.Begin();
    std::ostringstream json;
    json << std::setprecision(17);
    for (const Outcome& outcome : outcomes)
    {
        json << (json.tellp() == 0 ? "{\n" : ",\n") << "  \"" << outcome.name
             << "\": {\"auctions\": " << outcome.auctions << ", \"sales\": " << outcome.sales
             << ", \"paid\": " << outcome.paid << ", \"paid_to_stale\": " << outcome.stale
             << ", \"late_per_auction\": "
             << outcome.lateRevenue / std::max(1U, outcome.lateAuctions)
             << ", \"replacements\": " << outcome.replacements << "}";
    }
    summary.Line(json.str() + "\n}");
    summary.Finish();
}

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_AGE_PRICED_OUTCOME_H */
