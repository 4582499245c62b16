#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What protection costs: requests per second of example_orders' /whoami with a token against its public /health.

usage: bench/protected_request.py [--program FILE] [--rounds N] [--seconds N] [--connections N] [--check RATIO]

Rounds of both routes alternate, so that whatever else the machine does hits both alike; medians count.
Needs wrk. The server and wrk share the machine's cores.
"""

import argparse
import base64
import hashlib
import hmac
import json
import os
import re
import secrets
import statistics
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def make_token(secret):
    """A typical app token: two roles, a handful of permissions."""
    now = int(time.time())
    claims = {"iss": "https://auth.example.com", "sub": "usr_2f9c81d4", "userId": "usr_2f9c81d4", "aud": "orders",
              "client_id": "orders", "appId": "orders", "userEmail": "anna@example.com", "email": "anna@example.com",
              "email_verified": True, "name": "Anna Example", "iat": now, "nbf": now, "exp": now + 3600,
              "auth_time": now, "jti": secrets.token_hex(8), "sid": secrets.token_hex(8), "roles": ["clerk", "viewer"],
              "permissions": ["orders:read", "orders:write", "reports:read"], "amr": ["pwd"], "scope": "openid email"}
    parts = [encode(json.dumps(part, separators=(",", ":")).encode())
             for part in ({"alg": "HS256", "typ": "at+jwt"}, claims)]
    signature = hmac.new(secret.encode(), ".".join(parts).encode(), hashlib.sha256).digest()
    return ".".join(parts + [encode(signature)])


def start(program, secret):
    environment = {"PATH": os.environ["PATH"], "SECRET_KEY": secret, "HOST": "127.0.0.1", "PORT": "0"}
    server = subprocess.Popen([program], env=environment, stderr=subprocess.PIPE, text=True)
    for line in server.stderr:
        found = re.search(r"listens on (http://\S+)", line)
        if found:
            return server, found.group(1)
    sys.exit(f"{program} did not start")


def cpu_seconds(pid):
    """User and system time of a process so far (proc(5))."""
    with open(f"/proc/{pid}/stat") as stat:
        user, system = stat.read().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def measure(server, url, token, options):
    """(requests per second, the server's CPU microseconds for each)"""
    before = cpu_seconds(server.pid)
    output = subprocess.run(
        ["wrk", "-t1", f"-c{options.connections}", f"-d{options.seconds}s", "-H", f"Authorization: Bearer {token}", url],
        check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in output:
        sys.exit(f"{url} refused requests:\n{output}")
    spent = cpu_seconds(server.pid) - before
    count = int(re.search(r"(\d+) requests in", output).group(1))
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output).group(1)), spent / count * 1e6


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--program", default=os.path.join(ROOT, "build/release/bin/example_orders"))
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--check", type=float, help="exit 1 when the ratio is below this")
    options = parser.parse_args()

    secret = secrets.token_hex(32)
    token = make_token(secret)
    server, url = start(options.program, secret)
    try:
        rates = {"/health": [], "/whoami": []}
        for _ in range(options.rounds):
            for path, seen in rates.items():
                seen.append(measure(server, url + path, token, options))
    finally:
        server.terminate()
        server.wait()
    for path, seen in rates.items():
        rate, cpu = (statistics.median(column) for column in zip(*seen))
        print(f"{path:8} {rate:9.0f} requests/s, {cpu:6.1f} us of CPU each (median of {len(seen)} rounds)")
    ratio = statistics.median(protected[0] / public[0] for public, protected in zip(rates["/health"], rates["/whoami"]))
    cpu_ratio = statistics.median(public[1] / protected[1] for public, protected in zip(rates["/health"], rates["/whoami"]))
    print(f"ratio of rates {ratio:.3f}, of CPU {cpu_ratio:.3f} (token of {len(token)} bytes, {options.connections} connections)")
    return 1 if options.check and ratio < options.check else 0


if __name__ == "__main__":
    sys.exit(main())
