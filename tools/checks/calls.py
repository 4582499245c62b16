# SPDX-License-Identifier: Apache-2.0
"""Calls and headers that belong to one folder only, so that one place decides and tests can stand in for it."""

import dataclasses
import functools
import posixpath
import re

from checks.repository import Finding


@dataclasses.dataclass(frozen=True)
class Rule:
    name: str
    pattern: str                 # over code without comments and literals
    allowed: tuple = ()          # folders or files where it belongs
    mend: str = ""


def free_call(names):
    """A call of a function of the C library: not a member, not a function of another namespace."""
    return rf"(?<![\w.:>~])(?:::)?(?:std::)?(?:{names})\s*\("


PROGRAMS = ("tests/", "bench/", "fuzz/")

CALLS = (
    Rule("the system's clock", r"\b(?:system|steady|high_resolution)_clock::now\b", ("core/base/clock.cpp",) + PROGRAMS,
         "take a const Clock& (core/base/clock.h) by constructor"),
    Rule("the environment", free_call("(?:secure_)?getenv|setenv|putenv"),
         ("server/config/", "server/app/", "sdk/cpp/src/") + PROGRAMS,
         "settings come in as values: server/config reads them, an app calls require_env"),
    Rule("randomness", r"\brandom_device\b|\bmt19937|" + free_call("s?rand|rand_r|drand48|getrandom|getentropy"),
         ("core/base/random.cpp",) + PROGRAMS, "take a RandomSource& (core/base/random.h) by constructor"),
    Rule("a function with hidden shared state", free_call("localtime|gmtime|asctime|ctime|strtok"), (),
         "use core/base/time_text.h, or the _r form"),
    Rule("an unbounded C string function", free_call("strcpy|strcat|sprintf|vsprintf|gets|alloca"), (),
         "use std::string or fmt::format"),
    Rule("a shell", free_call("system|popen"), ("tests/",), "start the program itself, without a shell"),
    Rule("std::cout", r"\bstd::cout\b", ("server/app/", "examples/") + PROGRAMS,
         "log through core/base/log.h, or return the text to the caller"),
)

HEADERS = (
    Rule("OpenSSL or libsodium", r"openssl/|sodium", ("core/crypto/", "core/net/", "bench/"),
         "call core/crypto, and add there what is missing"),
    Rule("a database's header", r"sqlite3|libpq|postgres|mysql|mariadb|sql\.h$|sqlext|odbc|soci|pqxx", ("core/sql/",),
         "call core/sql, and add there what is missing"),
    Rule("Asio, Beast or curl", r"boost/(?:asio|beast)|curl/", ("core/net/", "core/sql/"),
         "call core/net, and add there what is missing"),
    Rule("a picture decoder", r"png\.h$|turbojpeg|jpeglib|webp/", ("core/picture/",),
         "call core/picture, and add there what is missing"),
)

# Costly to compile, and nothing that a caller of ours should see.
HEAVY = Rule("a heavy header reaches other folders",
             r"boost/(?:asio|beast|json|url)|openssl/|sodium|sqlite3|libpq|mysql|mariadb|sql\.h$|sqlext|curl/",
             mend="include it in the .cpp and forward declare, or hide it behind a pimpl")


def is_allowed(rule, path):
    return any(path.startswith(place) for place in rule.allowed)


def check(repository):
    findings = []
    for path in repository.sources:
        code = repository.code(path)
        for rule in CALLS:
            if is_allowed(rule, path):
                continue
            for found in re.finditer(rule.pattern, code):
                findings.append(Finding(path, code.count("\n", 0, found.start()) + 1,
                                        f"{rule.name} is used outside its folder: {found[0].strip(' (')}", rule.mend))
        for line, name, quoted in repository.includes(path):
            if quoted:
                continue
            for rule in HEADERS:
                if re.match(rule.pattern, name) and not is_allowed(rule, path):
                    findings.append(Finding(path, line, f"{rule.name} is included outside its folder: <{name}>", rule.mend))
            if path.endswith(".h") and re.match(HEAVY.pattern, name):
                for reached in outside(repository, path):
                    findings.append(Finding(path, line, f"{HEAVY.name}: <{name}> is in {reached}", HEAVY.mend))
    return findings


def outside(repository, header):
    """Sources of other folders that see this header, at most one; those of its own folder may."""
    folder, seen, pending = posixpath.dirname(header), set(), [header]
    while pending:
        current = pending.pop()
        for user in includers(repository).get(current, ()):
            if posixpath.dirname(user) != folder and not user.startswith(PROGRAMS):
                return [user]
            if user not in seen:
                seen.add(user)
                pending.append(user)
    return []


@functools.lru_cache(maxsize=1)
def includers(repository):
    """Who includes a header directly."""
    users = {}
    for path in repository.sources:
        for _, name, _ in repository.includes(path):
            users.setdefault(name, []).append(path)
    return users
