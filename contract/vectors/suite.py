# SPDX-License-Identifier: Apache-2.0
"""What the case files share: the app, its secret, its platform, a good token, and a list to add cases to."""

import jose

NOW = 1795428900
SECRET = "d41f7a5c0b9e83621fa7c05be98d3642"
NEXT_SECRET = "9be2047fd1c86a35e09d7f24b6c1835a"
ISSUER = "https://auth.example.com"

KEYS = {
    "secret": {"secrets": [SECRET]},
    "two secrets": {"secrets": [SECRET, NEXT_SECRET]},
    "next secret": {"secrets": [NEXT_SECRET]},
    "rsa": {"jwks": {"keys": [jose.RSA_JWK]}},
    "ec": {"jwks": {"keys": [jose.EC_JWK]}},
    "ed": {"jwks": {"keys": [jose.ED_JWK]}},
    "all public": {"jwks": {"keys": [jose.RSA_JWK, jose.EC_JWK, jose.ED_JWK]}},
    "rsa without alg and kid": {"jwks": {"keys": [{"kty": "RSA", "n": jose.RSA_N, "e": "AQAB"}]}},
    "none": {"secrets": []},
}
RULES = {
    "platform": {"appId": "orders", "issuer": ISSUER, "leeway": 30},
    "no platform": {"appId": "orders", "issuer": None, "leeway": 30},
    "no leeway": {"appId": "orders", "issuer": ISSUER, "leeway": 0},
    "most leeway": {"appId": "orders", "issuer": ISSUER, "leeway": 120},
}

HEADER = {"alg": "HS256", "typ": "at+jwt"}
CLAIMS = {
    "iss": ISSUER,
    "sub": "usr_1",
    "userId": "usr_1",
    "aud": "orders",
    "client_id": "orders",
    "appId": "orders",
    "userEmail": "ada@example.com",
    "email": "ada@example.com",
    "email_verified": True,
    "name": "Ada Lovelace",
    "iat": NOW,
    "nbf": NOW,
    "exp": NOW + 900,
    "auth_time": NOW - 60,
    "jti": "AZr0qOIkAAECAwQFBgcICQ",
    "sid": "ses_1",
    "roles": ["clerk"],
    "permissions": ["orders:read"],
    "amr": ["pwd"],
    "acr": "1",
    "scope": "openid",
}
BARE = {"appId": "orders", "userId": "7", "userEmail": "a@example.com", "iat": NOW, "exp": NOW + 900}


def without(claims, *names):
    return {name: value for name, value in claims.items() if name not in names}


def mac(secret=SECRET):
    return lambda text: jose.hs256(secret.encode(), text)


def token(claims=CLAIMS, header=HEADER, sign=None):
    return jose.compact(header, claims, sign or mac())


class Suite:
    def __init__(self, description):
        self.description = description
        self.cases = []

    def add(self, name, expect, text, threat=None, kind="app", keys="secret", rules="platform", user=None):
        case = {"name": name, "kind": kind, "keys": keys, "rules": rules, "token": text, "expect": expect}
        if threat:
            case["threat"] = threat
        if user:
            case["user"] = user
        self.cases.append(case)

    def vectors(self, keys=None, rules=None):
        return {
            "description": self.description,
            "now": NOW,
            "keys": keys or KEYS,
            "rules": rules or RULES,
            "cases": self.cases,
        }
