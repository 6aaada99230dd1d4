/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_DATA_SET_READER_H
#define EDGE_LEARNING_DATA_SET_READER_H

#include "data-set.h"

#include <string>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 * Read a file of comma separated values without a header: one sample a line, its features and then
 * its label, an integer of at least 0. Blank lines and what follows a `#` are skipped. Features are
 * divided by the largest magnitude in the file, so that they lie in [-1, 1] ([0, 1] when none is
 * negative). The number of classes is the largest label plus one.
 *
 * @param path the file
 * @return the samples, of shape {features a line}
 * @throw std::runtime_error naming file, line, value and what is allowed, when the file is missing
 * or empty, a line has another number of values than the first one, a feature is not a finite
 * number, or a label not an integer from 0 to 9999
 */
Ptr<DataSet> LoadCsv(const std::string& path);

/**
 * @ingroup edge-learning
 * Read a pair of files in the IDX format of the MNIST database
 * (http://yann.lecun.com/exdb/mnist): unsigned bytes, big-endian header. Features are divided by
 * 255.
 *
 * @param imagesPath the images, magic number 0x00000803
 * @param labelsPath the labels, magic number 0x00000801
 * @return the samples, of shape {1, rows, columns}
 * @throw std::runtime_error naming file, offset, value and what is allowed, when a file is missing,
 * has another magic number, is longer or shorter than its header says, or the two have different
 * numbers of samples
 */
Ptr<DataSet> LoadIdx(const std::string& imagesPath, const std::string& labelsPath);

/**
 * @ingroup edge-learning
 * Read a data set by its file name: `*.csv` by LoadCsv(); MNIST's `*images*idx3-ubyte` by
 * LoadIdx(), with the labels beside it in `*labels*idx1-ubyte`.
 *
 * @param path the file
 * @return the samples
 * @throw std::runtime_error as the functions above, and for any other name
 */
Ptr<DataSet> LoadDataSet(const std::string& path);

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_DATA_SET_READER_H */
