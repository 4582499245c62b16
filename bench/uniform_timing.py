#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whether the time of an answer tells who has an account: paired requests in random order, known against unknown.

usage: GATEHOUSE_PROGRAMS=build/release/bin bench/uniform_timing.py [--pairs N] [--seed N] [--only NAME]

Prints, for each call, the median paired difference in per cent of the median with its bootstrap 95 % interval, and how
well a threshold on the time tells the two apart (AUC; 0.5 is chance). Source addresses change within 127.66.0.0/16 and
accounts in turn, so that no limit is reached; the platform is started anew now and then, which forgets the alarm about many
wrong guesses, so that nobody is asked to solve a challenge.
"""

import argparse
import bisect
import http.client
import json
import pathlib
import random
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests" / "flows"))
import gatehouse  # noqa: E402

PAIRS_OF_ADDRESS = 9  # 20 failures at once are looked at from one
PAIRS_OF_START = 12 * PAIRS_OF_ADDRESS  # 240 wrong guesses at once are calm
GUESSES_OF_ACCOUNT = 40
HOST = "localhost:8420"  # of the default public URL: the port that is listened on is the kernel's choice


class Caller:
    """Sends from one source address after another, over a kept connection each."""

    def __init__(self, platform):
        self.platform, self.number, self.connection = platform, 0, None

    def start_anew(self):
        self.leave()
        if self.platform.server:
            self.platform.stop()
        self.platform.start("--listen", "127.0.0.1:0")
        host, port = self.platform.address.rsplit("://", 1)[1].split(":")
        self.host, self.port = host, int(port)

    def leave(self):
        if self.connection:
            self.connection.close()
            self.connection = None

    def move(self):
        self.leave()
        self.number += 1
        source = f"127.66.{self.number // 250}.{self.number % 250 + 1}"
        self.connection = http.client.HTTPConnection(self.host, self.port, source_address=(source, 0))
        self.connection.connect()

    def seconds(self, path, body, expected):
        text = json.dumps(body)
        start = time.perf_counter()
        self.connection.request("POST", path, text, {"Content-Type": "application/json", "Host": HOST})
        answer = self.connection.getresponse()
        answer.read()
        elapsed = time.perf_counter() - start
        if answer.status != expected:
            sys.exit(f"{path}: {answer.status}")
        return elapsed


def auc(left, right):
    """Chance that one of `right` took longer than one of `left`."""
    ordered = sorted(left)
    wins = sum(bisect.bisect_left(ordered, x) + bisect.bisect_right(ordered, x) for x in right)
    return wins / 2 / len(left) / len(right)


def report(name, known, unknown, chance):
    differences = [k - u for k, u in zip(known, unknown)]
    median = statistics.median(known + unknown)
    bootstrap = sorted(statistics.median(chance.choices(differences, k=len(differences))) for _ in range(1000))
    percent = [100 * x / median for x in (statistics.median(differences), bootstrap[25], bootstrap[974])]
    print(f"{name}: median {median * 1e3:.2f} ms, difference {percent[0]:+.2f} % "
          f"[{percent[1]:+.2f}, {percent[2]:+.2f}], AUC {auc(unknown, known):.3f}")


def measure(caller, path, body_of, expected, pairs, chance):
    known, unknown = [], []
    for pair in range(pairs):
        if pair % PAIRS_OF_START == 0:
            caller.start_anew()
        if pair % PAIRS_OF_ADDRESS == 0:
            caller.move()
            caller.seconds(path, body_of(pair, "warm"), expected)
        kinds = [(known, "known"), (unknown, "unknown")]
        chance.shuffle(kinds)
        for times, kind in kinds:
            times.append(caller.seconds(path, body_of(pair, kind), expected))
    return known, unknown


def people(platform, users):
    """With a password (user), disabled (gone), and without a password (none)."""
    for i in range(users):
        for name in ("user", "gone"):
            platform.run("user", "add", "--email", f"{name}{i:05}@example.com", "--password-stdin", stdin=gatehouse.PASSWORD)
        platform.run("user", "disable", f"gone{i:05}@example.com")
        platform.run("user", "add", "--email", f"none{i:05}@example.com")
    platform.run("user", "add", "--email", "owner@example.com", "--admin", "--password-stdin", stdin=gatehouse.PASSWORD)
    platform.run("app", "add", "--id", "orders", "--name", "Orders")
    platform.run("sign-up", "set", "--mode", "open")


def open_link(platform):
    """The token of a link that nobody uses up: a new person's address has to be confirmed by mail first."""
    return platform.json("invite", "send", "--app", "orders", "--uses", "1000")["url"].rsplit("/", 1)[1]


def calls(token):
    """Name, path, whose address is known, whose is not, what else is sent, status."""
    wrong = {"password": "not the right password"}
    sign_in = "/api/v1/sign-in"
    return [
        ("sign-in, wrong password against unknown address", sign_in, "user", "miss", wrong, 401),
        ("sign-in, disabled user against unknown address", sign_in, "gone", "lost", wrong, 401),
        ("sign-in, user without a password against unknown address", sign_in, "none", "fail", wrong, 401),
        ("forgotten password, known against unknown address", "/api/v1/password-reset", "user", "miss", {}, 202),
        ("sign-up, known against unknown address", "/api/v1/sign-up", "user", "miss", {}, 202),
        ("open invitation, known against unknown address", f"/api/v1/invitations/{token}/accept", "user", "miss", {}, 202),
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="the calls whose names begin so")
    options = parser.parse_args()
    gatehouse.QUICK_HASHES.clear()  # what hashing costs is part of the answer's time
    chance = random.Random(options.seed)
    users = options.pairs // GUESSES_OF_ACCOUNT + 1
    platform = gatehouse.Platform()
    try:
        people(platform, users)
        caller = Caller(platform)
        for name, path, known, unknown, extra, expected in calls(open_link(platform)):
            if not name.startswith(options.only):
                continue
            names = {"known": known, "unknown": unknown, "warm": "warm"}

            def body_of(pair, kind):
                # Names of one length, each unknown one as often as a known one.
                return {"email": f"{names[kind]}{pair % users:05}@example.com", **extra}

            report(name, *measure(caller, path, body_of, expected, options.pairs, chance), chance)
    finally:
        platform.close()


if __name__ == "__main__":
    main()
