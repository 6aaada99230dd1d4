/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_ATTRIBUTE_CHECKS_H
#define EDGE_LEARNING_ATTRIBUTE_CHECKS_H

#include "ns3/attribute.h"
#include "ns3/object-factory.h"
#include "ns3/random-variable-stream.h"
#include "ns3/type-id.h"

#include <string>

/**
 * @file
 * @ingroup edge-learning
 * Finds wrong types, attributes and values where a script names them, with an exception that says
 * what there is instead; ns-3 itself ends the program, naming neither value nor range.
 */

namespace ns3::edgelearning
{

/**
 * @param base what is wanted
 * @param type TypeId name of a class derived from it; without its namespace, one of ours or of ns-3
 * @return that class's type
 * @throw std::invalid_argument naming all that there are, when it is none
 */
TypeId FindType(TypeId base, const std::string& type);

/**
 * @param type whose attribute
 * @param name the attribute
 * @return what is known of it
 * @throw std::invalid_argument naming all that there are, when there is no such attribute
 */
TypeId::AttributeInformation FindAttribute(TypeId type, const std::string& name);

/**
 * @param type whose attribute
 * @param name the attribute
 * @param value what it shall be
 * @throw std::invalid_argument when there is no such attribute, or it does not take the value
 */
void CheckAttribute(TypeId type, const std::string& name, const AttributeValue& value);

/**
 * @param text a random variable, such as "ns3::UniformRandomVariable[Min=1e9|Max=1e10]"
 * @return the variable
 * @throw std::invalid_argument when the text cannot be read
 */
Ptr<RandomVariableStream> MakeRandomVariable(const std::string& text);

/// @param factory whose attributes stay as they are
inline void
SetAttributes(ObjectFactory& factory)
{
    (void)factory;
}

/**
 * @tparam Rest pairs of attribute name and value
 * @param factory whose type is set
 * @param name an attribute
 * @param value its value
 * @param rest further ones
 * @throw std::invalid_argument as CheckAttribute()
 */
template <typename... Rest>
void
SetAttributes(ObjectFactory& factory,
              const std::string& name,
              const AttributeValue& value,
              const Rest&... rest)
{
    CheckAttribute(factory.GetTypeId(), name, value);
    factory.Set(name, value);
    SetAttributes(factory, rest...);
}

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_ATTRIBUTE_CHECKS_H */
