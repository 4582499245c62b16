# SPDX-License-Identifier: Apache-2.0
"""The example app and the platform, both as built: signing in, single sign-on, renewal, signing out, rotation."""

import json
import pathlib
import re
import unittest

from browser import Browser
from example_app import App, free_port
from gatehouse import PASSWORD, Platform

EMAIL = "anna@example.com"


class AppSignIn(unittest.TestCase):
    def setUp(self):
        self.platform = Platform()
        self.addCleanup(self.platform.close)
        self.url = f"http://localhost:{free_port()}"
        self.start_platform()
        self.platform.json("user", "add", "--email", EMAIL, "--name", "Anna Example", "--password-stdin", stdin=PASSWORD)
        self.secrets, self.ports = {}, {}
        self.app = self.add_app("orders")
        self.browser = Browser()

    def start_platform(self):
        self.platform.start("--listen", self.url.replace("http://localhost", "127.0.0.1"), "--public-url", self.url)

    def add_app(self, app_id, member=True):
        port = self.ports[app_id] = free_port()
        made = self.platform.json("app", "add", "--name", app_id.title(), "--id", app_id, "--redirect-uri",
                                  f"http://localhost:{port}/auth/callback")
        self.secrets[app_id] = made["secretKey"]
        self.platform.json("role", "add", "--app", app_id, "--name", "clerk", "--permission", "orders:read")
        if member:
            self.platform.json("member", "set", "--app", app_id, "--user", EMAIL, "--role", "clerk")
        return App(self, app_id, made["secretKey"], port, self.url)

    def sign_in_at_platform(self):
        answer = self.browser.send("POST", self.url + "/api/v1/sign-in",
                                   {"Content-Type": "application/json", "Origin": self.url},
                                   json.dumps({"email": EMAIL, "password": PASSWORD}))
        self.assertEqual(answer.status, 200, answer.body)

    def sign_in(self):
        self.sign_in_at_platform()
        answer = self.browser.open(self.app.url + "/whoami")
        self.assertEqual((answer.status, answer.url), (200, self.app.url + "/whoami"), answer.body)
        return answer.json()

    def test_whole_way_there_and_back(self):
        asked = self.browser.open(self.app.url + "/orders")
        self.assertTrue(asked.url.startswith(self.url + "/sign-in"), asked.url)
        who = self.sign_in()
        self.assertEqual((who["email"], who["name"], who["roles"], who["permissions"]),
                         (EMAIL, "Anna Example", ["clerk"], ["orders:read"]))
        self.assertGreater(len(self.browser.call(self.app.url + "/orders").json()), 0)
        self.assertEqual(self.browser.call(self.app.url + "/reports").status, 403)
        self.assertEqual(self.browser.call(self.app.url + "/orders/1001", "DELETE").status, 403)

        token = self.browser.cookies["jwtToken"]
        self.assertRegex(token, r"^[\w-]+\.[\w-]+\.[\w-]+$")
        bearer = Browser().send("GET", self.app.url + "/whoami", {"Authorization": "Bearer " + token})
        self.assertEqual(bearer.json(), who)

        self.assertEqual(self.browser.open(self.app.url + "/auth/sign-out", site="cross-site").status, 200)
        self.assertEqual(self.browser.call(self.app.url + "/whoami").status, 200, "another site cannot sign out")
        done = self.browser.open(self.app.url + "/auth/sign-out", "POST", site="same-origin")
        self.assertEqual((done.status, done.url), (200, self.app.url + "/"))
        self.assertEqual(self.browser.call(self.app.url + "/whoami").status, 401)
        self.assertEqual(self.browser.call(self.url + "/api/v1/me").status, 401)
        self.assertTrue(self.browser.open(self.app.url + "/orders").url.startswith(self.url + "/sign-in"))

    def test_second_app_needs_no_second_password(self):
        self.sign_in()
        second = self.add_app("billing")
        answer = self.browser.open(second.url + "/whoami")
        self.assertEqual((answer.status, answer.json()["email"]), (200, EMAIL))
        self.assertEqual(self.browser.open(self.app.url + "/whoami").status, 200, "one host, two apps, one cookie name")

    def test_who_is_no_member_is_told(self):
        self.sign_in()
        second = self.add_app("billing", member=False)
        answer = self.browser.open(second.url + "/whoami")
        self.assertEqual(answer.status, 403)
        self.assertIn("no member", answer.body)
        self.assertEqual(self.browser.call(second.url + "/whoami").status, 401)

    def test_token_is_renewed_until_the_session_ends(self):
        who = self.sign_in()
        before = dict(self.browser.cookies)
        self.browser.cookies.pop("jwtToken")
        self.assertEqual(self.browser.call(self.app.url + "/whoami").json(), who)
        self.assertNotEqual(self.browser.cookies["jwtToken"], before["jwtToken"])

        answer = self.browser.send("POST", self.url + "/api/v1/sign-out",
                                   {"Content-Type": "application/json", "Origin": self.url})
        self.assertEqual(answer.status, 204)
        self.browser.cookies.pop("jwtToken")
        self.assertEqual(self.browser.call(self.app.url + "/whoami").status, 401)
        self.assertEqual([name for name in self.browser.cookies if name.startswith("gatehouse_app")], [])

    def test_app_goes_on_without_the_platform(self):
        self.sign_in()
        self.assertEqual(self.platform.stop(), 0)
        self.app.stop()
        self.app = App(self, "orders", self.secrets["orders"], self.ports["orders"], self.url)
        self.assertEqual(self.browser.call(self.app.url + "/whoami").status, 200)
        stranger = Browser().open(self.app.url + "/whoami")
        self.assertEqual((stranger.status, stranger.headers["Retry-After"]), (503, "5"))
        self.start_platform()
        self.assertEqual(self.browser.open(self.app.url + "/auth/sign-in?return_to=%2Fwhoami").status, 200)

    def test_rotation_refuses_nobody(self):
        who = self.sign_in()
        following = self.platform.json("app", "rotate-secret", "orders")["secretKey"]
        self.app.stop()
        self.app = App(self, "orders", self.secrets["orders"] + "," + following, self.ports["orders"], self.url)
        self.assertEqual(self.browser.call(self.app.url + "/whoami").json(), who)
        self.platform.json("app", "rotate-secret", "orders", "--activate")
        self.assertEqual(self.browser.call(self.app.url + "/whoami").json(), who, "signed with the secret before")
        self.browser.cookies.pop("jwtToken")
        self.assertEqual(self.browser.call(self.app.url + "/whoami").json(), who, "signed with the one after")
        self.platform.json("app", "rotate-secret", "orders", "--retire")
        self.app.stop()
        self.app = App(self, "orders", following, self.ports["orders"], self.url)
        self.assertEqual(self.browser.call(self.app.url + "/whoami").json(), who)

    def test_commands_tokens_are_the_same_tokens(self):
        token = self.platform.run("token", "issue", "--app", "orders", "--user", EMAIL).stdout.strip()
        answer = Browser().send("GET", self.app.url + "/whoami", {"Authorization": "Bearer " + token})
        self.assertEqual((answer.status, answer.json()["email"]), (200, EMAIL))

    def test_stops_with_nothing_in_its_log_that_is_secret(self):
        self.sign_in()
        forged = self.browser.cookies["jwtToken"][:-2] + "AA"
        answer = Browser().send("GET", self.app.url + "/whoami", {"Authorization": "Bearer " + forged})
        self.assertEqual((answer.status, answer.json()), (401, {"error": "Invalid or expired token"}))
        self.assertEqual(self.app.stop(), 0)
        log = pathlib.Path(self.app.log.name).read_text()
        self.assertRegex(log, r"code=signature_invalid")
        for secret in (self.secrets["orders"], forged.split(".")[2], self.browser.cookies["jwtToken"]):
            self.assertIsNone(re.search(re.escape(secret), log))


if __name__ == "__main__":
    unittest.main()
