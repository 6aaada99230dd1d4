/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Who dropped out of which round, and why? A day of devices whose users drive to work and back,
// take them away from learning whenever they need them, and charge them at noon and at night.
//
//   cloud ---- three edge servers on a line, 2 km apart ==== devices   ---- 1 Gbit/s, 5 ms
//   (clearing house, one owner)                                          ==== NrLite, in bulk
//
// Homes are around both ends of the line, work is around the other end. An hour of the day lasts
// --hour simulated seconds: habits, availability and batteries are that much faster than life, but
// radio, training and driving are not. Half an hour after noon the backhaul of the last edge
// server fails for half an hour.
//
// When each device is available is drawn from a seed, written into availability.csv, and read back;
// or it is read from a file of yours. Prints dropouts by cause and part of the day; writes
// dropout-trace.csv (by hour), dropouts-by-cause.png, and the files of EdgeLearningTraceHelper, of
// which dropouts.csv is the trace itself, into the output directory.

#include "example-tools.h"

#include "ns3/core-module.h"
#include "ns3/edge-learning-module.h"
#include "ns3/error-model.h"
#include "ns3/mobility-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"

#include <array>
#include <cmath>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <sstream>

using namespace ns3;
using namespace ns3::edgelearning;

namespace
{

constexpr uint32_t HOURS = 24;
constexpr double DISTANCE = 2000;       // between two edge servers, in metres
constexpr double SPEED = 30;            // on the road, in m/s
constexpr double JOULES_PER_JOB = 5e-3; // of one training, about

/// What the user may choose.
struct Options
{
    uint32_t workers{30};
    uint32_t demand{12};
    double hour{60};
    double deadline{10};
    double quorum{0.6};
    std::string availability;
    std::string netanim;
    std::string output{"results/dropout-trace"};
};

/// What happened in an hour of the day.
struct Hour
{
    uint32_t selected{0};                              //!< participations
    std::array<uint32_t, DROP_REASON_COUNT> dropped{}; //!< of these, by reason
};

using Day = std::array<Hour, HOURS>;

Options
Parse(int argc, char* argv[])
{
    Options options;
    CommandLine cmd(__FILE__);
    cmd.AddValue("workers", "Devices", options.workers);
    cmd.AddValue("demand", "Devices wanted per round", options.demand);
    cmd.AddValue("hour", "Simulated seconds that an hour of the day lasts", options.hour);
    cmd.AddValue("deadline", "Seconds from a round's opening to its deadline", options.deadline);
    cmd.AddValue("quorum", "Share of a round's devices that must deliver", options.quorum);
    cmd.AddValue("availability",
                 "CSV file with the columns time_s,worker,available; empty: drawn and written",
                 options.availability);
    cmd.AddValue("netanim",
                 "Name of a file for NetAnim, beside the other files of a run; empty: none",
                 options.netanim);
    cmd.AddValue("output", "Directory for CSV files, plots and summary.json", options.output);
    cmd.Parse(argc, argv);
    CheckRange("workers", options.workers, 1, 10000);
    CheckRange("demand", options.demand, 1, 10000);
    CheckRange("hour", options.hour, 10, 3600);
    CheckRange("deadline", options.deadline, 2.1, 1e6);
    CheckRange("quorum", options.quorum, 0, 1);
    return options;
}

/// Draws of the day's habits, from a stream of their own.
class Habits
{
  public:
    explicit Habits(double hour)
        : m_hour(hour),
          m_uniform(CreateObject<UniformRandomVariable>()),
          m_exponential(CreateObject<ExponentialRandomVariable>())
    {
        m_uniform->SetStream(1);
        m_exponential->SetStream(2);
    }

    /// @return a moment between two hours of the day
    Time DrawTime(double from, double to)
    {
        return Seconds(m_hour * m_uniform->GetValue(from, to));
    }

    /// @return a place at random around the edge server of a number
    Vector DrawPlace(uint32_t edge, double radius)
    {
        const double r = radius * std::sqrt(m_uniform->GetValue());
        const double angle = 2 * M_PI * m_uniform->GetValue();
        return Vector(DISTANCE * edge + r * std::cos(angle), r * std::sin(angle), 1.5);
    }

    /// Home, work, home again.
    void Move(Ptr<Node> node, uint32_t number)
    {
        const uint32_t end = number % 2 == 0 ? 0 : 2;
        const Vector home = DrawPlace(end, 750);
        const Vector work = DrawPlace(2 - end, 300);
        const Time drive = Seconds(CalculateDistance(home, work) / SPEED);
        Ptr<WaypointMobilityModel> mobility = CreateObject<WaypointMobilityModel>();
        const Time out = DrawTime(6.5, 9);
        const Time back = Max(DrawTime(15.5, 18.5), out + drive + Seconds(1));
        mobility->AddWaypoint(Waypoint(Seconds(0), home));
        mobility->AddWaypoint(Waypoint(out, home));
        mobility->AddWaypoint(Waypoint(out + drive, work));
        mobility->AddWaypoint(Waypoint(back, work));
        mobility->AddWaypoint(Waypoint(back + drive, home));
        node->AggregateObject(mobility);
    }

