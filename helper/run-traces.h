/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_RUN_TRACES_H
#define EDGE_LEARNING_RUN_TRACES_H

#include "result-file.h"
#include "run-plots.h"
#include "run-summary.h"

#include "ns3/message-header.h"
#include "ns3/node.h"
#include "ns3/simple-ref-count.h"

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace ns3
{
class Node;
} // namespace ns3

namespace ns3::edgelearning
{

class MessageApplication;

/**
 * @ingroup edge-learning
 * The files of a run and what is connected to the trace sources: lives as long as any of these.
 */
class RunTraces : public SimpleRefCount<RunTraces>
{
  public:
    /**
     * @brief Prepare the output directory.
     * @param directory where; made with all its parents if it is not there
     * @throw std::runtime_error when it cannot be made
     */
    explicit RunTraces(const std::string& directory);

    /**
     * @brief Begin all files, unless that was done; what an earlier run left is removed.
     * @throw std::runtime_error when the directory cannot be written to
     */
    void Begin();

    /// @param application an application whose trace sources are to be connected
    void Connect(Ptr<MessageApplication> application);

    /**
     * @brief End all files, write summary.json, make the plots; what is traced later is ignored.
     * Does nothing a second time, or without Begin().
     * @throw std::runtime_error when something could not be written
     */
    void Finish();

    /// @return the figures so far
    const RunSummary& GetSummary() const;

  private:
    /// Names a message: the sender's role and id, its sequence, and the CRC, since two applications
    /// of a node may have the role in common.
    using MessageKey = std::tuple<Role, uint32_t, uint32_t, uint32_t>;

    /// A message on its way.
    struct Transfer
    {
        Time start;         //!< when it was sent
        uint32_t from{0};   //!< node
        Role role{};        //!< of whom sent it on this hop
        MessageType type{}; //!< what it is
        uint64_t bytes{0};  //!< on the wire
    };

    static MessageKey KeyOf(const MessageHeader& header);
    static const char* HopOf(Role from, Role to);
    static const char* GuessHop(const Transfer& transfer);
    void WriteTransfer(const Transfer& transfer, Role to, int64_t node, const char* outcome);

    void Sent(uint32_t node, Role role, const MessageHeader& header);
    void Received(uint32_t node, Role role, const MessageHeader& header);
    void Rejected(uint32_t node, Role role, const MessageHeader& header, RejectReason reason);
    void RoundEnded(const RoundRecord& record);
    void WorkerDropped(const DropRecord& record);
    void OwnerDropped(const DropRecord& record);
    void WorkerSelected(const SelectionRecord& record);
    void OfferMade(const OfferRecord& record);
    Time GetTruth(uint32_t worker, Time age, Time collected) const;
    void MembershipChanged(const MembershipRecord& record);
    void AuctionDecided(const AuctionRecord& record);
    void PaymentMade(const PaymentRecord& record);
    void AgeMeasured(const AgeRecord& record);
    void SessionEnded(const SplitRecord& record);
    void TaskEnded(const OffloadRecord& record);
    void CacheUsed(uint32_t node,
                   const char* event,
                   OwnerId owner,
                   uint32_t version,
                   uint64_t bytes);
    void EnergyChanged(uint32_t node, const char* component, double newValue);

    /// @return all files but summary.json
    std::vector<ResultFile*> GetTables();
    void ConnectMessages(Ptr<MessageApplication> application);
    bool ConnectOffloading(Ptr<MessageApplication> application);
    void ConnectRole(Ptr<MessageApplication> application);
    void ConnectCache(Ptr<Node> node);
    void ConnectEnergy(Ptr<Node> node);

    std::string m_directory;                   //!< where
    ResultFile m_rounds;                       //!< rounds.csv
    ResultFile m_dropouts;                     //!< dropouts.csv
    ResultFile m_clusters;                     //!< clusters.csv
    ResultFile m_auctions;                     //!< auctions.csv
    ResultFile m_revenue;                      //!< revenue.csv
    ResultFile m_ages;                         //!< aoi.csv
    ResultFile m_cache;                        //!< cache.csv
    ResultFile m_transfers;                    //!< transfers.csv
    ResultFile m_splits;                       //!< splits.csv
    ResultFile m_offloads;                     //!< offload.csv
    ResultFile m_energy;                       //!< energy.csv
    ResultFile m_figures;                      //!< summary.json
    bool m_begun{false};                       //!< Begin() was called
    bool m_finished{false};                    //!< Finish() was called
    RunSummary m_summary;                      //!< figures
    RunPlots m_plots;                          //!< points
    std::map<MessageKey, Transfer> m_underWay; //!< sent, not yet received
    std::map<Ticket, DropReason> m_causes;     //!< what workers met first
    std::map<uint32_t, Time> m_collected;      //!< when offered data were, by worker
    std::set<uint32_t> m_cacheNodes;           //!< nodes whose cache is connected
    std::set<uint32_t> m_energyNodes;          //!< nodes whose energy is connected
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_RUN_TRACES_H */
