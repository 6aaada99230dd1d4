/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "availability-trace.h"

#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>
#include <stdexcept>

namespace ns3::edgelearning
{

NS_OBJECT_ENSURE_REGISTERED(AvailabilityTrace);

namespace
{

constexpr const char* FIRST_LINE = "time_s,worker,available";

/// The latest time, in seconds: far below the largest Time.
constexpr double MAX_TIME = 1e9;

/// What a line says.
struct Entry
{
    double seconds;  //!< from when on
    uint32_t worker; //!< who
    bool available;  //!< what
};

[[noreturn]] void
Fail(const std::string& path, std::size_t line, const std::string& what)
{
    std::ostringstream message;
    message << "availability trace " << path;
    if (line > 0)
    {
        message << ", line " << line;
    }
    throw std::runtime_error(message.str() + ": " + what);
}

std::vector<std::string>
Split(const std::string& text)
{
    std::vector<std::string> words(1);
    for (char c : text)
    {
        if (c == ',')
        {
            words.emplace_back();
        }
        else
        {
            words.back() += c;
        }
    }
    return words;
}

Entry
ParseLine(const std::string& path, std::size_t line, const std::string& text)
{
    const std::vector<std::string> words = Split(text);
    if (words.size() != 3)
    {
        Fail(path, line, "'" + text + "' has not three values; write " + FIRST_LINE);
    }
    Entry entry{};
    char* end = nullptr;
    entry.seconds = std::strtod(words[0].c_str(), &end);
    // Written so that not-a-number is refused too.
    if (words[0].empty() || *end != 0 || !(entry.seconds >= 0 && entry.seconds <= MAX_TIME))
    {
        Fail(path, line, "time_s '" + words[0] + "'; it must be seconds from 0 to 1e9");
    }
    const bool digits =
        !words[1].empty() && words[1].find_first_not_of("0123456789") == std::string::npos;
    const uint64_t worker = digits ? std::strtoull(words[1].c_str(), nullptr, 10) : 0;
    if (!digits || worker > std::numeric_limits<uint32_t>::max())
    {
        Fail(path, line, "worker '" + words[1] + "'; it must be a node id, 0 to 4294967295");
    }
    entry.worker = static_cast<uint32_t>(worker);
    if (words[2] != "0" && words[2] != "1")
    {
        Fail(path, line, "available '" + words[2] + "'; it must be 0 (away) or 1 (available)");
    }
    entry.available = words[2] == "1";
    return entry;
}

} // namespace

TypeId
AvailabilityTrace::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgelearning::AvailabilityTrace")
                            .SetParent<Object>()
                            .SetGroupName("EdgeLearning")
                            .AddConstructor<AvailabilityTrace>();
    return tid;
}

Ptr<AvailabilityTrace>
AvailabilityTrace::Read(const std::string& path)
{
    std::ifstream file(path);
    if (!file)
    {
        Fail(path, 0, "cannot be opened; name an existing, readable file");
    }
    Ptr<AvailabilityTrace> trace = CreateObject<AvailabilityTrace>();
    trace->m_path = path;
    std::size_t line = 0;
    for (std::string text; std::getline(file, text);)
    {
        ++line;
        if (!text.empty() && text.back() == '\r')
        {
            text.pop_back();
        }
        if (line == 1)
        {
            if (text != FIRST_LINE)
            {
                Fail(path, line, "'" + text + "'; the first line must be " + FIRST_LINE);
            }
            continue;
        }
        const Entry entry = ParseLine(path, line, text);
        std::vector<Change>& changes = trace->m_changes[entry.worker];
        const Time at = Seconds(entry.seconds);
        if (!changes.empty() && at <= changes.back().at)
        {
            Fail(path,
                 line,
                 "time_s '" + Split(text)[0] + "' is not after the line before of worker " +
                     std::to_string(entry.worker) + "; sort each worker's lines by time");
        }
        changes.push_back({at, entry.available});
    }
    if (trace->m_changes.empty())
    {
        Fail(path, 0, std::string("has no lines after the first; write ") + FIRST_LINE);
    }
    return trace;
}

const std::vector<AvailabilityTrace::Change>&
AvailabilityTrace::GetChanges(uint32_t worker) const
{
    const auto found = m_changes.find(worker);
    if (found == m_changes.end())
    {
        const std::string id = std::to_string(worker);
        throw std::invalid_argument("availability trace " + m_path + " says nothing of worker " +
                                    id + "; give it a line, such as 0," + id + ",1");
    }
    return found->second;
}

} // namespace ns3::edgelearning
