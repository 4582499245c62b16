# SPDX-License-Identifier: Apache-2.0
"""The example app as flows use it, on the platform of their own."""

import pathlib
import signal
import socket
import subprocess
import time
import urllib.request

from gatehouse import PROGRAM, clean_environment

EXAMPLE = pathlib.Path(PROGRAM).parent / "example_orders"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class App:
    """One running example app."""

    def __init__(self, flow, app_id, secret, port, platform_url):
        environment = clean_environment(SECRET_KEY=secret, APP_ID=app_id, HOST="127.0.0.1", PORT=str(port),
                                        GATEHOUSE_URL=platform_url,
                                        GATEHOUSE_STATE_DIR=str(flow.platform.root / "apps"))
        self.url = f"http://localhost:{port}"
        self.process = subprocess.Popen([EXAMPLE], env=environment, stderr=subprocess.PIPE, bufsize=0)
        # Unbuffered, so that no line after it is read here, too.
        flow.assertIn(b"listens on", self.process.stderr.readline())
        # What it logs must not fill the pipe.
        self.log = open(flow.platform.root / f"{app_id}-{port}.log", "w")
        self.copier = subprocess.Popen(["cat"], stdin=self.process.stderr, stdout=self.log)
        flow.addCleanup(self.stop)

    def metric(self, name):
        """A figure of its public metrics."""
        with urllib.request.urlopen(self.url + "/metrics", timeout=10) as answer:
            for line in answer.read().decode().splitlines():
                if line.startswith(name + " "):
                    return float(line.split()[1])
        raise AssertionError(f"no metric {name}")

    def wait_for(self, name, value):
        """Until that metric has that value: what happens in the background has no other end."""
        for _ in range(3000):
            if self.metric(name) == value:
                return
            time.sleep(0.01)
        raise AssertionError(f"{name} is {self.metric(name)}, not {value}")

    def wait_for_log(self, text):
        """Until it has logged that, likewise."""
        for _ in range(3000):
            if text in pathlib.Path(self.log.name).read_text():
                return
            time.sleep(0.01)
        raise AssertionError(f"{text} is not in {pathlib.Path(self.log.name).read_text()}")

    def kill(self):
        """As a crash ends it."""
        self.process.kill()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(timeout=20)
        self.copier.wait(timeout=20)
        self.process.stderr.close()
        self.log.close()
        return status
