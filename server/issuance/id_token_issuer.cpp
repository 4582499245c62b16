// SPDX-License-Identifier: Apache-2.0
#include "server/issuance/id_token_issuer.h"

#include "core/base/base64url.h"
#include "core/crypto/sha256.h"
#include "core/token/compact_token.h"
#include "core/token/json_writer.h"
#include "server/issuance/app_secrets.h"
#include "server/issuance/authentication_strength.h"
#include "server/issuance/find_signing_key.h"
#include "server/issuance/user_claims.h"
#include "server/storage/apps.h"

namespace gatehouse::server {
namespace {

/// The left half of the hash (OpenID Connect Core, section 3.1.3.6).
std::string at_hash(std::string_view access_token) {
  const auto digest = crypto::sha256(as_bytes(access_token));
  return encode_base64url(ByteView(digest).first(digest.size() / 2));
}

std::string text_of(const token::JsonValue& claims, std::string_view name) {
  const auto claim = claims.find(name);
  return std::string(claim ? claim->as_string().value_or("") : "");
}

}  // namespace

IdTokenIssuer::IdTokenIssuer(const Clock& clock, const crypto::SealingKey& sealing_key, PlatformKeys& keys,
                             sql::Database& database, std::string issuer)
    : clock_(clock),
      sealing_key_(sealing_key),
      keys_(keys),
      database_(database),
      issuer_(std::move(issuer)) {}

std::string IdTokenIssuer::issue(const Admission& admission, std::string_view scope, const std::string& nonce,
                                 std::string_view access_token) const {
  const auto now = to_unix_seconds(clock_.now());
  const Session& session = admission.session.value();
  token::JsonWriter claims;
  claims.add("iss", issuer_).add("sub", admission.user.id.value()).add("aud", admission.app.id.value());
  claims.add("iat", now).add("exp", now + kLifetime.count());
  claims.add("auth_time", to_unix_seconds(session.authenticated_at));
  if (!nonce.empty()) claims.add("nonce", nonce);
  claims.add("amr", session.amr).add("acr", acr_of(session.amr));
  claims.add("at_hash", at_hash(access_token)).add("sid", session.id.value());
  add_user_claims(claims, issuer_, admission.user, admission.authority, scope);
  return find_signing_key(keys_, PlatformKeys::Purpose::identity, admission.app,
                          admission.app.id_token_algorithm, admission.secret)
      ->sign(token::token_type::kIdToken, claims.text());
}

std::vector<token::VerificationKey> IdTokenIssuer::find_keys(const AppId& app) const {
  auto keys = keys_.key_ring()->keys();
  const auto secrets = database_.read([&](sql::Connection& connection) {
    const auto found = apps::find(connection, app);
    const bool is_keyed_by_secret = found && found->id_token_algorithm == AppAlgorithm::hs256;
    return is_keyed_by_secret ? load_all_secrets(connection, sealing_key_, app) : std::vector<SecretString>();
  });
  for (const auto& secret : secrets) keys.push_back(token::VerificationKey::hs256(secret));
  return keys;
}

std::optional<IdTokenHint> IdTokenIssuer::verify_hint(std::string_view id_token) const {
  const auto parts = token::split_token(id_token);
  if (!parts) return std::nullopt;
  token::JsonScratch scratch(parts->payload.size(), token::kMostPayloadValues);
  const auto claims = token::parse_payload(parts->payload, scratch);
  if (!claims || text_of(*claims, "iss") != issuer_) return std::nullopt;
  IdTokenHint hint{AppId(text_of(*claims, "aud")), UserId(text_of(*claims, "sub")),
                   SessionId(text_of(*claims, "sid"))};
  if (hint.app_id.empty() || hint.user_id.empty() || hint.session_id.empty()) return std::nullopt;
  const token::KeyRing ring(find_keys(hint.app_id));
  token::Header room;
  const auto header = ring.verify(parts->header, parts->signed_text, parts->signature, room);
  if (!header || (*header)->type != token::token_type::kIdToken) return std::nullopt;
  return hint;
}

}  // namespace gatehouse::server
