# SPDX-License-Identifier: Apache-2.0
"""Every kind of JWT as every other: only the expected one passes (JW-26, LO-04, FE-01)."""

import jose
from suite import CLAIMS, ISSUER, KEYS, NOW, RULES, SECRET, Suite, without

FILE = "kinds.json"

EVENTS = {"http://schemas.openid.net/event/backchannel-logout": {}}
REVOKED = {"https://schemas.openid.net/secevent/caep/event-type/session-revoked": {"event_timestamp": NOW}}
BASE = {"iss": ISSUER, "aud": "orders", "iat": NOW}
KINDS = {
    "id_token": ("JWT", BASE | {"sub": "usr_1", "exp": NOW + 600, "nonce": "n-1", "auth_time": NOW}),
    "logout_token": ("logout+jwt", BASE | {"sub": "usr_1", "sid": "s", "exp": NOW + 120, "jti": "j-1", "events": EVENTS}),
    "security_event": ("secevent+jwt", BASE | {"jti": "j-2", "events": REVOKED}),
    "app": ("at+jwt", CLAIMS),
    "invitation": ("invitation+jwt", BASE | {"sub": "usr_1", "exp": NOW + 600, "jti": "j-3"}),
    "reset": ("reset+jwt", BASE | {"sub": "usr_1", "exp": NOW + 600, "jti": "j-4"}),
}
PRESETS = {name: {"preset": name, "issuer": ISSUER, "audience": "orders", "leeway": 30} for name in ("id_token", "logout_token", "security_event")}


def sign(type_, claims, alg="RS256"):
    header = {"alg": alg, "kid": "rsa-1"} | ({"typ": type_} if type_ is not None else {})
    return jose.compact(header, claims, jose.rs256 if alg == "RS256" else lambda text: jose.hs256(SECRET.encode(), text))


def vectors():
    suite = Suite("Kinds of JWT: ID token, logout token, security event and app token, each as each other.")
    for verifier in (*PRESETS, "app"):
        for kind, (type_, claims) in KINDS.items():
            expect = "accepted" if verifier == kind else "wrong_token_type"
            if (verifier, kind) == ("app", "id_token"):
                expect = "not_an_app_token"
            rules, case_kind = ("platform", "app") if verifier == "app" else (verifier, "jwt")
            suite.add(f"{kind} where {verifier} is expected", expect, sign(type_, claims), "JW-26", case_kind, "rsa", rules)

    def add(name, expect, rules, type_, claims, threat="FE-01", keys="rsa", alg="RS256"):
        suite.add(name, expect, sign(type_, claims, alg), threat, "jwt", keys, rules)

    type_, claims = KINDS["id_token"]
    add("ID token without typ", "accepted", "id_token", None, claims)
    add("ID token with typ in lower case", "accepted", "id_token", "jwt", claims)
    add("ID token with a long typ", "accepted", "id_token", "application/JWT", claims)
    add("ID token with several audiences", "accepted", "id_token", type_, claims | {"aud": ["orders", "other"]})
    add("ID token for others", "wrong_audience", "id_token", type_, claims | {"aud": ["other"]})
    add("ID token without aud", "missing_audience", "id_token", type_, without(claims, "aud"))
    add("ID token with aud a number", "invalid_claim", "id_token", type_, claims | {"aud": 1})
    add("ID token of another issuer", "wrong_issuer", "id_token", type_, claims | {"iss": ISSUER + "/"})
    add("ID token with iss an array", "invalid_claim", "id_token", type_, claims | {"iss": [ISSUER]})
    add("ID token without iss", "missing_issuer", "id_token", type_, without(claims, "iss"))
    add("ID token without sub", "missing_claim", "id_token", type_, without(claims, "sub"))
    add("ID token with sub a number", "invalid_claim", "id_token", type_, claims | {"sub": 1})
    add("ID token without iat", "missing_claim", "id_token", type_, without(claims, "iat"))
    add("ID token without exp", "missing_expiry", "id_token", type_, without(claims, "exp"))
    add("ID token expired", "expired", "id_token", type_, claims | {"iat": NOW - 900, "exp": NOW - 31})
    add("ID token from the future", "issued_in_future", "id_token", type_, claims | {"iat": NOW + 31})
    add("ID token with a fraction", "invalid_number", "id_token", type_, claims | {"iat": NOW + 0.5})
    add("ID token without typ, really an app token", "forbidden_claim", "id_token", None, CLAIMS)
    add("ID token in HS256 where RSA is configured", "algorithm_not_allowed", "id_token", type_, claims, alg="HS256")
    add("ID token with alg none", "algorithm_not_allowed", "id_token", type_, claims, alg="none")
    add("ID token of an unknown key", "unknown_key", "id_token", type_, claims, keys="ec and another rsa")

    type_, claims = KINDS["logout_token"]
    add("logout token with nonce", "forbidden_claim", "logout_token", type_, claims | {"nonce": "n"}, "LO-04")
    add("logout token without events", "missing_claim", "logout_token", type_, without(claims, "events"), "LO-04")
    add("logout token without jti", "missing_claim", "logout_token", type_, without(claims, "jti"), "LO-04")
    add("logout token for others", "wrong_audience", "logout_token", type_, claims | {"aud": "other"}, "LO-04")
    add("logout token in HS256", "algorithm_not_allowed", "logout_token", type_, claims, "LO-04", alg="HS256")
    add("logout token without typ", "wrong_token_type", "logout_token", None, claims, "LO-04")
    type_, claims = KINDS["security_event"]
    add("security event without iat", "missing_claim", "security_event", type_, without(claims, "iat"))
    add("security event for others", "wrong_audience", "security_event", type_, claims | {"aud": "other"})

    other = {"kty": "RSA", "kid": "rsa-2", "n": jose.RSA_N, "e": "AQAB"}
    return suite.vectors(KEYS | {"ec and another rsa": {"jwks": {"keys": [jose.EC_JWK, other]}}}, RULES | PRESETS)
