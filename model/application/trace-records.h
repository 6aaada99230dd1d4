/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_TRACE_RECORDS_H
#define EDGE_LEARNING_TRACE_RECORDS_H

#include "ns3/bid.h"
#include "ns3/edge-learning-types.h"
#include "ns3/layer-profile.h"
#include "ns3/message-header.h"
#include "ns3/nstime.h"
#include "ns3/offload-candidate.h"

#include <optional>
#include <string>
#include <vector>

/**
 * @file
 * @ingroup edge-learning
 * What the trace sources of the applications report: one structure a line of a CSV file.
 */

namespace ns3::edgelearning
{

/// A round ended at a tier.
struct RoundRecord
{
    OwnerId owner{0};               //!< whose round
    Role tier{Role::EDGE};          //!< what traced it: relay, edge server or owner
    uint32_t node{0};               //!< where
    uint32_t round{0};              //!< which
    uint32_t selected{0};           //!< workers selected at this tier
    uint32_t aggregated{0};         //!< workers whose update was aggregated here
    uint32_t dropped{0};            //!< the others
    Time opened;                    //!< absolute start
    uint64_t uplinkBytes{0};        //!< bytes of the parameters that arrived
    std::optional<double> loss;     //!< on the owner's test set; nothing at other tiers
    std::optional<double> accuracy; //!< on the owner's test set, 0 to 1; nothing at other tiers
};

/// A worker joined or left a relay's cluster.
struct MembershipRecord
{
    uint32_t relay{0};      //!< where
    uint32_t worker{0};     //!< who
    bool joined{false};     //!< false: it left
    const char* reason{""}; //!< why
};

/// An owner learned that a worker was selected.
struct SelectionRecord
{
    OwnerId owner{0};    //!< whose round
    uint32_t round{0};   //!< which
    uint32_t worker{0};  //!< who
    Ticket ticket{0};    //!< its participation
    uint32_t samples{0}; //!< offered
    double price{0};     //!< in escrow, in currency units
    uint32_t offer{0};   //!< the worker's number of the offer that was sold
};

/// Updates were merged into an owner's model.
struct MergeRecord
{
    OwnerId owner{0};      //!< whose model
    uint32_t round{0};     //!< the round that is open
    uint32_t version{0};   //!< the version that was made
    uint32_t workers{0};   //!< whose updates went into it
    uint32_t staleness{0}; //!< of the stalest of them, in versions
};

/// A selected worker's update was not aggregated.
struct DropRecord
{
    OwnerId owner{0};                        //!< whose round
    uint32_t round{0};                       //!< which
    uint32_t worker{0};                      //!< who dropped out
    Ticket ticket{0};                        //!< its participation
    DropReason reason{DropReason::DEADLINE}; //!< as the tracing node knows it
};

/// An auction was decided.
struct AuctionRecord
{
    uint32_t edge{0};              //!< where
    uint32_t worker{0};            //!< whose offer
    Time age;                      //!< predicted age of information
    double normalisedAge{1};       //!< the same in [MinAge, 1]
    uint32_t bidders{0};           //!< owners that bid
    std::string mechanism;         //!< name of the mechanism
    std::optional<OwnerId> winner; //!< who bought, if anybody
    double price{0};               //!< what the winner pays
    double highestBid{0};          //!< highest bid
    double secondBid{0};           //!< second highest bid
    Time collected;                //!< absolute; the collection time that the age is counted from
    bool attested{false};          //!< the edge server asked for the collection and stamped it
    uint32_t offer{0};             //!< the worker's number of the offer
    double ask{0};                 //!< the least price that the worker accepts
    std::vector<Bid> bids;         //!< by owner id
};

/// A worker made an offer; what it knows of its data, whatever it says.
struct OfferRecord
{
    uint32_t worker{0}; //!< who
    Time collected;     //!< absolute; when its data were collected
    Time claimed;       //!< absolute; what the offer says
    uint32_t number{0}; //!< the worker's number of the offer
};

/// A worker was paid.
struct PaymentRecord
{
    uint32_t worker{0}; //!< the seller
    OwnerId owner{0};   //!< the buyer
    double amount{0};   //!< the price, or what settlement leaves of it
    double total{0};    //!< the worker's revenue so far
};

/// An update arrived, so that the age of what it was trained on is known.
struct AgeRecord
{
    uint32_t worker{0}; //!< whose data
    OwnerId owner{0};   //!< whose model
    uint32_t round{0};  //!< which round
    Time predicted;     //!< age of information foreseen at the auction
    Time measured;      //!< age of information at the update's arrival
    Time collected;     //!< absolute; the collection time that both are counted from
    uint32_t offer{0};  //!< the worker's number of the offer that was sold
};

/// A session of a network that is trained in parts ended at the server.
struct SplitRecord
{
    uint32_t server{0};               //!< where
    uint32_t worker{0};               //!< with whom
    uint32_t epoch{0};                //!< which
    Ticket ticket{0};                 //!< of the session
    bool training{false};             //!< else evaluation
    SplitPoint split;                 //!< where the network was cut
    uint32_t samples{0};              //!< that the server computed on
    Time opened;                      //!< absolute start
    double predictedLatency{0};       //!< of a training, foreseen at its start, in seconds
    double predictedEnergy{0};        //!< of the device in a training, likewise, in joules
    uint64_t uplinkBytes{0};          //!< of messages from the worker
    uint64_t downlinkBytes{0};        //!< of messages to the worker
    std::optional<DropReason> reason; //!< why it does not count; nothing: it counts
};

/// A task, or an attempt at it, ended at the device that it is of.
struct OffloadRecord
{
    Ticket task{0};                          //!< which
    uint32_t from{0};                        //!< node of the device
    uint32_t to{0};                          //!< node where it was done, or last tried
    OffloadPlace where{OffloadPlace::LOCAL}; //!< what that is
    uint32_t inputBytes{0};                  //!< of the task
    uint32_t outputBytes{0};                 //!< of the task
    Time submitted;                          //!< absolute start
    double joules{0};                        //!< of both sides, as far as known
    bool isFinal{true};                      //!< false: it is tried elsewhere
    std::optional<DropReason> reason;        //!< why it failed; nothing: it was done
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_TRACE_RECORDS_H */
