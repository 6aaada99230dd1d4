/*
 * Copyright (c) 2026 The edge-learning authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "recorded-source.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iomanip>
#include <limits>
#include <locale>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace ns3::edgelearning
{

namespace
{

/// First line of a file.
const std::string HEADER = "auction,age,class,bid";
/// Classes that a record may have.
constexpr uint32_t MAX_CLASSES = 256;
/// Bids on either side of an age, in the order of ages, that count as made at it.
constexpr size_t NEIGHBOURS = 32;

/**
 * Read the numbers of a line.
 *
 * @param line the line
 * @param where file and line, for the message
 * @return auction, age, class and bid
 */
std::vector<double>
ReadNumbers(const std::string& line, const std::string& where)
{
    std::vector<double> numbers;
    std::istringstream words(line);
    for (std::string word; std::getline(words, word, ',');)
    {
        char* end = nullptr;
        numbers.push_back(std::strtod(word.c_str(), &end));
        if (end == word.c_str() || (*end != '\0' && *end != '\r'))
        {
            throw std::runtime_error(where + ": '" + word + "' is not a number");
        }
    }
    if (numbers.size() < 4)
    {
        throw std::runtime_error(where + ": " + std::to_string(numbers.size()) +
                                 " numbers instead of at least 4: " + HEADER);
    }
    if (!(numbers[2] >= 0 && numbers[2] < MAX_CLASSES && numbers[2] == std::floor(numbers[2])))
    {
        throw std::runtime_error(where + ": class " + std::to_string(numbers[2]) +
                                 " is not a whole number from 0 to " +
                                 std::to_string(MAX_CLASSES - 1));
    }
    return numbers;
}

} // namespace

RecordedSource::RecordedSource(std::vector<SampleAuction> auctions)
    : m_auctions(std::move(auctions))
{
    double highest = 0;
    for (size_t i = 0; i < m_auctions.size(); ++i)
    {
        const SampleAuction& auction = m_auctions[i];
        const auto require = [i](bool condition, const std::string& message) {
            if (!condition)
            {
                throw std::invalid_argument("recorded auction " + std::to_string(i) + ": " +
                                            message);
            }
        };
        require(auction.age > 0 && auction.age <= 1,
                "age " + std::to_string(auction.age) + " is not in (0, 1]");
        for (const Bid& bid : auction.bids)
        {
            require(std::isfinite(bid.amount) && bid.amount >= 0,
                    "bid " + std::to_string(bid.amount) + " is not finite and at least 0");
            require(bid.ownerClass < MAX_CLASSES,
                    "class " + std::to_string(bid.ownerClass) + " is not below " +
                        std::to_string(MAX_CLASSES));
            m_classes = std::max(m_classes, bid.ownerClass + 1);
            highest = std::max(highest, bid.amount);
            m_records.push_back({auction.age, bid, bid.amount});
        }
    }
    if (!(highest > 0))
    {
        throw std::invalid_argument("recorded auctions: there is no bid above 0");
    }
    std::stable_sort(m_records.begin(), m_records.end(), [](const Record& a, const Record& b) {
        return a.age < b.age;
    });
    std::vector<std::vector<AgedBid>> bids(m_classes);
    for (const Record& record : m_records)
    {
        bids[record.bid.ownerClass].push_back({record.age, record.bid.amount});
    }
    for (const auto& ofClass : bids)
    {
        m_trends.emplace_back(ofClass);
    }
    for (Record& record : m_records)
    {
        record.base /= m_trends[record.bid.ownerClass].GetLevel(record.age);
    }
}

