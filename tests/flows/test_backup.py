# SPDX-License-Identifier: Apache-2.0
"""A backup of a running platform, and its restoration: elsewhere, in its place, and to an app that is connected."""

import json
import os
import sqlite3
import unittest

from browser import Browser
from example_app import App, free_port
from gatehouse import PASSWORD, Platform

EMAIL = "anna@example.com"


class Backup(unittest.TestCase):
    def setUp(self):
        self.platform = self.make_platform()
        self.url = f"http://localhost:{free_port()}"
        self.start(self.platform)
        self.platform.json("user", "add", "--email", EMAIL, "--password-stdin", stdin=PASSWORD)
        self.secret = self.platform.json("app", "add", "--name", "Orders", "--id", "orders")["secretKey"]
        self.platform.json("member", "set", "--app", "orders", "--user", EMAIL)
        self.file = str(self.platform.root / "backup.sqlite")

    def make_platform(self):
        platform = Platform()
        self.addCleanup(platform.close)
        return platform

    def start(self, platform):
        platform.start("--listen", self.url.replace("http://localhost", "127.0.0.1"), "--public-url", self.url)

    def emails(self, platform):
        return {user["email"] for user in platform.json("user", "list")}

    def sign_in(self):
        browser = Browser()
        answer = browser.send("POST", self.url + "/api/v1/sign-in",
                              {"Content-Type": "application/json", "Origin": self.url},
                              json.dumps({"email": EMAIL, "password": PASSWORD}))
        self.assertEqual(answer.status, 200, answer.body)
        return browser

    def refuse(self, platform, *words):
        done = platform.run(*words)
        self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
        return done.stderr

    def test_running_platform_stands_again_elsewhere(self):
        self.sign_in()
        made = self.platform.json("backup", self.file)
        self.assertEqual((made["file"], made["masterKey"]), (self.file, True))
        self.assertEqual(os.stat(self.file).st_mode & 0o777, 0o600)
        self.platform.json("user", "add", "--email", "later@example.com")
        self.assertEqual(self.platform.stop(), 0)

        other = self.make_platform()
        self.assertEqual(other.json("restore", self.file)["setAside"], [])
        self.assertEqual(self.emails(other), {EMAIL})
        self.assertEqual(other.json("session", "list"), [])
        token = other.run("token", "issue", "--app", "orders", "--user", EMAIL).stdout
        verified = other.run("token", "verify", "--app", "orders", "--secret-env", "KEY", stdin=token,
                             env={"KEY": self.secret}, data=False)
        self.assertEqual(verified.returncode, 0, verified.stderr)
        self.assertEqual(other.run("doctor").returncode, 0)
        self.assertEqual(other.run("audit", "verify").returncode, 0)
        with sqlite3.connect(other.data / "gatehouse.sqlite") as database:
            self.assertEqual(database.execute("select 1 from sqlite_schema where name = 'backup_key'").fetchall(), [])
        database.close()
        self.start(other)
        self.sign_in()

    def test_restoring_in_its_place_sets_the_present_aside(self):
        self.platform.json("backup", self.file)
        self.platform.json("user", "add", "--email", "later@example.com")
        self.assertIn("Another Gatehouse process", self.refuse(self.platform, "restore", self.file))
        self.assertEqual(self.platform.stop(), 0)
        aside = self.platform.json("restore", self.file)["setAside"]
        self.assertEqual(self.emails(self.platform), {EMAIL})
        with sqlite3.connect(next(path for path in aside if path.endswith(tuple("0123456789")))) as database:
            self.assertEqual(database.execute("select count(*) from users").fetchone(), (2,))
        database.close()

    def test_what_was_given_out_before_ends_in_connected_apps(self):
        app = App(self, "orders", self.secret, free_port(), self.url)
        app.wait_for("gatehouse_link_up", 1)
        self.platform.json("backup", self.file)
        browser = self.sign_in()
        token = self.platform.run("token", "issue", "--app", "orders", "--user", EMAIL).stdout.strip()
        with_token = {"Authorization": "Bearer " + token}
        self.assertEqual(Browser().send("GET", app.url + "/whoami", with_token).status, 200)
        self.assertEqual(self.platform.stop(), 0)
        self.platform.json("restore", self.file)
        self.start(self.platform)
        app.wait_for("gatehouse_link_up", 1)
        self.assertEqual(browser.call(self.url + "/api/v1/me").status, 401)
        self.wait_until(lambda: Browser().send("GET", app.url + "/whoami", with_token).status == 401)
        again = self.platform.run("token", "issue", "--app", "orders", "--user", EMAIL).stdout.strip()
        answer = Browser().send("GET", app.url + "/whoami", {"Authorization": "Bearer " + again})
        self.assertEqual(answer.status, 200, answer.body)

    def wait_until(self, condition):
        for _ in range(3000):
            if condition():
                return
            self.platform.get("/healthz")
        self.fail("it never came about")

    def test_key_can_be_kept_elsewhere(self):
        self.assertFalse(self.platform.json("backup", self.file, "--without-key")["masterKey"])
        other = self.make_platform()
        self.assertIn("master key", self.refuse(other, "restore", self.file))
        key = (self.platform.data / "master.key").read_text().strip()
        done = other.run("restore", self.file, env={"GATEHOUSE_MASTER_KEY": key})
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_what_is_no_backup_changes_nothing(self):
        self.assertEqual(self.platform.stop(), 0)
        (self.platform.root / "text").write_text("not a database at all, though long enough to look into\n" * 40)
        for file in ("text", "absent", "."):
            self.refuse(self.platform, "restore", str(self.platform.root / file))
        self.assertEqual(self.emails(self.platform), {EMAIL})
        self.assertIn("exists already", self.refuse(self.platform, "backup", str(self.platform.root / "text")))
        self.assertIn("no database", self.refuse(self.make_platform(), "backup", self.file))


if __name__ == "__main__":
    unittest.main()
