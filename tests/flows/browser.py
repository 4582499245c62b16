# SPDX-License-Identifier: Apache-2.0
"""What a browser does between pages: it keeps cookies by host, whatever the port, and follows redirects."""

import http.client
import http.cookies
import json
import urllib.parse


class Answer:
    def __init__(self, url, status, headers, body):
        self.url, self.status, self.headers, self.body = url, status, headers, body

    def json(self):
        return json.loads(self.body)

    @property
    def location(self):
        return urllib.parse.urljoin(self.url, self.headers["Location"])


class Browser:
    def __init__(self):
        self.cookies = {}

    def send(self, method, url, headers=None, body=None):
        """One exchange, redirects not followed. Names that mean this machine are not looked up."""
        parts = urllib.parse.urlsplit(url)
        connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=20)
        fields = {"Host": parts.netloc, **(headers or {})}
        if self.cookies:
            fields["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target or "/", body=body, headers=fields)
        got = connection.getresponse()
        answer = Answer(url, got.status, got.headers, got.read().decode())
        connection.close()
        for line in got.headers.get_all("Set-Cookie", []):
            self.keep(line)
        return answer

    def keep(self, line):
        for name, cookie in http.cookies.SimpleCookie(line).items():
            if cookie["max-age"] == "0":
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = cookie.value

    def open(self, url, method="GET", site="none"):
        """A page load with all its redirects."""
        for _ in range(10):
            answer = self.send(method, url, {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": site, "Accept": "text/html"})
            if answer.status != 303:
                return answer
            method, url = "GET", answer.location
        raise AssertionError(f"redirects without end, last to {url}")

    def call(self, url, method="GET"):
        """What a page's script does."""
        return self.send(method, url, {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"})
