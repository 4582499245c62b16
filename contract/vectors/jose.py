# SPDX-License-Identifier: Apache-2.0
"""Signatures with nothing but Python's own library: slow, deterministic, and written apart from core/crypto, so that the
vectors check that code and do not repeat it. The keys are published in RFC 7515 and RFC 8037 and guard nothing."""

import base64
import hashlib
import hmac
import json


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def number(text):
    return int.from_bytes(unb64(text), "big")


RSA_N = (
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMs"
    "D1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdV"
    "MTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"
)
RSA_D = (
    "Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2NXOoAJe46sui395IW_GO-pWJ1O0"
    "BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M_V51gfpRLI9JYanrC4D4qAdGcopV_0ZHHzQlBjudU2QvXt4ehNYT"
    "CBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x_jTj3ccPDVZFD9pIuhLhBOneufuBiB4cS98l2SR_RQyGWSeWjnczT0QU91p1DhOVRuOopznQ"
)
EC_X = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"
EC_Y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
EC_D = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"
ED_X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
ED_D = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"

RSA_JWK = {"kty": "RSA", "n": RSA_N, "e": "AQAB", "use": "sig", "alg": "RS256", "kid": "rsa-1"}
EC_JWK = {"kty": "EC", "crv": "P-256", "x": EC_X, "y": EC_Y, "use": "sig", "alg": "ES256", "kid": "ec-1"}
ED_JWK = {"kty": "OKP", "crv": "Ed25519", "x": ED_X, "use": "sig", "alg": "EdDSA", "kid": "ed-1"}


def hs256(secret, message):
    return hmac.new(secret, message, hashlib.sha256).digest()


SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
SHA1_INFO = bytes.fromhex("3021300906052b0e03021a05000414")


def rsa_raw(block):
    return pow(int.from_bytes(block, "big"), number(RSA_D), number(RSA_N)).to_bytes(256, "big")


def rs256(message):
    tail = b"\0" + SHA256_INFO + hashlib.sha256(message).digest()
    return rsa_raw(b"\0\1" + b"\xff" * (254 - len(tail)) + tail)


# P-256 (FIPS 186-5) with the nonces of RFC 6979.
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


def ec_add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0]:
        if (a[1] + b[1]) % P == 0:
            return None
        slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, P) % P
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P) % P
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def ec_multiply(k, point):
    result = None
    while k:
        if k & 1:
            result = ec_add(result, point)
        point = ec_add(point, point)
        k >>= 1
    return result


def es256_numbers(message):
    d = number(EC_D)
    digest = hashlib.sha256(message).digest()
    seed = d.to_bytes(32, "big") + (int.from_bytes(digest, "big") % N).to_bytes(32, "big")
    v, k = b"\1" * 32, b"\0" * 32
    for mark in (b"\0", b"\1"):
        k = hs256(k, v + mark + seed)
        v = hs256(k, v)
    v = hs256(k, v)
    nonce = int.from_bytes(v, "big")
    r = ec_multiply(nonce, G)[0] % N
    s = pow(nonce, -1, N) * (int.from_bytes(digest, "big") + r * d) % N
    return r, s


def pair(r, s):
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def es256(message):
    return pair(*es256_numbers(message))


# Ed25519 (RFC 8032, section 6).
Q = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, Q) % Q
BASE_Y = 4 * pow(5, -1, Q) % Q


def ed_recover(y, sign):
    square = (y * y - 1) * pow(D * y * y + 1, -1, Q) % Q
    x = pow(square, (Q + 3) // 8, Q)
    if (x * x - square) % Q:
        x = x * pow(2, (Q - 1) // 4, Q) % Q
    return x if x & 1 == sign else Q - x


def ed_add(a, b):
    cross = D * a[0] * b[0] * a[1] * b[1]
    x = (a[0] * b[1] + b[0] * a[1]) * pow(1 + cross, -1, Q) % Q
    return x, (a[1] * b[1] + a[0] * b[0]) * pow(1 - cross, -1, Q) % Q


def ed_multiply(k, point):
    result = (0, 1)
    while k:
        if k & 1:
            result = ed_add(result, point)
        point = ed_add(point, point)
        k >>= 1
    return result


def ed_encode(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def ed_hash(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


def eddsa(message):
    expanded = hashlib.sha512(unb64(ED_D)).digest()
    a = int.from_bytes(expanded[:32], "little") & ((1 << 254) - 8) | (1 << 254)
    base = (ed_recover(BASE_Y, 0), BASE_Y)
    r = ed_hash(expanded[32:], message) % L
    commitment = ed_encode(ed_multiply(r, base))
    s = (r + ed_hash(commitment, unb64(ED_X), message) * a) % L
    return commitment + s.to_bytes(32, "little")


def compact(header, payload, sign):
    """`header` and `payload` are JSON values, JSON texts or bytes; `sign` takes the signed text and gives the signature."""

    def encode(part):
        if isinstance(part, dict):
            part = json.dumps(part, separators=(",", ":"), ensure_ascii=False)
        return b64(part.encode() if isinstance(part, str) else part)

    text = encode(header) + "." + encode(payload)
    return text + "." + b64(sign(text.encode()))
