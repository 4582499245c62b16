#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What an idle link costs the platform: resident memory of the server with N long polls waiting.

usage: bench/idle_links.py PROGRAM [--links N]

Clients come from many addresses of 127.0.0.0/8, because connections are counted by address.
"""

import argparse
import base64
import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import time

SECRET = "a-bench-secret-with-enough-letters-1234567890"
STREAMS_PER_APP = 900
LINKS_PER_ADDRESS = 200


class Link:
    """One instance's connection, kept open from its stream's making to the answer of its poll."""

    def __init__(self, number, port):
        self.app = f"app{number // STREAMS_PER_APP}"
        self.socket = socket.socket()
        self.socket.bind((f"127.0.{1 + number // LINKS_PER_ADDRESS}.1", 0))
        self.socket.connect(("127.0.0.1", port))
        self.send("/ssf/stream")
        self.stream = self.read()["stream_id"]

    def send(self, path):
        credentials = base64.b64encode(f"{self.app}:{SECRET}{self.app}".encode()).decode()
        self.socket.sendall((f"POST {path} HTTP/1.1\r\nHost: localhost:8420\r\nAuthorization: Basic {credentials}\r\n"
                             "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}").encode())

    def read(self):
        data = b""
        while b"\r\n\r\n" not in data:
            data += self.socket.recv(65536)
        head, body = data.split(b"\r\n\r\n", 1)
        length = int(re.search(rb"content-length: (\d+)", head.lower()).group(1))
        while len(body) < length:
            body += self.socket.recv(65536)
        return json.loads(body)


def resident_kib(server):
    with open(f"/proc/{server.pid}/status") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1))


def settled_kib(server):
    """As soon as two looks a second apart agree within a quarter of a megabyte."""
    before = -1
    while abs((now := resident_kib(server)) - before) > 256:
        before = now
        time.sleep(1)
    return now


def measure(program, count, folder):
    command = [program, "serve", "--data", folder + "/data", "--listen", "127.0.0.1:0", "--log-level", "warning"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder)
    try:
        port = int(re.search(r":(\d+),", server.stdout.readline()).group(1))
        for app in range((count - 1) // STREAMS_PER_APP + 1):
            subprocess.run([program, "app", "add", "--name", "App", "--id", f"app{app}", "--secret-key-stdin", "--data",
                            folder + "/data"], input=f"{SECRET}app{app}", text=True, check=True, stdout=subprocess.PIPE)
        before = settled_kib(server)
        links = [Link(number, port) for number in range(count)]
        connected = settled_kib(server)
        for link in links:
            link.send("/ssf/poll?stream_id=" + link.stream)
        waiting = settled_kib(server)
        print(f"{count} links: {before} KiB before, {connected} connected, {waiting} waiting: "
              f"{(waiting - before) / count:.1f} KiB a link")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--links", type=int, default=5000)
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (given.links + 1000, given.links + 1000))
    root = tempfile.mkdtemp(prefix="gatehouse-idle-")
    try:
        measure(os.path.abspath(given.program), given.links, root)
    finally:
        shutil.rmtree(root)
