# SPDX-License-Identifier: Apache-2.0
"""What Node's test runner and Vitest print, as cases."""

import re

from results.junit import Case

_RESULT = re.compile(r"^(?P<indent> *)(?P<bad>not )?ok \d+(?: - (?P<name>.*?))?(?P<note> # (?:SKIP|TODO)\b ?(?P<why>.*))?$")
_VITEST = re.compile(r"^\s*Tests\s+(.*\(\d+\))\s*$", re.MULTILINE)
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def cases_of(output):
    """Single cases of TAP output, suites and files apart; else of Vitest's summary; none where there is neither."""
    output = _ANSI.sub("", output)
    return tap_cases(output) or vitest_cases(output)


def tap_cases(output):
    cases, deepest, path = [], -1, {}
    lines = output.splitlines()
    for number, line in enumerate(lines):
        subtest = re.match(r"^( *)# Subtest: (.*)$", line)
        if subtest:
            path = {depth: name for depth, name in path.items() if depth < len(subtest[1])} | {len(subtest[1]): subtest[2]}
        found = _RESULT.match(line)
        if not found:
            continue
        depth = len(found["indent"])
        holds_others, deepest = deepest > depth, depth     # a suite's own line follows those of its cases
        if holds_others:
            continue
        parents = [name for level, name in sorted(path.items()) if level < depth]
        name = " > ".join([*parents, found["name"] or "unnamed"])
        if found["note"]:
            cases.append(Case(name, "skipped", found["why"] or "no reason given"))
        elif found["bad"]:
            cases.append(Case(name, "failed", details_after(lines, number, depth)))
        else:
            cases.append(Case(name, "passed"))
    return cases


def details_after(lines, number, depth):
    told = []
    for line in lines[number + 1:]:
        if line.strip() == "...":
            break
        if line.strip() == "---" or line.startswith(" " * (depth + 1)):
            told.append(line)
        else:
            break
    return "\n".join(told[1:])


def vitest_cases(output):
    cases = []
    for summary in _VITEST.findall(output):
        for count, word in re.findall(r"(\d+) (passed|failed|skipped|todo)", summary):
            status = "skipped" if word == "todo" else word
            cases += [Case(f"{word} {index + 1}", status, output if status == "failed" else "see its output")
                      for index in range(int(count))]
    return cases
