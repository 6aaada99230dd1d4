/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_START_UP_H
#define EDGE_LEARNING_NR_LITE_START_UP_H

#include <limits>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief The start-up of a transport connection over a link that serves it as a fluid: when its
 * congestion window is closed.
 *
 * Data flow in rounds. A round serves what the window allows; if that is served before its first
 * acknowledgements can be back, the sender waits for the rest of the round trip. What was served
 * early enough in a round, and in order, is acknowledged by the next and widens the window. Once a
 * window lasts long enough the sender never waits again. Acknowledgements may return more slowly
 * than the data they stand for are sent; slow start then ends as TCP's HyStart does, once a round's
 * first acknowledgements are late by a round trip.
 */
class NrLiteStartUp
{
  public:
    /// Segments that one acknowledgement covers (RFC 9293 section 3.8.6.3).
    static constexpr double DELAYED_SEGMENTS = 2.0;

    /// The connection.
    struct Connection
    {
        double window{0.0};  //!< first window [byte]; 0: never closed
        double growth{2.0};  //!< growth of the window a round of slow start, above 1
        double segment{0.0}; //!< full segment with headers [byte]
        double header{0.0};  //!< packet without data: an acknowledgement [byte]
    };

    /// The link.
    struct Link
    {
        double roundTrip{0.0}; //!< first data of a window to first data of the next [s], above 0
        double flow{0.0};      //!< a window that lasts longer is never closed [s]
        double timely{1.0};    //!< share of a round trip in which data make the next round
        double interval{0.0};  //!< time between transport blocks [s], above 0
        double error{0.0};     //!< probability that a block fails and holds up what follows
        /// Bytes acknowledged a second at most, above 0.
        double acknowledged{std::numeric_limits<double>::infinity()};
    };

    /**
     * @param connection the connection
     */
    explicit NrLiteStartUp(const Connection& connection);

    /**
     * @brief The first round begins.
     * @param link the link
     */
    void Begin(const Link& link);

    /// @return whether the first round has begun
    bool HasBegun() const
    {
        return m_begun;
    }

    /// @return the connection
    const Connection& GetConnection() const
    {
        return m_connection;
    }

    /// @return bytes that may still be served in this round, infinite once nothing waits any more
    double GetQueue() const
    {
        return m_queue;
    }

    /// @return most bytes a second that the window releases
    double GetRateLimit() const
    {
        return m_limit;
    }

    /**
     * @param bytes bytes served
     */
    void Serve(double bytes)
    {
        m_queue -= bytes;
    }

    /**
     * @brief Begin the next round, all of this one being served.
     * @param elapsed time since it began [s]
     * @param rate service rate of late [byte/s], above 0
     * @param left bytes of the transfer not served yet
     * @return wait before the next round begins [s]
     */
    double NextRound(double elapsed, double rate, double left);

  private:
    /// @return the window beyond what was acknowledged [byte]
    double GetWindow() const;

    /**
     * @brief In-order delivery ends at the first block that fails.
     * @param amount bytes sent
     * @param duration time that took [s]
     * @return mean number of bytes before that
     */
    double GetDelivered(double amount, double duration) const;

    Connection m_connection;                                 //!< the connection
    Link m_link;                                             //!< the link
    bool m_begun{false};                                     //!< whether the link is known
    double m_queue;                                          //!< bytes of the round to serve
    double m_sent;                                           //!< bytes of the round
    double m_before{0.0};                                    //!< bytes served before the round
    double m_acknowledged{0.0};                              //!< bytes acknowledged at its start
    double m_limit{std::numeric_limits<double>::infinity()}; //!< rate limit [byte/s]
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_START_UP_H */
