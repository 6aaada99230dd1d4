/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_SPLIT_WORKER_SESSION_H
#define EDGE_LEARNING_SPLIT_WORKER_SESSION_H

#include "split-pass.h"
#include "split-turn.h"

#include "ns3/message.h"
#include "ns3/simple-ref-count.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * The worker's end of one session: a pass over its samples, batch by batch, in turn with the
 * server.
 */
class SplitWorkerSession : public SimpleRefCount<SplitWorkerSession>
{
  public:
    /// What a session is part of.
    struct Context
    {
        Ptr<ComputeResource> compute;             //!< of the worker's node
        Time patience;                            //!< how long the server may be silent
        std::function<void(const Message&)> send; //!< sends to the server
        /// Counts and traces a message that is refused.
        std::function<void(const MessageHeader&, RejectReason)> reject;
        std::function<void(DropReason)> failed;     //!< the session cannot go on, and why
        std::function<void(bool isAccepted)> ended; //!< the server's last word
    };

    /**
     * @param context what it is part of
     * @param header of the message that began it
     * @param pass over the worker's samples
     */
    SplitWorkerSession(Context context,
                       const MessageHeader& header,
                       std::unique_ptr<SplitPass> pass);
    ~SplitWorkerSession();

    /// Start with the first batch.
    void Begin();

    /**
     * @brief Take a message of the server.
     * @param message the message
     */
    void Handle(const Message& message);

    /// End without a word to anybody.
    void End();

    /// @return header of the message that began it
    const MessageHeader& GetHeader() const;

    /// @return true when it is marked for the first time: a cause to drop it was met
    bool Mark();

  private:
    using Phase = SplitTurn::Phase;

    void NextBatch();
    void Forward();

    /// @tparam Body of the message @param phase in which it is due @param message about the batch
    /// @return its body; nothing: it does not fit in, which was dealt with
    template <typename Body>
    std::optional<Body> Take(Phase phase, const Message& message);

    void TakeActivations(const Message& message);
    void RunTail(const ActivationsBody& body);
    void TakeGradients(const Message& message);
    void TakeClosed(const Message& message);
    void Work(double flop, std::function<void()> work);
    void Say(MessageType type, std::vector<uint8_t> body);
    void Refuse(const Message& message);
    void Fail(DropReason reason);

    Context m_context;                 //!< see there
    MessageHeader m_header;            //!< see GetHeader()
    std::unique_ptr<SplitPass> m_pass; //!< this side of it
    Ptr<SplitTurn> m_turn;             //!< the worker's or the server's
    bool m_isMarked{false};            //!< see Mark()
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_SPLIT_WORKER_SESSION_H */
