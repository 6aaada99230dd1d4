/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SPLIT_SESSION_H
#define EDGE_LEARNING_SPLIT_SESSION_H

#include "split-turn.h"

#include "ns3/cross-entropy.h"
#include "ns3/message.h"
#include "ns3/simple-ref-count.h"
#include "ns3/split-bodies.h"
#include "ns3/split-learner.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The server's end of one session: a worker's pass over its samples with a network in parts.
 *
 * It keeps a copy of the server's layers of its own, so that a session counts whole or not at all.
 * It ends exactly once: when the worker is through, or with a reason to drop it.
 */
class SplitSession : public SimpleRefCount<SplitSession>
{
  public:
    /// What a session is part of.
    struct Context
    {
        Ptr<SplitLearner> learner;                //!< cuts the network
        Ptr<ComputeResource> compute;             //!< of the server's node
        uint32_t samples{0};                      //!< the most that the worker may go through
        Time patience;                            //!< how long to wait for a message of the worker
        std::function<void(const Message&)> send; //!< sends to the worker
        /// Counts and traces a message that is refused.
        std::function<void(const MessageHeader&, RejectReason)> reject;
        std::function<void()> ended; //!< called once, at the end
    };

    /**
     * @param context what it is part of
     * @param split where the network is cut, a possible place
     * @param isTraining else it is an evaluation
     * @param model the values of the whole network
     */
    SplitSession(Context context,
                 const SplitPoint& split,
                 bool isTraining,
                 const std::vector<float>& model);
    ~SplitSession();

    /// Send the worker its layers.
    void Begin();

    /**
     * @brief Take a message of the worker.
     * @param message the message
     */
    void Handle(const Message& message);

    /**
     * @brief End without a result, and without a word to the worker. Does nothing after the end.
     * @param reason why
     */
    void Abort(DropReason reason);

    /// @return why there is no result; nothing while under way, and when there is one
    std::optional<DropReason> GetReason() const;

    /// @return after a training: the values of the whole network
    const std::vector<float>& GetModel() const;

    /// @return loss, right answers and number of the samples gone through
    const ScoreSums& GetSums() const;

    /// @return true in a training, false in an evaluation
    bool IsTraining() const;

    /// @return bytes of the worker's messages
    uint64_t GetUplinkBytes() const;

    /// @return bytes of the messages to the worker
    uint64_t GetDownlinkBytes() const;

    /// @return messages in both directions
    uint32_t GetMessages() const;

    /// @return time that work of this session spent in the server's processor or its queue
    Time GetServerTime() const;

  private:
    using Phase = SplitTurn::Phase;

    void TakeActivations(const Message& message);
    void TakeGradients(const Message& message);
    void TakeEnd(const Message& message);
    void Forward(ActivationsBody body);
    void Backward(const GradientsBody& body);
    bool IsSound(const SplitEndBody& body) const;
    void Finish(const SplitEndBody& body);

    /// @tparam B the body's type @param message the message @return the body, or nothing
    template <typename B>
    std::optional<B> Parse(const Message& message);

    bool IsTimeForBatch() const;
    bool HasGoodLabels(const ActivationsBody& body) const;
    void Work(double flop, std::function<void()> work);
    void Refuse(const Message& message);
    void Send(Message message);
    void End();

    Context m_context;                     //!< see there
    Ptr<SplitTurn> m_turn;                 //!< the server's or the worker's
    SplitPoint m_split;                    //!< where the network is cut
    bool m_isTraining;                     //!< else evaluation
    bool m_isUShaped;                      //!< labels stay with the worker
    std::vector<float> m_model;            //!< whole; the result after a training
    std::unique_ptr<NetworkPart> m_middle; //!< the server's layers
    double m_flop{0};                      //!< of their forward pass on one sample
    uint32_t m_batch{0};                   //!< next one
    uint32_t m_batchSamples{0};            //!< in the one under way
    uint32_t m_taken{0};                   //!< samples, gone through or waiting
    ScoreSums m_sums;                      //!< so far
    std::optional<DropReason> m_reason;    //!< see GetReason()
    uint64_t m_uplinkBytes{0};             //!< see GetUplinkBytes()
    uint64_t m_downlinkBytes{0};           //!< see GetDownlinkBytes()
    uint32_t m_messages{0};                //!< see GetMessages()
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SPLIT_SESSION_H */
