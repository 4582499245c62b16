# SPDX-License-Identifier: Apache-2.0
"""Every dependency has its reason in docs/dependencies.md: the Debian packages of scripts/setup and what package.json names."""

import json
import re

from checks.repository import Finding

PAGE = "docs/dependencies.md"
SETUP = "scripts/setup"


def check(repository):
    page = repository.text(PAGE) if PAGE in repository.files else ""
    explained = set(re.findall(r"`([^`\s]+)`", page))
    named = {name: SETUP for name in debian_packages(repository.text(SETUP))}
    for path in repository.files:
        if path.endswith("package.json"):
            package = json.loads(repository.text(path))
            for kind in ("dependencies", "devDependencies", "optionalDependencies"):
                named.update({name: path for name, version in package.get(kind, {}).items()
                              if not str(version).startswith("file:")})
    findings = [Finding(path, 0, f"{name} has no reason in {PAGE}", f"add a row for `{name}` there, or do without it")
                for name, path in sorted(named.items()) if name not in explained]
    listed = set(re.findall(r"^\|\s*((?:`[^`]+`[,\s]*)+)\|", page, re.MULTILINE))
    for row in sorted(listed):
        for name in re.findall(r"`([^`]+)`", row):
            if name not in named:
                findings.append(Finding(PAGE, 0, f"{name} is explained but nothing asks for it", "remove it from its row"))
    return findings


def debian_packages(setup):
    """Words of the arrays in scripts/setup, also of those that are appended to."""
    setup = re.sub(r"#.*", "", setup)
    bodies = re.findall(r"\b\w+\+?=\(([^)]*)\)", setup)
    return [word for body in bodies for word in body.split() if re.fullmatch(r"[a-z0-9][a-z0-9+.-]+", word)]
