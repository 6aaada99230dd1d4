/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "relay-scenario.h"

#include "ns3/ipv4.h"

#include <cstdlib>
#include <set>

namespace ns3::edgelearning::test
{

namespace
{

constexpr double LAST_FAULT = 60;   //!< seconds
constexpr double LONGEST_REST = 15; //!< seconds that somebody is down at most

/// @return how many markets to try; utils/fault-runs.sh asks for many
uint32_t
GetRuns()
{
    const char* runs = std::getenv("EDGE_LEARNING_FAULT_RUNS");
    return runs ? std::strtoul(runs, nullptr, 10) : 12;
}

} // namespace

/**
 * Markets of any shape in which anything breaks down at any time, several things at a time. What
 * must hold is what no fault excuses.
 */
class RandomFaultTest : public RelayScenario, public ::testing::WithParamInterface<uint32_t>
{
  protected:
    RandomFaultTest()
        : m_random(CreateObject<UniformRandomVariable>())
    {
        m_random->SetStream(GetParam());
    }

    uint32_t Draw(uint32_t least, uint32_t most)
    {
        return m_random->GetInteger(least, most);
    }

    double DrawTime(double least, double most)
    {
        return m_random->GetValue(least, most);
    }

    void Configure(bool relayed)
    {
        static const char* policies[] = {"SynchronousPolicy",
                                         "AsynchronousPolicy",
                                         "BufferedPolicy"};
        const bool aggregates = relayed && Draw(0, 1) == 1;
        const uint32_t policy = aggregates ? 0 : Draw(0, 2);
        m_owners = Draw(1, 3);
        learning.SetCompute("Rate", "ns3::UniformRandomVariable[Min=5e4|Max=1e6]");
        learning.SetWorkerAttribute("StallTimeout", TimeValue(Seconds(2)));
        learning.SetRelayAttribute("Aggregate", BooleanValue(aggregates));
        learning.SetRoundPolicy(std::string("ns3::edgelearning::") + policies[policy]);
        learning.SetOwners(m_owners,
                           "Demand",
                           UintegerValue(Draw(1, 4)),
                           "Rounds",
                           UintegerValue(4),
                           "EdgeRounds",
                           UintegerValue(policy == 0 ? Draw(1, 3) : 1),
                           "Deadline",
                           TimeValue(Seconds(7)));
        learning.SetMechanism(Draw(0, 1) == 0 ? "" : "ns3::edgelearning::SecondPriceAuction");
        if (Draw(0, 1) == 1)
        {
            learning.SetAvailability("ns3::edgelearning::OnOffAvailabilityModel",
                                     "OnTime",
                                     StringValue("ns3::ExponentialRandomVariable[Mean=20]"),
                                     "OffTime",
                                     StringValue("ns3::ExponentialRandomVariable[Mean=5]"));
        }
        ConfigureAges();
    }

    /// When data are collected, what is believed of it, and by which age is paid.
    void ConfigureAges()
    {
        static const char* processes[] = {"PeriodicCollection",
                                          "PoissonCollection",
                                          "RequestedCollection"};
        static const char* witnesses[] = {"BelievedClaims", "BoundedClaims", "AttestedCollections"};
        const std::string prefix = "ns3::edgelearning::";
        learning.SetCollectionProcess(prefix + processes[Draw(0, 2)]);
        learning.SetWitness(prefix + witnesses[Draw(0, 2)]);
        learning.SetMarketAttribute("SettleOn",
                                    StringValue(Draw(0, 1) == 0 ? "Predicted" : "Measured"));
    }

    void InstallAnything()
    {
        const uint32_t kind = Draw(0, 4);
        const uint32_t workers = Draw(2, 8);
        Configure(kind >= 2);
        switch (kind)
        {
        case 0:
        case 1:
            CreateNodes(Draw(1, 3), workers);
            Install(kind == 0 ? "p2p" : "nr-lite-bulk");
            break;
        case 2:
            CreateClusters(Draw(1, 3), workers);
            InstallWires();
            break;
        case 3:
            CreateClusters(Draw(1, 2), workers);
            InstallSidelink();
            break;
        case 4:
            CreateClusters(Draw(1, 2), workers);
            InstallBulkSidelink();
            break;
        }
    }

