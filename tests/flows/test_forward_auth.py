# SPDX-License-Identifier: Apache-2.0
"""Real reverse proxies before an app that knows nothing of the platform, set up as docs/guides/forward-auth.md says."""

import http.server
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import threading
import time
import unittest

from browser import Browser
from gatehouse import PASSWORD, Platform

GUIDE = pathlib.Path(__file__).resolve().parents[2] / "docs/guides/forward-auth.md"


def free_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


class App(http.server.BaseHTTPRequestHandler):
    """Tells which headers reached it."""

    def do_GET(self):
        body = json.dumps({name.lower(): value for name, value in self.headers.items()} | {"path": self.path}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def snippet(language, begins):
    """The piece of the guide that a reader copies."""
    for found in re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(), re.S):
        if found.lstrip().startswith(begins):
            return found
    raise AssertionError(f"the guide has no {language} that begins with {begins}")


class ForwardAuth:
    """What every proxy owes; a subclass writes the proxy's configuration and starts it."""

    def setUp(self):
        self.platform = Platform()
        self.addCleanup(self.platform.close)
        self.app = http.server.ThreadingHTTPServer(("127.0.0.1", 0), App)
        threading.Thread(target=self.app.serve_forever, daemon=True).start()
        self.addCleanup(self.app.server_close)
        self.addCleanup(self.app.shutdown)
        port, self.port = free_port(), free_port()
        self.url = f"http://localhost:{self.port}"
        # Cookies don't know ports (RFC 6265, section 8.5), so that the platform and the app are one host here.
        self.issuer = f"http://localhost:{port}"
        self.platform.json("user", "add", "--email", "ada@example.com", "--admin", "--password-stdin", stdin=PASSWORD)
        self.platform.json("user", "add", "--email", "eve@example.com", "--password-stdin", stdin=PASSWORD)
        self.platform.json("app", "add", "--id", "wiki", "--name", "Wiki", "--base-url", self.url)
        self.platform.json("role", "add", "--app", "wiki", "--name", "editor")
        self.platform.json("member", "set", "--app", "wiki", "--user", "ada@example.com", "--role", "editor")
        self.platform.start("--listen", f"127.0.0.1:{port}", "--public-url", self.issuer, "--trusted-proxies", "127.0.0.1")
        self.start_proxy(port)

    def fill(self, text, port):
        """The guide's example with this test's addresses."""
        return (text.replace("127.0.0.1:8420", f"127.0.0.1:{port}").replace("127.0.0.1:3000", f"127.0.0.1:{self.app.server_port}")
                .replace("https://example.com:8443", self.url).replace("Host example.com", f"Host localhost:{port}")
                .replace("listen 8443", f"listen 127.0.0.1:{self.port}"))

    def run_proxy(self, *words):
        home = {**os.environ, "HOME": str(self.platform.root), "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": ""}
        proxy = subprocess.Popen(words, env=home, stdout=subprocess.DEVNULL, stderr=(self.platform.root / "proxy.log").open("w"))
        self.addCleanup(proxy.wait)
        self.addCleanup(proxy.kill)
        for _ in range(600):
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if proxy.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError("the proxy did not start: " + (self.platform.root / "proxy.log").read_text())

    def sign_in(self, browser, email):
        answer = browser.send("POST", self.issuer + "/api/v1/sign-in", {"Content-Type": "application/json", "Origin": self.issuer},
                              json.dumps({"email": email, "password": PASSWORD}))
        self.assertEqual(answer.status, 200)

    def test_a_page_leads_to_sign_in_and_back(self):
        browser = Browser()
        page = {"Sec-Fetch-Mode": "navigate", "Accept": "text/html"}
        asked = browser.send("GET", self.url + "/a/page?x=1", page)
        self.assertIn(asked.status, (302, 303))
        self.assertTrue(asked.location.startswith(self.issuer + "/sign-in?return_to="), asked.location)
        self.assertEqual(browser.send("GET", asked.location, page).status, 200)
        self.sign_in(browser, "ada@example.com")
        landed = browser.open(asked.location)
        self.assertEqual(landed.url, self.url + "/a/page?x=1")
        seen = landed.json()
        self.assertEqual(seen["path"], "/a/page?x=1")
        self.assertEqual(seen["x-gatehouse-email"], "ada@example.com")
        self.assertTrue(seen["x-gatehouse-user"].startswith("usr_"))
        self.assertEqual(seen["x-gatehouse-roles"], "editor")

    def test_the_app_gets_no_session_and_no_header_of_the_visitor(self):
        browser = Browser()
        self.sign_in(browser, "ada@example.com")
        browser.cookies["theme"] = "dark"
        seen = browser.send("GET", self.url + "/", {"X-Gatehouse-User": "usr_forged", "X-Gatehouse-Roles": "owner"}).json()
        self.assertNotIn("gatehouse_session", seen.get("cookie", ""))
        self.assertIn("theme=dark", seen["cookie"])
        self.assertEqual(seen["x-gatehouse-roles"], "editor")
        self.assertNotEqual(seen["x-gatehouse-user"], "usr_forged")

    def test_nobody_else_reaches_the_app(self):
        self.assertEqual(Browser().send("GET", self.url + "/").status, 401)
        eve = Browser()
        self.sign_in(eve, "eve@example.com")
        self.assertEqual(eve.send("GET", self.url + "/", {"X-Gatehouse-User": "usr_forged"}).status, 403)


@unittest.skipUnless(shutil.which("nginx") or pathlib.Path("/usr/sbin/nginx").exists(), "needs nginx")
class Nginx(ForwardAuth, unittest.TestCase):
    def start_proxy(self, port):
        root = self.platform.root
        temporary = "\n".join(f"{kind}_temp_path {root}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (root / "nginx.conf").write_text(
            f"daemon off;\nmaster_process off;\npid {root}/nginx.pid;\nerror_log stderr;\nevents {{}}\n"
            f"http {{\naccess_log off;\n{temporary}\n{self.fill(snippet('nginx', 'map'), port)}}}\n")
        self.run_proxy("/usr/sbin/nginx", "-e", "stderr", "-c", str(root / "nginx.conf"))


@unittest.skipUnless(shutil.which("caddy"), "needs caddy")
class Caddy(ForwardAuth, unittest.TestCase):
    def start_proxy(self, port):
        root = self.platform.root
        (root / "Caddyfile").write_text("{\nadmin off\nauto_https off\n}\n" + self.fill(snippet("caddyfile", "https"), port))
        self.run_proxy("caddy", "run", "--config", str(root / "Caddyfile"), "--adapter", "caddyfile")
