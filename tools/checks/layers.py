# SPDX-License-Identifier: Apache-2.0
"""The arrows of tools/layers.txt against the includes of the C++ files."""

from checks.repository import Finding

TABLE = "tools/layers.txt"
PUBLIC_SDK = "gatehouse/"                 # how apps write the SDK's headers
PUBLIC_SDK_FOLDER = "sdk/cpp/include/"


class LayerTable:
    def __init__(self, text):
        self.arrows = {}                  # folder or folder/* -> folders it may include
        for line in text.splitlines():
            line = line.split("#")[0].strip()
            if line:
                folder, _, targets = line.partition(":")
                self.arrows[folder.strip()] = targets.split()

    def unit_of(self, path):
        """(row of the table, the folder it means for this path); absent when no row covers the path."""
        parts = path.split("/")[:-1]
        for depth in range(len(parts), 0, -1):
            folder, parent = "/".join(parts[:depth]), "/".join(parts[: depth - 1])
            if folder in self.arrows:
                return folder, folder
            if parent and f"{parent}/*" in self.arrows:
                return f"{parent}/*", folder
        return None

    def allows(self, row, folder, target):
        allowed = self.arrows[row]
        return (allowed == ["anything"] or lies_in(target, folder)
                or any(lies_in(target, each) for each in allowed))

    def cycle(self):
        """Folders that may include each other in a ring; absent when there is none."""
        rows = list(self.arrows)
        arrows = {row: [other for other in rows if other != row and any(
            lies_in(base(other) + "/", each) for each in self.arrows[row])] for row in rows}
        return find_ring(arrows)


def base(row):
    return row.removesuffix("/*")


def lies_in(path, folder):
    return path.startswith(folder + "/")


def find_ring(arrows):
    done, path = set(), []

    def visit(node):
        if node in path:
            return path[path.index(node):] + [node]
        if node in done:
            return None
        path.append(node)
        for target in arrows.get(node, ()):
            ring = visit(target)
            if ring:
                return ring
        path.pop()
        done.add(node)
        return None

    for node in arrows:
        ring = visit(node)
        if ring:
            return ring
    return None


def check(repository):
    table = LayerTable(repository.text(TABLE))
    ring = table.cycle()
    if ring:
        return [Finding(TABLE, 0, "the arrows form a ring: " + " -> ".join(ring), "remove one of these arrows")]
    files = set(repository.files)
    tops = {row.split("/")[0] for row in table.arrows}
    findings, graph = [], {}
    for path in repository.sources:
        unit = table.unit_of(path)
        if unit is None:
            findings.append(Finding(path, 0, "its folder is in no row of " + TABLE,
                                    "move the file to the folder it belongs to, or add a row with as few arrows as it can do with"))
            continue
        for line, name, quoted in repository.includes(path):
            target = PUBLIC_SDK_FOLDER + name if name.startswith(PUBLIC_SDK) else name
            if not quoted and target == name:
                continue
            if target not in files and target.split("/")[0] not in tops:
                findings.append(Finding(path, line, f'"{name}" is not written from the repository root',
                                        'write the whole path, as in #include "core/base/result.h"'))
                continue
            if not table.allows(*unit, target):
                may = " ".join(table.arrows[unit[0]]) or "nothing"
                findings.append(Finding(
                    path, line, f"{unit[1]} may not include {name} (it may include: {may})",
                    "move what is shared to a folder both may include, or pass it in by constructor; arrows are in " + TABLE))
            elif target in files:
                graph.setdefault(path, []).append(target)
    ring = find_ring(graph)
    if ring:
        findings.append(Finding(ring[0], 0, "includes itself: " + " -> ".join(ring), "forward declare in one of these headers"))
    return findings
