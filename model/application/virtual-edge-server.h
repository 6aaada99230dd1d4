/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_VIRTUAL_EDGE_SERVER_H
#define EDGE_LEARNING_VIRTUAL_EDGE_SERVER_H

#include "offload-client.h"
#include "offload-server.h"

#include <map>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * A cluster of devices, such as parked vehicles, that computes behind one address.
 *
 * It stands on the cluster's head, beside an OffloadClient whose neighbours are the members. Each
 * task is divided into equal parts, of work, input, output and memory alike; the OffloadClient gets
 * them done, on the head itself or by members, as its policy says, and gives the parts of a member
 * that leaves to others. The task is done when all its parts are, and has failed when one of them
 * has. Real output is that of the parts, one after the other.
 *
 * To those who ask it is one server with the rates of all who are there. What it promises for a
 * task allows for `Slack`, because members may leave.
 */
class VirtualEdgeServer : public OffloadServer
{
  public:
    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    /// Without a dispatcher, which must be set.
    VirtualEdgeServer();
    ~VirtualEdgeServer() override;

    /// @param dispatcher on the same node, gets the parts done
    void SetDispatcher(Ptr<OffloadClient> dispatcher);

    /**
     * @brief Divide a task.
     * @param task the task
     * @param count how many parts, at least 1
     * @return the parts; their bytes and values add up to the task's, their work and memory too,
     *         with memory rounded up
     */
    static std::vector<ComputeTask> Divide(const ComputeTask& task, uint32_t count);

  protected:
    void DoDispose() override;
    void DoStart() override;
    OffloadStatusBody MakeStatus() const override;
    std::optional<DropReason> Begin(const TaskKey& key, const ComputeTask& task) override;
    Time Foresee() const override;
    void Abort(const TaskKey& key) override;

  private:
    /// A task whose parts are under way.
    struct Division
    {
        uint64_t id{0};                          //!< tells it from an earlier one of the same key
        std::vector<Ticket> parts;               //!< at the dispatcher
        std::vector<std::vector<float>> outputs; //!< by part
        std::size_t open{0};                     //!< parts that have not ended
        double flop{0};                          //!< of each
        double joules{0};                        //!< of those that have
    };

    void PartEnded(const TaskKey& key,
                   uint64_t id,
                   std::size_t part,
                   const OffloadRecord& record,
                   const std::vector<float>& output);

    uint32_t m_partsPerMember;               //!< of each task
    double m_slack;                          //!< of what is foreseen, a share of it
    Ptr<OffloadClient> m_dispatcher;         //!< gets the parts done
    uint64_t m_lastId{0};                    //!< counts divisions
    std::map<TaskKey, Division> m_divisions; //!< under way
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_VIRTUAL_EDGE_SERVER_H */
