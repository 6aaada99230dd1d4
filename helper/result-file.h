/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_RESULT_FILE_H
#define EDGE_LEARNING_RESULT_FILE_H

#include "ns3/nstime.h"

#include <fstream>
#include <string>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * A file of results that carries its name only once it is whole: from Begin() to Finish() it is
 * called NAME.part.
 */
class ResultFile
{
  public:
    /**
     * @brief Plan a file; nothing is touched yet.
     * @param path where the whole file shall be
     * @param firstLine first line, without line end; empty: none
     */
    explicit ResultFile(const std::string& path, const std::string& firstLine = "");

    /**
     * @brief Begin the file; what an earlier run left under its name is removed.
     * @throw std::runtime_error when the file cannot be written
     */
    void Begin();

    /**
     * @brief Write a line.
     * @tparam Values anything with an output operator
     * @param first first value
     * @param rest the other values, separated by commas
     */
    template <typename Value, typename... Values>
    void Line(const Value& first, const Values&... rest)
    {
        m_stream << first;
        ((m_stream << ',' << rest), ...);
        m_stream << '\n';
    }

    /**
     * @brief Give the file its name.
     * @throw std::runtime_error when not everything could be written
     */
    void Finish();

    /// @return where the whole file is or will be
    const std::string& GetPath() const;

  private:
    std::string m_path;      //!< of the whole file
    std::string m_firstLine; //!< or empty
    std::ofstream m_stream;  //!< of the file under way
};

/**
 * @ingroup edge-learning
 * Write a file of results at once.
 * @param path where
 * @param text what, without the last line end
 * @throw std::runtime_error when not everything could be written
 */
void WriteResult(const std::string& path, const std::string& text);

/**
 * @ingroup edge-learning
 * @param time a time
 * @return it in seconds with nine decimals: the resolution of the simulator
 */
std::string Seconds9(Time time);

/**
 * @ingroup edge-learning
 * @param value a value
 * @return it with seventeen digits, which name a double exactly
 */
std::string Exact(double value);

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_RESULT_FILE_H */
