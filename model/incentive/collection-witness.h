/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_COLLECTION_WITNESS_H
#define EDGE_LEARNING_COLLECTION_WITNESS_H

#include "ns3/nstime.h"
#include "ns3/object.h"

#include <cstdint>
#include <map>
#include <optional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief What an edge server holds the collection time of a worker's data to be.
 *
 * A time is *claimed* or *attested*. A claim lies between the worker's claim before, which its data
 * cannot be older than, and the present; any other contradicts what is known and is refused. It is
 * attested if the edge server itself asked for the collection: the data are no older than that
 * request, whose time is taken for their collection. The request's number goes with the answer.
 *
 * What the edge server knows for certain of a worker is called its bound: its data are no older
 * than the last collection that was attested, and before the first one are taken to be no older
 * than its enrolment, that is, its first registration here. An honest worker whose data
 * are older than that says so.
 */
class CollectionWitness : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /// What is held of an offer's data.
    struct Finding
    {
        Time collected;       //!< by which the data are priced
        bool attested{false}; //!< the edge server asked for the collection
    };

    /**
     * @brief A worker registered; the first time counts.
     * @param worker its node id
     * @param now the time
     */
    void Enrol(uint32_t worker, Time now);

    /**
     * @brief Ask a worker to collect now; a request before is void.
     * @param worker its node id
     * @param now the time
     * @return number of the request, never 0
     */
    uint64_t Ask(uint32_t worker, Time now);

    /**
     * @brief Judge what an offer says of its data.
     * @param worker its node id
     * @param claimed when they were collected, as it says
     * @param request number of the request that it answers; 0: none
     * @param now the time
     * @return what is held of them; nothing: the offer contradicts what is known, or answers no
     *         request that stands
     */
    std::optional<Finding> Judge(uint32_t worker, Time claimed, uint64_t request, Time now);

    /// @return true if workers are to be asked for collections
    virtual bool IsAsking() const;

  private:
    /**
     * @brief Choose the time by which data are priced that nobody attested.
     * @param claimed as the worker says
     * @param bound what is certain
     * @return the time
     */
    virtual Time Price(Time claimed, Time bound) const = 0;

    /// What is known of a worker.
    struct Record
    {
        Time bound;                  //!< enrolment, or the last attested collection
        std::optional<Time> claimed; //!< the last claim
        uint64_t request{0};         //!< that stands; 0: none
        Time asked;                  //!< when
    };

    uint64_t m_requests{0};               //!< number of the last request
    std::map<uint32_t, Record> m_workers; //!< by node id
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_COLLECTION_WITNESS_H */
