/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_COLLECTION_PROCESS_H
#define EDGE_LEARNING_COLLECTION_PROCESS_H

#include "ns3/nstime.h"
#include "ns3/object.h"

#include <cstdint>
#include <optional>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief When a worker collects its data: each collection replaces the data at hand by fresh ones.
 *
 * A function of explicit times, which must not run backwards: a collection happens whether or not
 * anybody looks.
 */
class CollectionProcess : public Object
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * @brief Begin; of no effect when it has begun, so that a restart makes no data younger.
     * @param first when the data at hand were collected, absolute; may be before the run
     * @param now the time
     */
    void Start(Time first, Time now);

    /// @return true once Start() was called
    bool IsStarted() const;

    /**
     * @brief When the data at hand were collected.
     * @param now the time, after Start()
     * @return the time of the last collection, absolute
     */
    Time GetLast(Time now);

    /**
     * @brief When the worker collects by itself again.
     * @param now the time, after Start()
     * @return the time, later than @p now; nothing if it will not
     */
    std::optional<Time> GetNext(Time now);

    /**
     * @brief Ask the worker to collect now. Here it cannot.
     * @param now the time, after Start()
     * @return when it will have done so, now or later; nothing if it cannot
     */
    virtual std::optional<Time> Request(Time now);

    /**
     * @brief Assign fixed random variable stream numbers.
     * @param stream the first stream number to use
     * @return the number of streams used
     */
    virtual int64_t AssignStreams(int64_t stream);

  protected:
    /// Where the process is.
    struct State
    {
        Time last;                //!< the last collection
        std::optional<Time> next; //!< the next one, if it is known
    };

  private:
    /**
     * @brief Let time pass.
     * @param state as it was; at the start without a next collection
     * @param now the time
     * @return as it is now: last no later than @p now, next later
     */
    virtual State Advance(State state, Time now) = 0;

    bool m_started{false}; //!< Start() was called
    State m_state;         //!< since the last look
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_COLLECTION_PROCESS_H */
