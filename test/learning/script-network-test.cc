/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/data-set.h"
#include "ns3/double.h"
#include "ns3/string.h"
#include "ns3/torch-learner.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <cstdio>
#include <gtest/gtest.h>
#include <torch/script.h>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

/**
 * @param size the number of samples
 * @return samples of 64 values in 10 classes that can be told apart
 */
Ptr<DataSet>
MakeData(uint32_t size)
{
    auto random = CreateObject<UniformRandomVariable>();
    random->SetStream(9);
    std::vector<float> features;
    std::vector<int64_t> labels;
    for (uint32_t i = 0; i < size; ++i)
    {
        labels.push_back(i % 10);
        for (uint32_t j = 0; j < 64; ++j)
        {
            features.push_back(static_cast<float>(random->GetValue() + (j % 10 == i % 10 ? 1 : 0)));
        }
    }
    return Create<DataSet>(features, labels, std::vector<uint32_t>{64}, 10);
}

/// Writes scripts to a file and removes it.
class ScriptNetworkTest : public testing::Test
{
  protected:
    ScriptNetworkTest()
        : m_path(testing::TempDir() + "edge-learning-script.pt")
    {
    }

    ~ScriptNetworkTest() override
    {
        std::remove(m_path.c_str());
    }

    /**
     * @param shapes of the parameters p0, p1 and so on
     * @param code of the module
     * @param buffers names of buffers, each of 64 ones
     * @return a module with parameters of 0.1
     */
    static torch::jit::Module MakeModule(const std::vector<std::vector<int64_t>>& shapes,
                                         const std::string& code,
                                         const std::vector<std::string>& buffers = {})
    {
        torch::jit::Module module("Net");
        module.register_attribute("training", c10::BoolType::get(), true);
        for (const auto& name : buffers)
        {
            module.register_buffer(name, torch::ones({64}));
        }
        for (std::size_t i = 0; i < shapes.size(); ++i)
        {
            module.register_parameter("p" + std::to_string(i),
                                      torch::full(shapes[i], 0.1F).requires_grad_(),
                                      false);
        }
        module.define("def forward(self, x: Tensor):\n" + code);
        return module;
    }

    /**
     * @param module written to the file
     * @param shape of a sample
     * @return a learner that trains it
     */
    Ptr<TorchLearner> MakeLearner(const torch::jit::Module& module, const std::string& shape) const
    {
        module.save(m_path);
        auto learner = CreateObject<TorchLearner>();
        learner->SetAttribute("ScriptFile", StringValue(m_path));
        learner->SetAttribute("InputShape", StringValue(shape));
        learner->AssignStreams(1);
        return learner;
    }

    /**
     * Compare a script with the same network made of layers.
     *
     * @param script trains the script
     * @param architecture the same network
     */
    static void ExpectSame(const Ptr<TorchLearner>& script, const std::string& architecture)
    {
        auto layered = CreateObject<TorchLearner>();
        layered->SetAttribute("Architecture", StringValue(architecture));
        layered->AssignStreams(1);
        EXPECT_EQ(script->GetModelBytes(), layered->GetModelBytes());
        EXPECT_DOUBLE_EQ(script->GetFlopPerSample(), layered->GetFlopPerSample());

        const auto data = MakeData(50);
        const auto model = layered->Initialise();
        script->AssignStreams(2);
        layered->AssignStreams(2);
        const auto expected = layered->Train(model, data);
        const auto result = script->Train(model, data);
        EXPECT_NEAR(result.loss, expected.loss, 1e-4);
        ASSERT_EQ(result.parameters.values.size(), expected.parameters.values.size());
        for (std::size_t i = 0; i < model.values.size(); ++i)
        {
            EXPECT_NEAR(result.parameters.values[i], expected.parameters.values[i], 1e-3) << i;
        }
        EXPECT_NEAR(script->Evaluate(model, data).loss, layered->Evaluate(model, data).loss, 1e-4);
    }

    const std::string m_path; //!< of the file
};

using ScriptNetworkDeathTest = ScriptNetworkTest;

} // namespace

TEST_F(ScriptNetworkTest, TrainsAPerceptronAsLayersDo)
{
    const auto module = MakeModule({{32, 64}, {32}, {10, 32}, {10}},
                                   "  x = torch.relu(torch.addmm(self.p1, x, self.p0.t()))\n"
                                   "  return torch.matmul(x, self.p2.t()) + self.p3\n");
    ExpectSame(MakeLearner(module, "64"), "64-32-10");
}

