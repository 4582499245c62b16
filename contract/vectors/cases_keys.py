# SPDX-License-Identifier: Apache-2.0
"""Keys and signatures: who may sign, what a signature may look like, rotation."""

import base64
import hashlib
import json

import jose
from suite import CLAIMS, NEXT_SECRET, Suite, mac, token

FILE = "keys.json"


def header(alg, kid=None):
    return {"alg": alg, "typ": "at+jwt"} | ({"kid": kid} if kid else {})


def signed_text(alg, kid):
    return jose.compact(header(alg, kid), CLAIMS, lambda text: b"")[:-1]


def der(*parts):
    body = b"".join(parts)
    length = bytes([len(body)]) if len(body) < 128 else b"\x82" + len(body).to_bytes(2, "big")
    return length + body


def add_good(suite):
    for alg, kid, sign, keys in [
        ("RS256", "rsa-1", jose.rs256, "rsa"),
        ("ES256", "ec-1", jose.es256, "ec"),
        ("EdDSA", "ed-1", jose.eddsa, "ed"),
    ]:
        text = token(header=header(alg, kid), sign=sign)
        suite.add(f"{alg}", "accepted", text, keys=keys, user="usr_1")
        suite.add(f"{alg} among several keys", "accepted", text, keys="all public", user="usr_1")
        suite.add(f"{alg} without kid, one key of its kind", "accepted", token(header=header(alg), sign=sign), keys="all public", user="usr_1")
        suite.add(f"{alg} with an unknown kid", "unknown_key", token(header=header(alg, "gone"), sign=sign), "KE-07", keys=keys)
        suite.add(f"{alg} where a secret is configured", "algorithm_not_allowed", text, "JW-02")
        suite.add(f"{alg} where no key is configured", "algorithm_not_allowed", text, "JW-02", keys="none")
        body = text.rsplit(".", 1)[0]
        suite.add(f"{alg} with an empty signature", "signature_invalid", body + ".", "JW-08", keys=keys)
        changed = jose.compact(header(alg, kid), CLAIMS | {"sub": "usr_2", "userId": "usr_2"}, lambda text: jose.unb64("AA"))
        suite.add(f"{alg} with another payload", "signature_invalid", changed.rsplit(".", 1)[0] + "." + text.rsplit(".", 1)[1], keys=keys)
    suite.add("a JWK without alg and kid serves its one algorithm", "accepted", token(header=header("RS256", "any"), sign=jose.rs256), "JW-05", keys="rsa without alg and kid", user="usr_1")
    suite.add("a JWK without alg serves no other", "algorithm_not_allowed", token(header=header("HS256")), "JW-05", keys="rsa without alg and kid")
    suite.add("kid of another kind of key", "unknown_key", token(header=header("ES256", "rsa-1"), sign=jose.es256), "JW-05", keys="all public")


def public_key_spellings():
    info = b"\x30" + der(
        b"\x30" + der(bytes.fromhex("06092a864886f70d010101"), b"\x05\x00"),
        b"\x03" + der(b"\0", b"\x30" + der(b"\x02" + der(b"\0" + jose.unb64(jose.RSA_N)), b"\x02\x03\x01\x00\x01")),
    )
    lines = base64.encodebytes(info).decode().replace("\n", "")
    body = "\n".join(lines[i : i + 64] for i in range(0, len(lines), 64))
    pem = f"-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n"
    ssh = b"".join(len(part).to_bytes(4, "big") + part for part in (b"ssh-rsa", b"\1\0\1", b"\0" + jose.unb64(jose.RSA_N)))
    return {
        "PEM": pem.encode(),
        "PEM without the line end": pem.strip().encode(),
        "PEM with a space before": (" " + pem).encode(),
        "DER": info,
        "JWK text": json.dumps(jose.RSA_JWK, separators=(",", ":")).encode(),
        "OpenSSH form": b"ssh-rsa " + base64.b64encode(ssh),
        "modulus": jose.unb64(jose.RSA_N),
        "nothing": b"",
    }


