// SPDX-License-Identifier: Apache-2.0
#include "core/token/jwk.h"

#include <algorithm>
#include <optional>

#include "core/base/base64url.h"
#include "core/crypto/sha256.h"
#include "core/token/json_writer.h"

namespace gatehouse::token {
namespace {

using crypto::KeyKind;
using crypto::PublicKey;

/// A member that must be a string if it is there.
Result<std::string_view, JwkError> read_member(const JsonValue& jwk, std::string_view name) {
  const auto member = jwk.find(name);
  if (!member) return std::string_view();
  const auto text = member->as_string();
  if (!text) return fail(JwkError::malformed);
  return *text;
}

Result<Bytes, JwkError> read_bytes(const JsonValue& jwk, std::string_view name) {
  const auto text = read_member(jwk, name);
  if (!text || text->empty()) return fail(JwkError::malformed);
  auto bytes = decode_base64url(*text);
  if (!bytes) return fail(JwkError::malformed);
  return std::move(*bytes);
}

bool is_for_signatures(const JsonValue& jwk) {
  if (const auto use = jwk.find("use"); use && use->as_string() != "sig") return false;
  const auto operations = jwk.find("key_ops");
  if (!operations) return true;
  if (!operations->is_array_of_strings()) return false;
  return operations->holds("verify");
}

Result<PublicKey, JwkError> from_two(const JsonValue& jwk, std::string_view first, std::string_view second,
                                     std::optional<PublicKey> (*make)(ByteView, ByteView)) {
  const auto one = read_bytes(jwk, first);
  const auto two = read_bytes(jwk, second);
  if (!one || !two) return fail(JwkError::malformed);
  auto key = make(*one, *two);
  if (!key) return fail(JwkError::bad_key);
  return std::move(*key);
}

Result<PublicKey, JwkError> read_key(const JsonValue& jwk) {
  const auto type = read_member(jwk, "kty");
  const auto curve = read_member(jwk, "crv");
  if (!type || !curve || type->empty()) return fail(JwkError::malformed);
  if (*type == "RSA") return from_two(jwk, "n", "e", PublicKey::from_rsa);
  if (*type == "EC" && *curve == "P-256") return from_two(jwk, "x", "y", PublicKey::from_p256);
  if (*type == "OKP" && *curve == "Ed25519") {
    const auto x = read_bytes(jwk, "x");
    if (!x) return fail(x.error());
    auto key = PublicKey::from_ed25519(*x);
    if (!key) return fail(JwkError::bad_key);
    return std::move(*key);
  }
  return fail(JwkError::unsupported);
}

Result<Jwk, JwkError> read_jwk(const JsonValue& jwk) {
  if (jwk.kind() != JsonKind::object) return fail(JwkError::malformed);
  for (const auto* secret : {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}) {
    if (jwk.find(secret)) return fail(JwkError::private_key);
  }
  const auto kid = read_member(jwk, "kid");
  const auto algorithm = read_member(jwk, "alg");
  if (!kid || !algorithm) return fail(JwkError::malformed);
  if (!is_for_signatures(jwk)) return fail(JwkError::not_for_signatures);
  auto key = read_key(jwk);
  if (!key) return fail(key.error());
  if (!algorithm->empty() && *algorithm != to_text(algorithm_of(key->kind())))
    return fail(JwkError::unsupported);
  return Jwk{std::string(*kid), std::move(*key)};
}

/// The members that name the key, in the order of their names (RFC 7638, section 3).
JsonWriter write_key(const PublicKey& key) {
  const auto members = key.members();
  JsonWriter out;
  switch (key.kind()) {
    case KeyKind::ed25519:
      out.add("crv", "Ed25519").add("kty", "OKP").add("x", encode_base64url(members.x));
      break;
    case KeyKind::p256:
      out.add("crv", "P-256")
          .add("kty", "EC")
          .add("x", encode_base64url(members.x))
          .add("y", encode_base64url(members.y));
      break;
    case KeyKind::rsa:
      out.add("e", encode_base64url(members.e)).add("kty", "RSA").add("n", encode_base64url(members.n));
      break;
  }
  return out;
}

}  // namespace

std::string_view to_code(JwkError error) {
  switch (error) {
    case JwkError::malformed:
      return "malformed";
    case JwkError::private_key:
      return "private_key";
    case JwkError::unsupported:
      return "unsupported";
    case JwkError::not_for_signatures:
      return "not_for_signatures";
    case JwkError::bad_key:
      return "bad_key";
  }
  return {};
}

Result<Jwk, JwkError> parse_jwk(std::string_view json) {
  const auto document = JsonDocument::parse(json);
  if (!document) return fail(JwkError::malformed);
  return read_jwk(document->root());
}

Result<JwkSet, JwkError> parse_jwks(std::string_view json) {
  const auto document = JsonDocument::parse(json);
  if (!document) return fail(JwkError::malformed);
  const auto keys = document->root().find("keys");
  if (!keys || keys->kind() != JsonKind::array) return fail(JwkError::malformed);
  JwkSet set;
  for (const auto& one : keys->children()) {
    auto jwk = read_jwk(one);
    if (!jwk) {
      ++set.skipped;
      continue;
    }
    const auto same_id = [&](const Jwk& other) { return !jwk->kid.empty() && other.kid == jwk->kid; };
    if (std::ranges::any_of(set.keys, same_id)) return fail(JwkError::malformed);
    set.keys.push_back(std::move(*jwk));
  }
  return set;
}

std::string to_json(const Jwk& jwk) {
  auto out = write_key(jwk.key);
  out.add("use", "sig").add("alg", to_text(jwk.algorithm()));
  if (!jwk.kid.empty()) out.add("kid", jwk.kid);
  return out.text();
}

std::string to_json(std::span<const Jwk> keys) {
  std::string text = "{\"keys\":[";
  for (const auto& jwk : keys) {
    if (text.back() != '[') text += ',';
    text += to_json(jwk);
  }
  return text + "]}";
}

std::string jwk_thumbprint(const crypto::PublicKey& key) {
  return encode_base64url(crypto::sha256(as_bytes(write_key(key).text())));
}

}  // namespace gatehouse::token
