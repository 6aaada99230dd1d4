/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "result-file.h"

#include <cstdio>
#include <stdexcept>

namespace ns3::edgelearning
{

namespace
{

std::string
Format(double value, const char* format)
{
    char text[40];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

} // namespace

std::string
Seconds9(Time time)
{
    return Format(time.GetSeconds(), "%.9f");
}

std::string
Exact(double value)
{
    return Format(value, "%.17g");
}

void
WriteResult(const std::string& path, const std::string& text)
{
    ResultFile file(path);
    file.Begin();
    file.Line(text);
    file.Finish();
}

ResultFile::ResultFile(const std::string& path, const std::string& firstLine)
    : m_path(path),
      m_firstLine(firstLine)
{
}

void
ResultFile::Begin()
{
    m_stream.open(m_path + ".part");
    if (!m_stream)
    {
        throw std::runtime_error("cannot write '" + m_path +
                                 "'; choose an output directory that may be written to");
    }
    std::remove(m_path.c_str());
    m_stream.precision(12);
    if (!m_firstLine.empty())
    {
        m_stream << m_firstLine << '\n';
    }
}

void
ResultFile::Finish()
{
    m_stream.close();
    if (!m_stream || std::rename((m_path + ".part").c_str(), m_path.c_str()) != 0)
    {
        throw std::runtime_error("could not write all of '" + m_path +
                                 "'; is the disk full? What there is of it is in " + m_path +
                                 ".part");
    }
}

const std::string&
ResultFile::GetPath() const
{
    return m_path;
}

} // namespace ns3::edgelearning
