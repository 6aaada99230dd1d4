/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_MARKET_BODIES_H
#define EDGE_LEARNING_MARKET_BODIES_H

#include "wire.h"

/**
 * @file
 * @ingroup edge-learning
 * Bodies of the messages about identities, offers, bids, leases and payments.
 *
 * Each body names its fields once (Fields) and says which values are allowed (IsValid); the table
 * is in doc/wire-format.rst. A message type without a struct here has an empty body. The owner
 * stands in the header's task, the round in its round, the participation in its ticket.
 */

namespace ns3::edgelearning
{

/// Base of the bodies whose fields may hold any value that their types can.
struct UncheckedBody
{
    /// @return true
    bool IsValid() const
    {
        return true;
    }
};

/// Body of a message that carries nothing but its header.
struct EmptyBody : UncheckedBody
{
    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V&)
    {
    }
};

/// REGISTER: who asks for an identity.
struct RegisterBody
{
    Role role{Role::WORKER}; //!< what it is; an edge registers workers and relays on their behalf
    uint32_t id{0};          //!< node id; of an owner its owner id
    uint64_t credential{0};  //!< proves that a second registration is the same party's
    double deposit{0};       //!< an owner's budget
    Address address;         //!< where an owner listens
    bool aggregates{false};  //!< a relay combines the updates of its workers

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(role);
        v(id);
        v(credential);
        v(deposit);
        v(address);
        v(aggregates);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return deposit >= 0 && role != Role::CLEARING_HOUSE;
    }
};

/// REGISTERED: the token of an identity.
struct RegisteredBody : UncheckedBody
{
    Role role{Role::WORKER}; //!< whose
    uint32_t id{0};          //!< whose
    uint64_t token{0};       //!< the identity's token

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(role);
        v(id);
        v(token);
    }
};

/// INTRODUCE: with whom the receiver may talk, and with which token.
struct IntroduceBody
{
    Role role{Role::OWNER}; //!< what the other is
    uint32_t id{0};         //!< its id
    uint64_t token{0};      //!< the token of the two's conversation
    Address address;        //!< where to reach it; the receiver connects when it is an edge

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(role);
        v(id);
        v(token);
        v(address);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return role == Role::OWNER || role == Role::EDGE;
    }
};

/// BEACON
struct BeaconBody
{
    uint16_t port{0};  //!< where the sender listens, at the beacon's source address
    double quality{0}; //!< of a relay's own link to its edge server, in dB
    double energy{1};  //!< share of a relay's energy that is left

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(port);
        v(quality);
        v(energy);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return port > 0 && energy >= 0 && energy <= 1;
    }
};

/// OFFER
struct OfferBody
{
    Time collected;      //!< absolute; when the worker's data were collected
    double ask{0};       //!< the least price that the worker accepts
    uint32_t samples{0}; //!< how many samples it would train on
    uint32_t number{1};  //!< the worker's number of the offer, greater than that of any before

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(collected);
        v(ask);
        v(samples);
        v(number);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return ask >= 0 && samples > 0 && number > 0;
    }
};

/// OFFER_CLOSED
struct OfferClosedBody : UncheckedBody
{
    bool barred{false}; //!< refused because the worker is barred
    Time retry;         //!< absolute; an earlier offer is refused again

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(barred);
        v(retry);
    }
};

/// BID_REQUEST
struct BidRequestBody
{
    uint32_t auction{0}; //!< the edge's number of the auction
    uint32_t worker{0};  //!< whose offer
    Time predicted;      //!< predicted age of information
    double age{1};       //!< the same, normalised to [minAge, 1]
    double minAge{0};    //!< the market's least normalised age
    Time maxAge;         //!< the market's greatest age
    uint32_t samples{0}; //!< samples offered

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(auction);
        v(worker);
        v(predicted);
        v(age);
        v(minAge);
        v(maxAge);
        v(samples);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return age > 0 && age <= 1 && minAge >= 0 && minAge <= age;
    }
};

/// BID
struct BidBody
{
    uint32_t auction{0};    //!< which auction
    bool interested{false}; //!< false: the owner abstains
    double amount{0};       //!< the bid
    uint32_t ownerClass{0}; //!< class of exchangeable owners

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(auction);
        v(interested);
        v(amount);
        v(ownerClass);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return amount >= 0;
    }
};

/// BID_RESULT
struct BidResultBody
{
    uint32_t auction{0}; //!< which auction
    bool won{false};     //!< the receiver won
    double price{0};     //!< what it would pay

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(auction);
        v(won);
        v(price);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return price >= 0;
    }
};

/// LEASE_REQUEST
struct LeaseRequestBody
{
    uint32_t auction{0}; //!< which auction
    uint32_t worker{0};  //!< the seller
    double price{0};     //!< to be escrowed
    Time deadline;       //!< absolute; of the update
    uint32_t offer{0};   //!< the seller's number of the offer that was sold

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(auction);
        v(worker);
        v(price);
        v(deadline);
        v(offer);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return price >= 0;
    }
};

/// LEASE_GRANTED and NOT_SELECTED: which auction the message answers.
struct AuctionBody : UncheckedBody
{
    uint32_t auction{0}; //!< which auction

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(auction);
    }
};

/// LEASE_REFUSED
struct LeaseRefusedBody : UncheckedBody
{
    uint32_t auction{0}; //!< which auction
    bool barred{false};  //!< refused because the seller is barred
    bool funds{false};   //!< refused because the buyer cannot pay
    Time until;          //!< absolute; end of the bar

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(auction);
        v(barred);
        v(funds);
        v(until);
    }
};

/// LEASE_ACCEPT
struct LeaseAcceptBody : UncheckedBody
{
    uint32_t worker{0}; //!< who accepts
    uint32_t offer{0};  //!< which of its offers it holds to be sold

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(worker);
        v(offer);
    }
};

/// SETTLE
struct SettleBody
{
    double share{1}; //!< of the price that is paid; the rest goes back to the owner

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(share);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return share >= 0 && share <= 1;
    }
};

/// LEFT
struct LeftBody : UncheckedBody
{
    uint32_t worker{0}; //!< who is not behind the relay any more

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(worker);
    }
};

/// PAID
struct PaidBody
{
    uint32_t worker{0}; //!< who was paid
    double amount{0};   //!< for this participation
    double total{0};    //!< so far

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(worker);
        v(amount);
        v(total);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return amount >= 0 && total >= amount;
    }
};

/// ACCOUNT
struct AccountBody
{
    double free{0}; //!< the owner's budget that is neither escrowed nor spent

    /// @tparam V WireWriter or WireReader @param v visitor of the fields
    template <typename V>
    void Fields(V& v)
    {
        v(free);
    }

    /// @return true when every field holds an allowed value
    bool IsValid() const
    {
        return free >= 0;
    }
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_MARKET_BODIES_H */
