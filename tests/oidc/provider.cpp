// SPDX-License-Identifier: Apache-2.0
#include "tests/oidc/provider.h"

#include <filesystem>

#include "core/base/base64url.h"
#include "core/http/form.h"
#include "core/sql/sqlite.h"
#include "core/token/jwk.h"
#include "server/features/authorize/mount.h"
#include "server/features/device_page/mount.h"
#include "server/features/discovery/mount.h"
#include "server/features/end_session/mount.h"
#include "server/features/operator_tokens/mount.h"
#include "server/features/registration/mount.h"
#include "server/features/token_endpoint/begin_device.h"
#include "server/features/token_endpoint/mount.h"
#include "server/features/token_endpoint/push_request.h"
#include "server/features/userinfo/mount.h"
#include "server/pages/error_page.h"
#include "server/pages/page_language.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"
#include "server/storage/members.h"
#include "server/storage/migrations.h"
#include "server/storage/platform_keys.h"
#include "server/storage/roles.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

std::array<std::byte, 32> fixed_key() {
  std::array<std::byte, 32> key{};
  key.fill(std::byte{7});
  return key;
}

/// One for all tests: making an RSA key takes a tenth of a second.
// RSA keys take long to make: one of each purpose serves all tests.
const crypto::PrivateKey& rsa_key(platform_keys::Purpose purpose) {
  static const auto for_identity = crypto::PrivateKey::generate(crypto::KeyKind::rsa);
  static const auto for_app_tokens = crypto::PrivateKey::generate(crypto::KeyKind::rsa);
  return purpose == platform_keys::Purpose::identity ? for_identity : for_app_tokens;
}

http::Request make_request(http::Method method, std::string path, const std::string& cookie) {
  http::Request request;
  request.method = method;
  request.path = std::move(path);
  request.client_address = "127.0.0.1";
  request.request_id = "req-1";
  if (!cookie.empty()) request.headers.set("Cookie", "__Host-gatehouse_session=" + cookie);
  return request;
}

}  // namespace

std::string encode(const Parameters& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters) {
    text += (text.empty() ? "" : "&") + http::percent_encode(name) + '=' + http::percent_encode(value);
  }
  return text;
}

std::string location_of(const http::Response& response) {
  return std::string(response.headers.find("Location").value_or(""));
}

Fields query_of(const http::Response& response) {
  const auto location = location_of(response);
  Fields fields;
  const auto parameters =
      http::parse_form(location.substr(std::min(location.find('?'), location.size() - 1) + 1));
  for (const auto& [name, value] : parameters.value().pairs()) fields[name] = value;
  return fields;
}

boost::json::object json_of(const http::Response& response) {
  return boost::json::parse(response.body).as_object();
}

std::string text_of(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->as_string()) : "";
}

boost::json::object claims_of(std::string_view token) {
  const auto first = token.find('.');
  const auto payload = token.substr(first + 1, token.rfind('.') - first - 1);
  return boost::json::parse(as_text(decode_base64url(payload).value())).as_object();
}

std::string field_of(const http::Response& page, const std::string& name) {
  const auto start = page.body.find("name=\"" + name + "\" value=\"");
  if (start == std::string::npos) return "";
  const auto value = page.body.find("value=\"", start) + 7;
  auto text = page.body.substr(value, page.body.find('"', value) - value);
  for (auto at = text.find("&amp;"); at != std::string::npos; at = text.find("&amp;", at + 1)) {
    text.replace(at, 5, "&");
  }
  return text;
}

Parameters with(Parameters parameters, const Parameters& changes) {
  for (const auto& change : changes) {
    const auto& name = change.first;
    std::erase_if(parameters, [&](const auto& it) { return it.first == name; });
    if (!change.second.empty()) parameters.push_back(change);
  }
  return parameters;
}

