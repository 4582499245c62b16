#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a person waits for a list of users, among ten thousand and among a million.

usage: build/release/bin/bench_users --folder DIR --rounds 1     # makes the users, once
       GATEHOUSE_PROGRAMS=build/release/bin bench/users_over_http.py --folder DIR [--rounds N]

Two servers side by side, one on a copy of each database; the questions of bench_users are asked of both in turn by an
administrator over one keep-alive connection each. Prints the time until the answer is read, and the CPU time that the
server's threads took for it.
"""

import argparse
import http.client
import json
import pathlib
import shutil
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests" / "flows"))
import gatehouse  # noqa: E402

HOST = "localhost:8420"  # of the default public URL: the port that is listened on is the kernel's choice


class Server:
    def __init__(self, database):
        self.platform = gatehouse.Platform()
        self.platform.run("user", "add", "--email", "nobody@test.example", "--password-stdin", stdin=gatehouse.PASSWORD)
        for old in self.platform.data.glob("gatehouse.sqlite*"):
            if old.suffix != ".lock":
                old.unlink()
        shutil.copyfile(database, self.platform.data / "gatehouse.sqlite")
        added = self.platform.run("user", "add", "--email", "zz-admin@test.example", "--admin", "--password-stdin",
                                  stdin=gatehouse.PASSWORD)
        if added.returncode != 0:
            sys.exit(added.stderr)
        self.platform.start("--listen", "127.0.0.1:0")
        host, port = self.platform.address.rsplit("://", 1)[1].split(":")
        self.connection = http.client.HTTPConnection(host, int(port))
        self.connection.request("POST", "/api/v1/sign-in", json.dumps({"email": "zz-admin@test.example",
                                "password": gatehouse.PASSWORD}), {"Content-Type": "application/json", "Host": HOST})
        answer = self.connection.getresponse()
        answer.read()
        self.headers = {"Cookie": answer.getheader("Set-Cookie").split(";")[0], "Host": HOST}
        self.tasks = pathlib.Path(f"/proc/{self.platform.server.pid}/task")

    def cpu(self):
        """Milliseconds of all its threads."""
        return sum(int((task / "schedstat").read_text().split()[0]) for task in self.tasks.iterdir()) / 1e6

    def ask(self, query):
        """Milliseconds until the answer is read, and of CPU."""
        cpu, start = self.cpu(), time.perf_counter()
        self.connection.request("GET", f"/api/v1/users?{query}&limit=50", headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        waited = (time.perf_counter() - start) * 1e3
        if answer.status != 200:
            sys.exit(f"{query}: {answer.status} {body}")
        return waited, self.cpu() - cpu


def at(values, quantile):
    return sorted(values)[int((len(values) - 1) * quantile)]


def show(name, few, many):
    line = f"{name:44}"
    for kind in (0, 1):
        p50 = [at([pair[kind] for pair in of], 0.5) for of in (few, many)]
        p99 = [at([pair[kind] for pair in of], 0.99) for of in (few, many)]
        line += f" {p50[0]:7.2f} {p99[0]:7.2f} {p50[1]:7.2f} {p99[1]:7.2f} {p50[1] / p50[0]:5.2f} {p99[1] / p99[0]:5.2f} |"
    print(line, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--rounds", type=int, default=100)
    options = parser.parse_args()
    listed = subprocess.run([pathlib.Path(gatehouse.PROGRAM).parent / "bench_users", "--questions"], text=True,
                            capture_output=True, check=True).stdout
    servers = []
    try:
        servers += [Server(options.folder / "few.db")]
        servers += [Server(options.folder / "many.db")]
        print(f"{'waited | CPU, ms':44} few p50     p99 many p50    p99   x p50 x p99 |")
        mixes = {}
        for line in listed.splitlines():
            kind, name, *queries = line.split("\t")
            queries = [text.split() for text in queries]
            taken = ([], [])
            for i in range(options.rounds):
                for server, of, into in zip(servers, queries, taken):
                    into.append(server.ask(of[i % len(of)]))
            show(("" if kind == "same" else "alike: ") + name, *taken)
            mix = mixes.setdefault(kind, ([], []))
            for into, times in zip(mix, taken):
                into.extend(times)
        for kind, mix in mixes.items():
            show(f"the whole mix, {kind}", *mix)
    finally:
        for server in servers:
            server.platform.close()


if __name__ == "__main__":
    main()
