/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "node-traces.h"

#include "ns3/compute-resource.h"
#include "ns3/energy-source-container.h"
#include "ns3/model-cache.h"
#include "ns3/nr-lite-energy-model.h"
#include "ns3/simulator.h"

namespace ns3::edgelearning
{

NodeTraces::NodeTraces(const std::string& directory, Ptr<RunState> state)
    : m_state(state),
      m_cache(directory + "/cache.csv", "time_s,node,event,owner,version,bytes"),
      m_energy(directory + "/energy.csv", "time_s,node,component,joules_total")
{
}

ResultFile&
NodeTraces::GetCacheTable()
{
    return m_cache;
}

ResultFile&
NodeTraces::GetEnergyTable()
{
    return m_energy;
}

void
NodeTraces::ConnectCache(Ptr<Node> node)
{
    Ptr<ModelCache> cache = node->GetObject<ModelCache>();
    if (!cache || !m_cacheNodes.insert(node->GetId()).second)
    {
        return;
    }
    Ptr<NodeTraces> self(this);
    const std::pair<const char*, const char*> sources[] = {{"Hit", "hit"},
                                                           {"Miss", "miss"},
                                                           {"Evicted", "eviction"},
                                                           {"Inserted", "insertion"}};
    for (const auto& [source, event] : sources)
    {
        cache->TraceConnectWithoutContext(
            source,
            Callback<void, uint32_t, uint32_t, uint64_t>(
                [self, id = node->GetId(), name = event](uint32_t owner,
                                                         uint32_t version,
                                                         uint64_t bytes) {
                    self->CacheUsed(id, name, owner, version, bytes);
                }));
    }
}

void
NodeTraces::ConnectEnergy(Ptr<Node> node)
{
    if (!m_energyNodes.insert(node->GetId()).second)
    {
        return;
    }
    const auto connect = [self = Ptr<NodeTraces>(this), id = node->GetId()](Ptr<Object> object,
                                                                            const char* component) {
        object->TraceConnectWithoutContext(
            "TotalEnergy",
            Callback<void, double, double>([self, id, component](double, double newValue) {
                self->EnergyChanged(id, component, newValue);
            }));
    };
    if (Ptr<ComputeResource> compute = node->GetObject<ComputeResource>())
    {
        connect(compute, "compute");
    }
    Ptr<EnergySourceContainer> sources = node->GetObject<EnergySourceContainer>();
    for (uint32_t i = 0; sources && i < sources->GetN(); ++i)
    {
        const auto radios = sources->Get(i)->FindDeviceEnergyModels(NrLiteEnergyModel::GetTypeId());
        for (uint32_t j = 0; j < radios.GetN(); ++j)
        {
            connect(radios.Get(j), "radio");
        }
    }
}

void
NodeTraces::CacheUsed(uint32_t node,
                      const char* event,
                      OwnerId owner,
                      uint32_t version,
                      uint64_t bytes)
{
    if (m_state->finished)
    {
        return;
    }
    m_state->summary.AddCacheEvent(event);
    m_cache.Line(Seconds9(Simulator::Now()), node, event, owner, version, bytes);
}

void
NodeTraces::EnergyChanged(uint32_t node, const char* component, double newValue)
{
    if (m_state->finished)
    {
        return;
    }
    m_energy.Line(Seconds9(Simulator::Now()), node, component, Exact(newValue));
}

} // namespace ns3::edgelearning
