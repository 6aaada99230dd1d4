/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_LEARNING_NETWORK_ARCHITECTURE_H
#define EDGE_LEARNING_NETWORK_ARCHITECTURE_H

#include "ns3/layer-profile.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3::edgelearning
{

/**
 * @ingroup edge-learning
 *
 * @brief A feed-forward classifier described in one word.
 *
 * Two forms:
 * - `INPUTS-HIDDEN-...-CLASSES`, e.g. `64-32-10` or `64-10`: a multi-layer perceptron, with ReLU
 *   between its layers;
 * - `cnn:CHANNELSxHEIGHTxWIDTH-FILTERS-...-CLASSES`, e.g. `cnn:1x8x8-8-16-10`: for each FILTERS a
 *   convolution of 3x3 with padding 1, ReLU and maximum pooling of 2x2, then one fully connected
 *   layer to the classes.
 *
 * Every number is an integer from 1 to 1000000. Each layer has biases.
 */
class NetworkArchitecture
{
  public:
    /// What a layer does.
    enum class Kind
    {
        LINEAR,     //!< fully connected
        CONVOLUTION //!< 3x3, padding 1, stride 1
    };

    /// One layer with weights. ReLU follows each but the last, pooling each convolution.
    struct Layer
    {
        Kind kind;       //!< what it does
        uint32_t input;  //!< input values, or input channels
        uint32_t output; //!< output values, or filters
        uint32_t height; //!< rows of the input image; 1 for a linear layer
        uint32_t width;  //!< columns of the input image; 1 for a linear layer

        /**
         * @return the input values that one output value is a sum over
         */
        uint64_t GetFanIn() const;

        /**
         * @return weights and biases
         */
        uint64_t GetParameterCount() const;

        /**
         * @return floating point operations of the forward pass on one sample; a multiplication
         * with its addition counts as two
         */
        double GetForwardFlop() const;

        /**
         * @return the values that one sample has behind the layer and its pooling
         */
        uint64_t GetOutputCount() const;
    };

    /**
     * @param text the description
     * @throw std::invalid_argument naming the text and the grammar
     */
    explicit NetworkArchitecture(const std::string& text);

    /**
     * @param text the extents of a sample, e.g. 64 or 1x28x28, each from 1 to 1000000
     * @return the extents
     * @throw std::invalid_argument naming the text and what is allowed
     */
    static std::vector<uint32_t> ReadShape(const std::string& text);

    /**
     * @return the layers, first to last
     */
    const std::vector<Layer>& GetLayers() const;

    /**
     * @return the shape of one sample
     */
    const std::vector<uint32_t>& GetInputShape() const;

    /**
     * @param layer a layer, from 0
     * @return the values of one sample that come into it
     */
    uint64_t GetInputCount(uint32_t layer) const;

    /**
     * @return the number of classes
     */
    uint32_t GetClassCount() const;

    /**
     * @return weights and biases of all layers
     */
    uint64_t GetParameterCount() const;

    /**
     * Work of training: forward pass, and a backward pass of twice the forward one's work, for the
     * gradients of the activations and of the weights cost one forward pass each (D. Amodei,
     * D. Hernandez, "AI and compute", OpenAI, 2018, appendix). Only the multiplications and
     * additions of the layers count; activations and pooling are left out.
     *
     * @return floating point operations to train on one sample once
     */
    double GetTrainingFlop() const;

    /**
     * @return what each layer costs, first to last
     */
    std::vector<LayerProfile> GetProfile() const;

  private:
    /**
     * @param text the description, without the prefix
     * @return whether it could be read as a perceptron
     */
    bool ReadPerceptron(const std::string& text);

    /**
     * @param text the description, without the prefix
     * @return whether it could be read as a convolutional network
     */
    bool ReadConvolutional(const std::string& text);

    std::vector<Layer> m_layers;        //!< first to last
    std::vector<uint32_t> m_inputShape; //!< of one sample
};

} // namespace ns3::edgelearning

#endif /* EDGE_LEARNING_NETWORK_ARCHITECTURE_H */
