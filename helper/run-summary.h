/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_RUN_SUMMARY_H
#define EDGE_LEARNING_RUN_SUMMARY_H

#include "ns3/trace-records.h"

#include <map>
#include <optional>
#include <ostream>
#include <string>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The final figures of a run; nothing of wall-clock time is in them.
 */
class RunSummary
{
  public:
    /// @param owner a model owner, which has its line even if it never holds a round
    void AddOwner(OwnerId owner);
    /// @param worker node id of a worker, which has its line even if it never earns anything
    void AddWorker(uint32_t worker);
    /// @param record a worker that was selected
    void AddSelection(const SelectionRecord& record);
    /// @param record a round that ended, at any tier
    void AddRound(const RoundRecord& record);
    /// @param reason as in dropouts.csv
    void AddDropout(const std::string& reason);
    /// @param record an auction that was decided
    void AddAuction(const AuctionRecord& record);
    /// @param record a payment
    void AddPayment(const PaymentRecord& record);
    /// @param record an age that was measured
    void AddAge(const AgeRecord& record);
    /// @param record a session of split learning that ended
    void AddSession(const SplitRecord& record);
    /// @param record a task that ended, or an attempt at it
    void AddTask(const OffloadRecord& record);
    /// @param hop as in transfers.csv @param bytes delivered over it
    void AddTransfer(const std::string& hop, uint64_t bytes);
    /// @param event as in cache.csv
    void AddCacheEvent(const std::string& event);
    /// @param reason why a message was refused
    void AddReject(const std::string& reason);

    /// @return share of the selected workers that dropped out, 0 to 1; 0 when nobody was selected
    double GetDropoutRate() const;
    /// @return share of the lookups in model caches that found the model, 0 to 1; nothing without
    /// any
    std::optional<double> GetCacheHitRate() const;
    /// @return events in model caches, as in cache.csv
    const std::map<std::string, uint32_t>& GetCacheEvents() const;
    /// @return bytes delivered, by hop as in transfers.csv
    const std::map<std::string, uint64_t>& GetBytes() const;
    /// @return rounds of owners that ended
    uint32_t GetRounds() const;
    /// @return last test accuracy, by owner; owners that never had a worker are missing
    std::map<OwnerId, double> GetAccuracy() const;
    /// @return mean measured age of information in seconds, or nothing when none was measured
    std::optional<double> GetMeanAge() const;
    /// @return revenue, by worker and owner
    const std::map<uint32_t, std::map<OwnerId, double>>& GetRevenue() const;

    /**
     * @brief Print a table for people.
     * @param os where
     */
    void PrintTable(std::ostream& os) const;

    /**
     * @brief Write the figures as JSON.
     * @param os where
     * @param simulated simulated seconds that the run took
     */
    void WriteJson(std::ostream& os, double simulated) const;

  private:
    void PrintOwners(std::ostream& os) const;
    void WriteOwners(std::ostream& os) const;

    /// What is known of an owner.
    struct Owner
    {
        uint32_t rounds{0};             //!< rounds that ended
        uint32_t selected{0};           //!< workers selected in them
        uint32_t aggregated{0};         //!< of these, aggregated
        uint32_t dropped{0};            //!< of these, dropped
        uint32_t underWay{0};           //!< selected in a round that has not ended
        double paid{0};                 //!< to workers
        std::optional<double> loss;     //!< last test loss
        std::optional<double> accuracy; //!< last test accuracy
    };

    std::map<OwnerId, Owner> m_owners;                       //!< by id
    std::map<uint32_t, std::map<OwnerId, double>> m_revenue; //!< by worker and owner
    std::map<std::string, uint32_t> m_dropouts;              //!< by reason
    std::map<std::string, uint64_t> m_bytes;                 //!< by hop
    std::map<std::string, uint32_t> m_cacheEvents;           //!< by event
    uint32_t m_auctions{0};                                  //!< decided
    uint32_t m_sales{0};                                     //!< of these, with a winner
    uint32_t m_ages{0};                                      //!< measured
    double m_ageSum{0};                                      //!< seconds
    std::map<std::string, uint32_t> m_sessions;              //!< of split learning, by outcome
    std::map<std::string, uint32_t> m_tasks;                 //!< of devices, by outcome
    std::map<std::string, uint32_t> m_places;                //!< of tasks that were done
    uint32_t m_retries{0};                                   //!< attempts at tasks that failed
    std::map<std::string, uint64_t> m_rejected;              //!< messages refused, by reason
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_RUN_SUMMARY_H */
