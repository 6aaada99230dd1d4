/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_HELPER_H
#define EDGE_LEARNING_HELPER_H

#include "attribute-checks.h"
#include "collection-plan.h"
#include "learning-installer.h"

#include "ns3/auction-mechanism.h"
#include "ns3/availability-model.h"
#include "ns3/collection-process.h"
#include "ns3/collection-witness.h"
#include "ns3/compute-resource.h"
#include "ns3/data-set.h"
#include "ns3/drift-model.h"
#include "ns3/edge-locator.h"
#include "ns3/learner.h"
#include "ns3/node-container.h"
#include "ns3/object-factory.h"
#include "ns3/random-variable-stream.h"
#include "ns3/relay-policy.h"
#include "ns3/round-policy.h"
#include "ns3/selection-policy.h"

#include <set>
#include <string>
#include <vector>

namespace ns3::edgelearning
{

class Worker;

/**
 * @ingroup edge-learning
 * Installs the roles of the market on nodes that have devices, a protocol stack and addresses; a
 * worker's node may do without the latter two, see SetLocator().
 *
 * On the first cloud node: the clearing house. On the cloud nodes, in turn: the model owners. On
 * each edge node: an edge server and a model cache. On each relay node: a relay and a model cache.
 * On each device: a worker with its part of the data set and a compute resource. A device may be a
 * relay too. Wrong arguments throw std::invalid_argument, a data set that
 * cannot be read std::runtime_error, both with a message that names the value and the remedy.
 */
class EdgeLearningHelper : public LearningInstaller
{
  public:
    /// Defaults: TorchLearner on digits.csv, Iid; 1e9 FLOP/s; one owner; no mechanism; the edge
    /// server is the default gateway.
    EdgeLearningHelper();

    /**
     * @brief Set what workers and owners learn with; each gets one of its own.
     * @tparam Args pairs of attribute name and value
     * @param type TypeId name of a Learner
     * @param args its attributes
     */
    template <typename... Args>
    void SetLearner(const std::string& type, Args&&... args)
    {
        m_learner = MakeFactory<Learner>(type, args...);
    }

    /**
     * @brief Set an attribute of the workers' ComputeResource, drawn per worker.
     * @param name the attribute
     * @param variable a random variable, as a string such as
     *                 "ns3::UniformRandomVariable[Min=1e9|Max=1e10]"
     */
    void SetCompute(const std::string& name, const std::string& variable);

    /**
     * @brief Set the Rate of the workers' ComputeResource by what it does for the learner, drawn
     * per worker: the work of training is the same for any learner then.
     * @param variable samples per second, each taken through one epoch; a random variable as a
     *                 string such as "ns3::UniformRandomVariable[Min=50|Max=500]"
     */
    void SetTrainingSpeed(const std::string& variable);

    /**
     * @brief Set how fresh the workers' data are, drawn per worker.
     * @param initialAge age at the start in seconds, a random variable as a string
     * @param period time between two collections in seconds, likewise; 0: never again
     */
    void SetCollection(const std::string& initialAge, const std::string& period);

    /**
     * @brief Set when workers collect data, instead of the period of SetCollection(), whose initial
     * age stays; each has a process of its own.
     * @tparam Args pairs of attribute name and value
     * @param type TypeId name of a CollectionProcess
     * @param args its attributes
     */
    template <typename... Args>
    void SetCollectionProcess(const std::string& type, Args&&... args)
    {
        m_collection.SetProcess(MakeFactory<CollectionProcess>(type, args...));
    }

    /**
     * @brief Set what edge servers hold of the collection times that workers claim; each has a
     * witness of its own.
     * @tparam Args pairs of attribute name and value
     * @param type TypeId name of a CollectionWitness
     * @param args its attributes
     */
    template <typename... Args>
    void SetWitness(const std::string& type, Args&&... args)
    {
        m_witness = MakeFactory<CollectionWitness>(type, args...);
    }

    /**
     * @brief Let some workers sell themselves twice at a time: each is two, of one identity and the
     * same data, and the second of them calls another edge server over the same link. What each
     * does is what an honest worker does.
     * @param count how many, the first devices of Install(); device i calls the edge server i + 1,
     *        counted in a circle, so that the first of the two must be at edge server i and stay
     *        there: two at one edge server end each other's conversations. 0: none
     */
    void SetDoubleSellers(uint32_t count);

