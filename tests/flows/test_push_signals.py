# SPDX-License-Identifier: Apache-2.0
"""A receiver that is pushed to (RFC 8935), written from the standards alone, beside the built program."""

import base64
import contextlib
import http.server
import json
import queue
import sqlite3
import threading
import unittest
import urllib.request

import test_signals
from gatehouse import Platform

AUTHORIZATION = "Bearer let-me-in"


class PushReceiver:
    """Takes events on a port of its own; `answers` are given in turn, 202 after the last."""

    def __init__(self, *answers):
        self.told = queue.Queue()
        waiting = list(answers)

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(handler):
                body = handler.rfile.read(int(handler.headers["Content-Length"])).decode()
                status = waiting.pop(0) if waiting else 202
                self.told.put((status, dict(handler.headers), body))
                handler.send_response(status)
                handler.send_header("Content-Length", "0")
                handler.end_headers()

            def log_message(handler, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}/events"

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class PushSignals(unittest.TestCase):
    def setUp(self):
        self.platform = Platform()
        self.addCleanup(self.platform.close)
        self.platform.start("--listen", "127.0.0.1:0", "--outbound-allow", "127.0.0.0/8")
        run = self.platform.run
        run("app", "add", "--name", "Orders", "--id", "orders", "--redirect-uri", "http://localhost:9/cb",
            "--secret-key-stdin", stdin=test_signals.SECRET)
        run("role", "add", "--app", "orders", "--name", "Clerk", "--permission", "orders:read")
        run("user", "add", "--email", "ada@example.com")
        run("member", "set", "--app", "orders", "--user", "ada@example.com", "--role", "Clerk")

    def call(self, path, body=None):
        credentials = base64.b64encode(f"orders:{test_signals.SECRET}".encode()).decode()
        request = urllib.request.Request(self.platform.address + path, method="GET" if body is None else "POST",
                                         data=None if body is None else json.dumps(body).encode(),
                                         headers={"Authorization": "Basic " + credentials,
                                                  "Host": "localhost:8420",
                                                  "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=40) as answer:
            text = answer.read()
            return json.loads(text) if text else None

    def receive(self, *answers):
        receiver = PushReceiver(*answers)
        self.addCleanup(receiver.close)
        stream = self.call("/ssf/stream", {
            "delivery": {"method": "urn:ietf:rfc:8935", "endpoint_url": receiver.address,
                         "authorization_header": AUTHORIZATION},
            "gatehouse_instance": {"id": "i-1", "host": "pushed-box", "version": "1", "secrets": []}})
        self.assertNotIn("authorization_header", stream["delivery"])
        return receiver, stream

    def verify(self, told):
        status, headers, body = told
        self.assertEqual(headers["Content-Type"], "application/secevent+jwt")
        self.assertEqual(headers["Authorization"], AUTHORIZATION)
        header, claims = test_signals.verify_rs256(body, self.call("/oauth2/jwks"))
        self.assertEqual((header["typ"], claims["aud"]), ("secevent+jwt", "orders"))
        return status, claims

    def test_disabled_user_is_pushed_and_waited_for(self):
        receiver, stream = self.receive()
        self.call("/ssf/verify", {"stream_id": stream["stream_id"], "state": "are-you-there"})
        _, claims = self.verify(receiver.told.get(timeout=30))
        self.assertEqual([event["state"] for event in claims["events"].values()], ["are-you-there"])
        done = self.platform.run("user", "disable", "ada@example.com", "--wait", "30s")
        self.assertEqual(done.returncode, 0, done.stderr)
        _, claims = self.verify(receiver.told.get(timeout=30))
        self.assertEqual(list(claims["events"]), [test_signals.RISC + "account-disabled"])
        instances = self.platform.json("app", "instances", "orders")
        self.assertEqual([(one["host"], one["delivery"], one["upToDate"]) for one in instances],
                         [("pushed-box", "push", True)])

    def test_what_failed_comes_again_first_and_in_order_through_a_restart(self):
        receiver, _ = self.receive(503, 500)
        self.platform.run("member", "set", "--app", "orders", "--user", "ada@example.com")
        self.platform.run("user", "disable", "ada@example.com")
        first, claims = self.verify(receiver.told.get(timeout=30))
        self.assertEqual(first, 503)
        self.platform.stop()
        self.platform.start("--listen", "127.0.0.1:0", "--outbound-allow", "127.0.0.0/8")
        taken, again = [], claims
        while len(taken) < 2:
            status, again = self.verify(receiver.told.get(timeout=30))
            if not taken:
                self.assertEqual(again["jti"], claims["jti"])
            if status == 202:
                taken.append(again["gatehouse_position"])
        self.assertEqual(taken, sorted(taken))
        log = (self.platform.root / "server.log").read_text()
        self.assertIn("an app takes no events", log)
        self.assertNotIn("let-me-in", log)

    # KE-05
    def test_authorization_that_somebody_changed_in_the_database_is_not_sent(self):
        receiver, _ = self.receive()
        self.platform.stop()
        with contextlib.closing(sqlite3.connect(self.platform.data / "gatehouse.sqlite")) as database:
            database.execute("update signal_streams set sealed_authorization = zeroblob(60)")
            database.commit()
        self.platform.start("--listen", "127.0.0.1:0", "--outbound-allow", "127.0.0.0/8")
        done = self.platform.run("user", "disable", "ada@example.com", "--wait", "2s")
        self.assertEqual(done.returncode, 1)
        self.assertTrue(receiver.told.empty())
        self.assertRegex((self.platform.root / "server.log").read_text(), "authorization of stream str_.* does not open")

    def test_own_network_is_called_by_nobodys_wish_but_the_owners(self):
        self.platform.stop()
        self.platform.start("--listen", "127.0.0.1:0")
        receiver, stream = self.receive()
        self.call("/ssf/verify", {"stream_id": stream["stream_id"]})
        done = self.platform.run("user", "disable", "ada@example.com", "--wait", "2s")
        self.assertEqual(done.returncode, 1)
        self.assertIn("orders@pushed-box", done.stderr)
        self.assertTrue(receiver.told.empty())


if __name__ == "__main__":
    unittest.main()
