# SPDX-License-Identifier: Apache-2.0
"""Whose address a request counts for: what a client says about itself changes nothing, what a trusted proxy says does."""

import http.client
import json
import unittest

from gatehouse import PASSWORD, Platform

HOST = "localhost:8420"  # of the default public URL
LIES = [{"X-Forwarded-For": "192.0.2.{n}"}, {"Forwarded": "for=192.0.2.{n}"}, {"X-Real-IP": "192.0.2.{n}"},
        {"X-Client-IP": "192.0.2.{n}"}, {"True-Client-IP": "192.0.2.{n}"}, {"CF-Connecting-IP": "192.0.2.{n}"}]


class ClientAddress(unittest.TestCase):
    def setUp(self):
        self.platform = Platform()
        self.addCleanup(self.platform.close)
        self.platform.run("user", "add", "--email", "ada@example.com", "--password-stdin", stdin=PASSWORD)

    def start(self, *words):
        self.platform.start("--listen", "127.0.0.1:0", *words)

    def sign_in(self, email, password="not the right password", **headers):
        host, port = self.platform.address.rsplit("://", 1)[1].split(":")
        connection = http.client.HTTPConnection(host, int(port))
        connection.request("POST", "/api/v1/sign-in", json.dumps({"email": email, "password": password}),
                           {"Host": HOST, "Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    def guesses_until_refused(self, headers_of):
        """Each at another account, so that only the address counts."""
        for n in range(60):
            if self.sign_in(f"user{n}@example.com", **headers_of(n)) == 429:
                return n
        return 60

    def address_in_the_log(self):
        return self.platform.json("audit", "list", "--action", "user.sign_in")[0]["clientAddress"]

    def test_a_stranger_cannot_say_where_it_comes_from(self):
        """HT-01"""
        self.start()
        for lie in LIES:
            headers = {name: value.format(n=7) for name, value in lie.items()}
            self.assertEqual(self.sign_in("ada@example.com", PASSWORD, **headers), 200)
            self.assertEqual(self.address_in_the_log(), "127.0.0.1", lie)
        refused = self.guesses_until_refused(
            lambda n: {name: value.format(n=n) for name, value in LIES[n % len(LIES)].items()})
        self.assertEqual(refused, 20)

    def test_what_cannot_be_read_never_opens(self):
        """HT-01: also from a trusted proxy, whose own address counts then."""
        self.start("--trusted-proxies", "127.0.0.1")
        odd = ["unknown", ",", "192.0.2.7,", "0x7f000001", "a" * 4000, "192.0.2.7:99999999", "192.0.2.1, \x80"]
        for value in odd:
            self.sign_in("ada@example.com", **{"X-Forwarded-For": value})
            self.assertEqual(self.address_in_the_log(), "127.0.0.1", value)
        refused = self.guesses_until_refused(lambda n: {"X-Forwarded-For": f"nonsense-{n}"})
        self.assertEqual(refused + len(odd), 20)

    def test_the_hop_before_the_proxy_counts(self):
        """HT-02: what the client puts before it does not."""
        self.start("--trusted-proxies", "127.0.0.1")
        self.sign_in("ada@example.com", **{"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})
        self.assertEqual(self.address_in_the_log(), "198.51.100.7")
        refused = self.guesses_until_refused(lambda n: {"X-Forwarded-For": f"203.0.113.{n}, 198.51.100.8"})
        self.assertEqual(refused, 20)
        # Somebody else behind the same proxy is not kept out.
        self.assertEqual(self.sign_in("ada@example.com", PASSWORD, **{"X-Forwarded-For": "198.51.100.9"}), 200)

    def test_a_long_chain_is_read_from_its_end(self):
        """HT-02"""
        self.start("--trusted-proxies", "127.0.0.1,10.0.0.0/8")
        chain = ", ".join([f"203.0.113.{n}" for n in range(200)] + ["198.51.100.7"] + [f"10.0.0.{n}" for n in range(1, 50)])
        self.assertEqual(self.sign_in("ada@example.com", PASSWORD, **{"X-Forwarded-For": chain}), 200)
        self.assertEqual(self.address_in_the_log(), "198.51.100.7")


if __name__ == "__main__":
    unittest.main()
