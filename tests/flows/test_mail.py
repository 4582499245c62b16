# SPDX-License-Identifier: Apache-2.0
"""Mail through the built program to a real SMTP server: links that work, kill -9 in the middle, rescue, doctor."""

import email
import email.policy
import json
import pathlib
import re
import subprocess
import time
import unittest
import urllib.error
import urllib.request

from gatehouse import PASSWORD, Platform

SERVER = pathlib.Path(__file__).resolve().parent.parent / "servers" / "smtp"
NEW_PASSWORD = "seven quiet herons wade upstream"


class MailServer:
    def __init__(self):
        self.process = subprocess.Popen([SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True)
        words = self.process.stdout.readline().split()
        if not words:
            raise unittest.SkipTest(self.process.communicate()[1].strip())
        self.folder = pathlib.Path(words[0])
        self.plain, self.starttls, self.tls = words[1:4]
        self.authority = words[4]

    def close(self):
        self.process.communicate("")

    def forget(self):
        for file in self.folder.glob("*.eml"):
            file.unlink()

    def mails(self):
        return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
                for file in sorted(self.folder.glob("*.eml"))]

    def wait_for(self, count, seconds=20):
        """The mails, as soon as there are so many."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if len(self.mails()) >= count:
                return self.mails()
            time.sleep(0.02)
        raise AssertionError(f"{len(self.mails())} mails came, {count} were awaited")


class Mail(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.mail = MailServer()
        cls.addClassCleanup(cls.mail.close)

    def setUp(self):
        self.mail.forget()
        self.platform = Platform()
        self.addCleanup(self.platform.close)
        self.anywhere = ["--listen", "127.0.0.1:0"]
        self.plain = [*self.anywhere, "--smtp-host", "127.0.0.1", "--smtp-port", self.mail.plain, "--smtp-security",
                      "none"]

    def add(self, address, *more):
        return self.platform.json("user", "add", "--email", address, "--password-stdin", *more, stdin=PASSWORD)

    def post(self, path, body):
        request = urllib.request.Request(self.platform.address + path, json.dumps(body).encode(),
                                         {"Content-Type": "application/json", "Host": "localhost:8420"})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    def sign_in(self, address, password):
        return self.post("/api/v1/sign-in", {"email": address, "password": password})

    def test_mailed_link_sets_a_password(self):
        self.add("ada@example.com")
        self.platform.start(*self.plain)
        self.assertEqual(self.post("/api/v1/password-reset", {"email": "ada@example.com"}), 202)
        mail = self.mail.wait_for(1)[0]
        self.assertEqual(mail["To"], "ada@example.com")
        self.assertEqual(mail.get_content_type(), "multipart/alternative")
        text = mail.get_body(("plain",)).get_content()
        self.assertIn("<html>", mail.get_body(("html",)).get_content())
        token = re.search(r"/reset-password\?token=(\S+)", text).group(1)
        self.assertIn(token, mail.get_body(("html",)).get_content())
        confirm = {"token": token, "password": NEW_PASSWORD}
        self.assertEqual(self.post("/api/v1/password-reset/confirm", confirm), 204)
        self.assertEqual(self.sign_in("ada@example.com", NEW_PASSWORD), 200)
        self.assertEqual(self.post("/api/v1/password-reset/confirm", confirm), 400)

    def test_killed_while_sending_makes_two_copies_at_most(self):
        self.add("slow@example.com")
        self.platform.start(*self.plain)
        self.assertEqual(self.post("/api/v1/password-reset", {"email": "slow@example.com"}), 202)
        for copies in (1, 2):
            # The server has the mail, and answers only later: the worst moment.
            self.mail.wait_for(copies)
            self.platform.server.kill()
            self.platform.server.communicate()
            self.platform.start(*self.plain)
        time.sleep(1.5)
        self.assertEqual(len(self.mail.mails()), 2)
        self.assertEqual(len({mail["Message-ID"] for mail in self.mail.mails()}), 1)

    def test_stopping_does_not_wait_for_a_slow_mail_server(self):
        self.add("slow@example.com")
        self.platform.start(*self.plain)
        self.assertEqual(self.post("/api/v1/password-reset", {"email": "slow@example.com"}), 202)
        self.mail.wait_for(1)
        started = time.monotonic()
        self.assertEqual(self.platform.stop(), 0)
        self.assertLess(time.monotonic() - started, 7)

    def test_starttls_with_credentials_and_the_doctor(self):
        self.add("ada@example.com")
        words = ["--smtp-host", "127.0.0.1", "--smtp-port", self.mail.starttls, "--smtp-user", "relay"]
        trusted = [*words, "--smtp-ca-file", self.mail.authority]
        secret = {"GATEHOUSE_SMTP_PASSWORD": "relay-password"}
        self.assertIn("takes our mail", self.platform.run("doctor", *trusted, env=secret).stdout)
        self.assertIn("problem", self.platform.run("doctor", *words, env=secret).stdout)
        wrong = self.platform.run("doctor", *trusted, env={"GATEHOUSE_SMTP_PASSWORD": "wrong-password"})
        self.assertIn("does not take our mail", wrong.stdout)
        self.assertNotIn("wrong-password", wrong.stdout + wrong.stderr)
        self.assertIn("outbox", self.platform.run("doctor").stdout)

    def test_rescue_on_the_live_server(self):
        self.add("owner@example.com", "--admin")
        ada = self.add("ada@example.com")
        self.platform.json("user", "disable", "ada@example.com")
        self.platform.start(*self.anywhere)
        rescued = self.platform.json("rescue", "ada@example.com", "--make-owner")
        token = rescued["url"].split("token=")[1]
        self.assertEqual(self.post("/api/v1/password-reset/confirm", {"token": token, "password": NEW_PASSWORD}), 204)
        self.assertEqual(self.sign_in("ada@example.com", NEW_PASSWORD), 200)
        self.assertEqual(self.platform.json("user", "show", ada["id"])["platformRole"], "owner")
        self.assertIn("token=", self.platform.run("rescue", "owner@example.com").stdout)
        unknown = self.platform.run("rescue", "nobody@example.com")
        self.assertEqual((unknown.returncode, unknown.stdout), (1, ""))


if __name__ == "__main__":
    unittest.main()
