# SPDX-License-Identifier: Apache-2.0
"""Links and paths in the documents lead to something in the repository."""

import posixpath
import re

from checks.repository import Finding

_LINK = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)(?:#[^)]*)?\)")
_CODE_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def check(repository):
    files = set(repository.files)
    folders = {folder for path in files for folder in parents(path)}
    findings = []
    for path in repository.files:
        if not path.endswith(".md"):
            continue
        text = _CODE_BLOCK.sub(lambda block: "\n" * block[0].count("\n"), repository.text(path))
        for found in _LINK.finditer(text):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), found[1]))
            if target not in files and target not in folders:
                findings.append(Finding(path, text.count("\n", 0, found.start()) + 1, f"links to {found[1]}, which is not there",
                                        "mend the link, or remove it"))
    return findings


def parents(path):
    while path := posixpath.dirname(path):
        yield path
