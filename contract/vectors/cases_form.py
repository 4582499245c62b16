# SPDX-License-Identifier: Apache-2.0
"""Form: parts, base64url, JSON, header. What is refused before or without a look at the claims."""

import json

import jose
from suite import BARE, CLAIMS, HEADER, Suite, mac, token, without

FILE = "form.json"


def raw(header_text, claims=CLAIMS):
    """A token with this header, letter by letter."""
    return jose.compact(header_text, claims, mac())


def payload(text):
    return jose.compact(HEADER, text, mac())


def add_parts(suite):
    good = token()
    header, body, signature = good.split(".")
    suite.add("all claims of the contract", "accepted", good, user="usr_1")
    for name, text, expect in [
        ("nothing", "", "malformed_token"),
        ("no dot", header, "malformed_token"),
        ("one dot", header + "." + body, "malformed_token"),
        ("only dots", "..", "malformed_token"),
        ("three dots", good + ".", "malformed_token"),
        ("leading dot", "." + good, "malformed_token"),
        ("four parts", good + "." + signature, "malformed_token"),
        ("six parts", good + "." + good, "malformed_token"),
        ("five parts, as JWE has", good + "." + signature + "." + signature, "encrypted_token"),
        ("empty header", "." + body + "." + signature, "malformed_token"),
        ("empty payload", header + ".." + signature, "malformed_token"),
        ("empty signature", header + "." + body + ".", "signature_invalid"),
        ("a scheme before it", "Bearer " + good, "invalid_base64url"),
        ("over 8192 characters", good + "A" * (8193 - len(good)), "token_too_large"),
        ("20000 characters without a dot", "A" * 20000, "token_too_large"),
    ]:
        suite.add(name, expect, text, "JW-16" if expect != "token_too_large" else "JW-28")
    pbes2 = {"alg": "PBES2-HS256+A128KW", "enc": "A128CBC-HS256", "p2c": 2147483648, "p2s": "AAAA", "zip": "DEF"}
    suite.add("JWE with a hostile p2c", "encrypted_token", ".".join([jose.b64(json.dumps(pbes2).encode()), "AAAA", "AAAA", "AAAA", "AAAA"]), "JW-14")
    big = token(CLAIMS | {"pad": "a" * (8192 - 900)})
    while len(big) > 8192:
        big = token(CLAIMS | {"pad": "a" * (8192 - 900 - (len(big) - 8192))})
    suite.add("nearly 8192 characters", "accepted", big, "JW-28", user="usr_1")


def add_spelling(suite):
    good = token()
    header, body, signature = good.split(".")
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    twin = last[last.index(signature[-1]) + 1]
    for name, text in [
        ("padding", good + "="),
        ("padding of the header", header + "=." + body + "." + signature),
        ("standard alphabet, plus", header + "." + body + "." + "+" + signature[1:]),
        ("standard alphabet, slash", header + "." + body + "." + "/" + signature[1:]),
        ("space in the signature", header + "." + body + "." + signature[:9] + " " + signature[9:]),
        ("line end behind", good + "\n"),
        ("tab before", "\t" + good),
        ("trailing bits of the signature not zero", header + "." + body + "." + signature[:-1] + twin),
        ("signature of length 1 mod 4", header + "." + body + "." + signature + "AA"),
        ("inner padding", header + "." + body + "." + signature[:4] + "=" + signature[5:]),
        ("a letter that is not ASCII", header + "." + body + "." + "\u00e9" + signature[1:]),
        ("percent-encoding", header + "." + body + "." + "%41" + signature[3:]),
        ("header of length 1 mod 4", header + "A" * (1 + (-len(header)) % 4) + "." + body + "." + signature),
    ]:
        suite.add(name, "invalid_base64url", text, "JW-17")
    # Signed over a payload that is itself spelled wrongly: the signature holds, the spelling does not.
    for name, spelled in [("signed payload with padding", body + "="), ("signed payload with a line end", body + "\n")]:
        text = header + "." + spelled
        suite.add(name, "invalid_base64url", text + "." + jose.b64(mac()(text.encode())), "JW-17")


