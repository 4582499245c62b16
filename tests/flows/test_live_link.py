# SPDX-License-Identifier: Apache-2.0
"""The live link between the platform and running apps: revocation, roles, outage and rotation, as processes see them."""

import json
import pathlib
import threading
import unittest

from browser import Browser
from example_app import App, free_port
from gatehouse import PASSWORD, Platform

ADMIN = "ada@example.com"
ANNA = "anna@example.com"
BERT = "bert@example.com"


class LiveLink(unittest.TestCase):
    def setUp(self):
        self.platform = Platform()
        self.addCleanup(self.platform.close)
        self.url = f"http://localhost:{free_port()}"
        self.start_platform()
        self.platform.json("user", "add", "--email", ADMIN, "--admin", "--password-stdin", stdin=PASSWORD)
        self.users = {email: self.platform.json("user", "add", "--email", email, "--password-stdin", stdin=PASSWORD)["id"]
                      for email in (ANNA, BERT)}
        self.secrets, self.ports = {}, {}
        self.orders = self.add_app("orders")
        self.admin = self.sign_in_at_platform(ADMIN)

    def start_platform(self):
        self.platform.start("--listen", self.url.replace("http://localhost", "127.0.0.1"), "--public-url", self.url)

    def add_app(self, app_id):
        port = self.ports[app_id] = free_port()
        self.secrets[app_id] = self.platform.json(
            "app", "add", "--name", app_id.title(), "--id", app_id, "--redirect-uri",
            f"http://localhost:{port}/auth/callback")["secretKey"]
        self.platform.json("role", "add", "--app", app_id, "--name", "clerk", "--permission", "orders:read")
        self.platform.json("role", "add", "--app", app_id, "--name", "boss", "--permission", "reports:read")
        for email in (ANNA, BERT):
            self.platform.json("member", "set", "--app", app_id, "--user", email, "--role", "clerk")
        return self.start_app(app_id)

    def start_app(self, app_id, secret=None, linked=True):
        app = App(self, app_id, secret or self.secrets[app_id], self.ports[app_id], self.url)
        if linked:
            app.wait_for("gatehouse_link_up", 1)
        return app

    def sign_in_at_platform(self, email):
        browser = Browser()
        answer = self.ask(browser, "POST", "/api/v1/sign-in", {"email": email, "password": PASSWORD})
        self.assertEqual(answer.status, 200, answer.body)
        return browser

    def ask(self, browser, method, path, body=None):
        """One call of the platform's API."""
        return browser.send(method, self.url + path, {"Content-Type": "application/json", "Origin": self.url},
                            None if body is None else json.dumps(body))

    def sign_in(self, email, app=None):
        """A browser with a session at the app."""
        browser = self.sign_in_at_platform(email)
        answer = browser.open((app or self.orders).url + "/whoami")
        self.assertEqual((answer.status, answer.json()["email"]), (200, email), answer.body)
        return browser

    def bearer(self, token, app=None, path="/whoami"):
        return Browser().send("GET", (app or self.orders).url + path, {"Authorization": "Bearer " + token})

    def wait(self):
        """Until every live instance has heard of everything."""
        answer = self.ask(self.admin, "POST", "/api/v1/wait", {})
        self.assertEqual((answer.status, answer.json()["unacknowledged"]), (200, []), answer.body)

    def test_ended_session_ends_in_every_app(self):
        billing = self.add_app("billing")
        browser, other = self.sign_in(ANNA), self.sign_in(ANNA)
        first = browser.cookies["jwtToken"]
        self.assertEqual(browser.open(billing.url + "/whoami").status, 200)
        tokens = {self.orders: first, billing: browser.cookies["jwtToken"]}
        for app, token in tokens.items():
            self.assertEqual(self.bearer(token, app).status, 200)

        self.assertEqual(self.ask(browser, "POST", "/api/v1/sign-out").status, 204)
        self.wait()
        for app, token in tokens.items():
            self.assertEqual(self.bearer(token, app).status, 401)
        self.assertEqual(self.bearer(other.cookies["jwtToken"]).status, 200, "another session of the same user")

    def test_disabled_user_is_refused_when_the_call_returns(self):
        anna, bert = self.sign_in(ANNA).cookies["jwtToken"], self.sign_in(BERT).cookies["jwtToken"]
        answer = self.ask(self.admin, "POST", f"/api/v1/users/{self.users[ANNA]}/disable?wait=20", {})
        self.assertEqual((answer.status, answer.json()["unacknowledged"]), (200, []), answer.body)
        self.assertEqual(self.bearer(anna).status, 401)
        self.assertEqual(self.bearer(bert).status, 200)
        self.assertEqual(self.orders.metric("gatehouse_revoked_requests_total"), 1)

    def test_changed_role_acts_without_a_new_token(self):
        token = self.sign_in(ANNA).cookies["jwtToken"]
        self.assertEqual(self.bearer(token, path="/reports").status, 403)
        self.platform.json("member", "set", "--app", "orders", "--user", ANNA, "--role", "boss")
        self.wait()
        who = self.bearer(token)
        self.assertEqual((who.status, who.json()["roles"], who.json()["permissions"]), (200, ["boss"], ["reports:read"]))
        self.assertEqual(self.bearer(token, path="/reports").status, 200)
        self.platform.json("role", "set", "boss", "--app", "orders", "--permission", "orders:delete")
        self.wait()
        self.assertEqual(self.bearer(token, path="/reports").status, 403)
        self.assertEqual(self.bearer(token).json()["permissions"], ["orders:delete"])

    def test_outage(self):
        browser, revoked = self.sign_in(ANNA), self.sign_in(BERT)
        self.ask(self.admin, "POST", f"/api/v1/users/{self.users[BERT]}/disable?wait=20", {})
        self.platform.crash()
        self.orders.wait_for("gatehouse_link_up", 0)
        self.assertEqual(browser.call(self.orders.url + "/whoami").status, 200)
        self.assertEqual(revoked.call(self.orders.url + "/whoami").status, 401)

        self.orders.kill()
        self.orders.stop()
        self.orders = self.start_app("orders", linked=False)
        self.assertGreater(self.orders.metric("gatehouse_revocations"), 0, "from its disk")
        self.assertEqual(browser.call(self.orders.url + "/whoami").status, 200)
        self.assertEqual(self.bearer(revoked.cookies["jwtToken"]).status, 401)
        log = pathlib.Path(self.orders.log.name).read_text()
        self.assertIn("link_lost", log)

        self.start_platform()
        self.orders.wait_for("gatehouse_link_up", 1)
        self.assertEqual(browser.call(self.orders.url + "/whoami").status, 200)
        self.assertEqual(self.orders.metric("gatehouse_link_refused_events_total"), 0)

    def test_rotation_refuses_no_request(self):
        token = self.sign_in(ANNA).cookies["jwtToken"]
        refused, stop = [], threading.Event()
        apps = [self.orders]

        def ask_on():
            while not stop.is_set():
                tokens.append(tokens[-1])
                answer = self.bearer(tokens[-1], apps[-1])
                if answer.status != 200:
                    refused.append(answer.status)

        tokens = [token]
        following = self.platform.json("app", "rotate-secret", "orders")["secretKey"]
        self.orders.stop()
        apps.append(self.start_app("orders", self.secrets["orders"] + "," + following))
        instances = self.ask(self.admin, "GET", "/api/v1/apps/orders/instances").json()["items"]
        self.assertEqual([len(one["secretIds"]) for one in instances if one["live"]], [2])
        asking = threading.Thread(target=ask_on)
        asking.start()
        self.platform.json("app", "rotate-secret", "orders", "--activate")
        tokens.append(self.sign_in(BERT, apps[-1]).cookies["jwtToken"])
        self.platform.json("app", "rotate-secret", "orders", "--retire")
        self.wait()
        stop.set()
        asking.join()
        self.assertEqual(refused, [])
        self.assertEqual(apps[-1].metric("gatehouse_link_up"), 1)

    def test_stops_within_a_moment_and_is_no_longer_named(self):
        self.assertEqual(self.orders.stop(), 0)
        instances = self.ask(self.admin, "GET", "/api/v1/apps/orders/instances").json()["items"]
        self.assertEqual([one for one in instances if one["live"]], [])


if __name__ == "__main__":
    unittest.main()