    /// The device is for learning while its user does not need it: most of the night, little in
    /// the evening.
    void WriteAvailability(const std::string& path, const NodeContainer& devices)
    {
        ResultFile file(path, "time_s,worker,available");
        file.Begin();
        for (auto device = devices.Begin(); device != devices.End(); ++device)
        {
            bool available = true;
            for (double hour = 0; hour < HOURS; available = !available)
            {
                file.Line(Seconds9(Seconds(hour * m_hour)), (*device)->GetId(), available);
                const bool night = hour < 6 || hour >= 22;
                const bool evening = hour >= 17 && !night;
                const double on = night ? 4 : evening ? 0.7 : 1.5;
                const double off = night ? 0.4 : 0.7;
                hour += std::max(0.01, m_exponential->GetValue(available ? on : off, 0));
            }
        }
        file.Finish();
    }

    /// A battery for 15 to 60 trainings, charged at noon and at night.
    void Charge(Ptr<Node> node)
    {
        const double joules = JOULES_PER_JOB * m_uniform->GetValue(15, 60);
        Ptr<BasicEnergySource> source = InstallBattery(node, joules);
        for (const Time& at : {DrawTime(12, 13), DrawTime(22, 23)})
        {
            Simulator::Schedule(at, [source, joules]() {
                source->SetInitialEnergy(joules);
                source->UpdateEnergySource();
            });
        }
    }

  private:
    double m_hour;                                //!< simulated seconds of an hour
    Ptr<UniformRandomVariable> m_uniform;         //!< draws
    Ptr<ExponentialRandomVariable> m_exponential; //!< draws
};

/// Let nothing through between an edge server and the cloud for a while.
void
FailBackhaul(Ptr<Node> edge, Time from, Time to)
{
    for (uint32_t i = 0; i < edge->GetNDevices(); ++i)
    {
        Ptr<Channel> channel = edge->GetDevice(i)->GetChannel();
        if (!DynamicCast<PointToPointChannel>(channel))
        {
            continue;
        }
        Ptr<RateErrorModel> errors = CreateObject<RateErrorModel>();
        errors->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
        errors->SetRate(1);
        errors->Disable();
        for (std::size_t end = 0; end < 2; ++end)
        {
            channel->GetDevice(end)->SetAttribute("ReceiveErrorModel", PointerValue(errors));
        }
        Simulator::Schedule(from, &ErrorModel::Enable, errors);
        Simulator::Schedule(to, &ErrorModel::Disable, errors);
    }
}

void
ConfigureLearning(EdgeLearningHelper& learning, const Options& options)
{
    learning.SetFirstStream(10000);
    learning.SetLearner("ns3::edgelearning::SyntheticLearner", "ModelBytes", UintegerValue(200000));
    // A training takes 1 to 9 s.
    const double samples = 1437.0 / options.workers;
    learning.SetTrainingSpeed("ns3::UniformRandomVariable[Min=" + std::to_string(samples / 9) +
                              "|Max=" + std::to_string(samples) + "]");
    // SyntheticLearner takes 1e6 FLOP a sample.
    learning.SetCompute("EnergyPerFlop",
                        "ns3::ConstantRandomVariable[Constant=" +
                            std::to_string(JOULES_PER_JOB / samples * 1e6) + "e-12]");
    learning.SetLocator("ns3::edgelearning::ServingCellLocator");
    learning.SetRoundPolicy("ns3::edgelearning::SynchronousPolicy",
                            "Quorum",
                            DoubleValue(options.quorum));
    learning.SetOwners(1,
                       "Demand",
                       UintegerValue(options.demand),
                       "Deadline",
                       TimeValue(Seconds(options.deadline)),
                       "RoundInterval",
                       TimeValue(Seconds(1)));
}

/// @return hour of the day
uint32_t
GetHour(const Options& options, double seconds)
{
    return std::min<uint32_t>(HOURS - 1, seconds / options.hour);
}

/// Sort the dropout trace into the hours of the day.
void
ReadDropouts(const Options& options, Day& day)
{
    std::ifstream file(options.output + "/dropouts.csv");
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line))
    {
        const std::string reason = line.substr(line.rfind(',') + 1);
        for (uint8_t i = 0; i < DROP_REASON_COUNT; ++i)
        {
            if (reason == ToString(static_cast<DropReason>(i)))
            {
                ++day[GetHour(options, std::stod(line))].dropped[i];
            }
        }
    }
}

