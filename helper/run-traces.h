/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_RUN_TRACES_H
#define EDGE_LEARNING_RUN_TRACES_H

#include "market-traces.h"
#include "node-traces.h"
#include "result-file.h"
#include "run-state.h"
#include "transfer-traces.h"

#include <map>
#include <string>
#include <vector>

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
    void RoundEnded(const RoundRecord& record);
    void WorkerDropped(const DropRecord& record);
    void OwnerDropped(const DropRecord& record);
    void WorkerSelected(const SelectionRecord& record);
    void MembershipChanged(const MembershipRecord& record);
    void SessionEnded(const SplitRecord& record);
    void TaskEnded(const OffloadRecord& record);
    /// @return all files but summary.json
    std::vector<ResultFile*> GetTables();
    bool ConnectOffloading(Ptr<MessageApplication> application);
    void ConnectRole(Ptr<MessageApplication> application);

    std::string m_directory;               //!< where
    Ptr<RunState> m_state;                 //!< shared with those that write files
    Ptr<MarketTraces> m_market;            //!< about the market
    Ptr<TransferTraces> m_transfers;       //!< about messages
    Ptr<NodeTraces> m_nodes;               //!< about caches and energy
    ResultFile m_rounds;                   //!< rounds.csv
    ResultFile m_dropouts;                 //!< dropouts.csv
    ResultFile m_clusters;                 //!< clusters.csv
    ResultFile m_splits;                   //!< splits.csv
    ResultFile m_offloads;                 //!< offload.csv
    ResultFile m_figures;                  //!< summary.json
    bool m_begun{false};                   //!< Begin() was called
    std::map<Ticket, DropReason> m_causes; //!< what workers met first
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_RUN_TRACES_H */
