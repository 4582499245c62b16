// SPDX-License-Identifier: Apache-2.0
#include "server/session/session_service.h"

#include "core/crypto/sha256.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kTokenBytes = 32;
constexpr std::chrono::minutes kTouchInterval{1};

crypto::Sha256Digest hash_token(const SecretString& token) {
  return crypto::sha256(as_bytes(token.reveal()));
}

std::string user_agent_of(const http::Request& request) {
  return std::string(request.header("User-Agent").value_or("").substr(0, 300));
}

}  // namespace

SessionService::SessionService(const Clock& clock, RandomSource& random, sql::Database& database,
                               SessionBounds bounds, SessionCookie cookie)
    : clock_(clock), random_(random), database_(database), bounds_(bounds), cookie_(cookie) {}

NewSession SessionService::make(const UserId& user, std::vector<std::string> amr,
                                const http::Request& request) const {
  const auto now = clock_.now();
  Session session{.id = SessionId(make_sortable_text(kSessionIdPrefix, clock_, random_)),
                  .user_id = user,
                  .created_at = now,
                  .last_seen_at = now,
                  .expires_at = now + bounds_.lifetime,
                  .authenticated_at = now,
                  .amr = std::move(amr),
                  .client_address = request.client_address,
                  .user_agent = user_agent_of(request)};
  return {std::move(session), SecretString(make_random_text(random_, kTokenBytes))};
}

void SessionService::insert(sql::Connection& connection, const NewSession& session) const {
  sessions::insert(connection, session.session, hash_token(session.token));
}

bool SessionService::renew(sql::Connection& connection, const NewSession& session) const {
  return sessions::renew(connection, session.session, hash_token(session.token));
}

void SessionService::set_cookie(http::Response& response, const NewSession& session) const {
  cookie_.set(response, session.token, bounds_.lifetime);
}

std::optional<sessions::SessionAndUser> SessionService::find(const http::Request& request) {
  const auto token = cookie_.find(request);
  if (!token) return std::nullopt;
  const auto hash = hash_token(*token);
  auto found = database_.read(
      [&](sql::Connection& connection) { return sessions::find_by_token_hash(connection, hash); });
  const auto now = clock_.now();
  if (!found || found->user.is_disabled() || !bounds_.hold(found->session, now)) return std::nullopt;
  if (now - found->session.last_seen_at >= kTouchInterval) {
    try {
      database_.write(
          [&](sql::Connection& connection) { sessions::touch(connection, found->session.id, now); });
    } catch (const sql::Error&) {
      // A full disk must not sign people out: the session stays good until its idle bound.
    }
  }
  return found;
}

}  // namespace gatehouse::server
