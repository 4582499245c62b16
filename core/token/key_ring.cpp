// SPDX-License-Identifier: Apache-2.0
#include "core/token/key_ring.h"

#include <algorithm>
#include <array>

#include "core/base/base64url.h"
#include "core/token/secret_key.h"
#include "core/token/signing_key.h"

namespace gatehouse::token {
namespace {

constexpr std::size_t kLongestSignature = 512;  // RSA with 4096 bits

}  // namespace

VerificationKey VerificationKey::hs256(const SecretString& secret) {
  return {Algorithm::hs256, secret_key_id(secret), crypto::HmacSha256Key(as_bytes(secret.reveal()))};
}

VerificationKey VerificationKey::from_jwk(Jwk jwk) {
  const auto algorithm = jwk.algorithm();
  return {algorithm, std::move(jwk.kid), std::move(jwk.key)};
}

bool VerificationKey::verify(std::string_view signed_text, ByteView signature) const {
  if (const auto* mac = std::get_if<crypto::HmacSha256Key>(&key_))
    return mac->verify(as_bytes(signed_text), signature);
  return std::get<crypto::PublicKey>(key_).verify(as_bytes(signed_text), signature);
}

KeyRing::KeyRing(std::vector<VerificationKey> keys) : keys_(std::move(keys)) {
  const auto know = [this](const std::string& json) {
    auto encoded = encode_base64url(as_bytes(json));
    if (find_known(encoded) != nullptr) return;
    auto header = parse_header(encoded);
    if (header) known_.push_back({std::move(encoded), std::move(*header)});
  };
  for (const auto type : {token_type::kAppToken, token_type::kIdToken}) {
    for (const auto& key : keys_) know(make_header(key.algorithm(), type, key.kid()));
  }
  for (const auto& key : keys_) {
    // As jsonwebtoken and jose write them.
    const std::string alg = "\"alg\":\"" + std::string(to_text(key.algorithm())) + '"';
    know('{' + alg + '}');
    know('{' + alg + ",\"typ\":\"JWT\"}");
    know("{\"typ\":\"JWT\"," + alg + '}');
  }
}

KeyRing KeyRing::from_secrets(const std::vector<SecretString>& secrets) {
  std::vector<VerificationKey> keys;
  for (const auto& secret : secrets) keys.push_back(VerificationKey::hs256(secret));
  return KeyRing(std::move(keys));
}

KeyRing KeyRing::from_jwks(std::vector<Jwk> jwks) {
  std::vector<VerificationKey> keys;
  for (auto& jwk : jwks) keys.push_back(VerificationKey::from_jwk(std::move(jwk)));
  return KeyRing(std::move(keys));
}

const Header* KeyRing::find_known(std::string_view encoded) const {
  const auto found = std::ranges::find(known_, encoded, &KnownHeader::encoded);
  return found == known_.end() ? nullptr : &found->header;
}

Result<const Header*, TokenError> KeyRing::verify(std::string_view encoded_header,
                                                  std::string_view signed_text,
                                                  std::string_view encoded_signature, Header& room) const {
  const Header* header = find_known(encoded_header);
  if (header == nullptr) {
    auto parsed = parse_header(encoded_header);
    if (!parsed) return fail(parsed.error());
    room = std::move(*parsed);
    header = &room;
  }
  if (encoded_signature.size() > base64url_length(kLongestSignature))
    return fail(TokenError::signature_invalid);
  std::array<std::byte, kLongestSignature + kBase64urlSlack> signature;
  const auto size = decode_base64url(encoded_signature, signature);
  if (!size) return fail(TokenError::invalid_base64url);
  const auto verified = verify_signature(*header, signed_text, ByteView(signature).first(*size));
  if (!verified) return fail(verified.error());
  return header;
}

Result<void, TokenError> KeyRing::verify_signature(const Header& header, std::string_view signed_text,
                                                   ByteView signature) const {
  bool allowed = false;
  const VerificationKey* only = nullptr;
  for (const auto& key : keys_) {
    if (key.algorithm() != header.algorithm) continue;
    if (header.kid && key.kid() == *header.kid) {
      if (!key.verify(signed_text, signature)) return fail(TokenError::signature_invalid);
      return {};
    }
    only = allowed ? nullptr : &key;
    allowed = true;
  }
  if (!allowed) return fail(TokenError::algorithm_not_allowed);
  if (header.algorithm == Algorithm::hs256) {
    // Other issuers of an app's tokens write no kid or one of their own; the few secrets are all tried.
    const auto signs = [&](const auto& key) {
      return key.algorithm() == Algorithm::hs256 && key.verify(signed_text, signature);
    };
    if (!std::ranges::any_of(keys_, signs)) return fail(TokenError::signature_invalid);
    return {};
  }
  // A public key without kid serves any; a token without kid needs that there is no choice.
  if (only == nullptr || (header.kid && !only->kid().empty())) return fail(TokenError::unknown_key);
  if (!only->verify(signed_text, signature)) return fail(TokenError::signature_invalid);
  return {};
}

}  // namespace gatehouse::token