def add_algorithms(suite):
    good = token()
    header, body, signature = good.split(".")
    for name in ("none", "None", "NONE", "nOnE"):
        unsigned = jose.b64(json.dumps({"alg": name, "typ": "at+jwt"}).encode()) + "." + body + "."
        for what, tail in (("no signature", ""), ("the old signature", signature), ("garbage", "AAAA")):
            suite.add(f"alg {name} with {what}", "algorithm_not_allowed", unsigned + tail, "JW-01")
    for name, value, expect in [
        ("absent", None, "invalid_header"),
        ("a number", 256, "invalid_header"),
        ("an array", ["HS256"], "invalid_header"),
        ("an object", {"HS256": True}, "invalid_header"),
        ("true", True, "invalid_header"),
        ("empty", "", "algorithm_not_allowed"),
        ("lower case", "hs256", "algorithm_not_allowed"),
        ("with a space", "HS256 ", "algorithm_not_allowed"),
        ("HS384", "HS384", "algorithm_not_allowed"),
        ("HS512", "HS512", "algorithm_not_allowed"),
        ("RS256 though a secret is configured", "RS256", "algorithm_not_allowed"),
        ("ES256 though a secret is configured", "ES256", "algorithm_not_allowed"),
        ("EdDSA though a secret is configured", "EdDSA", "algorithm_not_allowed"),
        ("PS256", "PS256", "algorithm_not_allowed"),
        ("dir", "dir", "algorithm_not_allowed"),
    ]:
        changed = without(HEADER, "alg") if value is None else HEADER | {"alg": value}
        suite.add(f"alg {name}", expect, token(header=changed), "JW-04")
    suite.add("alg null", "invalid_header", raw('{"alg":null,"typ":"at+jwt"}'), "JW-04")
    suite.add("alg twice", "duplicate_member", raw('{"alg":"none","alg":"HS256","typ":"at+jwt"}'), "JW-04")
    suite.add("alg twice, once escaped", "duplicate_member", raw('{"alg":"none","\\u0061lg":"HS256"}'), "JW-04")


def add_header(suite):
    def with_header(name, expect, threat, **members):
        suite.add(name, expect, token(header=HEADER | members), threat)

    with_header("crit unknown", "critical_header", "JW-13", crit=["exp"], exp=1)
    with_header("crit empty", "critical_header", "JW-13", crit=[])
    with_header("crit a string", "critical_header", "JW-13", crit="b64")
    with_header("crit names a registered parameter", "critical_header", "JW-13", crit=["alg"])
    with_header("crit names an absent one", "critical_header", "JW-13", crit=["nowhere"])
    with_header("crit twice the same", "critical_header", "JW-13", crit=["a", "a"], a=1)
    with_header("crit null", "critical_header", "JW-13", crit=None)
    with_header("b64 false with crit", "critical_header", "JW-13", crit=["b64"], b64=False)
    with_header("b64 false alone", "critical_header", "JW-13", b64=False)
    with_header("zip", "compressed_token", "JW-14", zip="DEF")
    with_header("enc", "encrypted_token", "JW-14", enc="A128GCM")
    for name, kid in [
        ("a path", "../../dev/null"),
        ("SQL", "' or 1=1 --"),
        ("shell", "$(id)"),
        ("__proto__", "__proto__"),
        ("an address", "http://127.0.0.1/key"),
        ("empty", ""),
    ]:
        with_header(f"kid {name}: a secret needs none", "accepted", "JW-11", kid=kid)
    for name, kid in [("a number", 1), ("an array", ["a"]), ("an object", {"a": 1}), ("null", None)]:
        with_header(f"kid {name}", "invalid_header", "JW-11", kid=kid)
    with_header("kid with NUL", "invalid_json", "JW-11", kid="a\0b")
    with_header("kid of 8 KiB", "token_too_large", "JW-11", kid="k" * 8192)
    with_header("jku, jwk, x5u and x5c are ignored", "accepted", "JW-05", jku="https://evil.example/", jwk=jose.EC_JWK, x5u="https://evil.example/", x5c=["AA"])
    for name, type_ in [("JWT", "JWT"), ("at+jwt", "at+jwt")]:
        suite.add(f"typ {name}", "accepted", token(header={"alg": "HS256", "typ": type_}), user="usr_1")
    suite.add("typ absent", "accepted", token(header={"alg": "HS256"}), user="usr_1")
    for type_ in ("jwt", "AT+JWT", "application/at+jwt", "logout+jwt", "secevent+jwt", "JOSE", "", "at+jwt "):
        suite.add(f"typ {type_!r}", "wrong_token_type", token(header={"alg": "HS256", "typ": type_}), "JW-26")
    for name, type_ in [("null", None), ("a number", 1), ("an array", ["at+jwt"])]:
        suite.add(f"typ {name}", "invalid_header", token(header={"alg": "HS256", "typ": type_}), "JW-26")
    suite.add("typ twice", "duplicate_member", raw('{"alg":"HS256","typ":"JWT","typ":"at+jwt"}'), "JW-26")
    suite.add("header of many members", "too_many_members", token(header=HEADER | {f"x{i}": i for i in range(80)}), "JW-28")
    suite.add("header an array", "invalid_json", raw('["HS256"]'), "JW-04")
    suite.add("header a string", "invalid_json", raw('"HS256"'), "JW-04")
    suite.add("header not UTF-8", "invalid_json", raw(b'{"alg":"HS256","x":"\xff"}'), "JW-04")
    suite.add("header with text behind", "invalid_json", raw('{"alg":"HS256"} x'), "JW-04")
    suite.add("header with white space", "accepted", raw(' {\n"alg" : "HS256" ,\t"typ":"at+jwt"\r} '), user="usr_1")
    suite.add("header deeper than 16", "nesting_too_deep", raw('{"alg":"HS256","x":' + "[" * 2000 + "]" * 2000 + "}"), "JW-20")


