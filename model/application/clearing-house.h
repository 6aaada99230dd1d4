/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_CLEARING_HOUSE_H
#define EDGE_LEARNING_CLEARING_HOUSE_H

#include "lease-desk.h"
#include "message-application.h"
#include "trace-records.h"

#include <map>
#include <memory>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Identities, leases, payments and bars, in the cloud.
 *
 * It gives each party its token, introduces owners and edge servers to each other, escrows the
 * price of each lease, and pays the worker or gives the money back. A lease that nobody ends
 * expires LeaseGrace after its deadline.
 */
class ClearingHouse : public MessageApplication
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Without parties, leases and accounts.
    ClearingHouse();
    ~ClearingHouse() override;

    /**
     * TracedCallback signature for payments.
     *
     * @param record the payment
     */
    typedef void (*PaymentTracedCallback)(const PaymentRecord& record);

    /**
     * TracedCallback signature for leases.
     *
     * @param lease the lease, in the state it has just entered
     */
    typedef void (*LeaseTracedCallback)(const LeaseBook::Lease& lease);

    Role GetRole() const override;

    /// @return the accounts of owners and workers; null before the application starts
    const Ledger* GetLedger() const;

  private:
    /// Owner or edge, and its id.
    using Identity = std::pair<Role, uint32_t>;

    /// A registered party.
    struct Party
    {
        uint64_t credential{0};      //!< what it registered with
        uint64_t token{0};           //!< its identity
        Ptr<MessageChannel> channel; //!< of an owner or edge that is connected
        Address address;             //!< where an owner listens
    };

    void DoStart() override;
    void DoStop() override;
    void HandleMessage(Ptr<MessageChannel> channel, const Message& message) override;
    void HandleStranger(Ptr<MessageChannel> channel, const Message& message) override;
    void HandleClosed(Ptr<MessageChannel> channel) override;

    LeaseDesk::Sinks MakeDeskSinks();
    Party* Enrol(const Message& message, const RegisterBody& body);
    void RegisterParty(Ptr<MessageChannel> channel, const Message& message);
    void RegisterDevice(Ptr<MessageChannel> edge, const Message& message);
    void Introduce(OwnerId owner, uint32_t edge);
    void TellAccount(OwnerId owner);

    Time m_leaseGrace;                   //!< after the deadline
    Time m_barTime;                      //!< for a double sale
    std::unique_ptr<LeaseDesk> m_desk;   //!< leases and money; null before the start
    std::map<Identity, Party> m_parties; //!< everybody registered
    std::map<std::pair<OwnerId, uint32_t>, uint64_t> m_pairTokens; //!< of owner and edge

    TracedCallback<const PaymentRecord&> m_paymentTrace;  //!< payments
    TracedCallback<const LeaseBook::Lease&> m_leaseTrace; //!< leases
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_CLEARING_HOUSE_H */
