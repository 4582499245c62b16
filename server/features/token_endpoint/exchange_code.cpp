// SPDX-License-Identifier: Apache-2.0
#include "server/features/token_endpoint/exchange_code.h"

#include <algorithm>

#include "core/base/base64url.h"
#include "core/crypto/sha256.h"
#include "server/access/audit.h"
#include "server/storage/audit_events.h"
#include "server/storage/grants.h"

namespace gatehouse::server {
namespace {

/// What a client sends with a code, its form already checked.
struct Presented {
  crypto::Sha256Digest code_hash;
  std::string redirect_uri;
  std::string code_verifier;
};

/// 43 to 128 unreserved characters (RFC 7636, section 4.1).
bool is_code_verifier(std::string_view text) {
  return text.size() >= 43 && text.size() <= 128 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
                  c == '.' || c == '_' || c == '~';
         });
}

Result<Presented, OAuthError> parse_presented(const http::FormParameters& parameters) {
  const auto code = parameters.find("code").value_or("");
  const auto redirect_uri = parameters.find("redirect_uri").value_or("");
  const auto verifier = parameters.find("code_verifier").value_or("");
  if (code.empty()) return fail(invalid_request("code is missing"));
  if (redirect_uri.empty()) return fail(invalid_request("redirect_uri is missing"));
  if (!verifier.empty() && !is_code_verifier(verifier)) {
    return fail(invalid_request("code_verifier must have 43 to 128 unreserved characters"));
  }
  return Presented{crypto::sha256(as_bytes(code)), std::string(redirect_uri), std::string(verifier)};
}

/// A verifier without a challenge is refused like a challenge without a verifier (RFC 9700, section 4.8.2).
bool matches_challenge(const std::string& challenge, const std::string& verifier) {
  if (challenge.empty() || verifier.empty()) return challenge.empty() && verifier.empty();
  const auto hashed = encode_base64url(crypto::sha256(as_bytes(verifier)));
  return equal_in_constant_time(as_bytes(hashed), as_bytes(challenge));
}

/// Why a code that exists gives nothing; `nullopt` when it may be used.
std::optional<std::string> find_fault(const grants::StoredCode& stored, const App& client,
                                      const Presented& presented, Time now) {
  if (stored.code.grant.app_id != client.id) return "wrong_app";
  if (stored.code.redirect_uri != presented.redirect_uri) return "wrong_redirect_uri";
  if (!matches_challenge(stored.code.code_challenge, presented.code_verifier)) return "wrong_code_verifier";
  if (stored.used_at) return "code_reused";
  if (now >= stored.code.expires_at) return "code_expired";
  return std::nullopt;
}

}  // namespace

Result<Granted, OAuthError> ExchangeCode::operator()(const Call& call, const App& client,
                                                     const http::FormParameters& parameters) const {
  const auto presented = parse_presented(parameters);
  if (!presented) return fail(presented.error());
  const auto now = context.clock.now();
  const auto refresh_token = make_refresh_token(context.random);
  auto base_event = make_audit_event(call, now, "app.exchange_code");
  base_event.actor = base_event.app_id = client.id.value();

  using Outcome = Result<Granted, OAuthError>;
  return context.database.write([&](sql::Connection& connection) -> Outcome {
    auto event = base_event;
    const auto refuse = [&](const std::string& reason) -> Outcome {
      event.outcome = "failure";
      event.reason = reason;
      audit_events::append(connection, event);
      return fail(invalid_grant("the code is not valid, or not for this request"));
    };
    const auto stored = grants::find_code(connection, presented->code_hash);
    if (!stored) return refuse("unknown_code");
    const auto& grant = stored->code.grant;
    event.target = grant.user_id.value();
    event.session_id = grant.session_id.value();
    if (const auto fault = find_fault(*stored, client, *presented, now)) {
      // Somebody else has what only this app should have: what the code gave ends (RFC 6749, 4.1.2).
      if (stored->used_at && *fault == "code_reused") grants::remove(connection, grant.id);
      return refuse(*fault);
    }
    if (!grants::mark_code_used(connection, presented->code_hash, now)) return refuse("code_reused");
    auto admission = find_admission(connection, context, grant);
    if (!admission) return refuse(admission.error());
    auto kept = begin_refresh_tokens(connection, context, *admission, grant, refresh_token);
    audit_events::append(connection, event);
    return Granted{std::move(*admission), grant.scope, stored->code.nonce, std::move(kept), {}};
  });
}

}  // namespace gatehouse::server
