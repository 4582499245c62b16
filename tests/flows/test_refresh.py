# SPDX-License-Identifier: Apache-2.0
"""A refresh whose answer is lost because the server dies right after its commit, and what copies of a token do."""

import base64
import contextlib
import hashlib
import json
import re
import socket
import sqlite3
import unittest
import urllib.parse

from browser import Browser
from example_app import free_port
from gatehouse import PASSWORD, Platform

ADMIN = "ada@example.com"
EMAIL = "anna@example.com"
VERIFIER = "a-verifier-of-at-least-forty-three-characters-0123456789"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
CALLBACK = "http://localhost:9/cb"
LATE_MILLISECONDS = 10_001


class Refresh(unittest.TestCase):
    def setUp(self):
        self.platform = Platform()
        self.addCleanup(self.platform.close)
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.start()
        self.platform.json("user", "add", "--email", ADMIN, "--admin", "--password-stdin", stdin=PASSWORD)
        self.platform.json("user", "add", "--email", EMAIL, "--password-stdin", stdin=PASSWORD)
        self.secrets = {}
        for app in ("orders", "billing"):
            self.secrets[app] = self.platform.json("app", "add", "--name", app.title(), "--id", app, "--redirect-uri",
                                                   CALLBACK)["secretKey"]
            self.platform.json("role", "add", "--app", app, "--name", "clerk", "--permission", "orders:read")
            self.platform.json("member", "set", "--app", app, "--user", EMAIL, "--role", "clerk")
        self.token = self.first_token()

    def start(self):
        self.platform.start("--listen", f"127.0.0.1:{self.port}", "--public-url", self.url)

    def signed_in(self, email):
        browser = Browser()
        answer = browser.send("POST", self.url + "/api/v1/sign-in",
                              {"Content-Type": "application/json", "Origin": self.url},
                              json.dumps({"email": email, "password": PASSWORD}))
        self.assertEqual(answer.status, 200, answer.body)
        return browser

    def first_token(self):
        asked = urllib.parse.urlencode({
            "response_type": "code", "client_id": "orders", "redirect_uri": CALLBACK, "scope": "openid offline_access",
            "state": "s", "code_challenge": CHALLENGE, "code_challenge_method": "S256"})
        answer = self.signed_in(EMAIL).send("GET", f"{self.url}/oauth2/authorize?{asked}")
        code = urllib.parse.parse_qs(urllib.parse.urlsplit(answer.location).query)["code"][0]
        return self.ask({"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK,
                         "code_verifier": VERIFIER})["refresh_token"]

    def form(self, parameters, app="orders"):
        return urllib.parse.urlencode({"client_id": app, "client_secret": self.secrets[app], **parameters})

    def ask(self, parameters, app="orders"):
        """The token endpoint's answer, good or bad."""
        return Browser().send("POST", self.url + "/oauth2/token",
                              {"Content-Type": "application/x-www-form-urlencoded"}, self.form(parameters, app)).json()

    def refresh(self, token, app="orders"):
        return self.ask({"grant_type": "refresh_token", "refresh_token": token}, app)

    def send_refresh(self, token):
        """A connection on which the request has gone out, and nothing was read."""
        body = self.form({"grant_type": "refresh_token", "refresh_token": token})
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        connection.sendall((f"POST /oauth2/token HTTP/1.1\r\nHost: localhost:{self.port}\r\nConnection: close\r\n"
                            "Content-Type: application/x-www-form-urlencoded\r\n"
                            f"Content-Length: {len(body)}\r\n\r\n{body}").encode())
        return connection

    def lose_answer(self, token):
        """The network reads the answer, the client never does; the server is dead by then. Returns the successor."""
        with contextlib.closing(self.send_refresh(token)) as connection:
            answer = b""
            while chunk := connection.recv(65536):
                answer += chunk
        self.platform.crash()
        self.start()
        self.assertIn(b" 200 ", answer.split(b"\r\n", 1)[0])
        return re.search(rb'"refresh_token":"([^"]+)"', answer)[1].decode()

    def time_passes(self):
        """Lets the window of the last use go by, without waiting for it."""
        self.platform.crash()
        with contextlib.closing(sqlite3.connect(self.platform.data / "gatehouse.sqlite")) as database:
            changed = database.execute("update refresh_tokens set used_at = used_at - ? where used_at is not null",
                                       (LATE_MILLISECONDS,))
            self.assertGreater(changed.rowcount, 0)
            database.commit()
        self.start()

    def assert_user_was_told(self):
        mails = self.signed_in(ADMIN).send("GET", self.url + "/api/v1/mail-outbox").json()["items"]
        self.assertEqual([(mail["kind"], mail["to"]) for mail in mails], [("refresh_token_reused", EMAIL)])
        self.assertIn("Orders", mails[0]["subject"])
        events = self.platform.json("audit", "list", "--action", "app.refresh", "--outcome", "failure")
        self.assertIn("token_reused", [event["reason"] for event in events])

    # DU-03
    def test_answer_lost_in_a_crash_is_given_again(self):
        token = self.token
        for _ in range(5):
            lost = self.lose_answer(token)
            self.assertEqual(self.refresh(token)["refresh_token"], lost)
            token = lost
        self.assertIn("access_token", self.refresh(token))

    def test_crash_at_any_moment_of_a_refresh_loses_no_session(self):
        token = self.token
        for _ in range(8):
            with contextlib.closing(self.send_refresh(token)):
                self.platform.crash()
            self.start()
            token = self.refresh(token)["refresh_token"]
        self.assertEqual(self.platform.json("audit", "list", "--action", "app.refresh", "--outcome", "failure"), [])

    # OA-13
    def test_lost_answer_asked_for_too_late_ends_the_family(self):
        lost = self.lose_answer(self.token)
        self.time_passes()
        self.assertEqual(self.refresh(self.token)["error"], "invalid_grant")
        self.assertEqual(self.refresh(lost)["error"], "invalid_grant")
        self.assert_user_was_told()

    def test_lost_answer_asked_for_by_another_app_ends_the_family(self):
        lost = self.lose_answer(self.token)
        self.assertEqual(self.refresh(self.token, "billing")["error"], "invalid_grant")
        self.assertEqual(self.refresh(lost)["error"], "invalid_grant")
        self.assert_user_was_told()

    def test_family_that_ended_stays_ended_through_a_crash(self):
        following = self.refresh(self.token)["refresh_token"]
        self.assertIn("access_token", self.refresh(following))
        self.assertEqual(self.refresh(self.token)["error"], "invalid_grant")
        self.platform.crash()
        self.start()
        self.assertEqual(self.refresh(following)["error"], "invalid_grant")
        self.assert_user_was_told()


if __name__ == "__main__":
    unittest.main()
