/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_AVAILABILITY_TRACE_H
#define EDGE_LEARNING_AVAILABILITY_TRACE_H

#include "ns3/nstime.h"
#include "ns3/object.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief When which device is available, read from a file once and shared by all devices' models.
 *
 * The file is CSV with the first line `time_s,worker,available`. Each further line says that from
 * that simulated second on the worker, by its node id, is available (1) or away (0). The lines of a
 * worker are in ascending order of time; those of different workers may be mixed. Before its first
 * line a worker is available.
 */
class AvailabilityTrace : public Object
{
  public:
    /// From a moment on, a device is available or away.
    struct Change
    {
        Time at;        //!< absolute
        bool available; //!< what it is from then on
    };

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * Read a file.
     *
     * @param path its path
     * @return what it says
     * @throw std::runtime_error naming file, line and value when it cannot be read or says nothing
     */
    static Ptr<AvailabilityTrace> Read(const std::string& path);

    /**
     * @param worker node id
     * @return its changes, in ascending order of time
     * @throw std::invalid_argument when the file does not name it
     */
    const std::vector<Change>& GetChanges(uint32_t worker) const;

  private:
    std::string m_path;                                //!< of the file
    std::map<uint32_t, std::vector<Change>> m_changes; //!< by worker
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_AVAILABILITY_TRACE_H */