    /**
     * @brief Set how data change with time, those of the workers and those of the owners' tests.
     * @tparam Args pairs of attribute name and value
     * @param type TypeId name of a DriftModel, which all share; empty: they do not change
     * @param args its attributes
     */
    template <typename... Args>
    void SetDrift(const std::string& type, Args&&... args)
    {
        m_drift = type.empty()
                      ? nullptr
                      : MakeFactory<DriftModel>(type, args...).template Create<DriftModel>();
    }

    /**
     * @brief Set when workers are there at all; without it they always are. Nodes that have an
     * AvailabilityModel already keep theirs.
     * @tparam Args pairs of attribute name and value
     * @param type TypeId name of an AvailabilityModel; each worker's node gets one of its own
     * @param args its attributes; random variables as strings, so that each has its own
     */
    template <typename... Args>
    void SetAvailability(const std::string& type, Args&&... args)
    {
        m_availability = MakeFactory<AvailabilityModel>(type, args...);
    }

    /**
     * @brief Set how many model owners there are.
     * @tparam Args pairs of attribute name and value
     * @param count at least one
     * @param args attributes of all of them
     */
    template <typename... Args>
    void SetOwners(uint32_t count, Args&&... args)
    {
        CheckOwners(count);
        m_owners = count;
        SetAttributes(m_owner, args...);
    }

    /**
     * @brief Set when owners merge updates, and how; without it rounds are synchronous.
     * @tparam Args pairs of attribute name and value
     * @param type TypeId name of a RoundPolicy; each owner gets one of its own
     * @param args its attributes
     */
    template <typename... Args>
    void SetRoundPolicy(const std::string& type, Args&&... args)
    {
        m_roundPolicy = MakeFactory<RoundPolicy>(type, args...);
    }

    /**
     * @brief Set for which workers owners bid; without it for all.
     * @tparam Args pairs of attribute name and value
     * @param type TypeId name of a SelectionPolicy; each owner gets one of its own
     * @param args its attributes
     */
    template <typename... Args>
    void SetSelection(const std::string& type, Args&&... args)
    {
        m_selection = MakeFactory<SelectionPolicy>(type, args...);
    }

    /**
     * @brief Set the auction mechanism; without it nothing is priced.
     * @tparam Args pairs of attribute name and value
     * @param type TypeId name of an AuctionMechanism; empty: no market
     * @param args its attributes
     */
    template <typename... Args>
    void SetMechanism(const std::string& type, Args&&... args)
    {
        m_mechanism = type.empty() ? ObjectFactory() : MakeFactory<AuctionMechanism>(type, args...);
    }

    /**
     * @brief Set how workers find their edge server.
     *
     * A StaticLocator without Remote is given, per worker, an edge server, or else a relay, on a
     * subnet that the two share, else the edge servers in turn. With a BeaconLocator the edge
     * servers send beacons. With a ServingCellLocator workers and edge servers talk over
     * BulkSocketFactory, and the devices need no internet stack; relays need one, so that they do
     * not go with it.
     *
     * @tparam Args pairs of attribute name and value
     * @param type TypeId name of an EdgeLocator
     * @param args its attributes
     */
    template <typename... Args>
    void SetLocator(const std::string& type, Args&&... args)
    {
        m_locator = MakeFactory<EdgeLocator>(type, args...);
    }

    /// @param name an attribute of all workers @param value its value
    void SetWorkerAttribute(const std::string& name, const AttributeValue& value);
    /// @param name an attribute of all relays @param value its value
    void SetRelayAttribute(const std::string& name, const AttributeValue& value);
    /// @param name an attribute of all edge servers @param value its value
    void SetEdgeAttribute(const std::string& name, const AttributeValue& value);
    /// @param name an attribute of the cell markets @param value its value
    void SetMarketAttribute(const std::string& name, const AttributeValue& value);
    /// @param name an attribute of the ages' trackers @param value its value
    void SetAoiAttribute(const std::string& name, const AttributeValue& value);
    /// @param name an attribute of the clearing house @param value its value
    void SetClearingHouseAttribute(const std::string& name, const AttributeValue& value);