Day
Simulate(const Options& options)
{
    NodeContainer cloud(1);
    NodeContainer edges(3);
    NodeContainer devices(options.workers);
    Habits habits(options.hour);
    PlaceAroundEdges(cloud, edges, NodeContainer(), DISTANCE, 0, 0);
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        habits.Move(devices.Get(i), i);
        habits.Charge(devices.Get(i));
    }
    EdgeTopologyHelper topology("nr-lite-bulk");
    topology.Install(cloud, edges, devices);
    topology.AssignStreams(100);
    FailBackhaul(edges.Get(2), Seconds(12.5 * options.hour), Seconds(13 * options.hour));

    EdgeLearningHelper learning;
    ConfigureLearning(learning, options);
    EdgeLearningTraceHelper traces(options.output);
    std::string file = options.availability;
    if (file.empty())
    {
        file = options.output + "/availability.csv";
        habits.WriteAvailability(file, devices);
    }
    learning.SetAvailability("ns3::edgelearning::TraceAvailabilityModel",
                             "Trace",
                             PointerValue(AvailabilityTrace::Read(file)));
    ApplicationContainer apps = learning.Install(cloud, edges, devices);
    traces.Enable(apps);
    if (!options.netanim.empty())
    {
        traces.EnableNetAnim(apps, options.netanim);
    }

    Day day{};
    FindApplication<ModelOwner>(apps)->TraceConnectWithoutContext(
        "Round",
        Callback<void, const RoundRecord&>([&](const RoundRecord& round) {
            day[GetHour(options, Simulator::Now().GetSeconds())].selected += round.selected;
        }));
    ShowProgress progress(Seconds(10), std::cerr);
    Simulator::Stop(Seconds(HOURS * options.hour));
    Simulator::Run();
    traces.Finish();
    Simulator::Destroy();
    ReadDropouts(options, day);
    return day;
}

/// One line of the table: some hours of the day together.
void
PrintHours(const Day& day, const std::string& name, uint32_t from, uint32_t to)
{
    Hour sum;
    uint32_t dropped = 0;
    for (uint32_t hour = from; hour < to; ++hour)
    {
        sum.selected += day[hour].selected;
        for (uint8_t i = 0; i < DROP_REASON_COUNT; ++i)
        {
            sum.dropped[i] += day[hour].dropped[i];
            dropped += day[hour].dropped[i];
        }
    }
    std::cout << std::left << std::setw(16) << name << std::right << std::setw(8) << sum.selected;
    for (uint32_t count : sum.dropped)
    {
        std::cout << std::setw(10) << count;
    }
    std::cout << std::setw(8) << std::fixed << std::setprecision(3)
              << (sum.selected > 0 ? static_cast<double>(dropped) / sum.selected : 0) << "\n";
}

void
Report(const Options& options, const Day& day)
{
    std::string reasons;
    std::cout << std::left << std::setw(16) << "hours" << std::right << std::setw(8) << "selected";
    for (uint8_t i = 0; i < DROP_REASON_COUNT; ++i)
    {
        const std::string reason = ToString(static_cast<DropReason>(i));
        reasons += "," + reason;
        std::cout << std::setw(10) << reason;
    }
    std::cout << "    rate\n";
    PrintHours(day, "night    0 - 6", 0, 6);
    PrintHours(day, "morning  6 - 10", 6, 10);
    PrintHours(day, "day     10 - 15", 10, 15);
    PrintHours(day, "return  15 - 19", 15, 19);
    PrintHours(day, "evening 19 - 22", 19, 22);
    PrintHours(day, "night   22 - 24", 22, 24);
    PrintHours(day, "whole day", 0, HOURS);

    ResultFile csv(options.output + "/dropout-trace.csv", "hour,selected" + reasons);
    csv.Begin();
    for (uint32_t hour = 0; hour < HOURS; ++hour)
    {
        std::ostringstream counts;
        counts << day[hour].selected;
        for (uint32_t count : day[hour].dropped)
        {
            counts << ',' << count;
        }
        csv.Line(hour, counts.str());
    }
    csv.Finish();
    Gnuplot plot("dropouts-by-cause.png", "Dropouts by cause");
    plot.SetLegend("hour of the day", "share of the selected devices");
    plot.AppendExtra("set datafile separator ','\n"
                     "set style data histograms\n"
                     "set style histogram rowstacked\n"
                     "set style fill solid border -1\n"
                     "set boxwidth 0.9\n"
                     "set grid ytics\n"
                     "set yrange [0:*]\n"
                     "set key outside right top reverse Left invert autotitle columnheader");
    for (uint8_t i = 0; i < DROP_REASON_COUNT; ++i)
    {
        const std::string column = std::to_string(i + 3);
        plot.AddDataset(Gnuplot2dFunction(ToString(static_cast<DropReason>(i)),
                                          "'dropout-trace.csv' using (column(2) > 0 ? column(" +
                                              column + ") / column(2) : 0):xtic(1)"));
    }
    DrawPlotOrWarn(plot, options.output, "dropouts-by-cause");
    std::cout << "\nresults are in " << options.output << std::endl;
}

void
Run(int argc, char* argv[])
{
    const Options options = Parse(argc, argv);
    Report(options, Simulate(options));
}

} // namespace

int
main(int argc, char* argv[])
{
    return RunExample("dropout-trace", Run, argc, argv);
}
