# SPDX-License-Identifier: Apache-2.0
"""KE-05: secrets in the database that somebody moved, exchanged or changed there: nothing opens, and it is told."""

import base64
import contextlib
import sqlite3
import unittest

from browser import Browser
from example_app import free_port
from gatehouse import Platform


class SealedCells(unittest.TestCase):
    def setUp(self):
        self.platform = Platform()
        self.addCleanup(self.platform.close)
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.secrets = {}
        for app in ("orders", "billing"):
            self.secrets[app] = self.platform.json("app", "add", "--name", app.title(), "--id", app, "--redirect-uri",
                                                   "http://localhost:9/cb")["secretKey"]

    def change(self, statement):
        with contextlib.closing(sqlite3.connect(self.platform.data / "gatehouse.sqlite")) as database:
            database.create_function("flip", 1, lambda blob: blob[:-1] + bytes([blob[-1] ^ 1]), deterministic=True)
            self.assertGreater(database.execute(statement).rowcount, 0)
            database.commit()

    def start(self):
        self.platform.start("--listen", f"127.0.0.1:{self.port}", "--public-url", self.url)

    def authenticate(self, app, secret=None):
        """What the platform answers to an app that proves who it is."""
        credentials = base64.b64encode(f"{app}:{secret or self.secrets[app]}".encode()).decode()
        return Browser().send("POST", self.url + "/oauth2/introspect",
                              {"Authorization": "Basic " + credentials,
                               "Content-Type": "application/x-www-form-urlencoded"}, "token=x")

    def log_of_stopped(self):
        """Whole only once the server has ended: a request is logged after it is answered."""
        self.platform.stop()
        return (self.platform.root / "server.log").read_text()

    def assert_fails_closed(self, app):
        for secret in self.secrets.values():
            answer = self.authenticate(app, secret)
            self.assertEqual(answer.status, 500, answer.body)
            for told in ("seal", "secret", "sql", "runtime"):
                self.assertNotIn(told, answer.body.lower())
        log = self.log_of_stopped()
        self.assertRegex(log, r"error .*path=/oauth2/introspect")
        for secret in self.secrets.values():
            self.assertNotIn(secret, log)
        checkup = self.platform.run("doctor")
        self.assertEqual(checkup.returncode, 1, checkup.stdout)
        self.assertRegex(checkup.stdout, r"problem\s+keys")

    def test_secret_copied_from_another_app_opens_nowhere(self):
        self.change("update app_secrets set sealed_secret = (select sealed_secret from app_secrets where app_id = 'orders')"
                    " where app_id = 'billing'")
        self.start()
        self.assertEqual(self.authenticate("orders").status, 200)
        self.assert_fails_closed("billing")

    def test_one_changed_bit_opens_nothing(self):
        self.change("update app_secrets set sealed_secret = flip(sealed_secret) where app_id = 'billing'")
        self.start()
        self.assertEqual(self.authenticate("orders").status, 200)
        self.assert_fails_closed("billing")

    def test_damaged_platform_key_signs_nothing(self):
        self.start()
        self.assertEqual(self.platform.get("/oauth2/jwks"), 200)
        self.platform.stop()
        self.change("update platform_keys set sealed_private_key = flip(sealed_private_key)")
        self.start()
        answer = Browser().send("GET", self.url + "/oauth2/jwks")
        self.assertEqual((answer.status, "keys" in answer.json()), (500, False), answer.body)
        self.assertRegex(self.log_of_stopped(), r"error .*path=/oauth2/jwks")


if __name__ == "__main__":
    unittest.main()