    /**
     * @brief Set when relays serve; each gets a policy of its own.
     * @tparam Args pairs of attribute name and value
     * @param type TypeId name of a RelayPolicy
     * @param args its attributes
     */
    template <typename... Args>
    void SetRelayPolicy(const std::string& type, Args&&... args)
    {
        m_relayPolicy = MakeFactory<RelayPolicy>(type, args...);
    }

    /**
     * @brief Install everything, without relays.
     * @param cloud nodes of the clearing house and the owners, at least one
     * @param edges nodes of the edge servers, at least one
     * @param devices nodes of the workers, at least one
     * @return all applications: clearing house, owners, edge servers, workers
     */
    ApplicationContainer Install(const NodeContainer& cloud,
                                 const NodeContainer& edges,
                                 const NodeContainer& devices);

    /// @return the data held out for the owners' tests by the last Install(); null before
    Ptr<const DataSet> GetTestData() const;

    /**
     * @brief Install everything.
     * @param cloud nodes of the clearing house and the owners, at least one
     * @param edges nodes of the edge servers, at least one
     * @param relays nodes of the relays, which may be devices too
     * @param devices nodes of the workers, at least one
     * @return all applications: clearing house, owners, edge servers, relays, workers
     */
    ApplicationContainer Install(const NodeContainer& cloud,
                                 const NodeContainer& edges,
                                 const NodeContainer& relays,
                                 const NodeContainer& devices);

  private:
    template <typename Base, typename... Args>
    static ObjectFactory MakeFactory(const std::string& type, Args&&... args)
    {
        ObjectFactory factory;
        factory.SetTypeId(FindType(Base::GetTypeId(), type));
        SetAttributes(factory, args...);
        return factory;
    }

    static void CheckOwners(uint32_t count);
    Ptr<AuctionMechanism> MakeMechanism(Ptr<AuctionMechanism> trained);
    void PrepareData(uint32_t workers);
    void PrepareDevice(Ptr<Node> node);
    void InstallClearingHouse(Ptr<Node> node);
    void InstallOwners(const NodeContainer& cloud);
    void InstallEdges(const NodeContainer& edges);
    void InstallRelays(const NodeContainer& relays);
    void InstallWorkers(const NodeContainer& devices,
                        const NodeContainer& edges,
                        const NodeContainer& relays);
    Ptr<Worker> MakeWorker(Ptr<const DataSet> data,
                           Time initialAge,
                           Ptr<CollectionProcess> collection);
    void InstallSecondFace(Ptr<Worker> first, Ptr<Worker> second, Ptr<Node> node, Ptr<Node> edge);
    void CheckDoubleSellers(uint32_t edges, uint32_t devices) const;
    void FinishServer(Ptr<Application> server, Ptr<Node> node);

    ObjectFactory m_learner;           //!< learners
    ObjectFactory m_mechanism;         //!< mechanisms; no type: no market
    ObjectFactory m_roundPolicy;       //!< round policies of owners
    ObjectFactory m_selection;         //!< selection policies; no type: all workers
    ObjectFactory m_owner;             //!< owners
    ObjectFactory m_worker;            //!< workers
    ObjectFactory m_edge;              //!< edge servers
    ObjectFactory m_relay;             //!< relays
    ObjectFactory m_relayPolicy;       //!< when they serve
    ObjectFactory m_market;            //!< cell markets
    ObjectFactory m_aoi;               //!< trackers of ages
    std::set<std::string> m_aoiNames;  //!< attributes of trackers that the user set
    ObjectFactory m_house;             //!< clearing house
    uint32_t m_owners{1};              //!< how many
    uint32_t m_doubleSellers{0};       //!< how many of the workers
    Ptr<RandomVariableStream> m_speed; //!< samples per s; null: no wish
    ObjectFactory m_availability;      //!< no type: always available
    CollectionPlan m_collection;       //!< of the workers' data
    ObjectFactory m_witness;           //!< no type: the market's default
    Ptr<DriftModel> m_drift;           //!< null: data do not change

    Address m_houseAddress;   //!< of the Install() under way
    Ptr<Learner> m_reference; //!< of the Install() under way: tells size and work
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_HELPER_H */
