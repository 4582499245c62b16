// SPDX-License-Identifier: Apache-2.0
#include "server/features/token_endpoint/client_authentication.h"

#include "core/base/base64url.h"
#include "core/crypto/sha256.h"
#include "core/http/syntax.h"
#include "server/access/audit.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"
#include "server/storage/client_assertions.h"

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
  enum class Kind { none, secret, assertion };
  std::string client_id;
  Kind kind = Kind::none;
  SecretString secret;
  /// The same as sent. Many clients leave out the encoding that section 2.3.1 asks for, and a secret with `+`
  /// or `%` must work for them too.
  SecretString secret_as_sent;
  SecretString assertion;
};

ClientAuthentication::ClientAuthentication(const Clock& clock, RandomSource& random, sql::Database& database,
                                           const crypto::SealingKey& sealing_key, const std::string& issuer)
    : clock_(clock),
      database_(database),
      sealing_key_(sealing_key),
      assertions_(clock, {issuer, issuer + "/oauth2/token"}) {
  sealed_nothing_ = sealing_key.seal(as_bytes(make_random_text(random, 32)), kNothing, random);
}

Result<ClientAuthentication::Credentials, OAuthError> ClientAuthentication::read_credentials(
    const http::Request& request, const http::FormParameters& parameters) {
  const auto id = parameters.find("client_id");
  const auto secret = parameters.find("client_secret");
  const bool has_header = request.headers.count("Authorization") > 0;
  const bool has_assertion = parameters.find("client_assertion") || parameters.find("client_assertion_type");
  if (int(has_header) + int(secret.has_value()) + int(has_assertion) > 1 ||
      request.headers.count("Authorization") > 1) {
    return fail(invalid_request("the client authenticates in more than one way"));
  }
  if (has_header || has_assertion) {
    auto credentials = has_header ? read_header(request) : read_assertion(parameters);
    if (credentials && id && *id != credentials->client_id) {
      return fail(invalid_request("client_id is another than the one that authenticates"));
    }
    return credentials;
  }
  if (!id || (secret && secret->empty())) return fail(invalid_client());
  if (!secret) return Credentials{std::string(*id), Credentials::Kind::none, {}, {}, {}};
  return Credentials{std::string(*id),
                     Credentials::Kind::secret,
                     SecretString(std::string(*secret)),
                     SecretString(std::string(*secret)),
                     {}};
}

Result<ClientAuthentication::Credentials, OAuthError> ClientAuthentication::read_header(
    const http::Request& request) {
  const auto header = request.header("Authorization").value_or("");
  const auto space = header.find(' ');
  if (space == std::string_view::npos || !http::equal_ignoring_case(header.substr(0, space), "Basic")) {
    return fail(invalid_client());
  }
  const auto decoded = decode_base64(http::trim_whitespace(header.substr(space)));
  if (!decoded) return fail(invalid_client());
  const auto text = as_text(*decoded);
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return fail(invalid_client());
  const auto client_id = decode_form_text(text.substr(0, colon));
  const std::string as_sent(text.substr(colon + 1));
  if (!client_id) return fail(invalid_client());
  return Credentials{*client_id,
                     Credentials::Kind::secret,
                     SecretString(decode_form_text(as_sent).value_or(as_sent)),
                     SecretString(as_sent),
                     {}};
}

Result<ClientAuthentication::Credentials, OAuthError> ClientAuthentication::read_assertion(
    const http::FormParameters& parameters) {
  const auto assertion = parameters.find("client_assertion").value_or("");
  if (parameters.find("client_assertion_type") != ClientAssertionVerifier::kType) {
    return fail(
        invalid_request("client_assertion_type must be " + std::string(ClientAssertionVerifier::kType)));
  }
  auto client_id = ClientAssertionVerifier::claimed_client(assertion);
  if (!client_id) return fail(invalid_client());
  return Credentials{
      std::move(*client_id), Credentials::Kind::assertion, {}, {}, SecretString(std::string(assertion))};
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

// Once however many come at the same moment: the first to be noted is the only one.
bool ClientAuthentication::has_fresh_assertion(const App& app, const Credentials& credentials) const {
  const auto assertion = assertions_.verify(app, credentials.assertion.reveal());
  if (!assertion) return false;
  return database_.write([&](sql::Connection& connection) {
    return client_assertions::note(connection, app.id, assertion->id_hash, assertion->expires_at) ==
           client_assertions::Use::first;
  });
}

std::optional<App> ClientAuthentication::find_proven(const Credentials& credentials) const {
  const bool may_exist = is_app_id(credentials.client_id);
  bool matches = false;
  auto app = database_.read([&](sql::Connection& connection) {
    if (credentials.kind == Credentials::Kind::secret) matches = has_secret(connection, credentials);
    return apps::find(connection, AppId(may_exist ? credentials.client_id : ""));
  });
  if (!app) return std::nullopt;
  switch (credentials.kind) {
    case Credentials::Kind::none:
      return app->is_public() ? app : std::nullopt;
    case Credentials::Kind::secret:
      return matches && !app->is_public() && app->jwks.empty() ? app : std::nullopt;
    case Credentials::Kind::assertion:
      return !app->is_public() && has_fresh_assertion(*app, credentials) ? app : std::nullopt;
  }
  return std::nullopt;
}

Result<App, OAuthError> ClientAuthentication::operator()(const Call& call,
                                                         const http::FormParameters& parameters) const {
  const auto credentials = read_credentials(call.request, parameters);
  if (!credentials) return fail(credentials.error());
  auto app = find_proven(*credentials);
  if (!app) {
    record_failure(call, *credentials);
    return fail(invalid_client());
  }
  return std::move(*app);
}

Result<App, OAuthError> ClientAuthentication::authenticate_confidential(
    const Call& call, const http::FormParameters& parameters) const {
  auto app = (*this)(call, parameters);
  if (app && app->is_public()) return fail(invalid_client());
  return app;
}

}  // namespace gatehouse::server
