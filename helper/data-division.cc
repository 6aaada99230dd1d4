/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "data-division.h"

#include "ns3/data-set-reader.h"
#include "ns3/double.h"
#include "ns3/object-factory.h"
#include "ns3/uinteger.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace ns3::edgelearning
{

namespace
{

/// A path as given, or the file of that name among the data that come with the module.
std::string
FindFile(const std::string& path)
{
    const std::string own = std::string(EDGE_LEARNING_DATA_DIR) + "/" + path;
    return !std::ifstream(path) && std::ifstream(own) ? own : path;
}

} // namespace

void
DataDivision::SetDataset(const std::string& path, const std::string& partition, double parameter)
{
    m_path = path;
    ObjectFactory factory;
    if (partition == "Iid")
    {
        factory.SetTypeId("ns3::edgelearning::IidPartitioner");
    }
    else if (partition == "Shard" && parameter >= 1 && parameter <= 1e6)
    {
        factory.SetTypeId("ns3::edgelearning::ShardPartitioner");
        factory.Set("ShardsPerPart", UintegerValue(static_cast<uint32_t>(parameter)));
    }
    else if (partition == "Dirichlet" && parameter >= 1e-6 && parameter <= 1e6)
    {
        factory.SetTypeId("ns3::edgelearning::DirichletPartitioner");
        factory.Set("Alpha", DoubleValue(parameter));
    }
    else
    {
        std::ostringstream message;
        message << "partition '" << partition << "' with parameter " << parameter
                << "; there are Iid, Shard (at least 1 shard a worker) and Dirichlet (alpha from "
                   "1e-6 to 1e6)";
        throw std::invalid_argument(message.str());
    }
    m_partitioner = factory.Create<Partitioner>();
}

void
DataDivision::SetTestFraction(double fraction)
{
    if (!(fraction > 0 && fraction < 1))
    {
        throw std::invalid_argument("test fraction " + std::to_string(fraction) +
                                    "; it must be above 0 and below 1");
    }
    m_testFraction = fraction;
}

void
DataDivision::Divide(uint32_t parts, const std::function<void(const DataSet&)>& check)
{
    Ptr<DataSet> all = LoadDataSet(FindFile(m_path));
    try
    {
        check(*all);
    }
    catch (const std::invalid_argument& error)
    {
        throw std::invalid_argument("data set '" + m_path + "': " + error.what());
    }
    Ptr<UniformRandomVariable> random = CreateObject<UniformRandomVariable>();
    if (m_stream >= 0)
    {
        random->SetStream(m_stream);
    }
    const auto [train, test] = all->Split(m_testFraction, random);
    m_testData = test;
    m_parts.clear();
    for (const auto& rows : m_partitioner->Partition(train->GetLabels(), parts))
    {
        m_parts.push_back(train->Subset(rows));
    }
}

Ptr<DataSet>
DataDivision::GetTestData() const
{
    return m_testData;
}

const std::vector<Ptr<DataSet>>&
DataDivision::GetParts() const
{
    return m_parts;
}

int64_t
DataDivision::AssignStreams(int64_t stream)
{
    const int64_t used = m_partitioner->AssignStreams(stream);
    m_stream = stream + used;
    return used + 1;
}

} // namespace ns3::edgelearning
