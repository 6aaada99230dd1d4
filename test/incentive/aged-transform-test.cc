/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/aged-transform.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <sstream>
#include <stdexcept>

using namespace ns3::edgelearning;

namespace
{

AgedTransform
MakeSmall()
{
    AgedTransform::Shape shape;
    shape.classes = 2;
    shape.knots = 3;
    shape.groups = 1;
    shape.units = 1;
    shape.minAge = .01;
    AgedTransform transform(shape);
    // By class and knot: logarithm of the slope, logarithm of a bid, value there.
    const double two = std::log(2);
    transform.SetParameters(
        {0, 0, -1, 1, two, -2, 2, 3 * two, -6, .5, 0, .1, .25, two, .2, .125, 0, .3});
    return transform;
}

std::string
ToText(const AgedTransform& transform)
{
    std::ostringstream os;
    transform.Write(os);
    return os.str();
}

AgedTransform
FromText(const std::string& text)
{
    std::istringstream is(text);
    return AgedTransform::Read(is);
}

std::string
Replace(std::string text, const std::string& from, const std::string& to)
{
    const size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

TEST(AgedTransformTest, KnotsAreUniformInTheLogarithmOfTheAge)
{
    const AgedTransform transform = MakeSmall();
    EXPECT_NEAR(transform.GetKnotAge(0), .01, 1e-15);
    EXPECT_NEAR(transform.GetKnotAge(1), .1, 1e-15);
    EXPECT_DOUBLE_EQ(transform.GetKnotAge(2), 1);
    EXPECT_EQ(transform.Locate(.05).knot, 0U);
    EXPECT_NEAR(transform.Locate(std::pow(10, -1.25)).share, .75, 1e-12);
    EXPECT_EQ(transform.Locate(1).knot, 1U);
    EXPECT_DOUBLE_EQ(transform.Locate(1).share, 1);
}

TEST(AgedTransformTest, BlendsBetweenKnotsByClass)
{
    const AgedTransform transform = MakeSmall();
    const double age = std::pow(10, -.5);
    const MinMaxTransform first = transform.At(0, age);
    EXPECT_NEAR(first.Evaluate(4), -4, 1e-12);
    EXPECT_NEAR(first.Evaluate(1) - first.Evaluate(0), std::exp(1.5), 1e-12);
    const MinMaxTransform second = transform.At(1, .1);
    EXPECT_NEAR(second.Evaluate(2), .2, 1e-12);
    EXPECT_NEAR(second.Evaluate(1) - second.Evaluate(0), std::exp(.25), 1e-12);
}

TEST(AgedTransformTest, LinesBelowASlopeAreFlat)
{
    const auto flat = AgedTransform::MakeLine(AgedTransform::FLAT - 1, 0, 3);
    EXPECT_EQ(flat.slope, 0);
    EXPECT_EQ(flat.offset, 3);
    EXPECT_GT(AgedTransform::MakeLine(AgedTransform::FLAT + 1, 0, 3).slope, 0);
}

TEST(AgedTransformTest, AgesOutsideAreClamped)
{
    const AgedTransform transform = MakeSmall();
    EXPECT_EQ(transform.At(0, .001).Evaluate(1), transform.At(0, .01).Evaluate(1));
    EXPECT_EQ(transform.At(0, 2).Evaluate(1), transform.At(0, 1).Evaluate(1));
}

TEST(AgedTransformTest, RefusesShapesAndParametersOutOfRange)
{
    const auto make = [](auto change) {
        AgedTransform::Shape shape;
        change(shape);
        AgedTransform transform(shape);
    };
    using Shape = AgedTransform::Shape;
    EXPECT_THROW(make([](Shape& s) { s.classes = 0; }), std::invalid_argument);
    EXPECT_THROW(make([](Shape& s) { s.knots = 1; }), std::invalid_argument);
    EXPECT_THROW(make([](Shape& s) { s.groups = 0; }), std::invalid_argument);
    EXPECT_THROW(make([](Shape& s) { s.units = 1000; }), std::invalid_argument);
    EXPECT_THROW(make([](Shape& s) { s.minAge = 0; }), std::invalid_argument);
    EXPECT_THROW(make([](Shape& s) { s.minAge = 1; }), std::invalid_argument);
    EXPECT_THROW(make([](Shape& s) { s.classes = s.knots = s.groups = s.units = 200; }),
                 std::invalid_argument);
    AgedTransform transform = MakeSmall();
    EXPECT_THROW(transform.SetParameters({1, 2}), std::invalid_argument);
    std::vector<double> parameters = transform.GetParameters();
    parameters[3] = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THROW(transform.SetParameters(parameters), std::invalid_argument);
    parameters = transform.GetParameters();
    parameters[4] = 1000;
    EXPECT_THROW(transform.SetParameters(parameters), std::invalid_argument);
}

TEST(AgedTransformTest, TextKeepsEveryBit)
{
    AgedTransform transform = MakeSmall();
    std::vector<double> parameters = transform.GetParameters();
    parameters[1] = -1. / 3;
    parameters[3] = std::numeric_limits<double>::denorm_min();
    transform.SetParameters(parameters);
    const AgedTransform read = FromText(ToText(transform));
    EXPECT_EQ(read.GetParameters(), transform.GetParameters());
    EXPECT_EQ(read.GetShape().classes, 2U);
    EXPECT_EQ(read.GetShape().knots, 3U);
    EXPECT_EQ(read.GetShape().minAge, .01);
}

TEST(AgedTransformTest, MalformedTextIsRefused)
{
    const std::string text = ToText(MakeSmall());
    EXPECT_THROW(FromText(""), std::runtime_error);
    EXPECT_THROW(FromText(text.substr(0, text.size() / 2)), std::runtime_error);
    EXPECT_THROW(FromText(text.substr(0, text.rfind("0x"))), std::runtime_error);
    EXPECT_THROW(FromText(Replace(text, "classes 2", "classes 0")), std::runtime_error);
    EXPECT_THROW(FromText(Replace(text, "classes 2", "classes two")), std::runtime_error);
    EXPECT_THROW(FromText(Replace(text, "knots 3", "knots -3")), std::runtime_error);
    EXPECT_THROW(FromText(Replace(text, "knots 3", "knots 3.5")), std::runtime_error);
    EXPECT_THROW(FromText(Replace(text, "knots 3", "knots 1")), std::runtime_error);
    EXPECT_THROW(FromText(Replace(text, "groups", "grapes")), std::runtime_error);
    EXPECT_THROW(FromText(Replace(text, "0x", "nan ")), std::runtime_error);
    EXPECT_THROW(FromText(Replace(text, "units 1\nleast-age 0x", "units 1\nleast-age 8x")),
                 std::runtime_error);
    EXPECT_THROW(FromText("classes 250 knots 250 groups 250 units 250 least-age 0.1"),
                 std::runtime_error);
}

} // namespace
