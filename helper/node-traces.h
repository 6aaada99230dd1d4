/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NODE_TRACES_H
#define EDGE_LEARNING_NODE_TRACES_H

#include "result-file.h"
#include "run-state.h"

#include "ns3/edge-learning-types.h"
#include "ns3/node.h"

#include <set>
#include <string>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The files about what nodes have: cache.csv and energy.csv.
 */
class NodeTraces : public SimpleRefCount<NodeTraces>
{
  public:
    /**
     * @brief Plan the files.
     * @param directory where
     * @param state of the run
     */
    NodeTraces(const std::string& directory, Ptr<RunState> state);

    /// @return cache.csv
    ResultFile& GetCacheTable();

    /// @return energy.csv
    ResultFile& GetEnergyTable();

    /// @param node whose ModelCache is watched, if it has one; only once
    void ConnectCache(Ptr<Node> node);

    /// @param node whose ComputeResource and radios are watched, if it has any; only once
    void ConnectEnergy(Ptr<Node> node);

  private:
    void CacheUsed(uint32_t node,
                   const char* event,
                   OwnerId owner,
                   uint32_t version,
                   uint64_t bytes);
    void EnergyChanged(uint32_t node, const char* component, double newValue);

    Ptr<RunState> m_state;            //!< of the run
    ResultFile m_cache;               //!< cache.csv
    ResultFile m_energy;              //!< energy.csv
    std::set<uint32_t> m_cacheNodes;  //!< nodes whose cache is connected
    std::set<uint32_t> m_energyNodes; //!< nodes whose energy is connected
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NODE_TRACES_H */
