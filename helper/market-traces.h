/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_MARKET_TRACES_H
#define EDGE_LEARNING_MARKET_TRACES_H

#include "result-file.h"
#include "run-state.h"

#include "ns3/edge-server.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ns3::edgelearning
{

struct RetrainingRecord;

/**
 * @ingroup edge-learning
 * The files about the market: auctions.csv, bids.csv, retrainings.csv, revenue.csv and aoi.csv.
 *
 * It puts the truth about the workers' data beside what the market holds of them. All bids are in
 * bids.csv in the form that RecordedSource reads; that is what the edge servers know.
 */
class MarketTraces : public SimpleRefCount<MarketTraces>
{
  public:
    /**
     * @brief Plan the files.
     * @param directory where
     * @param state of the run
     */
    MarketTraces(const std::string& directory, Ptr<RunState> state);

    /// @return the files
    std::vector<ResultFile*> GetTables();

    /// @param edge an edge server, whose market is watched
    void ConnectEdge(Ptr<EdgeServer> edge);

    /// @param worker a worker, which knows the truth
    void ConnectWorker(Ptr<Application> worker);

    /// @param house the clearing house
    void ConnectHouse(Ptr<Application> house);

  private:
    void OfferMade(const OfferRecord& record);
    void AuctionDecided(const AuctionRecord& record);
    void PaymentMade(const PaymentRecord& record);
    void AgeMeasured(const AgeRecord& record);
    void Retrained(uint32_t edge, const RetrainingRecord& record);
    void WriteBids(const AuctionRecord& record);
    Time GetTruth(uint32_t worker, uint32_t offer, Time claimed) const;

    Ptr<RunState> m_state;      //!< of the run
    ResultFile m_auctions;      //!< auctions.csv
    ResultFile m_bids;          //!< bids.csv
    ResultFile m_retrainings;   //!< retrainings.csv
    ResultFile m_revenue;       //!< revenue.csv
    ResultFile m_ages;          //!< aoi.csv
    uint64_t m_auctionCount{0}; //!< in bids.csv, of all edge servers

    /// When the offered data were collected, by worker and number of the offer.
    std::map<std::pair<uint32_t, uint32_t>, Time> m_collected;

    /// The last offer that a worker sold to an owner, and when its data were collected.
    std::map<std::pair<uint32_t, OwnerId>, std::pair<uint32_t, Time>> m_sold;
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_MARKET_TRACES_H */
