/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-installer.h"

namespace ns3::edgelearning
{

LearningInstaller::LearningInstaller()
{
    SetDataset("digits.csv");
}

void
LearningInstaller::SetDataset(const std::string& path,
                              const std::string& partition,
                              double parameter)
{
    m_data.SetDataset(path, partition, parameter);
}

void
LearningInstaller::SetTestFraction(double fraction)
{
    m_data.SetTestFraction(fraction);
}

} // namespace ns3::edgelearning