def add_payload(suite):
    text = json.dumps(CLAIMS, separators=(",", ":"))
    inner = text[1:-1]
    for name, body in [
        ("an array", "[" + text + "]"),
        ("a string", '"x"'),
        ("null", "null"),
        ("empty object with text behind", "{}{}"),
        ("cut off", text[:-1]),
        ("trailing comma", "{" + inner + ",}"),
        ("single quotes", text.replace('"', "'")),
        ("a comment", "{/**/" + inner + "}"),
        ("unquoted name", "{a:1," + inner + "}"),
        ("NaN", '{"x":NaN,' + inner + "}"),
        ("Infinity", '{"x":-Infinity,' + inner + "}"),
        ("plus sign", '{"x":+1,' + inner + "}"),
        ("leading zero", '{"x":01,' + inner + "}"),
        ("bare fraction", '{"x":.5,' + inner + "}"),
        ("hexadecimal", '{"x":0x10,' + inner + "}"),
        ("control character", '{"x":"\u0001",' + inner + "}"),
        ("unknown escape", '{"x":"\\x41",' + inner + "}"),
        ("lone high surrogate", '{"x":"\\ud800",' + inner + "}"),
        ("lone low surrogate", '{"x":"\\udc00",' + inner + "}"),
        ("escaped NUL", '{"x":"a\\u0000b",' + inner + "}"),
        ("byte order mark", "\ufeff" + text),
        ("capital True", '{"x":True,' + inner + "}"),
        ("form feed as white space", "\f" + text),
        ("text behind", text + "x"),
    ]:
        suite.add(f"payload {name}", "invalid_json", payload(body))
    for name, bad in [("lone continuation", b"\x80"), ("overlong", b"\xc0\xaf"), ("surrogate", b"\xed\xa0\x80"), ("beyond U+10FFFF", b"\xf4\x90\x80\x80"), ("cut off", b"\xe2\x82")]:
        suite.add(f"payload with UTF-8 {name}", "invalid_json", payload(b'{"x":"' + bad + b'",' + inner.encode() + b"}"))
    for name, body in [
        ("exp twice", "{" + inner + ',"exp":9999999999}'),
        ("exp twice, once escaped", "{" + inner + ',"\\u0065xp":9999999999}'),
        ("an unknown claim twice", '{"x":1,"x":1,' + inner + "}"),
        ("a member of a nested object twice", '{"x":{"a":1,"b":2,"a":3},' + inner + "}"),
        ("a member deep in arrays twice", '{"x":[[{"a":1,"a":3}]],' + inner + "}"),
        ("the empty name twice", '{"":1,"":2,' + inner + "}"),
    ]:
        suite.add(name, "duplicate_member", payload(body), "JW-19")
    suite.add("16 levels", "accepted", payload('{"x":' + "[" * 15 + "]" * 15 + "," + inner + "}"), "JW-20", user="usr_1")
    suite.add("17 levels", "nesting_too_deep", payload('{"x":' + "[" * 16 + "]" * 16 + "," + inner + "}"), "JW-20")
    suite.add("2000 levels of arrays", "nesting_too_deep", payload('{"x":' + "[" * 2000 + "]" * 2000 + "," + inner + "}"), "JW-20")
    suite.add("700 levels of objects", "nesting_too_deep", payload('{"x":' * 700 + "1" + "}" * 700), "JW-20")
    suite.add("1100 values", "too_many_members", payload('{"x":[' + ",".join("1" * 1100) + "]," + inner + "}"), "JW-28")
    suite.add("900 claims", "token_too_large", payload("{" + ",".join(f'"c{i}":{i}' for i in range(900)) + "}"), "JW-28")
    suite.add("escapes in a name and a value", "accepted", payload(text.replace('"sub":"usr_1"', '"s\\u0075b":"usr\\u005f1"')), user="usr_1")
    suite.add("a user beyond ASCII", "accepted", token(BARE | {"userId": "J\u00fcrgen \U0001f980"}), rules="no platform", user="J\u00fcrgen \U0001f980")
    suite.add("a user in escapes", "accepted", payload(json.dumps(BARE | {"userId": "J\u00fcrgen \U0001f980"})), rules="no platform", user="J\u00fcrgen \U0001f980")


def vectors():
    suite = Suite("Form of a token: parts, base64url, JSON, header.")
    for add in (add_parts, add_spelling, add_algorithms, add_header, add_payload):
        add(suite)
    return suite.vectors()