def add_confusion(suite):
    for name, secret in public_key_spellings().items():
        text = token(header=header("HS256", "rsa-1"), sign=lambda text, secret=secret: jose.hs256(secret, text))
        suite.add(f"HS256 keyed with the RSA key's {name}", "algorithm_not_allowed", text, "JW-02", keys="rsa")
    ec = token(header=header("HS256", "ec-1"), sign=lambda text: jose.hs256(jose.unb64(jose.EC_X) + jose.unb64(jose.EC_Y), text))
    suite.add("HS256 keyed with the EC key's coordinates", "algorithm_not_allowed", ec, "JW-02", keys="all public")
    ed = token(header=header("HS256", "ed-1"), sign=lambda text: jose.hs256(jose.unb64(jose.ED_X), text))
    suite.add("HS256 keyed with the Ed25519 key", "algorithm_not_allowed", ed, "JW-02", keys="all public")


def add_mac(suite):
    text = signed_text("HS256", None)
    good = mac()(text.encode())
    for name, value in [
        ("cut by a byte", good[:-1]),
        ("cut to one byte", good[:1]),
        ("longer by a byte", good + b"\0"),
        ("twice", good + good),
        ("with its last bit flipped", good[:-1] + bytes([good[-1] ^ 1])),
        ("with its first bit flipped", bytes([good[0] ^ 0x80]) + good[1:]),
        ("all zero", bytes(32)),
        ("of SHA-512", hashlib.sha512(text.encode()).digest()),
        ("without key", hashlib.sha256(text.encode()).digest()),
        ("of another secret", mac(NEXT_SECRET)(text.encode())),
        ("of the secret decoded as hexadecimal", jose.hs256(bytes.fromhex(NEXT_SECRET), text.encode())),
        ("of 4096 bytes", bytes(4096)),
    ]:
        suite.add(f"HS256 MAC {name}", "signature_invalid", text + "." + jose.b64(value), "JW-08")


def add_rotation(suite):
    current, following = token(), token(sign=mac(NEXT_SECRET))
    suite.add("current secret while two live", "accepted", current, "KE-04", keys="two secrets", user="usr_1")
    suite.add("next secret while two live", "accepted", following, "KE-04", keys="two secrets", user="usr_1")
    suite.add("next secret before the app has it", "signature_invalid", following, "KE-04")
    suite.add("current secret after it is retired", "signature_invalid", current, "KE-04", keys="next secret")
    suite.add("a third secret", "signature_invalid", token(sign=mac("0" * 31 + "1")), "KE-04", keys="two secrets")


def add_ecdsa(suite):
    text = signed_text("ES256", "ec-1")
    r, s = jose.es256_numbers(text.encode())
    n, p = jose.N, jose.P
    suite.add("ES256 with n - s: both halves are ECDSA", "accepted", text + "." + jose.b64(jose.pair(r, n - s)), "JW-07", keys="ec", user="usr_1")
    edge = {"0": 0, "1": 1, "n - 1": n - 1, "n": n, "n + 1": n + 1, "p": p, "p + 1": p + 1, "2^256 - 1": 2**256 - 1}
    for first in ("0", "1", "n", "n + 1", "p", "2^256 - 1"):
        for second in ("0", "1", "n - 1", "n"):
            value = jose.pair(edge[first], edge[second])
            suite.add(f"ES256 with r = {first}, s = {second}", "signature_invalid", text + "." + jose.b64(value), "JW-07", keys="ec")
    for name, value in [
        ("r of the good one, s = 0", jose.pair(r, 0)),
        ("r = 0, s of the good one", jose.pair(0, s)),
        ("r + n where it fits", jose.pair((r + n) % 2**256, s)),
        ("r and s exchanged", jose.pair(s, r)),
        ("little-endian numbers", r.to_bytes(32, "little") + s.to_bytes(32, "little")),
    ]:
        suite.add(f"ES256 with {name}", "signature_invalid", text + "." + jose.b64(value), "JW-07", keys="ec")

    def integer(value):
        body = value.to_bytes(33, "big").lstrip(b"\0")
        return b"\x02" + der((b"\0" if body[0] & 0x80 else b"") + body)

    good = jose.pair(r, s)
    for name, value in [
        ("in DER", b"\x30" + der(integer(r), integer(s))),
        ("of 63 bytes", good[:-1]),
        ("of 65 bytes", good + b"\0"),
        ("of 65 bytes, zero before", b"\0" + good),
        ("of 96 bytes", good + bytes(32)),
        ("of 128 bytes", good + good),
        ("of 32 bytes", good[:32]),
    ]:
        suite.add(f"ES256 signature {name}", "signature_invalid", text + "." + jose.b64(value), "JW-08", keys="ec")


