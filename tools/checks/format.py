# SPDX-License-Identifier: Apache-2.0
"""clang-format 14 with the committed .clang-format over every C++ file."""

import re
import subprocess

from checks.repository import Finding


def check(repository):
    sources = repository.sources
    if not sources:
        return []
    run = subprocess.run(["clang-format", "--dry-run", *sources], cwd=repository.root, capture_output=True, text=True)
    if run.returncode != 0:
        return [Finding(".clang-format", 0, run.stderr.strip(), "install clang-format with scripts/setup")]
    first = {}
    for path, line in re.findall(r"^(.+?):(\d+):\d+: warning: ", run.stderr, re.MULTILINE):
        first.setdefault(path, int(line))
    return [Finding(path, line, "is not formatted from here on", f"clang-format -i {path}")
            for path, line in first.items()]
