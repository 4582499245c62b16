# SPDX-License-Identifier: Apache-2.0
"""What belongs to one machine and not to the repository: its paths, and the registry it downloads from."""

import re

from checks.repository import Finding

PATHS = re.compile(r"(?<![\w./~-])/(?:work/(?:main|shared)|tmp/wt|root|home/\w+|Users/\w+)/[\w.]")
REGISTRIES = re.compile(r"https?://[\w.@:-]*(?:registry[.]npmjs|registry[.]yarnpkg|artifactory|nexus|pypi[.]org)"
                        r"|^\s*(?:registry|index-url)\s*=", re.MULTILINE)
RESOLVED = re.compile(r'"resolved"\s*:\s*"https?:')


def check(repository):
    findings = []
    for path in repository.files:
        text = repository.text(path)
        if text is None or path == "LICENSE":
            continue
        for pattern, wrong, mend in (
                (PATHS, "names a path of one machine", "write it relative to the repository, or take it from a setting"),
                (REGISTRIES, "names a package registry", "leave the registry to each machine's own npm configuration")):
            findings += [at(path, text, found, f"{wrong}: {found[0].strip()}", mend) for found in pattern.finditer(text)]
        if path.endswith(("package-lock.json", "npm-shrinkwrap.json")):
            found = RESOLVED.search(text)
            if found:
                findings.append(at(path, text, found, 'holds "resolved" addresses of a registry',
                                   "put omit-lockfile-registry-resolved=true into the folder's .npmrc and write the lock file anew"))
    return findings


def at(path, text, found, wrong, mend):
    return Finding(path, text.count("\n", 0, found.start()) + 1, wrong, mend)
