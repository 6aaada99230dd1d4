/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_ROUND_BODIES_H
#define EDGE_LEARNING_ROUND_BODIES_H

#include "market-bodies.h"

/**
 * @file
 * @ingroup edge-learning
 * Bodies of the messages about rounds, models and updates; see market-bodies.h for the form.
 */

namespace ns3::edgelearning
{

/// The most edge rounds that a round of an owner may have.
constexpr int64_t MAX_EDGE_ROUNDS = 1000;

/// @return the longest edge round that an owner may ask for, 53 days: no sum of them overflows
inline Time
GetMaxRoundTime()
{
    return Time::Max() / (2 * MAX_EDGE_ROUNDS);
}

/// What a round asks of a worker; stands in ROUND_OPEN and AWARD.
struct TaskDescription
{
    Time deadline;            //!< absolute; of the update's arrival at the first tier
    uint32_t modelVersion{0}; //!< version of the model to train
    uint32_t modelValues{0};  //!< its real values
    uint32_t virtualBytes{0}; //!< its virtual bytes
    double flopPerSample{0};  //!< work of one sample in one epoch
    uint32_t epochs{1};       //!< local epochs

    /// @return the model's size, in bytes
    uint64_t GetModelBytes() const
    {
        return 4 * static_cast<uint64_t>(modelValues) + virtualBytes;
    }

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(deadline);
        v(modelVersion);
        v(modelValues);
        v(virtualBytes);
        v(flopPerSample);
        v(epochs);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return flopPerSample >= 0 && epochs > 0;
    }
};

/// ROUND_OPEN
struct RoundOpenBody
{
    uint32_t demand{0};     //!< workers wanted an edge round
    Time selectionEnd;      //!< absolute; no lease of the first edge round afterwards
    TaskDescription task;   //!< what they shall do; its deadline ends the last edge round
    uint32_t edgeRounds{1}; //!< rounds that each edge server holds before it passes its model up
    Time selectionWindow;   //!< of a later edge round, from its opening
    Time roundTime;         //!< longest edge round
    bool forward{false};    //!< pass each update up as it comes, in one edge round; else aggregate

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(demand);
        v(selectionEnd);
        task.Fields(v);
        v(edgeRounds);
        v(selectionWindow);
        v(roundTime);
        v(forward);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return task.IsValid() && selectionEnd <= task.deadline && edgeRounds > 0 &&
               edgeRounds <= MAX_EDGE_ROUNDS && selectionWindow >= Time() &&
               (edgeRounds == 1 || !forward) && roundTime >= selectionWindow &&
               roundTime <= GetMaxRoundTime();
    }
};

/// ROUND_NEWS
struct RoundNewsBody : UncheckedBody
{
    uint32_t version{0}; //!< the newest version of the model
    bool buying{false};  //!< the owner wants a worker now

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(version);
        v(buying);
    }
};

/// SELECTION_DONE
struct SelectionDoneBody : UncheckedBody
{
    uint32_t granted{0}; //!< leases of this round at this edge

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(granted);
    }
};

/// SELECTED
struct SelectedBody
{
    uint32_t auction{0}; //!< which auction
    uint32_t worker{0};  //!< the seller
    double price{0};     //!< escrowed
    uint32_t samples{0}; //!< samples offered
    uint32_t offer{0};   //!< the seller's number of the offer

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(auction);
        v(worker);
        v(price);
        v(samples);
        v(offer);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return price >= 0 && samples > 0;
    }
};

/// AWARD
struct AwardBody
{
    double price{0};      //!< what the worker will be paid
    TaskDescription task; //!< what it shall do
    uint32_t samples{1};  //!< that it offered
    uint32_t offer{0};    //!< its number of the offer that was sold

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(price);
        task.Fields(v);
        v(samples);
        v(offer);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return price >= 0 && task.IsValid() && samples > 0;
    }
};

/// MODEL_REQUEST
struct ModelRequestBody : UncheckedBody
{
    uint32_t version{0}; //!< which version

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(version);
    }
};

/// MODEL; the virtual bytes of the message belong to the parameters.
struct ModelBody : UncheckedBody
{
    uint32_t version{0};       //!< which version
    std::vector<float> values; //!< real parameters

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(version);
        v(values);
    }
};

/// One worker in an update.
struct Member
{
    Ticket ticket{0};    //!< its participation
    uint32_t worker{0};  //!< its node id
    uint32_t samples{0}; //!< samples it trained on, no more than it offered
    Time completion;     //!< absolute; arrival at the first tier, zero before

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(ticket);
        v(worker);
        v(samples);
        v(completion);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return samples > 0;
    }
};

/// UPDATE; the virtual bytes of the message belong to the parameters.
struct UpdateBody
{
    static constexpr uint8_t FLOAT32 = 0;     //!< element type: IEEE 754 binary32
    static constexpr uint8_t PLAIN_CODEC = 0; //!< codec: the parameters as they are

    uint32_t baseVersion{0};      //!< version of the model that was trained
    uint8_t elementType{FLOAT32}; //!< type of the values
    uint8_t codec{PLAIN_CODEC};   //!< how the values are coded
    std::vector<Member> members;  //!< whose work it is, each worker once
    std::vector<float> values;    //!< real parameters

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(baseVersion);
        v(elementType);
        v(codec);
        v(members);
        v(values);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        for (const Member& member : members)
        {
            if (!member.IsValid())
            {
                return false;
            }
        }
        return !members.empty() && elementType == FLOAT32 && codec == PLAIN_CODEC;
    }
};

/// UPDATE_ANSWER
struct UpdateAnswerBody : UncheckedBody
{
    bool accepted{false}; //!< the update counts

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(accepted);
    }
};

/// ARRIVED
struct ArrivedBody
{
    std::vector<Member> members; //!< whose updates, and when

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(members);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        for (const Member& member : members)
        {
            if (!member.IsValid())
            {
                return false;
            }
        }
        return !members.empty();
    }
};

/// One worker whose update will not come.
struct DroppedMember
{
    Ticket ticket{0};                        //!< its participation
    DropReason reason{DropReason::DEADLINE}; //!< why

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(ticket);
        v(reason);
    }
};

/// DROPPED
struct DroppedBody
{
    std::vector<DroppedMember> members; //!< who, and why

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(members);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return !members.empty();
    }
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_ROUND_BODIES_H */