TEST_F(ScriptNetworkTest, TrainsAConvolutionalNetworkAsLayersDo)
{
    const auto module =
        MakeModule({{4, 1, 3, 3}, {4}, {10, 64}, {10}},
                   "  x = torch.relu(torch.conv2d(x, self.p0, self.p1, [1, 1], [1, 1]))\n"
                   "  x = torch.flatten(torch.max_pool2d(x, [2, 2]), 1)\n"
                   "  return torch.addmm(self.p3, x, self.p2.t())\n");
    ExpectSame(MakeLearner(module, "1x8x8"), "cnn:1x8x8-4-10");
}

TEST_F(ScriptNetworkTest, StartsWithTheParametersInTheFile)
{
    const auto learner =
        MakeLearner(MakeModule({{10, 64}}, "  return torch.mm(x, self.p0.t())\n"), "64");
    EXPECT_EQ(learner->Initialise().values, std::vector<float>(640, 0.1F));
    learner->Train(learner->Initialise(), MakeData(50));
    EXPECT_EQ(learner->Initialise().values, std::vector<float>(640, 0.1F));
}

TEST_F(ScriptNetworkTest, RunningMeansTravelButAreNotLearnt)
{
    const auto learner =
        MakeLearner(MakeModule({{10, 64}},
                               "  x = torch.batch_norm(x, None, None, self.mean, self.variance, "
                               "self.training, 0.1, 1e-5, False)\n"
                               "  return torch.mm(x, self.p0.t())\n",
                               {"mean", "variance"}),
                    "64");
    const auto model = learner->Initialise();
    ASSERT_EQ(model.values.size(), 640U + 64 + 64);
    EXPECT_EQ(model.values.back(), 1);

    // Of 17 samples in batches of 16 one is left over, which cannot be normalised alone.
    learner->SetAttribute("LearningRate", DoubleValue(1e-20));
    learner->SetAttribute("Epochs", UintegerValue(1));
    const auto data = MakeData(17);
    const auto trained = learner->Train(model, data).parameters;
    EXPECT_EQ(trained.values.front(), 0.1F);
    double mean = 0;
    for (uint32_t i = 0; i < data->GetSize(); ++i)
    {
        mean += data->GetFeatures()[i * 64] / data->GetSize();
    }
    EXPECT_NEAR(trained.values[640], 0.9 + 0.1 * mean, 1e-5);

    // Classes with equal weights would have equal logits, whatever the means are.
    ModelParameters uneven = model;
    uneven.values[0] = 1;
    ModelParameters shifted = uneven;
    shifted.values[640] = 50;
    EXPECT_GT(
        std::abs(learner->Evaluate(shifted, data).loss - learner->Evaluate(uneven, data).loss),
        1);
}

TEST_F(ScriptNetworkTest, DoesNotDependOnTheHistoryOfTorchsGenerator)
{
    const auto learner = MakeLearner(MakeModule({{10, 64}},
                                                "  x = torch.dropout(x, 0.5, self.training)\n"
                                                "  return torch.mm(x, self.p0.t())\n"),
                                     "64");
    const auto data = MakeData(50);
    const auto model = learner->Initialise();
    const auto train = [&](int64_t stream) {
        learner->AssignStreams(stream);
        return learner->Train(model, data).parameters.values;
    };
    const auto first = train(1);
    torch::rand({17});
    EXPECT_EQ(train(1), first);
    EXPECT_NE(train(2), first);
}

TEST_F(ScriptNetworkDeathTest, SaysWhatIsWrongWithTheModule)
{
    const auto narrow =
        MakeLearner(MakeModule({{10, 63}}, "  return torch.mm(x, self.p0.t())\n"), "64");
    EXPECT_DEATH(narrow->GetModelBytes(), "edge-learning-script.pt.*'64'.*mat1 and mat2");
    const auto flat = MakeLearner(MakeModule({{64}}, "  return torch.mv(x, self.p0)\n"), "64");
    EXPECT_DEATH(flat->GetModelBytes(), "must be .2, CLASSES.");
    const auto fixed = MakeLearner(MakeModule({}, "  return x\n"), "64");
    EXPECT_DEATH(fixed->GetModelBytes(), "no parameters to train");
}
