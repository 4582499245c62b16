// SPDX-License-Identifier: Apache-2.0
#include "server/issuance/backchannel_logout.h"

#include <array>

#include "core/http/form.h"
#include "core/token/json_writer.h"
#include "core/token/token_id.h"
#include "server/issuance/find_signing_key.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"

namespace gatehouse::server {
namespace {

constexpr std::chrono::seconds kPatience{60};  // for a claimer that died
constexpr std::array kPauses = {std::chrono::seconds(2),    std::chrono::seconds(10),
                                std::chrono::seconds(60),   std::chrono::seconds(300),
                                std::chrono::seconds(1800), std::chrono::seconds(7200)};

std::chrono::seconds pause_after(int attempts) {
  return kPauses.at(std::min(std::size_t(attempts), kPauses.size()) - 1);
}

bool is_told(const Result<net::ClientResponse, net::ClientFailure>& answer) {
  // Section 2.8 asks for 200; many answer 204. A redirect is neither, and is not followed.
  return answer && (answer->status == 200 || answer->status == 204);
}

std::string reason_of(const Result<net::ClientResponse, net::ClientFailure>& answer) {
  return answer ? "the app answers " + std::to_string(answer->status) : answer.error().detail;
}

AuditEvent make_event(const logout_notices::LogoutNotice& notice, Time now, std::string reason) {
  return {.at = now,
          .action = "app.logout_notice",
          .outcome = reason.empty() ? "success" : "failure",
          .reason = std::move(reason),
          .actor = "gatehouse",
          .target = notice.user_id.value(),
          .app_id = notice.app_id.value(),
          .session_id = notice.session_id.value()};
}

}  // namespace

BackchannelLogout::BackchannelLogout(const Clock& clock, RandomSource& random, sql::Database& database,
                                     const crypto::SealingKey& sealing_key, PlatformKeys& keys,
                                     std::string issuer, Logger& log, Send send)
    : clock_(clock),
      random_(random),
      database_(database),
      sealing_key_(sealing_key),
      keys_(keys),
      issuer_(std::move(issuer)),
      log_(log),
      send_(std::move(send)) {}

bool BackchannelLogout::deliver_one() {
  const auto now = clock_.now();
  const bool is_due =
      database_.read([&](sql::Connection& connection) { return logout_notices::has_due(connection, now); });
  if (!is_due) return false;
  const auto notice = database_.write(
      [&](sql::Connection& connection) { return logout_notices::claim(connection, now, now + kPatience); });
  if (!notice) return false;
  net::ClientRequest request{.method = http::Method::post,
                             .url = notice->uri,
                             .body = "logout_token=" + http::percent_encode(make_token(*notice)),
                             .timeout = kTimeout,
                             .body_limit = 64 * 1024};
  request.headers.set("Content-Type", "application/x-www-form-urlencoded");
  settle(*notice, send_(request));
  return true;
}

// Each attempt has a token of its own: the app may have seen the last one and lost only the answer.
std::string BackchannelLogout::make_token(const logout_notices::LogoutNotice& notice) const {
  const auto now = clock_.now();
  token::JsonWriter claims;
  claims.add("iss", issuer_).add("aud", notice.app_id.value()).add("iat", to_unix_seconds(now));
  claims.add("exp", to_unix_seconds(now + kTokenLifetime)).add("jti", token::make_token_id(now, random_));
  claims.add("sub", notice.user_id.value()).add("sid", notice.session_id.value());
  claims.add_json("events", R"({"http://schemas.openid.net/event/backchannel-logout":{}})");
  return find_key(notice.app_id)->sign(token::token_type::kLogoutToken, claims.text());
}

// Signed as the app's ID tokens are (section 2.6, step 1).
std::shared_ptr<const token::SigningKey> BackchannelLogout::find_key(const AppId& id) const {
  App app;
  std::optional<SecretString> secret;
  database_.read([&](sql::Connection& connection) {
    app = apps::find(connection, id).value_or(App());  // gone meanwhile: nobody listens, whatever signs
    if (app.id_token_algorithm == AppAlgorithm::hs256)
      secret = apps::load_secrets(connection, sealing_key_, id).current;
  });
  return find_signing_key(keys_, PlatformKeys::Purpose::identity, app, app.id_token_algorithm, secret);
}

void BackchannelLogout::settle(const logout_notices::LogoutNotice& notice,
                               const Result<net::ClientResponse, net::ClientFailure>& answer) {
  const auto now = clock_.now();
  const auto next_attempt = now + pause_after(notice.attempts);
  const bool is_over = is_told(answer) || next_attempt > notice.first_attempt_at + kTriedFor;
  if (!is_told(answer) && (notice.attempts == 1 || is_over)) {
    log_.warning(is_over ? "an app was not told in a day that a session has ended; it is told no more"
                         : "an app can't be told that a session has ended; trying again for a day",
                 {{"app", notice.app_id.value()}, {"reason", reason_of(answer)}});
  }
  database_.write([&](sql::Connection& connection) {
    if (!is_over) {
      const auto reach = answer ? logout_notices::Reach::answered : logout_notices::Reach::not_reached;
      logout_notices::put_back(connection, notice, reach, next_attempt);
      return;
    }
    logout_notices::finish(connection, notice.id);
    audit_events::append(connection, make_event(notice, now, is_told(answer) ? "" : "given_up"));
  });
}

}  // namespace gatehouse::server
