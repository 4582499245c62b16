// SPDX-License-Identifier: Apache-2.0
#include "server/features/token_endpoint/client_authentication.h"

#include "core/base/base64url.h"
#include "core/crypto/sha256.h"
#include "core/http/syntax.h"
#include "server/access/audit.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"

namespace gatehouse::server {
namespace {

constexpr crypto::Cell kNothing{"app_secrets", "", "sealed_secret"};

/// application/x-www-form-urlencoded; absent for broken encoding.
std::optional<std::string> decode_form_text(std::string_view text) {
  std::string spaced(text);
  for (char& c : spaced) c = c == '+' ? ' ' : c;
  return http::percent_decode(spaced);
}

/// The alphabet of Basic credentials (RFC 4648, section 4), by way of the one decoder that we have.
std::optional<Bytes> decode_base64(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string url(text);
  for (char& c : url) {
    if (c == '-' || c == '_') return std::nullopt;
    c = c == '+' ? '-' : c == '/' ? '_' : c;
  }
  return decode_base64url(url);
}

bool equal(const crypto::Sha256Digest& left, const crypto::Sha256Digest& right) {
  return equal_in_constant_time(left, right);
}

}  // namespace

struct ClientAuthentication::Credentials {
  std::string client_id;
  SecretString secret;
  /// The same as sent. Many clients leave out the encoding that section 2.3.1 asks for, and a secret with `+`
  /// or `%` must work for them too.
  SecretString secret_as_sent;
};

ClientAuthentication::ClientAuthentication(const Clock& clock, RandomSource& random, sql::Database& database,
                                           const crypto::SealingKey& sealing_key)
    : clock_(clock), database_(database), sealing_key_(sealing_key) {
  sealed_nothing_ = sealing_key.seal(as_bytes(make_random_text(random, 32)), kNothing, random);
}

Result<ClientAuthentication::Credentials, OAuthError> ClientAuthentication::read_credentials(
    const http::Request& request, const http::FormParameters& parameters) {
  const auto id = parameters.find("client_id");
  const auto secret = parameters.find("client_secret");
  const auto header = request.header("Authorization");
  if (!header) {
    if (!id || !secret || secret->empty()) return fail(invalid_client());
    return Credentials{std::string(*id), SecretString(std::string(*secret)),
                       SecretString(std::string(*secret))};
  }
  if (secret || request.headers.count("Authorization") > 1) {
    return fail(invalid_request("the client authenticates in more than one way"));
  }
  const auto space = header->find(' ');
  if (space == std::string_view::npos || !http::equal_ignoring_case(header->substr(0, space), "Basic")) {
    return fail(invalid_client());
  }
  const auto decoded = decode_base64(http::trim_whitespace(header->substr(space)));
  if (!decoded) return fail(invalid_client());
  const auto text = as_text(*decoded);
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return fail(invalid_client());
  const auto client_id = decode_form_text(text.substr(0, colon));
  const std::string as_sent(text.substr(colon + 1));
  if (!client_id) return fail(invalid_client());
  if (id && *id != *client_id) {
    return fail(invalid_request("client_id is another than the one that authenticates"));
  }
  return Credentials{*client_id, SecretString(decode_form_text(as_sent).value_or(as_sent)),
                     SecretString(as_sent)};
}

bool ClientAuthentication::has_secret(sql::Connection& connection, const Credentials& credentials) const {
  const bool may_exist = is_app_id(credentials.client_id);
  auto secrets = apps::load_secrets(connection, sealing_key_, AppId(may_exist ? credentials.client_id : ""));
  const bool is_known = secrets.current || secrets.next || secrets.previous;
  if (!is_known) secrets.current = sealing_key_.open(sealed_nothing_, kNothing);
  const auto given = crypto::sha256(as_bytes(credentials.secret.reveal()));
  const auto given_as_sent = crypto::sha256(as_bytes(credentials.secret_as_sent.reveal()));
  bool matches = false;
  for (const auto* secret : {&secrets.current, &secrets.next, &secrets.previous}) {
    if (!*secret) continue;
    const auto kept = crypto::sha256(as_bytes((*secret)->reveal()));
    matches |= equal(kept, given);
    matches |= equal(kept, given_as_sent);
  }
  return matches && is_known;
}

void ClientAuthentication::record_failure(const Call& call, const Credentials& credentials) const {
  auto event = make_audit_event(call, clock_.now(), "app.authenticate");
  event.outcome = "failure";
  event.reason = "invalid_client";
  if (is_app_id(credentials.client_id)) event.app_id = credentials.client_id;
  database_.write([&](sql::Connection& connection) { audit_events::append(connection, event); });
}

Result<App, OAuthError> ClientAuthentication::operator()(const Call& call,
                                                         const http::FormParameters& parameters) const {
  const auto credentials = read_credentials(call.request, parameters);
  if (!credentials) return fail(credentials.error());
  auto app = database_.read([&](sql::Connection& connection) -> std::optional<App> {
    if (!has_secret(connection, *credentials)) return std::nullopt;
    return apps::find(connection, AppId(credentials->client_id));
  });
  if (!app) {
    record_failure(call, *credentials);
    return fail(invalid_client());
  }
  return std::move(*app);
}

}  // namespace gatehouse::server
