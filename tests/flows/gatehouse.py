# SPDX-License-Identifier: Apache-2.0
"""The built program as flows use it: a data folder of its own, commands, and a server that always ends."""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import urllib.error
import urllib.request

PROGRAM = str(pathlib.Path(os.environ["GATEHOUSE_PROGRAMS"]).resolve() / "gatehouse")
QUICK_HASHES = ["--hash-memory-kib", "8192", "--hash-iterations", "1"]
PASSWORD = "wandering otters sing at noon"


def clean_environment(**more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GATEHOUSE_")}
    return {**kept, **more}


class Platform:
    """A data folder that is removed at the end, with or without a server on it."""

    def __init__(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="gatehouse-flow-"))
        self.data = self.root / "data"
        self.server = None
        self.address = None
        self.first_lines = ""

    def close(self):
        if self.server:
            self.server.kill()
            self.server.communicate()
        shutil.rmtree(self.root, ignore_errors=True)

    def run(self, *words, stdin="", env=None, data=True):
        """One command; `data` says whether it gets --data."""
        where = ["--data", str(self.data)] if data else []
        return subprocess.run([PROGRAM, *words, *where, *(QUICK_HASHES if data else [])], input=stdin, text=True,
                              capture_output=True, timeout=60, cwd=self.root, env=clean_environment(**(env or {})))

    def json(self, *words, stdin=""):
        done = self.run(*words, "--json", stdin=stdin)
        if done.returncode != 0:
            raise AssertionError(f"{words}: {done.returncode} {done.stderr}")
        return json.loads(done.stdout)

    def start(self, *words):
        """Starts the server and waits until it says where it listens."""
        self.log = open(self.root / "server.log", "a")
        self.server = subprocess.Popen([PROGRAM, "serve", "--data", str(self.data), *words, *QUICK_HASHES],
                                       stdout=subprocess.PIPE, stderr=self.log, text=True, cwd=self.root,
                                       env=clean_environment())
        line = self.server.stdout.readline()
        found = re.search(r"listens on (\S+?),", line)
        if not found:
            raise AssertionError(f"the server did not start: {line!r} {(self.root / 'server.log').read_text()}")
        self.address = "http://" + found.group(1)
        self.first_lines = line

    def stop(self):
        """SIGTERM; the exit status."""
        self.server.send_signal(signal.SIGTERM)
        rest, _ = self.server.communicate(timeout=30)
        status, self.server = self.server.returncode, None
        self.log.close()
        self.first_lines += rest
        return status

    def crash(self):
        """SIGKILL, as a machine that loses power ends it."""
        self.server.kill()
        self.server.communicate()
        self.server = None
        self.log.close()

    def get(self, path):
        """Status of a GET over the network."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
