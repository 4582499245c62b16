# SPDX-License-Identifier: Apache-2.0
"""A receiver of security events, written from the standards alone, beside the built program."""

import base64
import hashlib
import json
import pathlib
import threading
import unittest
import urllib.error
import urllib.request

from gatehouse import Platform

SECRET = "a-flow-secret-with-enough-letters-1234567890"
CAEP = "https://schemas.openid.net/secevent/caep/event-type/"
RISC = "https://schemas.openid.net/secevent/risc/event-type/"
SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")  # RFC 8017, section 9.2


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def verify_rs256(token, jwks):
    """Header and claims of a JWS whose signature holds (RFC 7515, RFC 8017 section 8.2.2)."""
    head, body, signature = token.split(".")
    header = json.loads(decode(head))
    assert header["alg"] == "RS256", header
    key = next(key for key in jwks["keys"] if key["kid"] == header["kid"])
    modulus, exponent = (int.from_bytes(decode(key[name]), "big") for name in ("n", "e"))
    size = (modulus.bit_length() + 7) // 8
    digest = SHA256_PREFIX + hashlib.sha256(f"{head}.{body}".encode()).digest()
    expected = b"\x00\x01" + b"\xff" * (size - len(digest) - 3) + b"\x00" + digest
    found = pow(int.from_bytes(decode(signature), "big"), exponent, modulus).to_bytes(size, "big")
    assert found == expected, "bad signature"
    return header, json.loads(decode(body))


class Receiver:
    """One instance of the app `orders`."""

    def __init__(self, address, host):
        self.address = address
        self.configuration = self.call("GET", address + "/.well-known/ssf-configuration")
        instance = {"id": "i-" + host, "host": host, "version": "1", "secrets": []}
        self.stream = self.call("POST", self.configuration["configuration_endpoint"],
                                {"delivery": {"method": "urn:ietf:rfc:8936"}, "gatehouse_instance": instance})
        self.ack = []

    def call(self, method, url, body=None):
        credentials = base64.b64encode(f"orders:{SECRET}".encode()).decode()
        request = urllib.request.Request(url, method=method, headers={
            "Authorization": "Basic " + credentials, "Content-Type": "application/json"},
            data=None if body is None else json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=40) as answer:
            text = answer.read()
            return json.loads(text) if answer.headers["Content-Type"] == "application/json" else text.decode()

    def poll(self, at_once=False):
        """The verified claims of what came, acknowledged by the next poll."""
        answer = self.call("POST", self.stream["delivery"]["endpoint_url"],
                           {"ack": self.ack, "returnImmediately": at_once})
        jwks = self.call("GET", self.configuration["jwks_uri"])
        told = []
        for jti, token in answer["sets"].items():
            header, claims = verify_rs256(token, jwks)
            assert header["typ"] == "secevent+jwt" and claims["jti"] == jti, (header, claims)
            assert claims["aud"] == "orders" and claims["iss"] == self.configuration["issuer"], claims
            told.append(claims)
        self.ack = list(answer["sets"])
        return told


class Signals(unittest.TestCase):
    def setUp(self):
        self.platform = Platform()
        self.addCleanup(self.platform.close)
        # Endpoints are named by the public URL, so the port is asked for first.
        self.platform.start("--listen", "127.0.0.1:0")
        port = self.platform.address.rsplit(":", 1)[1]
        self.platform.stop()
        self.platform.start("--listen", f"127.0.0.1:{port}", "--public-url", f"http://localhost:{port}",
                            "--io-threads", "2")
        run = self.platform.run
        run("app", "add", "--name", "Orders", "--id", "orders", "--redirect-uri", "http://localhost:9/cb",
            "--secret-key-stdin", stdin=SECRET)
        run("role", "add", "--app", "orders", "--name", "Clerk", "--permission", "orders:read")
        run("user", "add", "--email", "ada@example.com")
        run("member", "set", "--app", "orders", "--user", "ada@example.com", "--role", "Clerk")

    def test_commands_reach_every_waiting_instance(self):
        receivers = [Receiver(self.platform.address, f"box-{i}") for i in range(4)]
        told = [[] for _ in receivers]

        def follow(receiver, into):
            while not any(RISC + "account-disabled" in claims["events"] for claims in into):
                into += receiver.poll()
            receiver.poll(at_once=True)

        threads = [threading.Thread(target=follow, args=pair) for pair in zip(receivers, told)]
        for thread in threads:
            thread.start()
        done = self.platform.run("member", "set", "--app", "orders", "--user", "ada@example.com")
        self.assertEqual(done.returncode, 0, done.stderr)
        done = self.platform.run("user", "disable", "ada@example.com", "--wait", "30s")
        self.assertEqual(done.returncode, 0, done.stderr)
        for thread in threads:
            thread.join()
        for heard in told:
            events = [next(iter(claims["events"])) for claims in heard]
            self.assertEqual(events, [CAEP + "token-claims-change", RISC + "account-disabled"])
            positions = [claims["gatehouse_position"] for claims in heard]
            self.assertEqual(positions, sorted(set(positions)))

    def test_silent_instance_is_named(self):
        Receiver(self.platform.address, "deaf-box")
        done = self.platform.run("user", "disable", "ada@example.com", "--wait", "1s")
        self.assertEqual(done.returncode, 1)
        self.assertIn("orders@deaf-box", done.stderr)
        instances = self.platform.json("app", "instances", "orders")
        self.assertEqual([one["upToDate"] for one in instances], [False])
        self.assertEqual(self.platform.json("app", "show", "orders")["instances"], instances)
        for named in ("deaf-box", instances[0]["lastSeenAt"], str(instances[0]["acknowledgedPosition"])):
            self.assertIn(named, self.platform.run("app", "show", "orders").stdout)

    def test_events_outlive_a_restart_and_wrong_secrets_get_nothing(self):
        receiver = Receiver(self.platform.address, "box")
        listen = self.platform.address.removeprefix("http://")
        self.platform.stop()
        self.platform.run("user", "disable", "ada@example.com")  # without a server
        self.platform.start("--listen", listen, "--public-url", "http://localhost:" + listen.rsplit(":", 1)[1])
        self.assertEqual([next(iter(claims["events"])) for claims in receiver.poll()], [RISC + "account-disabled"])
        state = receiver.call("GET", receiver.configuration["gatehouse_state_endpoint"] + "?stream_id="
                              + receiver.stream["stream_id"])
        header, claims = verify_rs256(state, receiver.call("GET", receiver.configuration["jwks_uri"]))
        self.assertEqual(header["typ"], "gatehouse-state+jwt")
        self.assertEqual([kind for kind, *_ in claims["revoked"]], ["user"])
        request = urllib.request.Request(receiver.stream["delivery"]["endpoint_url"], method="POST", data=b"{}",
                                         headers={"Authorization": "Basic " + base64.b64encode(b"orders:x").decode()})
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=10)
        self.assertEqual(refused.exception.code, 401)

    # KE-08
    def test_nobody_else_reads_the_server_process(self):
        process = pathlib.Path(f"/proc/{self.platform.server.pid}")
        # Only the kernel may write its core, and its files in /proc belong to root, whoever runs it.
        self.assertEqual((process / "mem").stat().st_uid, 0)
        self.assertEqual((process / "environ").stat().st_uid, 0)


if __name__ == "__main__":
    unittest.main()
