/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "attribute-checks.h"

#include <sstream>
#include <stdexcept>

namespace ns3::edgelearning
{

namespace
{

/// The attributes of a type and of all that it derives from.
std::string
ListAttributes(TypeId type)
{
    std::string names;
    for (;; type = type.GetParent())
    {
        for (std::size_t i = 0; i < type.GetAttributeN(); ++i)
        {
            names += " " + type.GetAttribute(i).name;
        }
        if (!type.HasParent())
        {
            return names;
        }
    }
}

} // namespace

TypeId
FindType(TypeId base, const std::string& type)
{
    for (const std::string space : {"", "ns3::edgelearning::", "ns3::"})
    {
        TypeId tid;
        if (TypeId::LookupByNameFailSafe(space + type, &tid) && tid.IsChildOf(base) &&
            tid.HasConstructor())
        {
            return tid;
        }
    }
    std::ostringstream message;
    message << "unknown " << base.GetName() << " '" << type << "'; there are:";
    for (uint16_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        const TypeId known = TypeId::GetRegistered(i);
        if (known.IsChildOf(base) && known.HasConstructor())
        {
            message << " " << known.GetName();
        }
    }
    throw std::invalid_argument(message.str());
}

TypeId::AttributeInformation
FindAttribute(TypeId type, const std::string& name)
{
    TypeId::AttributeInformation attribute;
    if (!type.LookupAttributeByName(name, &attribute))
    {
        throw std::invalid_argument(type.GetName() + " has no attribute '" + name +
                                    "'; it has:" + ListAttributes(type));
    }
    return attribute;
}

void
CheckAttribute(TypeId type, const std::string& name, const AttributeValue& value)
{
    const TypeId::AttributeInformation attribute = FindAttribute(type, name);
    if (attribute.checker->CreateValidValue(value))
    {
        return;
    }
    std::string wanted = attribute.checker->GetValueTypeName();
    if (attribute.checker->HasUnderlyingTypeInformation())
    {
        wanted += " (" + attribute.checker->GetUnderlyingTypeInformation() + ")";
    }
    throw std::invalid_argument("attribute " + name + " of " + type.GetName() + " is '" +
                                value.SerializeToString(attribute.checker) + "'; it must be " +
                                wanted);
}

Ptr<RandomVariableStream>
MakeRandomVariable(const std::string& text)
{
    FindType(RandomVariableStream::GetTypeId(), text.substr(0, text.find('[')));
    ObjectFactory factory;
    std::istringstream stream(text);
    if (!(stream >> factory) || !factory.IsTypeIdSet())
    {
        throw std::invalid_argument("cannot read the random variable '" + text +
                                    "'; write it as "
                                    "ns3::UniformRandomVariable[Min=1|Max=2], with attributes "
                                    "that the type has and without brackets in their values");
    }
    return factory.Create<RandomVariableStream>();
}

} // namespace ns3::edgelearning
