# SPDX-License-Identifier: Apache-2.0
"""Claims: times, issuer, app, user and the types of all."""

import json

import jose
from suite import BARE, CLAIMS, HEADER, ISSUER, NOW, Suite, mac, token, without

FILE = "claims.json"
JWT = {"alg": "HS256", "typ": "JWT"}


def with_number(name, spelled):
    """The good token with one number spelled as given."""
    text = json.dumps(without(CLAIMS, name), separators=(",", ":"))[:-1] + f',"{name}":{spelled}}}'
    return jose.compact(HEADER, text, mac())


def add_times(suite):
    def add(name, expect, threat="JW-25", rules="platform", **changes):
        suite.add(name, expect, token(CLAIMS | changes), threat, rules=rules, user="usr_1" if expect == "accepted" else None)

    old = {"iat": NOW - 900, "nbf": NOW - 900}
    suite.add("exp absent", "missing_expiry", token(without(CLAIMS, "exp")), "JW-25")
    suite.add("exp absent, no platform", "missing_expiry", token(without(BARE, "exp"), JWT), "JW-25", rules="no platform")
    add("expired by the leeway", "accepted", **old, exp=NOW - 30)
    add("expired by the leeway and a second", "expired", **old, exp=NOW - 31)
    add("expired long ago", "expired", iat=1, nbf=1, exp=2)
    add("expires now, without leeway", "expired", rules="no leeway", **old, exp=NOW)
    add("expires in a second, without leeway", "accepted", rules="no leeway", **old, exp=NOW + 1)
    add("expired by the most leeway", "accepted", rules="most leeway", **old, exp=NOW - 120)
    add("expired by more than the most leeway", "expired", rules="most leeway", **old, exp=NOW - 121)
    add("nbf ahead by the leeway", "accepted", nbf=NOW + 30)
    add("nbf ahead by the leeway and a second", "not_yet_valid", nbf=NOW + 31)
    add("nbf ahead by a second, without leeway", "not_yet_valid", rules="no leeway", nbf=NOW + 1)
    add("iat ahead by the leeway", "accepted", iat=NOW + 30)
    add("iat ahead by the leeway and a second", "issued_in_future", iat=NOW + 31)
    add("exp equal to iat", "expiry_not_after_issue", iat=NOW, exp=NOW)
    add("exp before iat", "expiry_not_after_issue", iat=NOW + 10, exp=NOW + 9)
    add("24 hours", "accepted", iat=NOW, exp=NOW + 86400)
    add("24 hours and a second", "lifetime_too_long", iat=NOW, exp=NOW + 86401)
    add("ten years", "lifetime_too_long", exp=NOW + 10 * 366 * 86400)
    suite.add("a year without platform", "accepted", token(BARE | {"exp": NOW + 366 * 86400}, JWT), "JW-25", rules="no platform", user="7")
    suite.add("25 hours left, iat absent", "lifetime_too_long", token(without(CLAIMS, "iat") | {"exp": NOW + 90000}), "JW-25")
    suite.add("iat and nbf absent", "accepted", token(without(CLAIMS, "iat", "nbf")), "JW-25", user="usr_1")


def add_numbers(suite):
    for claim in ("exp", "iat", "nbf", "auth_time"):
        for spelled in ("1.5", "1e3", "-1", "9007199254740992", "9223372036854775808", "1e400", "1795428900.0"):
            suite.add(f"{claim} {spelled}", "invalid_number", with_number(claim, spelled), "JW-19")
        for spelled in ('"1795429800"', "true", "null", "[1795429800]", "{}"):
            suite.add(f"{claim} {spelled}", "invalid_claim", with_number(claim, spelled), "JW-19")
    suite.add("exp NaN", "invalid_json", with_number("exp", "NaN"), "JW-19")
    suite.add("exp 2^53 - 1, no platform", "accepted", token(BARE | {"exp": 2**53 - 1}, JWT), "JW-19", rules="no platform", user="7")
    suite.add("exp -0", "expiry_not_after_issue", with_number("exp", "-0"), "JW-19")
    suite.add("exp of 400 digits", "invalid_number", with_number("exp", "9" * 400), "JW-19")


def add_issuer(suite):
    suite.add("iss absent", "missing_issuer", token(without(CLAIMS, "iss")), "JW-23")
    for name, value in [
        ("with a slash behind", ISSUER + "/"),
        ("with a dot behind", ISSUER + "."),
        ("in upper case", "https://AUTH.example.com"),
        ("with a Cyrillic letter", "https://\u0430uth.example.com"),
        ("of another tenant", "https://auth.example.com/other"),
        ("http", "http://auth.example.com"),
        ("cut", ISSUER[:-1]),
        ("with a port", ISSUER + ":443"),
        ("empty", ""),
    ]:
        suite.add(f"iss {name}", "wrong_issuer", token(CLAIMS | {"iss": value}), "JW-22")
    for name, value in [("an array holding the good one", [ISSUER]), ("an object", {"iss": ISSUER}), ("null", None), ("a number", 1)]:
        suite.add(f"iss {name}", "invalid_claim", token(CLAIMS | {"iss": value}), "JW-23")
    suite.add("any iss where none is configured", "accepted", token(CLAIMS | {"iss": "https://other.example"}), "JW-23", rules="no platform", user="usr_1")
    suite.add("iss an array where none is configured", "invalid_claim", token(CLAIMS | {"iss": [ISSUER]}), "JW-23", rules="no platform")


