/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NR_LITE_TRACES_H
#define EDGE_LEARNING_NR_LITE_TRACES_H

#include "result-file.h"

#include "ns3/net-device-container.h"
#include "ns3/nr-lite-net-device.h"
#include "ns3/nstime.h"
#include "ns3/simple-ref-count.h"

#include <set>
#include <string>
#include <vector>

namespace ns3::edgelearning
{

class NrLiteUeNetDevice;
struct NrLiteTransportBlock;

/**
 * @ingroup edge-learning
 * The CSV files of a radio: what the trace sources of its devices said. NrLiteHelper::EnableTraces
 * makes it; it lives as long as it is connected to any of them.
 *
 * Files are called NAME.part until Finish() gives them their names.
 */
class NrLiteTraces : public SimpleRefCount<NrLiteTraces>
{
  public:
    /**
     * @brief Begin the files.
     * @param directory where; made with all its parents if it is not there
     * @param interval time between two lines of a terminal in nr-lite-throughput.csv, above 0
     * @throw std::runtime_error when they cannot be written
     */
    NrLiteTraces(const std::string& directory, Time interval);

    /**
     * @brief Connect to the trace sources of devices.
     * @param devices NrLite devices; others are ignored
     */
    void Connect(const NetDeviceContainer& devices);

    /**
     * @brief Give the files their names; what is traced later is ignored.
     * @throw std::runtime_error when not everything could be written
     */
    void Finish();

    /// @brief Finish(); what could not be written is told on standard error.
    void FinishQuietly();

  private:
    /// A terminal whose throughput is sampled.
    struct Terminal
    {
        Ptr<NrLiteUeNetDevice> device; //!< the device
        uint64_t served[2];            //!< bytes at the last sample, by direction
    };

    /// @param device a terminal
    void ConnectTerminal(Ptr<NrLiteUeNetDevice> device);
    /// @param node a node whose bulk messages are to be traced
    void ConnectTransfers(Ptr<Node> node);
    /// Write what each terminal was served since the last sample.
    void Sample();

    void Attached(uint32_t terminal, int32_t from, int32_t to, const char* cause);
    void Evaluated(uint32_t terminal, uint32_t direction, double sinr, uint32_t cqi);
    void Sent(uint32_t terminal,
              uint32_t direction,
              const NrLiteTransportBlock& block,
              bool decoded);
    void Dropped(uint32_t node, uint32_t bytes, NrLiteDropReason reason);
    void Transferred(uint32_t from, uint32_t to, uint64_t bytes, Time start, bool arrived);

    std::vector<ResultFile*> GetFiles();

    ResultFile m_attachments;          //!< nr-lite-attachments.csv
    ResultFile m_sinr;                 //!< nr-lite-sinr.csv
    ResultFile m_blocks;               //!< nr-lite-blocks.csv
    ResultFile m_throughput;           //!< nr-lite-throughput.csv
    ResultFile m_drops;                //!< nr-lite-drops.csv
    ResultFile m_transfers;            //!< nr-lite-transfers.csv
    Time m_interval;                   //!< of samples
    std::vector<Terminal> m_terminals; //!< sampled
    std::set<uint32_t> m_nodes;        //!< whose bulk messages are traced
    bool m_sampling{false};            //!< samples are scheduled
    bool m_finished{false};            //!< Finish() was called
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NR_LITE_TRACES_H */
