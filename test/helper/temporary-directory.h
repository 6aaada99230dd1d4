/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_TEST_TEMPORARY_DIRECTORY_H
#define EDGE_LEARNING_TEST_TEMPORARY_DIRECTORY_H

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace ns3::edgelearning::test
{

/// A directory that is there for one test.
class TemporaryDirectory
{
  public:
    TemporaryDirectory()
    {
        std::string name = (std::filesystem::temp_directory_path() / "edge-XXXXXX").string();
        m_path = mkdtemp(name.data());
    }

    ~TemporaryDirectory()
    {
        std::filesystem::remove_all(m_path);
    }

    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

    /// @return the path of a file in it; without a name its own
    std::string Path(const std::string& name = "") const
    {
        return name.empty() ? m_path : m_path + "/" + name;
    }

    bool Has(const std::string& name) const
    {
        return std::filesystem::exists(Path(name));
    }

    void Write(const std::string& name, const std::string& text) const
    {
        std::ofstream(Path(name)) << text;
    }

    std::string Read(const std::string& name) const
    {
        std::ostringstream text;
        text << std::ifstream(Path(name)).rdbuf();
        return text.str();
    }

  private:
    std::string m_path; //!< of the directory
};

} // namespace ns3::edgelearning::test

#endif /* EDGE_LEARNING_TEST_TEMPORARY_DIRECTORY_H */
