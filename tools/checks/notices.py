# SPDX-License-Identifier: Apache-2.0
"""The licence line of every source file."""

from checks.repository import Finding

NOTICE = "SPDX-License-Identifier: Apache-2.0"
ENDINGS = (".h", ".cpp", ".ts", ".tsx", ".js", ".mjs", ".cjs", ".py", ".sql")


def check(repository):
    findings = []
    for path in repository.files:
        if not path.endswith(ENDINGS):
            continue
        lines = (repository.text(path) or "").splitlines()
        top = 2 if lines and lines[0].startswith("#!") else 1
        if lines and not any(NOTICE in line for line in lines[:top]):
            findings.append(Finding(path, 1, "has no licence line", "begin with a comment that says " + NOTICE))
    return findings
