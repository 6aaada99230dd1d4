/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_HELPER_H
#define EDGE_LEARNING_NR_LITE_HELPER_H

#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/nr-lite-channel.h"
#include "ns3/nr-lite-net-device.h"
#include "ns3/nr-lite-sidelink-channel.h"
#include "ns3/nstime.h"
#include "ns3/object-factory.h"

#include <string>
#include <utility>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * @brief Installs NrLite cells and terminals, which are ordinary NetDevices under the IP stack.
 *
 * All devices that one helper installs share one channel: its cells interfere and its terminals
 * move between them. Give nodes a mobility model before the simulation starts (the 3GPP scenarios
 * want antenna heights as z coordinates, for example 25 m and 1.5 m), install an InternetStack, and
 * put gNBs and terminals into one subnet. A terminal needs no route: attachment sets its default
 * route to the serving gNB's address (attribute UpdateDefaultRoute of NrLiteUeNetDevice), and the
 * link finds every terminal by its MAC address whichever cell it is attached to.
 *
 * Attributes are read when the first device is installed.
 */
class NrLiteHelper
{
  public:
    NrLiteHelper();

    /**
     * @brief Set an attribute of what all devices share: NrLiteChannel, NrLitePropagation,
     * NrLiteCarrier, NrLiteAmc or NrLiteRrc, whichever has it; for example
     * ("Scenario", StringValue("UMa")) or ("Bandwidth", DoubleValue(20e6)).
     * @param name attribute name; aborts if none has it
     * @param value attribute value
     */
    void SetChannelAttribute(const std::string& name, const AttributeValue& value);

    /**
     * @brief Set an attribute of the NrLiteGnbNetDevice or of its NrLiteCell.
     * @param name attribute name; aborts if none has it
     * @param value attribute value
     */
    void SetGnbAttribute(const std::string& name, const AttributeValue& value);

    /**
     * @brief Set an attribute of the NrLiteUeNetDevice.
     * @param name attribute name
     * @param value attribute value
     */
    void SetUeAttribute(const std::string& name, const AttributeValue& value);

    /**
     * @brief Set an attribute of the sidelink: NrLiteSidelinkNetDevice, NrLiteSidelinkChannel, or
     * the NrLiteCarrier and NrLiteAmc of its pool (5.9 GHz, 20 MHz, all slots), whichever has it.
     * @param name attribute name; aborts if none has it
     * @param value attribute value
     */
    void SetSidelinkAttribute(const std::string& name, const AttributeValue& value);

    /**
     * @brief Choose the scheduler of the cells.
     * @tparam Args attribute names and values
     * @param type type id name of an NrLiteScheduler
     * @param args pairs of attribute name and value
     */
    template <typename... Args>
    void SetSchedulerType(const std::string& type, Args&&... args);

    /**
     * @brief Install a cell on each node.
     * @param nodes the nodes, all of one rank
     * @return one NrLiteGnbNetDevice a node
     */
    NetDeviceContainer InstallGnb(const NodeContainer& nodes);

    /**
     * @brief Install a terminal on each node.
     * @param nodes the nodes, all of one rank
     * @return one NrLiteUeNetDevice a node
     */
    NetDeviceContainer InstallUe(const NodeContainer& nodes);

    /**
     * @brief Install a sidelink device on each node; give these a subnet of their own.
     * @param nodes the nodes, all of one rank
     * @return one NrLiteSidelinkNetDevice a node
     */
    NetDeviceContainer InstallSidelink(const NodeContainer& nodes);

    /**
     * @brief Write what the trace sources of all devices installed so far say into CSV files:
     * nr-lite-attachments, -sinr, -blocks, -throughput, -drops and -transfers.
     *
     * They are called NAME.csv.part until Simulator::Destroy(). Samples of throughput go on as long
     * as the simulation does: end it with Simulator::Stop(). In MPI runs give each rank a directory
     * of its own.
     *
     * @param directory where; made with all its parents if it is not there
     * @param interval time between samples of throughput, above 0
     * @throw std::runtime_error when the files cannot be written
     */
    void EnableTraces(const std::string& directory, Time interval = MilliSeconds(500));

    /// @return the channel of this helper's devices, created on first use
    Ptr<NrLiteChannel> GetChannel();

    /**
     * @brief Fix the random streams of devices: those of their channels, sidelink or not, and of
     * their cells.
     * @param devices the devices, whichever helper installed them; others than NrLite's are left
     * alone
     * @param stream the first stream to use
     * @return the number of streams used
     */
    static int64_t AssignStreams(const NetDeviceContainer& devices, int64_t stream);

  private:
    /**
     * @brief Check a node and give a device its address and node.
     * @param device the device
     * @param channel its channel
     * @param node where it goes
     */
    void Place(Ptr<NrLiteNetDevice> device, Ptr<Channel> channel, Ptr<Node> node);

    /**
     * @brief Check the name of a scheduler.
     * @param type type id name; aborts if it is not an NrLiteScheduler
     * @return its factory
     */
    static ObjectFactory MakeSchedulerFactory(const std::string& type);

    /// @brief End of the recursion over scheduler attributes.
    void SetSchedulerAttributes()
    {
    }

    /**
     * @brief Set scheduler attributes pair by pair.
     * @param name attribute name
     * @param value attribute value
     * @param rest further pairs
     */
    template <typename... Args>
    void SetSchedulerAttributes(const std::string& name,
                                const AttributeValue& value,
                                Args&&... rest);

    std::vector<ObjectFactory> m_shared;          //!< channel first, then its parts
    ObjectFactory m_gnbFactory;                   //!< makes gNB devices
    ObjectFactory m_cellFactory;                  //!< makes their cells
    ObjectFactory m_ueFactory;                    //!< makes terminal devices
    std::vector<ObjectFactory> m_sidelink;        //!< device first, then channel, carrier, AMC
    Ptr<NrLiteSidelinkChannel> m_sidelinkChannel; //!< shared by the sidelink devices
    ObjectFactory m_schedulerFactory;             //!< makes a cell's scheduler
    Ptr<NrLiteChannel> m_channel;                 //!< the shared channel
};

template <typename... Args>
void
NrLiteHelper::SetSchedulerType(const std::string& type, Args&&... args)
{
    static_assert(sizeof...(Args) % 2 == 0, "scheduler attributes come as name, value pairs");
    m_schedulerFactory = MakeSchedulerFactory(type);
    SetSchedulerAttributes(std::forward<Args>(args)...);
}

template <typename... Args>
void
NrLiteHelper::SetSchedulerAttributes(const std::string& name,
                                     const AttributeValue& value,
                                     Args&&... rest)
{
    m_schedulerFactory.Set(name, value);
    SetSchedulerAttributes(std::forward<Args>(rest)...);
}

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_HELPER_H */
