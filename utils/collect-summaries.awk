# Copyright (c) 2026 The edge-learning authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Collects the summary.json files of runs, for campaign.sh.
#
# Usage: directory=DIRECTORY LC_ALL=C awk -f collect-summaries.awk <LIST
#
# The directory is in the environment, since -v would take a backslash in it for an escape; the
# locale is C, since in others some awks read and write a comma in numbers.
#
# LIST has the number of a run a line; its summary.json is in DIRECTORY/NUMBER. Writes
# DIRECTORY/runs.csv.part, with a row a run and a column a quantity, called by its path in the JSON
# such as by_load/greedy/1/failed, and DIRECTORY/summary.csv.part, with a row a quantity.

function cell(text) {
    if (text ~ /[",]/) {
        gsub(/"/, "\"\"", text)
        return "\"" text "\""
    }
    return text
}

# Note a value at the path of keys that leads to it.
function note(value, path, i) {
    path = key[1]
    for (i = 2; i <= depth; ++i) {
        path = path "/" key[i]
    }
    if (!(path in known)) {
        known[path] = 1
        paths[++pathCount] = path
    }
    values[runs, path] = value
}

# The value ends; null has none, nor has what C++ and Python print of a number that is none.
function endValue() {
    if (token != "") {
        note(tolower(token) ~ /^[-+]?(null|nan|inf|infinity)$/ ? "" : token)
    } else if (hasText) {
        note(text)
    }
    token = ""
    hasText = 0
}

# What stands between two strings: brackets, commas, colons and whatever is no string.
function structure(piece, i, c) {
    for (i = 1; i <= length(piece); ++i) {
        c = substr(piece, i, 1)
        if (c == "{" || c == "[") {
            ++depth
            isArray[depth] = c == "["
            key[depth] = 0
        } else if (c == "}" || c == "]") {
            endValue()
            --depth
        } else if (c == ",") {
            endValue()
            if (isArray[depth]) {
                ++key[depth]
            }
        } else if (c == ":") {
            key[depth] = text
            hasText = 0
        } else if (c !~ /[ \t\r\n]/) {
            token = token c
        }
    }
}

# A string without the backslashes before quotation marks and backslashes; \n and such stay.
function unescape(raw, pieces, count, i, plain) {
    count = split(raw, pieces, /\\\\/)
    for (i = 1; i <= count; ++i) {
        gsub(/\\"/, "\"", pieces[i])
        plain = plain (i > 1 ? "\\" : "") pieces[i]
    }
    return plain
}

function parse(json, pieces, count, i) {
    depth = 0
    token = ""
    hasText = 0
    count = split(json, pieces, "\"")
    for (i = 1; i <= count; ++i) {
        structure(pieces[i])
        if (++i <= count) {
            text = pieces[i]
            while (text ~ /(^|[^\\])(\\\\)*\\$/ && i < count) { # a quotation mark in the string
                text = text "\"" pieces[++i]
            }
            text = unescape(text)
            hasText = 1
        }
    }
}

# The 0.975 quantile of Student's t: exact for small samples, else by its expansion around the
# normal distribution's (Abramowitz and Stegun 26.7.5), at most 4.9e-6 too low (of 11 degrees of
# freedom).
function quantile(freedom, z) {
    if (freedom <= 10) {
        return split("12.706205 4.302653 3.182446 2.776445 2.570582 2.446912 2.364624 2.306004 " \
                     "2.262157 2.228139", exactly, " ") ? exactly[freedom] : 0
    }
    z = 1.959963985
    return z + (z ^ 3 + z) / (4 * freedom) + (5 * z ^ 5 + 16 * z ^ 3 + 3 * z) / (96 * freedom ^ 2) + \
           (3 * z ^ 7 + 19 * z ^ 5 + 17 * z ^ 3 - 15 * z) / (384 * freedom ^ 3) + \
           (79 * z ^ 9 + 776 * z ^ 7 + 1482 * z ^ 5 - 1920 * z ^ 3 - 945 * z) / \
           (92160 * freedom ^ 4)
}

# A row of summary.csv, if the quantity is a number in every run that has it.
function summarise(path, i, value, count, sum, squares, mean, least, most, width) {
    for (i = 1; i <= runs; ++i) {
        value = values[i, path]
        if (value == "") {
            continue
        }
        if (value !~ /^-?[0-9.]+([eE][-+]?[0-9]+)?$/) {
            return
        }
        value += 0
        sum += value
        least = count == 0 || value < least ? value : least
        most = count == 0 || value > most ? value : most
        ++count
    }
    if (count == 0) {
        return
    }
    mean = sum / count
    for (i = 1; i <= runs; ++i) {
        if (values[i, path] != "") {
            squares += (values[i, path] - mean) ^ 2
        }
    }
    width = ""
    if (count > 1) {
        width = sprintf("%.6g", quantile(count - 1) * sqrt(squares / (count - 1) / count))
    }
    printf "%s,%d,%.12g,%s,%.12g,%.12g\n", cell(path), count, mean, width, least, most > table
}

BEGIN {
    directory = ENVIRON["directory"]
}

{
    name[++runs] = $0
    file = directory "/" $0 "/summary.json"
    json = ""
    while ((getline line < file) > 0) {
        json = json line " "
    }
    close(file)
    parse(json)
}

END {
    table = directory "/runs.csv.part"
    row = "run"
    for (i = 1; i <= pathCount; ++i) {
        row = row "," cell(paths[i])
    }
    print row > table
    for (run = 1; run <= runs; ++run) {
        row = name[run]
        for (i = 1; i <= pathCount; ++i) {
            row = row "," cell(values[run, paths[i]])
        }
        print row > table
    }
    table = directory "/summary.csv.part"
    print "quantity,runs,mean,half_width_95,least,greatest" > table
    for (i = 1; i <= pathCount; ++i) {
        summarise(paths[i])
    }
}