std::vector<SampleAuction>
RecordedSource::Read(const std::string& path)
{
    std::ifstream file(path);
    std::string line;
    if (!file)
    {
        throw std::runtime_error("bid file '" + path + "' cannot be opened");
    }
    if (!std::getline(file, line) || line.compare(0, HEADER.size(), HEADER) != 0)
    {
        throw std::runtime_error(
            "bid file '" + path + "': its first line is not '" + HEADER +
            "'; take a run's bids.csv, not its auctions.csv, which lacks the losers' bids");
    }
    std::vector<SampleAuction> auctions;
    double last = std::numeric_limits<double>::quiet_NaN();
    for (uint64_t count = 2; std::getline(file, line); ++count)
    {
        const std::string where = "bid file '" + path + "', line " + std::to_string(count);
        const std::vector<double> numbers = ReadNumbers(line, where);
        if (numbers[0] != last)
        {
            auctions.emplace_back();
            auctions.back().age = numbers[1];
            last = numbers[0];
        }
        if (auctions.back().age != numbers[1])
        {
            throw std::runtime_error(where + ": age " + std::to_string(numbers[1]) +
                                     " differs from that of the same auction's line before");
        }
        auctions.back().bids.push_back({static_cast<uint32_t>(auctions.back().bids.size()),
                                        numbers[3],
                                        static_cast<uint32_t>(numbers[2])});
    }
    return auctions;
}

void
RecordedSource::Write(const std::string& path, const std::vector<SampleAuction>& auctions)
{
    std::ofstream file(path);
    file.imbue(std::locale::classic());
    file << HEADER << '\n' << std::setprecision(17);
    for (size_t i = 0; i < auctions.size(); ++i)
    {
        for (const Bid& bid : auctions[i].bids)
        {
            file << i << ',' << auctions[i].age << ',' << bid.ownerClass << ',' << bid.amount
                 << '\n';
        }
    }
    file.close();
    if (!file)
    {
        throw std::runtime_error("bid file '" + path + "' cannot be written");
    }
}

size_t
RecordedSource::GetSize() const
{
    return m_records.size();
}

uint32_t
RecordedSource::GetClasses() const
{
    return m_classes;
}

void
RecordedSource::Draw(uint32_t ages, std::mt19937_64& generator, AuctionBatch& batch) const
{
    const size_t count = m_records.size();
    const size_t perAge = static_cast<size_t>(batch.perAge) * batch.bidders;
    batch.ages.resize(ages);
    batch.bids.resize(ages * perAge);
    Bid* bid = batch.bids.data();
    std::vector<double> levels(m_classes);
    const auto byAge = [](const Record& record, double age) { return record.age < age; };
    for (uint32_t i = 0; i < ages; ++i)
    {
        // Stratified, as the ages of other sources are.
        const double place = (i + DrawUniform(generator)) / ages * static_cast<double>(count);
        const size_t centre = std::min(static_cast<size_t>(place), count - 1);
        const double age = m_records[centre].age;
        size_t first = centre - std::min(centre, NEIGHBOURS);
        size_t end = std::min(centre + NEIGHBOURS + 1, count);
        // Whoever bid at this very age takes part, however many they are.
        if (m_records[first].age == age)
        {
            const auto at = std::lower_bound(m_records.begin(), m_records.end(), age, byAge);
            first = at - m_records.begin();
        }
        if (m_records[end - 1].age == age)
        {
            const double next = std::nextafter(age, 2.0);
            const auto at = std::lower_bound(m_records.begin(), m_records.end(), next, byAge);
            end = at - m_records.begin();
        }
        batch.ages[i] = age;
        for (uint32_t c = 0; c < m_classes; ++c)
        {
            levels[c] = m_trends[c].GetLevel(age);
        }
        for (size_t j = 0; j < perAge; ++j, ++bid)
        {
            const auto offset = static_cast<double>(end - first) * DrawUniform(generator);
            const Record& record = m_records[first + static_cast<size_t>(offset)];
            *bid = record.bid;
            // Who bid at this very age is moved nowhere, not even by rounding.
            bid->amount = record.age == age ? bid->amount : record.base * levels[bid->ownerClass];
        }
    }
}

std::vector<SampleAuction>
RecordedSource::GetSample(uint32_t, uint32_t, std::mt19937_64&) const
{
    return m_auctions;
}

} // namespace ns3::edgelearning