def add_app(suite):
    def add(name, expect, claims, rules="platform", header=HEADER):
        suite.add(name, expect, token(claims, header), "JW-22", rules=rules, user="usr_1" if expect == "accepted" else None)

    add("aud and appId absent", "missing_app", without(CLAIMS, "aud", "appId"))
    add("aud alone", "accepted", without(CLAIMS, "appId"))
    add("appId alone", "accepted", without(CLAIMS, "aud"))
    add("aud of another app", "wrong_app", CLAIMS | {"aud": "billing"})
    add("appId of another app", "wrong_app", CLAIMS | {"appId": "billing"})
    add("aud good, appId of another app", "wrong_app", CLAIMS | {"aud": "orders", "appId": "billing"})
    add("aud an array with this app", "accepted", CLAIMS | {"aud": ["orders"]})
    add("aud an array without this app", "wrong_app", CLAIMS | {"aud": ["billing", "crm"]})
    add("aud an empty array", "wrong_app", CLAIMS | {"aud": []})
    add("aud an array with a number", "invalid_claim", CLAIMS | {"aud": ["orders", 1]})
    add("aud null", "invalid_claim", CLAIMS | {"aud": None})
    add("aud an object", "invalid_claim", CLAIMS | {"aud": {"orders": True}})
    add("appId an array", "invalid_claim", CLAIMS | {"appId": ["orders"]})
    add("appId a number", "invalid_claim", CLAIMS | {"appId": 1})
    for name, value in [("in upper case", "ORDERS"), ("with a space", "orders "), ("with a prefix", "order"), ("with a suffix", "orders2"), ("empty", ""), ("with a full-width letter", "\uff4frders")]:
        add(f"appId {name}", "wrong_app", CLAIMS | {"appId": value})
    add("client_id is not asked", "accepted", CLAIMS | {"client_id": "cli"})


def add_user(suite):
    def add(name, expect, claims, threat=None, header=HEADER, user="usr_1"):
        suite.add(name, expect, token(claims, header), threat, user=user if expect == "accepted" else None)

    add("sub and userId absent", "missing_user", without(CLAIMS, "sub", "userId"))
    add("sub alone", "accepted", without(CLAIMS, "userId"))
    add("userId alone", "accepted", without(CLAIMS, "sub"))
    add("sub and userId differ", "user_mismatch", CLAIMS | {"sub": "usr_2"})
    add("sub and userId differ in form only", "user_mismatch", CLAIMS | {"sub": "J\u00fcrgen", "userId": "Ju\u0308rgen"}, "JW-22")
    add("sub empty", "missing_user", CLAIMS | {"sub": ""})
    add("userId empty", "missing_user", CLAIMS | {"userId": ""})
    for claim in ("sub", "userId"):
        for name, value in [("a number", 7), ("null", None), ("an array", ["usr_1"]), ("an object", {}), ("true", True)]:
            add(f"{claim} {name}", "invalid_claim", CLAIMS | {claim: value})


def add_types(suite):
    for claim in ("userEmail", "email", "name", "jti", "sid", "acr", "scope", "client_id"):
        suite.add(f"{claim} a number", "invalid_claim", token(CLAIMS | {claim: 1}))
        suite.add(f"{claim} null", "invalid_claim", token(CLAIMS | {claim: None}))
    for claim in ("roles", "permissions", "amr"):
        for name, value in [("a string", "admin"), ("an object", {"admin": True}), ("with a number", ["a", 1]), ("with an array", [["a"]]), ("null", None)]:
            suite.add(f"{claim} {name}", "invalid_claim", token(CLAIMS | {claim: value}))
        suite.add(f"{claim} empty", "accepted", token(CLAIMS | {claim: []}), user="usr_1")
    for name, value in [("a string", "true"), ("a number", 1), ("null", None)]:
        suite.add(f"email_verified {name}", "invalid_claim", token(CLAIMS | {"email_verified": value}))
    suite.add("other claims may be anything", "accepted", token(CLAIMS | {"x": None, "y": [1.5, {"z": []}], "cnf": {"jkt": "a"}}), user="usr_1")


def add_kottster(suite):
    for name, header in [("typ JWT", JWT), ("no typ", {"alg": "HS256"}), ("typ at+jwt", HEADER)]:
        suite.add(f"bare Kottster token, {name}", "accepted", token(BARE, header), rules="no platform", user="7")
    suite.add("bare Kottster token where a platform is configured", "missing_issuer", token(BARE, JWT))
    for missing in ("appId", "userId"):
        names = {"appId": {"aud": "orders"}, "userId": {"sub": "7"}}[missing]
        suite.add(f"typ JWT without {missing}", "not_an_app_token", token(without(BARE, missing) | names, JWT), "JW-26", rules="no platform")
        suite.add(f"no typ without {missing}", "not_an_app_token", token(without(BARE, missing) | names, {"alg": "HS256"}), "JW-26", rules="no platform")
        suite.add(f"typ at+jwt without {missing}", "accepted", token(without(BARE, missing) | names), rules="no platform", user="7")
    identity = {"iss": ISSUER, "sub": "usr_1", "aud": "orders", "iat": NOW, "exp": NOW + 900, "auth_time": NOW, "nonce": "n", "email": "ada@example.com"}
    suite.add("ID token keyed with the secret", "not_an_app_token", token(identity, JWT), "JW-26")


def vectors():
    suite = Suite("Claims of an app token: times, issuer, app, user, types.")
    for add in (add_times, add_numbers, add_issuer, add_app, add_user, add_types, add_kottster):
        add(suite)
    return suite.vectors()
