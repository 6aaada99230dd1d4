/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "node-probe.h"

#include "gateway-locator.h"

#include "ns3/energy-source-container.h"
#include "ns3/inet-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/nr-lite-ue-net-device.h"
#include "ns3/ns3-compat.h"

#include <algorithm>
#include <limits>

namespace ns3::edgelearning
{

std::optional<double>
GetAccessQuality(Ptr<Node> node)
{
    for (uint32_t i = 0; i < node->GetNDevices(); ++i)
    {
        if (Ptr<NrLiteUeNetDevice> terminal = DynamicCast<NrLiteUeNetDevice>(node->GetDevice(i)))
        {
            return terminal->MeasureUplink();
        }
    }
    Ptr<NetDevice> device = GatewayLocator::FindGatewayDevice(node);
    return device && device->IsLinkUp() ? std::optional<double>(UNMEASURED_QUALITY) : std::nullopt;
}

double
GetEnergyLeft(Ptr<Node> node)
{
    Ptr<EnergySourceContainer> sources = node->GetObject<EnergySourceContainer>();
    if (!sources || sources->GetN() == 0)
    {
        return 1;
    }
    Ptr<EnergySource> source = sources->Get(0);
    const double initial = source->GetInitialEnergy();
    return initial > 0 ? std::clamp(source->GetRemainingEnergy() / initial, 0.0, 1.0) : 0;
}

double
GetRemainingEnergy(Ptr<Node> node)
{
    Ptr<EnergySourceContainer> sources = node->GetObject<EnergySourceContainer>();
    return sources && sources->GetN() > 0 ? std::max(0.0, sources->Get(0)->GetRemainingEnergy())
                                          : std::numeric_limits<double>::infinity();
}

} // namespace ns3::edgelearning
