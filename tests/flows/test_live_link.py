# SPDX-License-Identifier: Apache-2.0
"""The live link between the platform and running apps: revocation, roles, outage and rotation, as processes see them."""

import base64
import json
import shutil
import socket
import threading
import unittest

from browser import Browser
from example_app import App, free_port
from gatehouse import PASSWORD, Platform

ADMIN = "ada@example.com"
ANNA = "anna@example.com"
BERT = "bert@example.com"


def kid_of(token):
    return json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))["kid"]


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

    def start_app(self, app_id, secret=None, linked=True, port=None):
        app = App(self, app_id, secret or self.secrets[app_id], port or self.ports[app_id], self.url)
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
        self.orders.wait_for_log("link_lost")

        self.start_platform()
        self.orders.wait_for("gatehouse_link_up", 1)
        self.assertEqual(browser.call(self.orders.url + "/whoami").status, 200)
        self.assertEqual(self.orders.metric("gatehouse_link_refused_events_total"), 0)

    def test_every_process_hears_of_every_end(self):
        billing = self.add_app("billing")
        ports = {app: free_port() for app in ("orders", "billing")}
        apps = {"orders": [self.orders, self.start_app("orders", port=ports["orders"])],
                "billing": [billing, self.start_app("billing", port=ports["billing"])]}
        tokens = {}
        for email in (ANNA, BERT):
            browser = self.sign_in(email)
            tokens[email] = {"orders": browser.cookies["jwtToken"]}
            self.assertEqual(browser.open(billing.url + "/whoami").status, 200)
            tokens[email]["billing"] = browser.cookies["jwtToken"]
        other = self.sign_in(ANNA)
        second = {"orders": other.cookies["jwtToken"]}

        def answers(of):
            return [self.bearer(of[app], process).status for app in of for process in apps[app]]

        self.assertEqual(answers(tokens[ANNA]) + answers(tokens[BERT]) + answers(second), [200] * 10)
        for app in apps:
            self.platform.json("member", "set", "--app", app, "--user", ANNA, "--role", "boss")
        self.wait()
        for app, token in tokens[ANNA].items():
            self.assertEqual([self.bearer(token, process).json()["roles"] for process in apps[app]], [["boss"]] * 2)
        self.assertEqual(self.ask(other, "POST", "/api/v1/sign-out").status, 204)
        self.wait()
        self.assertEqual(answers(second), [401] * 2)
        self.assertEqual(answers(tokens[ANNA]), [200] * 4)
        self.ask(self.admin, "POST", f"/api/v1/users/{self.users[BERT]}/disable?wait=20", {})
        self.assertEqual(answers(tokens[BERT]), [401] * 4)
        self.assertEqual(answers(tokens[ANNA]), [200] * 4)

    def test_platform_restored_from_a_backup(self):
        self.platform.stop()
        backup = self.platform.root / "backup"
        shutil.copytree(self.platform.data, backup)
        self.start_platform()
        self.orders.wait_for("gatehouse_link_up", 1)
        self.admin = self.sign_in_at_platform(ADMIN)
        anna, bert = self.sign_in(ANNA), self.sign_in(BERT)
        self.platform.json("role", "set", "clerk", "--app", "orders", "--permission", "orders:read", "--permission",
                           "reports:read")
        heard = self.ask(self.admin, "POST", f"/api/v1/users/{self.users[BERT]}/disable?wait=20", {})
        self.assertEqual(heard.json()["unacknowledged"], [], "an instance that came again counts once")
        self.assertEqual(self.bearer(anna.cookies["jwtToken"], path="/reports").status, 200)

        self.platform.crash()
        shutil.rmtree(self.platform.data)
        shutil.copytree(backup, self.platform.data)
        # More happens at the restored platform, before any app hears of it, than it had forgotten.
        for name in "abcdefgh":
            self.platform.json("role", "add", "--app", "orders", "--name", name, "--permission", "orders:read")
        self.start_platform()
        self.orders.wait_for("gatehouse_link_up", 1)
        self.admin = self.sign_in_at_platform(ADMIN)
        self.assertEqual(self.bearer(bert.cookies["jwtToken"]).status, 401, "what the app knew to be revoked stays so")
        self.assertEqual(self.bearer(anna.cookies["jwtToken"], path="/reports").status, 403, "the restored roles")
        self.assertEqual(self.sign_in(BERT).call(self.orders.url + "/whoami").status, 200, "as the backup has it")
        self.ask(self.admin, "POST", f"/api/v1/users/{self.users[ANNA]}/disable?wait=20", {})
        self.assertEqual(self.bearer(anna.cookies["jwtToken"]).status, 401, "a token of the forgotten stretch")

    def test_rotation_refuses_no_request(self):
        """Two instances behind a proxy, restarted one after the other, while requests go on."""
        secret = self.secrets["orders"]
        ports = [self.ports["orders"], free_port()]
        running = [self.orders, self.start_app("orders", port=ports[1])]
        tokens, refused, served = [self.sign_in(ANNA).cookies["jwtToken"]], [], [0]
        stop = threading.Event()

        def ask_on(port):
            while not stop.is_set():
                for token in list(tokens):
                    try:
                        answer = Browser().send("GET", f"http://localhost:{port}/whoami", {"Authorization": "Bearer " + token})
                    except OSError:
                        continue  # it restarts: a proxy would ask the other one
                    served[0] += 1
                    if answer.status != 200:
                        refused.append(answer.status)

        def instances():
            items = self.ask(self.admin, "GET", "/api/v1/apps/orders/instances").json()["items"]
            return sorted(len(one["secretIds"]) for one in items if one["live"])

        askers = [threading.Thread(target=ask_on, args=[port]) for port in ports]
        for asker in askers:
            asker.start()
        self.addCleanup(stop.set)
        following = self.platform.json("app", "rotate-secret", "orders")["secretKey"]
        early = self.platform.run("app", "rotate-secret", "orders", "--json")
        self.assertEqual(early.returncode, 1, "there is a next secret already")
        for i, port in enumerate(ports):
            tokens.append(self.sign_in(BERT).cookies["jwtToken"])
            self.assertEqual(instances(), [1] * (2 - i) + [2] * i)
            running[i].stop()
            running[i] = self.start_app("orders", secret + "," + following, port=port)
        self.orders = running[0]
        self.assertEqual(instances(), [2, 2])
        activated = self.platform.run("app", "rotate-secret", "orders", "--activate")
        self.assertEqual((activated.returncode, activated.stderr), (0, ""))
        tokens.append(self.sign_in(BERT).cookies["jwtToken"])
        self.assertNotEqual(kid_of(tokens[-1]), kid_of(tokens[0]))
        self.wait()
        self.platform.json("app", "rotate-secret", "orders", "--retire")
        tokens.append(self.sign_in(ANNA).cookies["jwtToken"])
        self.wait()
        before = served[0]
        while served[0] < before + 4 * len(tokens):
            self.bearer(tokens[-1])
        stop.set()
        for asker in askers:
            asker.join()
        self.assertEqual(refused, [])
        self.assertEqual([app.metric("gatehouse_link_up") for app in running], [1, 1])

    def test_a_secret_that_others_know_is_refused_at_once_where_it_is_still_configured(self):
        secret = self.secrets["orders"]
        anna = self.sign_in(ANNA)
        stolen = anna.cookies["jwtToken"]
        following = self.platform.json("app", "rotate-secret", "orders")["secretKey"]
        self.orders.stop()
        self.orders = self.start_app("orders", secret + "," + following)
        self.platform.json("app", "rotate-secret", "orders", "--activate")
        self.wait()
        self.assertEqual(self.bearer(stolen).status, 200)
        self.platform.json("app", "rotate-secret", "orders", "--retire", "--now")
        self.wait()
        self.assertEqual(self.bearer(stolen).status, 401)
        self.assertEqual(anna.call(self.orders.url + "/whoami").status, 200, "a browser gets another token")
        self.assertNotEqual(kid_of(anna.cookies["jwtToken"]), kid_of(stolen))
        self.orders.stop()
        self.orders = self.start_app("orders", secret + "," + following)
        self.assertEqual(self.bearer(stolen).status, 401, "after a restart, too")

    def test_activation_warns_of_instances_without_the_next_secret(self):
        self.platform.json("app", "rotate-secret", "orders")
        activated = self.platform.run("app", "rotate-secret", "orders", "--activate")
        self.assertEqual(activated.returncode, 0)
        self.assertIn(socket.gethostname(), activated.stderr)

    def test_stops_within_a_moment_and_is_no_longer_named(self):
        self.assertEqual(self.orders.stop(), 0)
        instances = self.ask(self.admin, "GET", "/api/v1/apps/orders/instances").json()["items"]
        self.assertEqual([one for one in instances if one["live"]], [])


if __name__ == "__main__":
    unittest.main()
