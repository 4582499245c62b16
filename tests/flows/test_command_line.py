# SPDX-License-Identifier: Apache-2.0
"""The command line as scripts use it, with a running server and without: both must do the same."""

import concurrent.futures
import json
import os
import pty
import socket
import stat
import struct
import subprocess
import unittest
import zlib

from gatehouse import PASSWORD, PROGRAM, Platform, clean_environment

SECRET = "an-app-brings-its-own-secret-key-42"


def make_png(side=8):
    """A grey square (PNG specification, section 5)."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = (b"\0" + b"\x80" * side) * side
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Flow(unittest.TestCase):
    def setUp(self):
        self.platform = Platform()
        self.addCleanup(self.platform.close)

    def run_ok(self, *words, **options):
        done = self.platform.run(*words, **options)
        self.assertEqual((done.returncode, done.stderr), (0, ""), words)
        return done.stdout

    def refuse(self, status, *words, **options):
        """The one clear line."""
        done = self.platform.run(*words, **options)
        self.assertEqual((done.returncode, done.stdout), (status, ""), done.stderr)
        self.assertTrue(done.stderr.startswith("gatehouse: "), done.stderr)
        return done.stderr


class Everything:
    """Run twice, see the classes below."""

    def test_users(self):
        ada = self.platform.json("user", "add", "--email", "Ada@Example.com", "--name", "Ada Lovelace", "--admin",
                                 "--password-stdin", stdin=PASSWORD + "\n")
        self.assertEqual((ada["email"], ada["name"], ada["emailVerified"], ada["platformRole"]),
                         ("ada@example.com", "Ada Lovelace", True, "owner"))
        bob = self.platform.json("user", "add", "--email", "bob@example.com")
        self.assertIsNone(bob["platformRole"])
        listed = self.platform.json("user", "list")
        self.assertEqual({user["email"] for user in listed}, {"ada@example.com", "bob@example.com"})
        self.assertIn("ada@example.com", self.run_ok("user", "list"))
        self.assertEqual(self.platform.json("user", "show", "bob@example.com")["id"], bob["id"])
        self.assertEqual(self.platform.json("user", "show", bob["id"])["email"], "bob@example.com")
        self.assertIsNotNone(self.platform.json("user", "disable", "bob@example.com")["disabledAt"])
        self.assertIsNone(self.platform.json("user", "enable", bob["id"])["disabledAt"])
        self.assertEqual(self.run_ok("user", "set-password", "bob@example.com", stdin=PASSWORD), "The password is set.\n")
        self.run_ok("user", "delete", "bob@example.com")
        self.assertIn("bob@example.com", self.refuse(1, "user", "show", "bob@example.com"))

    def test_many_users_at_once(self):
        self.platform.json("user", "add", "--email", "ada@example.com", "--admin")
        names = [f"leaver{number}@example.com" for number in range(3)]
        for name in names:
            self.platform.json("user", "add", "--email", name)
        leavers = self.platform.root / "leavers.txt"
        leavers.write_text("\r\n".join([*names, "", ""]))
        done = self.platform.json("user", "bulk", "disable", "--users-file", str(leavers))
        self.assertEqual((done["done"], done["refused"]), (3, 0))
        again = self.run_ok("user", "bulk", "disable", "--user", names[0], "--user", names[1])
        self.assertEqual(again, "0 changed, 2 were so already, 0 refused.\n")
        self.assertIn("owner", self.refuse(1, "user", "bulk", "delete", "--user", names[0], "--user", "ada@example.com"))
        self.assertEqual(len(self.platform.json("user", "list")), 4)
        skipped = self.platform.json("user", "bulk", "delete", "--skip-refused", "--user", names[0], "--user", "ada@example.com")
        self.assertEqual((skipped["done"], skipped["refused"]), (1, 1))
        self.assertIn("nobody@example.com", self.refuse(1, "user", "bulk", "enable", "--user", "nobody@example.com"))
        self.refuse(2, "user", "bulk", "enable")
        self.refuse(1, "user", "bulk", "promote", "--user", names[1])
        self.refuse(1, "user", "bulk", "enable", "--users-file", str(self.platform.root / "none.txt"))

    def test_brand_of_platform_and_app(self):
        self.platform.json("user", "add", "--email", "ada@example.com", "--admin")
        self.platform.json("app", "add", "--name", "Orders")
        logo = self.platform.root / "logo.png"
        logo.write_bytes(make_png())
        self.platform.json("settings", "set", "--product-name", "Acme", "--logo", str(logo))
        inherited = self.platform.json("app", "brand", "orders")
        self.assertIsNone(inherited["productName"])
        self.assertEqual(inherited["effective"]["productName"], "Acme")
        own = self.platform.json("app", "brand", "orders", "--product-name", "Order desk", "--logo", str(logo))
        self.assertEqual(own["effective"]["productName"], "Order desk")
        self.assertRegex(own["logoUrl"], r"^/")
        self.assertIsNone(self.platform.json("app", "brand", "orders", "--logo", "", "--product-name", "")["logoUrl"])
        self.assertIsNotNone(self.platform.json("settings", "show")["logoUrl"])
        self.assertIsNone(self.platform.json("settings", "set", "--logo", "")["logoUrl"])
        self.refuse(1, "app", "brand", "orders", "--logo", __file__)
        self.refuse(1, "app", "brand", "orders", "--logo", str(self.platform.root / "none.png"))

    def test_apps_roles_and_members(self):
        self.platform.json("user", "add", "--email", "ada@example.com", "--admin")
        app = self.platform.json("app", "add", "--name", "Orders", "--redirect-uri", "https://orders.example.com/cb",
                                 "--redirect-uri", "https://orders.example.com/other")
        self.assertEqual((app["id"], app["name"]), ("orders", "Orders"))
        self.assertEqual(app["redirectUris"], ["https://orders.example.com/cb", "https://orders.example.com/other"])
        self.assertGreaterEqual(len(app["secretKey"]), 32)
        self.assertNotIn(app["secretKey"], self.run_ok("app", "show", "orders"))
        self.assertEqual(self.platform.json("app", "set", "orders", "--token-lifetime", "5m")["tokenLifetimeSeconds"], 300)
        self.platform.json("role", "add", "--app", "orders", "--name", "viewer", "--permission", "orders:read")
        self.platform.json("role", "add", "--app", "orders", "--name", "editor", "--permission", "orders:read", "orders:write")
        self.assertEqual(len(self.platform.json("role", "list", "--app", "orders")), 2)
        self.assertEqual(self.platform.json("role", "set", "viewer", "--app", "orders", "--no-permissions")["permissions"], [])
        member = self.platform.json("member", "set", "--app", "orders", "--user", "ada@example.com", "--role", "viewer",
                                    "--role", "editor")
        self.assertEqual(member["roles"], ["editor", "viewer"])
        replaced = self.platform.json("member", "set", "--app", "orders", "--user", "ada@example.com", "--role", "editor")
        self.assertEqual(replaced["roles"], ["editor"])
        self.assertIn("ada@example.com", self.run_ok("member", "list", "--app", "orders"))

        self.run_ok("member", "remove", "--app", "orders", "ada@example.com")
        self.assertEqual(self.platform.json("member", "list", "--app", "orders"), [])
        self.run_ok("role", "delete", "viewer", "--app", "orders")
        self.run_ok("app", "delete", "orders")
        self.assertEqual(self.platform.json("app", "list"), [])

    def test_people_and_scripts_with_rights(self):
        self.platform.json("user", "add", "--email", "ada@example.com", "--admin")
        self.platform.json("user", "add", "--email", "mia@example.com")
        self.platform.json("app", "add", "--name", "Orders")
        self.assertIn("last owner", self.refuse(1, "user", "set-role", "ada@example.com", "--platform-role", "none"))
        self.assertEqual(self.platform.json("user", "set-role", "mia@example.com", "--platform-role", "auditor")["platformRole"],
                         "auditor")
        self.assertIn("no platform role", self.run_ok("user", "set-role", "mia@example.com", "--platform-role", "none"))

        self.assertIn("manages orders", self.run_ok("manager", "add", "--app", "orders", "mia@example.com"))
        self.assertIn("mia@example.com", self.run_ok("manager", "list", "--app", "orders"))
        self.run_ok("manager", "remove", "--app", "orders", "mia@example.com")
        self.assertEqual(self.platform.json("manager", "list", "--app", "orders"), [])

        self.platform.json("permission", "accept", "--app", "orders", "--permission", "orders:read", "orders:write")
        self.platform.json("permission", "reject", "--app", "orders", "--permission", "orders:write")
        self.assertEqual([each["name"] for each in self.platform.json("permission", "list", "--app", "orders")], ["orders:read"])

        account = self.platform.json("service-account", "add", "--name", "backup", "--platform-role", "auditor")
        self.assertEqual(self.platform.json("service-account", "set", account["id"], "--app", "orders")["apps"], ["orders"])
        self.run_ok("service-account", "disable", account["id"])
        self.run_ok("service-account", "enable", account["id"])
        key = self.platform.json("api-key", "add", "--name", "nightly", "--service-account", account["id"], "--permission",
                                 "metrics:view", "--expires", "30d")
        self.assertTrue(key["key"].startswith("gh_"))
        self.assertNotIn(key["key"], self.run_ok("api-key", "list"))
        self.assertIn("its owner", self.refuse(1, "api-key", "add", "--name", "x", "--service-account", account["id"],
                                               "--permission", "users:manage"))
        self.refuse(2, "api-key", "add", "--name", "x", "--permission", "users:manage")
        self.run_ok("api-key", "revoke", key["id"])
        self.run_ok("service-account", "delete", account["id"])
        self.assertEqual(self.platform.json("api-key", "list"), [])

    def test_tokens(self):
        self.platform.json("user", "add", "--email", "ada@example.com", "--admin")
        app = self.platform.json("app", "add", "--name", "Orders")
        self.assertIn("member", self.refuse(1, "token", "issue", "--app", "orders", "--user", "ada@example.com"))
        self.platform.json("role", "add", "--app", "orders", "editor", "--permission", "orders:read", "orders:write")
        self.platform.json("member", "set", "--app", "orders", "--user", "ada@example.com", "--role", "editor")
        token = self.run_ok("token", "issue", "--app", "orders", "--user", "ada@example.com", "--ttl", "10m").strip()
        claims = self.platform.json("token", "inspect", token)["claims"]
        self.assertEqual((claims["appId"], claims["userEmail"], claims["roles"], claims["exp"] - claims["iat"]),
                         ("orders", "ada@example.com", ["editor"], 600))
        self.assertEqual(claims["permissions"], ["orders:read", "orders:write"])
        secret = {"APP_SECRET": app["secretKey"]}
        verify = ["token", "verify", token, "--secret-env", "APP_SECRET", "--app"]
        self.assertIn("valid until", self.run_ok(*verify, "orders", env=secret))
        self.assertIn("(wrong_app)", self.refuse(1, *verify, "other", env=secret))
        self.assertIn("APP_SECRET is not set", self.refuse(1, *verify, "orders"))
        self.refuse(1, "token", "issue", "--app", "orders", "--user", "usr_nobody")
        self.refuse(1, "token", "issue", "--app", "orders", "--user", "ada@example.com", "--ttl", "25h")

    def test_rotation(self):
        first = self.platform.json("app", "add", "--name", "Orders", "--id", "orders", "--secret-key-stdin", stdin=SECRET)
        self.assertEqual(first["secretKey"], SECRET)
        self.assertIn("(wrong_rotation_step)", self.refuse(1, "app", "rotate-secret", "orders", "--activate"))
        second = self.platform.json("app", "rotate-secret", "orders")["secretKey"]
        self.assertNotEqual(second, SECRET)
        self.run_ok("app", "rotate-secret", "orders", "--activate")
        self.run_ok("app", "rotate-secret", "orders", "--retire")

    def test_refusals_say_why(self):
        self.platform.json("user", "add", "--email", "ada@example.com", "--admin")
        self.platform.json("app", "add", "--name", "Orders", "--id", "orders")
        cases = [
            (1, ["user", "add", "--email", "ada@example.com"], "ada@example.com|already|taken|belongs"),
            (1, ["user", "add", "--email", "nonsense"], "e-mail"),
            (1, ["user", "show", "nobody@example.com"], "no user with the e-mail address"),
            (1, ["user", "show", "usr_nobody"], "no such user"),
            (1, ["user", "disable", "ada@example.com"], "owner"),
            (1, ["app", "show", "nothing"], "no such app"),
            (1, ["app", "add", "--name", "X", "--id", "orders"], "id"),
            (1, ["app", "add", "--name", "X", "--redirect-uri", "http://evil.example/cb"], "https"),
            (1, ["role", "add", "--app", "nothing", "--name", "x"], "no such app"),
            (1, ["role", "add", "--app", "orders", "--name", "x", "--permission", "not a permission"], "--permission"),
            (1, ["role", "delete", "nothing", "--app", "orders"], "no such role"),
            (1, ["member", "set", "--app", "orders", "--user", "ada@example.com", "--role", "nothing"], "role"),
            (1, ["member", "remove", "--app", "orders", "--user", "ada@example.com"], "no member"),
            (1, ["token", "inspect", "nonsense"], "no token"),
            (2, ["user"], "verb"),
            (2, ["user", "lst"], "did you mean list"),
            (2, ["user", "list", "--no-such-option"], "no option"),
            (2, ["member", "set", "--app", "orders"], "needs USER"),
        ]
        for status, words, reason in cases:
            with self.subTest(words=words):
                line = self.refuse(status, *words)
                self.assertRegex(line, reason)
                self.assertEqual(line.count("\n"), 1)
        weak = self.refuse(1, "app", "add", "--name", "Weak", "--secret-key-stdin", stdin="short")
        self.assertIn("--secret-key-stdin", weak)
        self.assertNotIn("short ", weak)

    def test_import_is_all_or_nothing(self):
        people = self.platform.root / "people.csv"
        people.write_text("email,name\nada@example.com,Ada\nnonsense,X\n")
        self.assertIn("line 3", self.refuse(1, "user", "import", str(people)))
        self.assertEqual(self.listed_emails(), [])
        people.write_text("email,name\nada@example.com,\"Lovelace, Ada\"\nbob@example.com,\n")
        self.assertEqual(self.platform.run("user", "import", str(people), "--dry-run").returncode, 0)
        self.assertEqual(self.listed_emails(), [])
        report = self.platform.json("user", "import", str(people))
        self.assertEqual((report["rows"], report["added"], report["errors"]), (2, 2, []))
        self.assertEqual(self.listed_emails(), ["ada@example.com", "bob@example.com"])
        self.assertIn("already", self.refuse(1, "user", "import", str(people)))
        people.write_text("email,name\nada@example.com,Ada\ncyd@example.com,Cyd\n")
        done = self.platform.run("user", "import", str(people), "--skip-bad", "--json")
        self.assertEqual((done.returncode, json.loads(done.stdout)["added"]), (0, 1))
        self.assertIn("line 2", done.stderr)
        found = self.platform.json("user", "list", "--search", "lovelace")
        self.assertEqual([user["email"] for user in found], ["ada@example.com"])
        self.assertIn('"Lovelace, Ada"', self.run_ok("user", "export"))

    def listed_emails(self):
        done = self.platform.run("user", "list", "--json")
        return sorted(user["email"] for user in json.loads(done.stdout)) if done.returncode == 0 else []

    def test_lists_are_complete(self):
        people = self.platform.root / "people.csv"
        people.write_text("".join(f"user{number}@example.com\n" for number in range(620)))
        self.platform.json("user", "import", str(people))
        self.assertEqual(len({user["id"] for user in self.platform.json("user", "list")}), 620)

    def test_doctor_finds_nothing_wrong(self):
        self.platform.json("app", "add", "--name", "Orders")
        done = self.platform.run("doctor", "--json")
        findings = json.loads(done.stdout)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual({finding["state"] for finding in findings}, {"ok"}, findings)
        self.assertLessEqual({"configuration", "data folder", "database", "keys", "mail", "clock", "public URL"},
                             {finding["subject"] for finding in findings})


class WithoutServer(Everything, Flow):
    def test_commands_at_once_wait_for_each_other(self):
        self.platform.json("user", "add", "--email", "first@example.com")
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            done = list(pool.map(lambda n: self.platform.run("user", "add", "--email", f"u{n}@example.com"), range(6)))
        self.assertEqual([(each.returncode, each.stderr) for each in done], [(0, "")] * 6)
        self.assertEqual(len(self.platform.json("user", "list")), 7)


class WithServer(Everything, Flow):
    def setUp(self):
        super().setUp()
        port = free_port()
        self.platform.start("--listen", f"127.0.0.1:{port}")

    def test_server_lives_through_it(self):
        self.platform.json("user", "add", "--email", "ada@example.com")
        self.assertEqual(self.platform.get("/healthz"), 200)
        self.assertEqual(self.platform.stop(), 0)
        self.assertEqual(len(self.platform.json("user", "list")), 1)

    def test_doctor_tells_the_servers_settings_from_these(self):
        done = self.platform.run("doctor", "--public-url", "https://auth.example.com")
        self.assertRegex(done.stdout, r"ok +public URL +http://localhost:\d+ is reachable")
        self.assertRegex(done.stdout, r"warning +public URL .*these settings say https://auth.example.com")

    def test_doctor_sees_an_unreachable_public_url(self):
        self.assertEqual(self.platform.stop(), 0)
        self.platform.start("--listen", "127.0.0.1:0", "--public-url", "http://127.0.0.1:9")
        done = self.platform.run("doctor")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"problem +public URL +http://127.0.0.1:9 is not reachable")

    def test_second_server_refuses(self):
        done = self.platform.run("serve", "--listen", "127.0.0.1:0")
        self.assertEqual(done.returncode, 1)
        self.assertIn("gatehouse: ", done.stderr)

    def test_socket_is_for_the_owner_alone(self):
        self.assertEqual(stat.S_IMODE(os.stat(self.platform.data / "gatehouse.sock").st_mode), 0o600)

    def test_socket_left_by_a_killed_server_does_no_harm(self):
        self.platform.server.kill()
        self.platform.server.communicate()
        self.platform.server = None
        self.platform.json("user", "add", "--email", "ada@example.com")
        self.platform.start("--listen", "127.0.0.1:0")
        self.assertEqual(len(self.platform.json("user", "list")), 1)


class Settings(Flow):
    def test_mistakes_are_shown_all_at_once(self):
        file = self.platform.root / "gatehouse.toml"
        file.write_text("listne = '127.0.0.1:1'\nlog_level = 'loud'\n")
        done = self.platform.run("serve", "--config", str(file), "--public-url", "ftp://x",
                                 env={"GATEHOUSE_HASH_QUEUE": "many"})
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        for part in ["listne", "did you mean listen", "log_level", "public_url (--public-url)", "GATEHOUSE_HASH_QUEUE"]:
            self.assertIn(part, done.stderr)
        self.assertFalse(self.platform.data.exists())

    def test_environment_and_file_are_read(self):
        self.run_ok("user", "add", "--email", "ada@example.com")
        file = self.platform.root / "gatehouse.toml"
        file.write_text(f"data = '{self.platform.data}'\n")
        for options in [{"env": {"GATEHOUSE_DATA": str(self.platform.data)}}, {"env": {"GATEHOUSE_CONFIG": str(file)}}]:
            self.assertIn("ada@example.com", self.run_ok("user", "list", data=False, **options))
        self.assertIn("ada@example.com", self.run_ok("--config", str(file), "user", "list", data=False))

    def test_unknown_variable_is_a_warning(self):
        done = self.platform.run("user", "add", "--email", "ada@example.com", env={"GATEHOUSE_PUBLIC_ULR": "x"})
        self.assertEqual(done.returncode, 0)
        self.assertIn("did you mean GATEHOUSE_PUBLIC_URL?", done.stderr)


class DataFolder(Flow):
    def test_commands_do_not_make_a_platform_by_accident(self):
        for words in [["user", "list"], ["app", "show", "x"], ["user", "disable", "x"]]:
            self.assertIn("gatehouse serve", self.refuse(1, *words))
        self.assertFalse(self.platform.data.exists())

    def test_doctor_names_a_missing_folder(self):
        done = self.platform.run("doctor")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"problem +data folder")

    def test_missing_database_is_refused_and_nothing_is_made(self):
        self.run_ok("user", "add", "--email", "ada@example.com")
        (self.platform.data / "gatehouse.sqlite").unlink()
        for words in [["user", "list"], ["user", "add", "--email", "eve@example.com", "--admin"],
                      ["serve", "--listen", "127.0.0.1:0"]]:
            self.assertIn("gatehouse.sqlite", self.refuse(1, *words))
        self.assertFalse((self.platform.data / "gatehouse.sqlite").exists())
        self.assertRegex(self.platform.run("doctor").stdout, r"problem +database")

    def test_doctor_sees_a_wrong_or_open_master_key(self):
        self.run_ok("app", "add", "--name", "Orders")
        key = self.platform.data / "master.key"
        key.chmod(0o644)
        self.assertRegex(self.platform.run("doctor").stdout, r"problem +keys .*chmod 600")
        key.chmod(0o600)
        key.write_text("A" * 43 + "\n")
        done = self.platform.run("doctor")
        self.assertRegex(done.stdout, r"problem +keys .*restore the master key")
        self.assertEqual(done.returncode, 1)


class Terminal(Flow):
    def test_password_is_asked_for_and_not_shown(self):
        self.run_ok("user", "add", "--email", "ada@example.com")
        ours, theirs = pty.openpty()
        self.addCleanup(os.close, ours)
        words = [PROGRAM, "user", "set-password", "ada@example.com", "--data", str(self.platform.data)]
        command = subprocess.Popen(words, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, text=True,
                                   env=clean_environment())
        self.addCleanup(command.kill)
        os.close(theirs)
        self.assertEqual(os.read(ours, 1000), b"password: ")
        os.write(ours, PASSWORD.encode() + b"\n")
        out, _ = command.communicate(timeout=30)
        self.assertEqual((command.returncode, out), (0, "The password is set.\n"))
        self.assertNotIn(PASSWORD.encode(), os.read(ours, 1000))


class Usage(Flow):
    def test_help_on_all_levels(self):
        for words in [["--help"], ["user", "--help"], ["user", "add", "--help"], ["help", "app", "rotate-secret"]]:
            text = self.run_ok(*words, data=False)
            self.assertIn("Usage: " if len(words) != 2 else "Commands:", text)
            self.assertIn("Example:", text)

    def test_version(self):
        self.assertRegex(self.run_ok("--version", data=False), r"^gatehouse \d+\.\d+\.\d+\n$")

    def test_results_that_cannot_be_written_are_a_failure(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([PROGRAM, "--help"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn("standard output", done.stderr)


if __name__ == "__main__":
    unittest.main()