Provider::Provider() : sealing_key(fixed_key()), folder_(testing::TempDir() + "gatehouse-oidc-XXXXXX") {
  if (::mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("mkdtemp");
  database = sql::open_sqlite({.path = folder_ + "/db", .missing = sql::SqliteOptions::Missing::create});
  if (!sql::migrate(*database, sqlite_migrations(), clock)) throw std::runtime_error("migrate");
  add_rows();

  build();
}

void Provider::reopen() {
  dispatcher.reset();
  database.reset();
  database = sql::open_sqlite({.path = folder_ + "/db"});
  build();
}

void Provider::build() {
  const std::string issuer(kIssuer);
  sessions = std::make_unique<SessionService>(clock, random, *database, bounds,
                                              SessionCookie(SessionCookie::Transport::https));
  keys = std::make_unique<PlatformKeys>(clock, random, sealing_key, *database);
  app_tokens = std::make_unique<AppTokenIssuer>(clock, random, *keys, issuer);
  app_token_reader = std::make_unique<AppTokenReader>(clock, sealing_key, *keys, *database, issuer);
  mailer = std::make_unique<Mailer>(clock, random, sealing_key, issuer);
  id_tokens = std::make_unique<IdTokenIssuer>(clock, sealing_key, *keys, *database, issuer);

  Routes routes;
  const crypto::HmacSha256Key marking_key(as_bytes("a key of its own purpose"));
  mount_authorize(routes, Authorize(clock, random, *database, *id_tokens, marking_key, issuer));
  mount_token_endpoint(routes, {ClientAuthentication(clock, random, *database, sealing_key, issuer),
                                GrantContext{clock, random, *database, sealing_key, bounds, *mailer},
                                *app_tokens, *id_tokens, *app_token_reader});
  const auto find_fault = [](const http::FormParameters& request, const App& app) {
    const auto parsed = parse_authorization_request(request, app);
    return parsed ? std::nullopt
                  : std::optional(OAuthError{400, parsed.error().error, parsed.error().description});
  };
  mount_push_request(routes, {ClientAuthentication(clock, random, *database, sealing_key, issuer), clock,
                              random, *database, find_fault});
  mount_begin_device(routes, {ClientAuthentication(clock, random, *database, sealing_key, issuer), clock,
                              random, *database, issuer});
  mount_device_page(routes, {clock, random, *database, *sessions, marking_key, issuer});
  mount_registration(routes, {clock, random, *database, sealing_key});
  mount_discovery(routes, issuer, *keys, *database);
  mount_userinfo(routes, {clock, *database, *app_token_reader, bounds, *keys, issuer});
  mount_end_session(routes, EndSession(clock, *database, *sessions, *id_tokens, issuer));
  mount_operator_tokens(routes, {clock, *database, sealing_key, *app_tokens});
  dispatcher = std::make_unique<Dispatcher>(
      std::move(routes), issuer,
      [this](const http::Request& request) {
        auto found = sessions->find(request);
        return found ? Caller::user(std::move(*found)) : Caller::anonymous();
      },
      [](int status, const std::string& detail, const http::Request& request) {
        return error_page(status, detail, request);
      },
      [](const Call& /*call*/, const Route& /*route*/, const http::Response& /*response*/) {});
}

Provider::~Provider() {
  database.reset();
  std::filesystem::remove_all(folder_);
}

void Provider::add_rows() {
  add_app("orders", "Orders", kOrdersSecret);
  add_app("other", "Other", kOtherSecret);
  write([&](sql::Connection& connection) {
    for (const auto& [id, email] : {std::pair(ada, "ada@example.com"), std::pair(eve, "eve@example.com")}) {
      User user;
      user.id = id;
      user.email = email;
      user.email_verified = true;
      user.first_name = "Ada";
      user.last_name = "Lovelace";
      EXPECT_EQ(users::insert(connection, user, std::nullopt), users::Inserted::yes);
    }
    const Role clerk{AppId("orders"), "clerk", {"orders:delete", "orders:read"}};
    EXPECT_EQ(roles::insert(connection, clerk), roles::Inserted::yes);
    EXPECT_EQ(members::put(connection, {AppId("orders"), ada, {"clerk"}}, clock.now()), members::Put::done);
    for (const auto purpose : platform_keys::kPurposes) {
      const auto& key = rsa_key(purpose);
      platform_keys::insert(connection, sealing_key, random,
                            {token::jwk_thumbprint(key.public_key()),
                             {purpose, "RS256"},
                             key.to_pkcs8(),
                             clock.now(),
                             clock.now(),
                             std::nullopt});
    }
  });
}

void Provider::add_app(const std::string& id, const std::string& name, std::string_view secret) {
  App app;
  app.id = AppId(id);
  app.name = name;
  app.base_url = "https://" + id + ".example.com";
  app.redirect_uris = {app.base_url + "/auth/callback"};
  write([&](sql::Connection& connection) {
    EXPECT_EQ(apps::insert(connection, app), apps::Inserted::yes);
    apps::put_secret(connection, sealing_key, random, app.id, apps::SecretSlot::current,
                     SecretString(std::string(secret)), clock.now());
  });
}

http::Response Provider::get(std::string path, const Parameters& query, const std::string& cookie) {
  auto request = make_request(http::Method::get, std::move(path), cookie);
  request.query = encode(query);
  return send(std::move(request));
}

http::Response Provider::post(std::string path, const Parameters& form, const std::string& cookie,
                              const std::string& origin) {
  auto request = make_request(http::Method::post, std::move(path), cookie);
  request.headers.set("Content-Type", "application/x-www-form-urlencoded");
  if (!origin.empty()) request.headers.set("Origin", origin);
  request.body = encode(form);
  return send(std::move(request));
}

http::Response Provider::send(http::Request request) {
  auto response = dispatcher->dispatch(request);
  translate_page(response, request.header("Accept-Language").value_or(""));
  return response;
}

http::Response Provider::send_local(http::Request request) {
  return dispatcher->dispatch_local(request);
}

std::string Provider::sign_in(const UserId& user) {
  const auto session = sessions->make(user, {"pwd"}, http::Request{});
  write([&](sql::Connection& connection) { sessions->insert(connection, session); });
  return std::string(session.token.reveal());
}

std::string Provider::sign_in_again(const std::string& cookie) {
  const auto found = sessions->find(make_request(http::Method::get, "/", cookie)).value();
  auto session = sessions->make(found.user.id, {"pwd"}, http::Request{});
  session.session.id = found.session.id;
  write([&](sql::Connection& connection) { (void)sessions->renew(connection, session); });
  return std::string(session.token.reveal());
}

Parameters Provider::authorization_request(const std::string& scope) const {
  return {{"client_id", "orders"},
          {"redirect_uri", std::string(kRedirectUri)},
          {"response_type", "code"},
          {"scope", scope},
          {"state", "st&te=1"},
          {"nonce", "n-1"},
          {"code_challenge", std::string(kChallenge)},
          {"code_challenge_method", "S256"}};
}

Parameters Provider::code_request(const std::string& code) const {
  return {{"grant_type", "authorization_code"},
          {"code", code},
          {"redirect_uri", std::string(kRedirectUri)},
          {"code_verifier", std::string(kVerifier)},
          {"client_id", "orders"},
          {"client_secret", std::string(kOrdersSecret)}};
}

Parameters Provider::refresh_request(const std::string& token) const {
  return {{"grant_type", "refresh_token"},
          {"refresh_token", token},
          {"client_id", "orders"},
          {"client_secret", std::string(kOrdersSecret)}};
}

http::Response Provider::authorize(const Parameters& request, const std::string& cookie) {
  return get("/oauth2/authorize", request, cookie);
}

std::string Provider::make_code(const std::string& cookie, const std::string& scope) {
  return query_of(authorize(authorization_request(scope), cookie))["code"];
}

boost::json::object Provider::make_tokens(const std::string& cookie, const std::string& scope) {
  return json_of(post("/oauth2/token", code_request(make_code(cookie, scope))));
}

void Provider::change_user(const UserId& id, const std::function<void(User&)>& change) {
  write([&](sql::Connection& connection) {
    auto user = users::find(connection, id).value();
    change(user);
    EXPECT_TRUE(users::update(connection, user));
  });
}

void Provider::change_app(const std::string& id, const std::function<void(App&)>& change) {
  write([&](sql::Connection& connection) {
    auto app = apps::find(connection, AppId(id)).value();
    change(app);
    EXPECT_TRUE(apps::update(connection, app));
  });
}

std::string Provider::last_event() {
  const auto page = database->read(
      [](sql::Connection& connection) { return audit_events::list(connection, {.after = "", .limit = 1}); });
  if (page.items.empty()) return "";
  const auto& event = page.items.front();
  return event.action + ':' + (event.outcome == "success" && event.reason.empty() ? "success" : event.reason);
}

std::int64_t Provider::count(std::string_view table) {
  return database->read([&](sql::Connection& connection) {
    return connection.query("select count(*) from " + std::string(table)).first().get<std::int64_t>(0);
  });
}

}  // namespace gatehouse::server
