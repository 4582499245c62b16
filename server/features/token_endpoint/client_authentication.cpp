// SPDX-License-Identifier: Apache-2.0
#include "server/features/token_endpoint/client_authentication.h"

#include "server/access/audit.h"
#include "server/access/basic_credentials.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"
#include "server/storage/client_assertions.h"

namespace gatehouse::server {
namespace {

constexpr crypto::Cell kNothing{"app_secrets", "", "sealed_secret"};

}  // namespace

struct ClientAuthentication::Credentials {
  enum class Kind { none, secret, assertion };
  std::string client_id;
  Kind kind = Kind::none;
  SecretString secret, secret_as_sent;  ///< see BasicCredentials
  SecretString assertion;
};

ClientAuthentication::ClientAuthentication(const Clock& clock, RandomSource& random, sql::Database& database,
                                           const crypto::SealingKey& sealing_key, const std::string& issuer)
    : clock_(clock), database_(database), sealing_key_(sealing_key), assertions_(clock, issuer) {
  sealed_nothing_ = sealing_key.seal(as_bytes(make_random_text(random, 32)), kNothing, random);
}

Result<ClientAuthentication::Credentials, OAuthError> ClientAuthentication::read_credentials(
    const http::Request& request, const http::FormParameters& parameters) {
  const auto id = parameters.find("client_id");
  // An empty one may be left out as well as sent (RFC 6749, section 2.3.1).
  auto secret = parameters.find("client_secret");
  if (secret && secret->empty()) secret.reset();
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
  if (!id) return fail(invalid_client());
  if (!secret) return Credentials{std::string(*id), Credentials::Kind::none, {}, {}, {}};
  return Credentials{std::string(*id),
                     Credentials::Kind::secret,
                     SecretString(std::string(*secret)),
                     SecretString(std::string(*secret)),
                     {}};
}

Result<ClientAuthentication::Credentials, OAuthError> ClientAuthentication::read_header(
    const http::Request& request) {
  auto basic = read_basic_credentials(request);
  if (!basic) return fail(invalid_client());
  return Credentials{std::move(basic->id),
                     Credentials::Kind::secret,
                     std::move(basic->secret),
                     std::move(basic->secret_as_sent),
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
  const bool matches = is_secret_of(secrets, credentials.secret, credentials.secret_as_sent);
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
bool ClientAuthentication::has_fresh_assertion(const App& app, const Credentials& credentials,
                                               std::string_view called_path) const {
  const auto assertion = assertions_.verify(app, credentials.assertion.reveal(), called_path);
  if (!assertion) return false;
  return database_.write([&](sql::Connection& connection) {
    return client_assertions::note(connection, app.id, assertion->id_hash, assertion->expires_at) ==
           client_assertions::Use::first;
  });
}

std::optional<App> ClientAuthentication::find_proven(const Credentials& credentials,
                                                     std::string_view called_path) const {
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
      return !app->is_public() && has_fresh_assertion(*app, credentials, called_path) ? app : std::nullopt;
  }
  return std::nullopt;
}

Result<App, OAuthError> ClientAuthentication::operator()(const Call& call,
                                                         const http::FormParameters& parameters) const {
  const auto credentials = read_credentials(call.request, parameters);
  if (!credentials) return fail(credentials.error());
  auto app = find_proven(*credentials, call.request.path);
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