    /// Watch that every ticket is selected, dropped and paid at most once.
    void Watch()
    {
        for (const Ptr<ModelOwner>& owner : Get<ModelOwner>())
        {
            owner->TraceConnectWithoutContext(
                "Selected",
                Callback<void, const SelectionRecord&>([this](const SelectionRecord& record) {
                    EXPECT_TRUE(m_selected.insert(record.ticket).second);
                }));
        }
        Get<ClearingHouse>()[0]->TraceConnectWithoutContext(
            "Lease",
            Callback<void, const LeaseBook::Lease&>([this](const LeaseBook::Lease& lease) {
                if (lease.HasEnded())
                {
                    EXPECT_TRUE(m_ended.insert(lease.ticket).second);
                    m_settled += lease.state == LeaseBook::State::SETTLED ? 1 : 0;
                }
            }));
        for (const Ptr<Worker>& worker : Get<Worker>())
        {
            worker->TraceConnectWithoutContext(
                "State",
                Callback<void, const std::string&>(
                    [this, id = worker->GetId()](const std::string& state) {
                        m_states[id] = state;
                    }));
        }
    }

    /// Let one thing break down, and usually come back.
    void AddFault()
    {
        const double from = DrawTime(0.5, LAST_FAULT);
        const double to = from + DrawTime(0.1, LONGEST_REST);
        if (Draw(0, 4) == 0)
        {
            Ptr<Ipv4> ip = cloud.Get(0)->GetObject<Ipv4>();
            const uint32_t link = Draw(1, ip->GetNInterfaces() - 1);
            Simulator::Schedule(Seconds(from), [ip, link] { ip->SetDown(link); });
            Simulator::Schedule(Seconds(to), [ip, link] { ip->SetUp(link); });
            return;
        }
        auto victim = DynamicCast<MessageApplication>(apps.Get(Draw(0, apps.GetN() - 1)));
        Simulator::Schedule(Seconds(from), &MessageApplication::Fail, victim);
        const Role role = victim->GetRole();
        const bool needed = role == Role::OWNER || role == Role::CLEARING_HOUSE ||
                            victim->GetNode() == edges.Get(0);
        if (needed || Draw(0, 9) > 0)
        {
            Simulator::Schedule(Seconds(to), &MessageApplication::Restart, victim);
        }
    }

    void ExpectTheLaws()
    {
        ExpectConservation();
        // Nobody waits for ever.
        EXPECT_EQ(ownerRounds.size(), 4U * m_owners);
        for (const auto& [worker, state] : m_states)
        {
            EXPECT_TRUE(state != "fetching" && state != "training" && state != "uploading")
                << "worker " << worker << " is " << state;
        }
        // Every participation has one outcome.
        std::set<Ticket> dropped;
        for (const DropRecord& drop : drops)
        {
            EXPECT_TRUE(dropped.insert(drop.ticket).second);
        }
        EXPECT_EQ(m_selected.size(), CountAggregated() + drops.size());
        // Nobody is paid twice, and no money is left lying.
        EXPECT_EQ(payments.size(), m_settled);
        for (OwnerId owner = 0; owner < m_owners; ++owner)
        {
            EXPECT_EQ(Get<ClearingHouse>()[0]->GetLedger()->GetEscrowed(owner), 0);
        }
    }

  private:
    Ptr<UniformRandomVariable> m_random;
    uint32_t m_owners{0};
    std::set<Ticket> m_selected;
    std::set<Ticket> m_ended;
    uint32_t m_settled{0};
    std::map<uint32_t, std::string> m_states;
};

TEST_P(RandomFaultTest, LawsHold)
{
    InstallAnything();
    Watch();
    const uint32_t faults = Draw(1, 8);
    for (uint32_t i = 0; i < faults; ++i)
    {
        AddFault();
    }
    Run(400);
    ExpectTheLaws();
}

INSTANTIATE_TEST_SUITE_P(Runs, RandomFaultTest, ::testing::Range(1U, 1 + GetRuns()));

} // namespace ns3::edgelearning::test
