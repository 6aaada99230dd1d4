/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_JSON_LIST_H
#define EDGE_LEARNING_JSON_LIST_H

#include <cmath>
#include <optional>
#include <ostream>
#include <string>
#include <type_traits>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Writes the members of a JSON object, or the elements of an array, with commas between them. What
 * is in it is written before its end of life, which closes it.
 */
class JsonList
{
  public:
    /// @param os where @param open its first character @param close its last one
    JsonList(std::ostream& os, char open, char close)
        : m_os(os),
          m_close(close)
    {
        m_os << open;
    }

    ~JsonList()
    {
        m_os << m_close;
    }

    JsonList(const JsonList&) = delete;
    JsonList& operator=(const JsonList&) = delete;

    /// @return where the next element is written to
    std::ostream& Next()
    {
        m_os << (m_first ? "" : ", ");
        m_first = false;
        return m_os;
    }

    /// @tparam K of the key @param key of the next member @return where its value is written to
    template <typename K>
    std::ostream& Next(const K& key)
    {
        return Next() << '"' << key << "\": ";
    }

    /// @tparam K of the key @param key of the next member @param value of it; null if it is nothing
    /// or not finite, for which JSON has no word
    template <typename K>
    void Value(const K& key, const std::optional<double>& value)
    {
        std::ostream& os = Next(key);
        if (value && std::isfinite(*value))
        {
            os << *value;
        }
        else
        {
            os << "null";
        }
    }

    /// @tparam Map of numbers @param key of the next member @param values which become its object
    template <typename Map>
    void Member(const std::string& key, const Map& values)
    {
        Next(key);
        JsonList inner(m_os, '{', '}');
        for (const auto& [name, value] : values)
        {
            if constexpr (std::is_floating_point_v<typename Map::mapped_type>)
            {
                inner.Value(name, value);
            }
            else
            {
                inner.Next(name) << value;
            }
        }
    }

  private:
    std::ostream& m_os; //!< where
    char m_close;       //!< last character
    bool m_first{true}; //!< nothing is in it yet
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_JSON_LIST_H */
