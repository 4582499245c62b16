# SPDX-License-Identifier: Apache-2.0
"""Published examples. Most of their payloads are no app tokens, so that only the signature is asked for (kind "jws")."""

import jose
from suite import NOW, Suite

FILE = "rfc.json"

JOE = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
A1 = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + JOE + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
A2 = "eyJhbGciOiJSUzI1NiJ9." + JOE + "." + (
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQ"
    "jbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqt"
    "FZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
)
A3 = "eyJhbGciOiJFUzI1NiJ9." + JOE + "." + (
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
)
A4 = "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA." + (
    "AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpR"
    "wcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn"
)
A5 = "eyJhbGciOiJub25lIn0." + JOE + "."

FRODO = (
    "SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBk"
    "b24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4"
)
BILBO_N = (
    "n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJmSCpMaJMRBSFKrKb2wqVwGU_NsYOYL"
    "-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-OfVfHd1E6cS6M1FZcD1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzw"
    "OHrtIQbS0FVbb9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gHdrNP5zw"
)
BILBO = "bilbo.baggins@hobbiton.example"
C41 = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9." + FRODO + "." + (
    "MRjdkly7_-oTPTS3AXP41iQIGKa80A0ZmTuV5MEaHoxnW2e5CZ5NlKtainoFmKZopdHM1O2U4mwzJdQx996ivp83xuglII7PNDi84wnB-BDkoBwA78185hX-"
    "Es4JIwmDLJK3lfWRa-XtL0RnltuYv746iYTh_qHRD68BNt1uSNCrUCTJDt5aAE6x8wW1Kt9eRo4QPocSadnHXFxnt8Is9UzpERV0ePPQdLuW3IS_de3xyIrD"
    "aLGdjluPxUAhb6L2aXic1U12podGU0KLUQSE_oI-ZnmKJ3F4uOZDnd6QZWJushZ41Axf_fcIe8u9ipH84ogoree7vjbU5y18kDquDg"
)
C42 = "eyJhbGciOiJQUzM4NCIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9." + FRODO + "." + (
    "cu22eBqkYDKgIlTpzDXGvaFfz6WGoz7fUDcfT0kkOy42miAh2qyBzk1xEsnk2IpN6-tPid6VrklHkqsGqDqHCdP6O8TTB5dDDItllVo6_1OLPpcbUrhiUSMx"
    "bbXUvdvWXzg-UD8biiReQFlfz28zGWVsdiNAUf8ZnyPEgVFn442ZdNqiVJRmBqrYRXe8P_ijQ7p8Vdz0TTrxUeT3lm8d9shnr2lfJT8ImUjvAA2Xez2Mlp8c"
    "BE5awDzT0qI0n6uiP1aCN_2_jLAeQTlqRHtfa64QQSUmFAAjVKPbByi7xho0uTOcbH510a6GYmJUAfmWjwZ6oD4ifKo8DYM-X72Eaw"
)
C43 = "eyJhbGciOiJFUzUxMiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9." + FRODO + "." + (
    "AE_R_YZCChjn4791jSQCrdPZCNYqHXCTZH0-JZGYNlaAjP2kqaluUIIUnC9qvbu9Plon7KRTzoNEuT4Va2cmL1eJAQy3mtPBu_u_sDDyYjnAMDxXPn7XrT0l"
    "w-kvAD890jl8e2puQens_IEKBpHABlsbEPX6sFY8OcGDqoRuBomu9xQ2"
)
C44_HEADER = "eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9"
C44_MAC = "s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0"
C46 = "eyJhbGciOiJIUzI1NiJ9." + FRODO + ".bWUSVaxorn7bEF1djytBd0kHv70Ly5pvbomzMWSOr20"

KEYS = {
    "7515 A.1": {
        "secretBytes": ["AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"]
    },
    "7515 A.2": {"jwks": {"keys": [{"kty": "RSA", "n": jose.RSA_N, "e": "AQAB"}]}},
    "7515 A.3": {"jwks": {"keys": [{"kty": "EC", "crv": "P-256", "x": jose.EC_X, "y": jose.EC_Y}]}},
    "7520 3.3": {"jwks": {"keys": [{"kty": "RSA", "kid": BILBO, "use": "sig", "n": BILBO_N, "e": "AQAB"}]}},
    "7520 3.5": {"secretBytes": ["hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg"]},
    "8037 A.2": {"jwks": {"keys": [{"kty": "OKP", "crv": "Ed25519", "x": jose.ED_X}]}},
}
RULES = {
    "signature alone": {},
    "joe's app": {"appId": "orders", "issuer": None, "leeway": 30},
}


def vectors():
    suite = Suite("Examples of RFC 7515, RFC 7520 and RFC 8037; algorithms that Gatehouse does not know are refused.")

    def add(name, expect, text, keys, kind="jws", rules="signature alone"):
        suite.add(name, expect, text, kind=kind, keys=keys, rules=rules)

    add("RFC 7515 A.1, HS256", "accepted", A1, "7515 A.1")
    add("RFC 7515 A.1 is long expired", "expired", A1, "7515 A.1", "app", "joe's app")
    add("RFC 7515 A.1 with a changed payload", "signature_invalid", A1.replace("Jqb2Ui", "JqbzUi"), "7515 A.1")
    add("RFC 7515 A.2, RS256", "accepted", A2, "7515 A.2")
    add("RFC 7515 A.2 against the key of A.3", "algorithm_not_allowed", A2, "7515 A.3")
    add("RFC 7515 A.3, ES256", "accepted", A3, "7515 A.3")
    add("RFC 7515 A.3 against the secret of A.1", "algorithm_not_allowed", A3, "7515 A.1")
    add("RFC 7515 A.4, ES512", "algorithm_not_allowed", A4, "7515 A.3")
    add("RFC 7515 A.5, none", "algorithm_not_allowed", A5, "7515 A.1")
    add("RFC 7520 4.1, RS256", "accepted", C41, "7520 3.3")
    add("RFC 7520 4.1 is no JSON", "invalid_json", C41, "7520 3.3", "app", "joe's app")
    add("RFC 7520 4.2, PS384", "algorithm_not_allowed", C42, "7520 3.3")
    add("RFC 7520 4.3, ES512", "algorithm_not_allowed", C43, "7520 3.3")
    add("RFC 7520 4.4, HS256", "accepted", C44_HEADER + "." + FRODO + "." + C44_MAC, "7520 3.5")
    add("RFC 7520 4.5, detached payload", "malformed_token", C44_HEADER + ".." + C44_MAC, "7520 3.5")
    add("RFC 7520 4.6, its protected part", "accepted", C46, "7520 3.5")
    add("RFC 7520 4.7, no protected header", "malformed_token", "." + FRODO + "." + C44_MAC, "7520 3.5")
    add("RFC 8037 A.4, EdDSA", "accepted", jose.compact({"alg": "EdDSA"}, "Example of Ed25519 signing", jose.eddsa), "8037 A.2")
    assert suite.cases[-1]["token"].endswith(
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    )
    return suite.vectors(KEYS, RULES) | {"now": NOW}
