/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "aged-transform.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iomanip>
#include <stdexcept>
#include <string>
#include <utility>

namespace ns3::edgelearning
{

namespace
{

/// Beyond this a shape is a mistake or a hostile file.
constexpr uint32_t MAX_SIZE = 256;
/// Parameters that a shape may have in all.
constexpr size_t MAX_PARAMETERS = 1 << 20;
/// Slopes and bids are exp of their parameters: beyond this they would leave the range of doubles.
constexpr double MAX_LOGARITHM = 300;

/**
 * Read one word.
 *
 * @param is the stream
 * @param what its meaning, for the message
 * @return the word
 */
std::string
ReadWord(std::istream& is, const std::string& what)
{
    std::string word;
    if (!(is >> word))
    {
        throw std::runtime_error("the file ends where " + what + " should stand");
    }
    return word;
}

/**
 * Read one number.
 *
 * @param is the stream
 * @param what its meaning, for the message
 * @return the number, finite
 */
double
ReadNumber(std::istream& is, const std::string& what)
{
    // Streams cannot read hexadecimal doubles, strtod can.
    const std::string word = ReadWord(is, what);
    char* end = nullptr;
    const double number = std::strtod(word.c_str(), &end);
    if (*end != '\0' || !std::isfinite(number))
    {
        throw std::runtime_error(what + " is '" + word + "', not a finite number");
    }
    return number;
}

/**
 * Read one named size.
 *
 * @param is the stream
 * @param name the name that stands before it
 * @return the size
 */
uint32_t
ReadSize(std::istream& is, const std::string& name)
{
    const std::string word = ReadWord(is, name);
    if (word != name)
    {
        throw std::runtime_error("'" + word + "' stands where '" + name + "' should");
    }
    const double size = ReadNumber(is, name);
    if (!(size >= 1 && size <= MAX_SIZE && size == std::floor(size)))
    {
        throw std::runtime_error(name + " is not a whole number from 1 to " +
                                 std::to_string(MAX_SIZE));
    }
    return static_cast<uint32_t>(size);
}

} // namespace

AgedTransform::AgedTransform(const Shape& shape)
    : m_shape(shape)
{
    const auto check = [](const char* name, uint32_t value, uint32_t least) {
        if (value < least || value > MAX_SIZE)
        {
            throw std::invalid_argument("aged transform: " + std::string(name) + " " +
                                        std::to_string(value) + " is not in " +
                                        std::to_string(least) + " to " + std::to_string(MAX_SIZE));
        }
    };
    check("classes", shape.classes, 1);
    check("knots", shape.knots, 2);
    check("groups", shape.groups, 1);
    check("units", shape.units, 1);
    if (!(shape.minAge > 0 && shape.minAge < 1))
    {
        throw std::invalid_argument("aged transform: least age " + std::to_string(shape.minAge) +
                                    " is not between 0 and 1");
    }
    const size_t count = GetIndex(shape.classes, 0);
    if (count > MAX_PARAMETERS)
    {
        throw std::invalid_argument("aged transform: " + std::to_string(count) + " parameters, " +
                                    std::to_string(MAX_PARAMETERS) + " are allowed");
    }
    m_parameters.assign(count, 0);
}

const AgedTransform::Shape&
AgedTransform::GetShape() const
{
    return m_shape;
}

AgedTransform::Position
AgedTransform::Locate(double age) const
{
    const double clamped = std::clamp(age, m_shape.minAge, 1.0);
    const uint32_t last = m_shape.knots - 1;
    const double place = last * (1 - std::log(clamped) / std::log(m_shape.minAge));
    const uint32_t knot = std::min(static_cast<uint32_t>(std::max(place, 0.0)), last - 1);
    return {knot, std::clamp(place - knot, 0.0, 1.0)};
}

double
AgedTransform::GetKnotAge(uint32_t knot) const
{
    return std::pow(m_shape.minAge, 1 - static_cast<double>(knot) / (m_shape.knots - 1));
}

MinMaxTransform
AgedTransform::At(uint32_t ownerClass, double age) const
{
    const Position position = Locate(age);
    const double* below = m_parameters.data() + GetIndex(ownerClass, position.knot);
    const double* above = m_parameters.data() + GetIndex(ownerClass, position.knot + 1);
    const auto blend = [&](uint32_t i) {
        return (1 - position.share) * below[i] + position.share * above[i];
    };
    const uint32_t count = GetLineCount();
    std::vector<MinMaxTransform::Line> lines(count);
    for (uint32_t i = 0; i < count; ++i)
    {
        lines[i] = MakeLine(blend(i), blend(count + i), blend(2 * count + i));
    }
    return MinMaxTransform(m_shape.units, std::move(lines));
}

MinMaxTransform::Line
AgedTransform::MakeLine(double logSlope, double logBid, double value)
{
    if (logSlope < FLAT)
    {
        return {0, value};
    }
    return {std::exp(logSlope), value - std::exp(logSlope + logBid)};
}

size_t
AgedTransform::GetIndex(uint32_t ownerClass, uint32_t knot) const
{
    return (static_cast<size_t>(ownerClass) * m_shape.knots + knot) * LINE_PARAMETERS *
           GetLineCount();
}

uint32_t
AgedTransform::GetLineCount() const
{
    return m_shape.groups * m_shape.units;
}

const std::vector<double>&
AgedTransform::GetParameters() const
{
    return m_parameters;
}

void
AgedTransform::SetParameters(std::vector<double> parameters)
{
    if (parameters.size() != m_parameters.size())
    {
        throw std::invalid_argument("aged transform: " + std::to_string(parameters.size()) +
                                    " parameters instead of " +
                                    std::to_string(m_parameters.size()));
    }
    const uint32_t count = GetLineCount();
    for (size_t i = 0; i < parameters.size(); ++i)
    {
        const bool isLogarithm = i % (LINE_PARAMETERS * count) < 2 * count;
        if (!std::isfinite(parameters[i]) ||
            (isLogarithm && std::abs(parameters[i]) > MAX_LOGARITHM))
        {
            throw std::invalid_argument("aged transform: parameter " + std::to_string(i) + " is " +
                                        std::to_string(parameters[i]) +
                                        "; it must be finite, a logarithm at most " +
                                        std::to_string(MAX_LOGARITHM) + " in size");
        }
    }
    m_parameters = std::move(parameters);
}

void
AgedTransform::Write(std::ostream& os) const
{
    os << "classes " << m_shape.classes << "\nknots " << m_shape.knots << "\ngroups "
       << m_shape.groups << "\nunits " << m_shape.units << std::hexfloat << "\nleast-age "
       << m_shape.minAge << '\n';
    for (double parameter : m_parameters)
    {
        os << parameter << '\n';
    }
    os << std::defaultfloat;
}

AgedTransform
AgedTransform::Read(std::istream& is)
{
    Shape shape;
    shape.classes = ReadSize(is, "classes");
    shape.knots = ReadSize(is, "knots");
    shape.groups = ReadSize(is, "groups");
    shape.units = ReadSize(is, "units");
    if (const std::string word = ReadWord(is, "least-age"); word != "least-age")
    {
        throw std::runtime_error("'" + word + "' stands where 'least-age' should");
    }
    shape.minAge = ReadNumber(is, "least-age");
    try
    {
        AgedTransform transform(shape);
        std::vector<double> parameters;
        for (size_t i = 0; i < transform.m_parameters.size(); ++i)
        {
            parameters.push_back(ReadNumber(is, "parameter " + std::to_string(i)));
        }
        transform.SetParameters(std::move(parameters));
        return transform;
    }
    catch (const std::invalid_argument& error)
    {
        throw std::runtime_error(error.what());
    }
}

} // namespace ns3::edgelearning
