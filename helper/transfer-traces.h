/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_TRANSFER_TRACES_H
#define EDGE_LEARNING_TRANSFER_TRACES_H

#include "result-file.h"
#include "run-state.h"

#include "ns3/message-header.h"
#include "ns3/nstime.h"

#include <map>
#include <string>
#include <tuple>

namespace ns3::edgelearning
{

class MessageApplication;

/**
 * @ingroup edge-learning
 * The file about messages on their way: transfers.csv.
 */
class TransferTraces : public SimpleRefCount<TransferTraces>
{
  public:
    /**
     * @brief Plan the file.
     * @param directory where
     * @param state of the run
     */
    TransferTraces(const std::string& directory, Ptr<RunState> state);

    /// @return the file
    ResultFile& GetTable();

    /// @param application whose messages are watched
    void Connect(Ptr<MessageApplication> application);

    /// Write what is still under way as lost.
    void WriteLost();

  private:
    /// Names a message: the sender's role and id, its sequence, and the CRC, since two applications
    /// of a node may have the role in common.
    using MessageKey = std::tuple<Role, uint32_t, uint32_t, uint32_t>;

    /// A message on its way.
    struct Transfer
    {
        Time start;         //!< when it was sent
        uint32_t from{0};   //!< node
        Role role{};        //!< of whom sent it on this hop
        MessageType type{}; //!< what it is
        uint64_t bytes{0};  //!< on the wire
    };

    static MessageKey KeyOf(const MessageHeader& header);
    static const char* HopOf(Role from, Role to);
    static const char* GuessHop(const Transfer& transfer);
    void Write(const Transfer& transfer, Role to, int64_t node, const char* outcome);
    void Sent(uint32_t node, Role role, const MessageHeader& header);
    void Received(uint32_t node, Role role, const MessageHeader& header);
    void Rejected(uint32_t node, Role role, const MessageHeader& header, RejectReason reason);

    Ptr<RunState> m_state;                     //!< of the run
    ResultFile m_transfers;                    //!< transfers.csv
    std::map<MessageKey, Transfer> m_underWay; //!< sent, not yet received
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_TRANSFER_TRACES_H */
