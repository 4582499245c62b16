#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the built platform and the example app together, with an administrator and a member. Started by ./run."""

import json
import os
import pathlib
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = ROOT / "build" / "release" / "bin"
FOLDER = ROOT / ".run"
PLATFORM_PORT, APP_PORT = 8420, 3000
PATIENCE_SECONDS = 30
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

ADMINISTRATOR = ("admin@example.com", "Alex Admin")
MEMBER = ("ada@example.com", "Ada Lovelace")


class Failure(Exception):
    """Something a person can mend; its text says how."""


class Server:
    """One program of ours, with its output in a log file."""

    def __init__(self, name, command, environment, log, ready_url):
        self.name, self.log = name, log
        with open(log, "ab") as output:
            # A session of its own: Ctrl-C reaches us alone, and we stop the servers in order.
            self.process = subprocess.Popen(command, env=os.environ | environment, stdin=subprocess.DEVNULL,
                                            stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            self.wait_until_ready(ready_url)
        except BaseException:
            self.stop()
            raise

    def wait_until_ready(self, url):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise Failure(f"{self.name} stopped at its start:\n{self.last_words()}")
            try:
                with urllib.request.urlopen(url, timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise Failure(f"{self.name} did not answer at {url} within {PATIENCE_SECONDS} s:\n{self.last_words()}")

    def last_words(self):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])

    def stop(self):
        """The exit code."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
        return self.process.wait()


class Stage:
    """A data folder with what is to be seen: two people, an app, its roles."""

    def __init__(self, folder, platform_port, app_port):
        self.folder, self.platform_port, self.app_port = folder, platform_port, app_port
        self.data, self.notes = folder / "data", folder / "notes.json"
        self.platform_url = f"http://localhost:{platform_port}"
        self.app_url = f"http://localhost:{app_port}"
        self.servers = []

    def start(self):
        if not self.notes.exists():
            # Half of it was made by a start that was interrupted: nothing of worth is lost.
            shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.servers.append(Server(
            "the platform",
            [BIN / "gatehouse", "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.platform_port}",
             "--public-url", self.platform_url],
            {}, self.folder / "platform.log", f"http://127.0.0.1:{self.platform_port}/readyz"))
        if not self.notes.exists():
            self.write_notes(self.populate())
        notes = json.loads(self.notes.read_text())
        self.servers.append(Server(
            "the example app", [BIN / "example_orders"],
            {"SECRET_KEY": notes["secretKey"], "APP_ID": "orders", "GATEHOUSE_URL": self.platform_url,
             "HOST": "127.0.0.1", "PORT": str(self.app_port)},
            self.folder / "app.log", f"http://127.0.0.1:{self.app_port}/health"))
        return notes

    def populate(self):
        passwords = {email: secrets.token_urlsafe(15) for email, _ in (ADMINISTRATOR, MEMBER)}
        for (email, name), more in ((ADMINISTRATOR, ["--admin"]), (MEMBER, [])):
            self.command("user", "add", "--email", email, "--name", name, "--password-stdin", *more,
                         standard_input=passwords[email])
        app = self.command("app", "add", "--id", "orders", "--name", "Orders", "--base-url", self.app_url,
                           "--redirect-uri", f"{self.app_url}/auth/callback",
                           "--redirect-uri", f"http://127.0.0.1:{self.app_port}/auth/callback")
        self.command("role", "add", "--app", "orders", "--name", "clerk", "--permission", "orders:read")
        self.command("role", "add", "--app", "orders", "--name", "manager", "--permission", "orders:read",
                     "--permission", "orders:delete", "--permission", "reports:read")
        self.command("member", "set", "--app", "orders", "--user", MEMBER[0], "--role", "clerk")
        self.command("member", "set", "--app", "orders", "--user", ADMINISTRATOR[0], "--role", "manager")
        return {"passwords": passwords, "secretKey": app["secretKey"]}

    def command(self, *words, standard_input=""):
        run = subprocess.run([BIN / "gatehouse", *words, "--data", self.data, "--json"], input=standard_input,
                             capture_output=True, text=True, timeout=PATIENCE_SECONDS)
        if run.returncode != 0:
            raise Failure(f"gatehouse {' '.join(words)} failed:\n{run.stderr.strip()}")
        return json.loads(run.stdout) if run.stdout.strip() else None

    def write_notes(self, notes):
        new = self.notes.with_suffix(".new")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(notes, file, indent=2)
        new.rename(self.notes)

    def stop(self):
        """True when all ended as they should. Waited for even when asked to hurry: nothing is left running."""
        for number in STOPPING:
            signal.signal(number, signal.SIG_IGN)
        return all([server.stop() == 0 for server in reversed(self.servers)])


def refuse_taken_ports(*ports):
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                raise Failure(f"port {port} of 127.0.0.1 is taken by another program. Stop that one "
                              f"(`ss -ltnp 'sport = :{port}'` names it), then start ./run again.") from None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def show(stage, notes):
    print(f"""
Gatehouse is running.

  The example app   {stage.app_url}
  The platform      {stage.platform_url}

  A member          {MEMBER[0]}     {notes["passwords"][MEMBER[0]]}
  An administrator  {ADMINISTRATOR[0]}   {notes["passwords"][ADMINISTRATOR[0]]}

Open the app and sign in: it shows its orders. The reports are for managers: the administrator is one, the member is
refused. What the app itself answers: {stage.app_url}/whoami, /orders and /reports.

Data and logs are in {stage.folder.relative_to(ROOT)}/. Ctrl-C stops both.""", flush=True)


def run():
    refuse_taken_ports(PLATFORM_PORT, APP_PORT)
    stage = Stage(FOLDER, PLATFORM_PORT, APP_PORT)
    try:
        show(stage, stage.start())
        while True:
            for server in stage.servers:
                if server.process.poll() is not None:
                    raise Failure(f"{server.name} stopped by itself:\n{server.last_words()}")
            time.sleep(0.5)
    except KeyboardInterrupt:
        print("\nStopping ...")
        return 0
    finally:
        stage.stop()


def check():
    with tempfile.TemporaryDirectory(prefix="gatehouse-check-") as folder:
        stage = Stage(pathlib.Path(folder) / "run", free_port(), free_port())
        try:
            notes = stage.start()
            print("ok    the platform and the example app are running", flush=True)
            walked = subprocess.run(["node", ROOT / "tests" / "browser" / "walk.mjs"], input=json.dumps({
                "appUrl": stage.app_url, "platformUrl": stage.platform_url,
                "email": MEMBER[0], "password": notes["passwords"][MEMBER[0]]}), text=True).returncode == 0
            if not walked:
                for server in stage.servers:
                    print(f"\nThe last lines of {server.name}:\n{server.last_words()}", file=sys.stderr)
        finally:
            stopped = stage.stop()
        print("ok    both stop when asked to" if stopped else "wrong both stop when asked to", flush=True)
        return 0 if walked and stopped else 1


def interrupt(*_):
    raise KeyboardInterrupt


def main():
    for number in STOPPING:
        signal.signal(number, interrupt)
    try:
        return check() if sys.argv[1:] == ["--check"] else run()
    except Failure as failure:
        print(f"./run: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
