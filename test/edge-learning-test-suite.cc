/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/test.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <string>
#include <vector>

using namespace ns3;

namespace
{

/// Keeps the failures of the GoogleTest cases that run while it listens.
class FailureListener : public testing::EmptyTestEventListener
{
  public:
    /// @return what failed so far
    const std::vector<testing::TestPartResult>& GetFailures() const
    {
        return m_failures;
    }

  private:
    void OnTestPartResult(const testing::TestPartResult& result) override
    {
        if (result.failed())
        {
            m_failures.push_back(result);
        }
    }

    std::vector<testing::TestPartResult> m_failures; ///< what failed so far
};

/// Runs one GoogleTest suite as an ns-3 test case.
class GoogleTestCase : public TestCase
{
  public:
    /**
     * @brief Constructor.
     * @param suite the name of the GoogleTest suite
     */
    explicit GoogleTestCase(const std::string& suite)
        : TestCase(MakeCaseName(suite)),
          m_suite(suite)
    {
    }

  private:
    void DoRun() override
    {
        FailureListener listener;
        auto& listeners = testing::UnitTest::GetInstance()->listeners();
        listeners.Append(&listener);
        testing::GTEST_FLAG(filter) = m_suite + ".*";
        const bool failed = RUN_ALL_TESTS() != 0;
        listeners.Release(&listener);

        for (const auto& failure : listener.GetFailures())
        {
            const char* file = failure.file_name();
            ReportTestFailure(m_suite,
                              failure.summary(),
                              "no failure",
                              failure.message(),
                              file ? file : __FILE__,
                              std::max(failure.line_number(), 0));
        }
        NS_TEST_EXPECT_MSG_EQ(failed, !listener.GetFailures().empty(), m_suite << " did not run");
    }

    /**
     * @brief Makes a name that ns-3 accepts: the suites of parameterised tests have a slash in
     * theirs.
     * @param suite the name of the GoogleTest suite
     * @return the name of the ns-3 test case
     */
    static std::string MakeCaseName(std::string suite)
    {
        std::replace(suite.begin(), suite.end(), '/', '.');
        return suite;
    }

    std::string m_suite; ///< the name of the GoogleTest suite
};

/// All GoogleTest suites of the module, one ns-3 test case each.
class EdgeLearningTestSuite : public TestSuite
{
  public:
    EdgeLearningTestSuite()
        : TestSuite("edge-learning", Type::UNIT)
    {
    }

  private:
    void DoSetup() override
    {
        // Only now, after all static construction, does GoogleTest know every suite.
        std::string program = "edge-learning-test-suite";
        std::vector<char*> arguments{program.data(), nullptr};
        int count = 1;
        testing::InitGoogleTest(&count, arguments.data());

        const auto* tests = testing::UnitTest::GetInstance();
        for (int i = 0; i < tests->total_test_suite_count(); ++i)
        {
            AddTestCase(new GoogleTestCase(tests->GetTestSuite(i)->name()));
        }
    }
};

/// Registers the suite with ns-3.
EdgeLearningTestSuite g_edgeLearningTestSuite;

} // namespace
