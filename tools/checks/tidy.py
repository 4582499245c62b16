# SPDX-License-Identifier: Apache-2.0
"""clang-tidy 14 with the committed .clang-tidy over what ships.

A file whose text, headers of ours, flags and checks are as they were when it last passed is not checked again.
Tests, benchmarks and fuzz targets are left to the compiler's warnings and the sanitizers: they are half of the
sources, and what clang-tidy finds does not bite there.
"""

import concurrent.futures
import hashlib
import json
import pathlib
import re
import shlex
import subprocess

from checks.repository import Finding

BUILDS = ("build/release", "build/dev")
JOBS = 2
# Clang 14 cannot capture structured bindings yet (P1091R3); g++, which builds what ships, can.
NOT_YET = "reference to local binding"
CHECKED = re.compile(r"(?:core|server|sdk|examples)/.*(?<!_test)\.cpp$")


def check(repository):
    commands = load_commands(repository.root)
    if commands is None:
        return [Finding("CMakePresets.json", 0, "clang-tidy needs a configured build",
                        "cmake --preset dev -DGATEHOUSE_PAGES=OFF, or call tools/check --fast")]
    cache = repository.root / "build" / "tidy"
    cache.mkdir(parents=True, exist_ok=True)
    config = repository.text(".clang-tidy")
    version = subprocess.run(["clang-tidy", "--version"], capture_output=True, text=True, check=True).stdout
    work = []
    for path in repository.sources:
        if CHECKED.match(path) and path in commands:
            stamp = cache / fingerprint(repository, path, [config, version, *commands[path]])
            if not stamp.exists():
                work.append((path, commands[path], stamp))
    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        results = pool.map(lambda each: check_file(repository.root, *each), work)
        return sorted({finding for findings in results for finding in findings},
                      key=lambda finding: (finding.path, finding.line))


def load_commands(root):
    """Compiler arguments by path from the root, without those that only g++ or the build understands."""
    for build in BUILDS:
        database = root / build / "compile_commands.json"
        if database.exists():
            commands = {}
            for entry in json.loads(database.read_text()):
                path = pathlib.Path(entry["file"])
                if path.is_relative_to(root):
                    commands.setdefault(str(path.relative_to(root)), flags_of(entry["command"]))
            return commands
    return None


def flags_of(command):
    words, kept = iter(shlex.split(command)[1:]), []
    for word in words:
        if word in ("-o", "-c"):
            next(words)
        elif word == "-include" or word.startswith("-W") or word == "-fno-fat-lto-objects":
            if word == "-include":
                next(words)                # a precompiled header of g++, which clang cannot read
        elif word in ("-isystem", "-I", "-D"):
            kept += [word, next(words)]
        elif word.startswith(("-I", "-D", "-std", "-isystem")):
            kept.append(word)
    return kept


def fingerprint(repository, path, settings):
    digest = hashlib.sha256("\0".join(settings).encode())
    seen, pending = set(), [path]
    while pending:
        current = pending.pop()
        if current in seen:
            continue
        seen.add(current)
        for _, name, _ in repository.includes(current):
            for candidate in (name, "sdk/cpp/include/" + name):
                if (repository.root / candidate).is_file():
                    pending.append(candidate)
    for each in sorted(seen):
        digest.update(each.encode() + b"\0" + (repository.root / each).read_bytes())
    return digest.hexdigest()


def check_file(root, path, flags, stamp):
    run = subprocess.run(["clang-tidy", "--quiet", path, "--", *flags], cwd=root, capture_output=True, text=True)
    told = re.findall(r"^(.+?):(\d+):\d+: (?:warning|error): (.*) \[([\w.,-]+)\]$", run.stdout, re.MULTILINE)
    findings = []
    for where, line, message, names in told:
        name = names.split(",")[0]
        if not message.startswith(NOT_YET):
            findings.append(Finding(relative(root, where), int(line), f"{message} [{name}]",
                                    f"mend it, or where it is wrong say why beside a // NOLINT({name})"))
    if run.returncode != 0 and not told:
        findings = [Finding(path, 0, "clang-tidy failed: " + (run.stdout + run.stderr).strip()[-2000:],
                            "run clang-tidy by hand with the same file")]
    if not findings:
        stamp.touch()
    return findings


def relative(root, path):
    path = pathlib.Path(path)
    path = path if path.is_absolute() else root / path
    return str(path.resolve().relative_to(root)) if path.resolve().is_relative_to(root) else str(path)
