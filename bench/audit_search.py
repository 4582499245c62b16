#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How long searches of the audit log and the dashboard's figures take at a million events.

usage: GATEHOUSE_PROGRAMS=build/release/bin bench/audit_search.py [--events N] [--users N] [--rounds N]

Events are written into the database directly, without a sound chain; a tenth are refusals, one user in a thousand is
behind half of them. Prints median and 99th percentile of each call over one keep-alive connection.
"""

import argparse
import http.client
import json
import pathlib
import random
import sqlite3
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests" / "flows"))
import gatehouse  # noqa: E402

HOUR = 3_600_000
HOST = "localhost:8420"  # of the default public URL: the port that is listened on is the kernel's choice


def events(count, users, now):
    chance = random.Random(1)
    actions = ["user.sign_in"] * 90 + ["app.exchange_code"] * 8 + ["user.changed", "app.changed"]
    for i in range(count):
        user = f"usr_{chance.randrange(users) if i % 2 else chance.randrange(max(1, users // 1000)):026}"
        refused = chance.random() < 0.1
        yield (now - 90 * 24 * HOUR + i * (90 * 24 * HOUR // count), chance.choice(actions),
               "failure" if refused else "success", "wrong_password" if refused else "",
               "anonymous" if refused else user, user, chance.choice(["", "orders", "reports"]), "127.0.0.1")


def fill(database, count, users):
    now = int(time.time() * 1000)
    with sqlite3.connect(database) as connection:
        connection.executemany(
            "insert into audit_events (at, action, outcome, reason, actor, target, app_id, session_id, client_address, "
            "request_id, chain_hash) values (?, ?, ?, ?, ?, ?, ?, '', ?, '', x'00')", events(count, users, now))
        connection.execute("insert or replace into hourly_counts select at / 3600000, case outcome when 'success' then "
                           "'sign_in' else 'failure' end, count(*) from audit_events where action = 'user.sign_in' group by 1, 2")
    connection.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--users", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=100)
    options = parser.parse_args()
    platform = gatehouse.Platform()
    try:
        platform.run("user", "add", "--email", "ada@example.com", "--admin", "--password-stdin", stdin=gatehouse.PASSWORD)
        fill(platform.data / "gatehouse.sqlite", options.events, options.users)
        platform.start("--listen", "127.0.0.1:0")
        host, port = platform.address.rsplit("://", 1)[1].split(":")
        connection = http.client.HTTPConnection(host, int(port))
        connection.request("POST", "/api/v1/sign-in", json.dumps({"email": "ada@example.com", "password": gatehouse.PASSWORD}),
                           {"Content-Type": "application/json", "Host": HOST})
        answer = connection.getresponse()
        answer.read()
        cookie = answer.getheader("Set-Cookie").split(";")[0]
        rare = f"usr_{options.users - 1:026}"
        busy = f"usr_{0:026}"
        week = time.strftime("%Y-%m-%dT00:00:00Z", time.gmtime(time.time() - 45 * 86400))
        for name, path in {
                "newest": "audit-events?", "one person": f"audit-events?actor={rare}&",
                "a busy person, refused": f"audit-events?target={busy}&outcome=failure&",
                "kind and outcome": "audit-events?action=user.sign_in&outcome=failure&",
                "an app, an earlier time": f"audit-events?app=orders&to={week}&",
                "nothing fits": "audit-events?actor=anonymous&action=app.changed&outcome=success&",
                "statistics, 30 days": "statistics?days=30&"}.items():
            times = []
            for _ in range(options.rounds):
                start = time.perf_counter()
                connection.request("GET", f"/api/v1/{path}".rstrip("&?") + ("&limit=50" if "?" in path.rstrip("&?") else
                                   "?limit=50") * path.startswith("audit"), headers={"Cookie": cookie, "Host": HOST})
                answer = connection.getresponse()
                answer.read()
                times.append(time.perf_counter() - start)
                if answer.status != 200:
                    sys.exit(f"{name}: {answer.status}")
            times.sort()
            print(f"{name}: median {statistics.median(times) * 1e3:.1f} ms, p99 {times[len(times) * 99 // 100 - 1] * 1e3:.1f} ms")
    finally:
        platform.close()


if __name__ == "__main__":
    main()