def add_ed25519(suite):
    text = signed_text("EdDSA", "ed-1")
    good = jose.eddsa(text.encode())
    s = int.from_bytes(good[32:], "little")
    small_order = [bytes(32), b"\1" + bytes(31), (jose.Q - 1).to_bytes(32, "little")]
    for name, value in [
        ("S + L", good[:32] + (s + jose.L).to_bytes(32, "little")),
        ("S + 2 L", good[:32] + (s + 2 * jose.L).to_bytes(32, "little")),
        ("S = L", good[:32] + jose.L.to_bytes(32, "little")),
        ("S = 0", good[:32] + bytes(32)),
        ("S with its top bit set", good[:63] + bytes([good[63] | 0x80])),
        ("R with its sign flipped", good[:31] + bytes([good[31] ^ 0x80]) + good[32:]),
        ("R not on the curve", b"\2" + bytes(31) + good[32:]),
        ("R beyond the field", (jose.Q + 1).to_bytes(32, "little") + good[32:]),
        ("R and S exchanged", good[32:] + good[:32]),
        ("all zero", bytes(64)),
        ("all ones", b"\xff" * 64),
        ("63 bytes", good[:-1]),
        ("65 bytes", good + b"\0"),
        ("128 bytes", good + good),
    ] + [(f"R of small order {i}", point + bytes(32)) for i, point in enumerate(small_order)]:
        threat = "JW-08" if "bytes" in name else "JW-10"
        suite.add(f"EdDSA with {name}", "signature_invalid", text + "." + jose.b64(value), threat, keys="ed")


def add_rsa(suite):
    text = signed_text("RS256", "rsa-1")
    digest = hashlib.sha256(text.encode()).digest()
    tail = b"\0" + jose.SHA256_INFO + digest
    without_null = bytes.fromhex("302f300b0609608648016503040201") + b"\x04\x20" + digest

    def padded(end, first=b"\0\1", fill=b"\xff"):
        return first + fill * (256 - len(first) - len(end)) + end

    for name, block in [
        ("block type 2", padded(tail, b"\0\2")),
        ("block type 0", padded(tail, b"\0\0")),
        ("padding of zeros", padded(tail, fill=b"\0")),
        ("padding of 0xfe", padded(tail, fill=b"\xfe")),
        ("no separator", padded(tail[1:])),
        ("hash named SHA-1", padded(b"\0" + jose.SHA1_INFO + digest[:20])),
        ("digest without DigestInfo", padded(b"\0" + digest)),
        ("DigestInfo without NULL", padded(b"\0" + without_null)),
        ("garbage behind the digest", b"\0\1" + b"\xff" * 8 + tail + bytes(256 - 10 - len(tail))),
        ("garbage behind, long padding", padded(tail + bytes(16))),
        ("short padding and garbage before", padded(tail, b"\0\1" + b"\xff" * 8 + b"\0" + bytes(100), b"\xff")),
        ("a digest of other text", padded(b"\0" + jose.SHA256_INFO + hashlib.sha256(b"other").digest())),
        ("one byte of the digest changed", padded(tail[:-1] + bytes([tail[-1] ^ 1]))),
        ("long form of a length", padded(b"\0" + b"\x30\x81\x31" + jose.SHA256_INFO[2:] + digest)),
    ]:
        suite.add(f"RS256 with {name}", "signature_invalid", text + "." + jose.b64(jose.rsa_raw(block)), "JW-07", keys="rsa")
    good = jose.rs256(text.encode())
    n = jose.number(jose.RSA_N)
    value = int.from_bytes(good, "big")
    for name, signature in [
        ("255 bytes", good[1:]),
        ("257 bytes, zero before", b"\0" + good),
        ("257 bytes, zero behind", good + b"\0"),
        ("s + n", (value + n).to_bytes(257, "big")),
        ("n - s", (n - value).to_bytes(256, "big")),
        ("0", bytes(256)),
        ("1", bytes(255) + b"\1"),
        ("n", n.to_bytes(256, "big")),
        ("512 bytes", good + good),
        ("513 bytes", good + good + b"\0"),
    ]:
        suite.add(f"RS256 signature {name}", "signature_invalid", text + "." + jose.b64(signature), "JW-08", keys="rsa")


def vectors():
    suite = Suite("Keys and signatures: kinds of key, confusion of algorithms, edge values, rotation.")
    for add in (add_good, add_confusion, add_mac, add_rotation, add_ecdsa, add_ed25519, add_rsa):
        add(suite)
    return suite.vectors()
