// SPDX-License-Identifier: Apache-2.0
#include "server/features/token_endpoint/refresh.h"

#include "core/crypto/sha256.h"
#include "server/access/audit.h"
#include "server/issuance/scope.h"
#include "server/session/refresh_rule.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"
#include "server/storage/grants.h"
#include "server/storage/refresh_tokens.h"
#include "server/storage/sessions.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

constexpr std::chrono::days kNoticeUsefulFor{2};

/// One refresh within its transaction.
class Attempt {
 public:
  Attempt(sql::Connection& connection, const GrantContext& context, const App& client,
          crypto::Sha256Digest token_hash, AuditEvent event)
      : connection_(connection),
        context_(context),
        client_(client),
        token_hash_(token_hash),
        event_(std::move(event)) {}

  /// `wanted_scope` empty: all that was granted. `successor` is used when the token is exchanged now.
  Result<Granted, OAuthError> run(const std::string& wanted_scope, const SecretString& successor) {
    const auto token = refresh_tokens::find(connection_, token_hash_);
    const auto grant = token ? grants::find(connection_, token->grant_id) : std::nullopt;
    if (!grant) return refuse("unknown_token");
    event_.target = grant->user_id.value();
    event_.session_id = grant->session_id.value();
    const bool is_own = grant->app_id == client_.id;
    std::optional<SecretString> same_successor;
    if (is_own && token->used_at) {
      same_successor = refresh_tokens::find_unused_successor(connection_, context_.sealing_key, token_hash_);
    }
    switch (judge_refresh({is_own ? Presenter::same_client : Presenter::other_client, token->expires_at,
                           token->used_at, same_successor ? Successor::unused : Successor::used},
                          context_.clock.now())) {
      case RefreshVerdict::refuse:
        return refuse(is_own ? "token_expired" : "wrong_app");
      case RefreshVerdict::end_family:
        return end_grant(*grant);
      case RefreshVerdict::rotate:
      case RefreshVerdict::repeat:
        break;
    }
    auto admission = find_admission(connection_, context_, *grant);
    if (!admission) return refuse(admission.error());
    if (!is_within(wanted_scope, grant->scope)) {
      return fail(OAuthError{400, "invalid_scope", "scope asks for more than was granted"});
    }
    if (!same_successor) rotate(*grant, *admission, successor);
    event_.reason = same_successor ? "retry" : "";
    audit_events::append(connection_, event_);
    return Granted{std::move(*admission),
                   wanted_scope.empty() ? grant->scope : wanted_scope,
                   "",
                   same_successor.value_or(successor),
                   {}};
  }

 private:
  Result<Granted, OAuthError> refuse(const std::string& reason) {
    event_.outcome = "failure";
    event_.reason = reason;
    audit_events::append(connection_, event_);
    return fail(invalid_grant("the refresh token is not valid, or not for this app"));
  }

  Result<Granted, OAuthError> end_grant(const Grant& grant) {
    grants::remove(connection_, grant.id);
    event_.app_id = grant.app_id.value();
    const auto user = users::find(connection_, grant.user_id);
    const auto app = apps::find(connection_, grant.app_id);
    if (user && app) tell(*user, *app);
    return refuse("token_reused");
  }

  void tell(const User& user, const App& app) {
    context_.mailer.queue(connection_, {.kind = MailKind::refresh_token_reused,
                                        .to = user.email,
                                        .locale = user.locale,
                                        .facts = {{"name", user.display_name()},
                                                  {"app", app.name},
                                                  {"time", Mailer::time_text(context_.clock.now())},
                                                  {"link", context_.mailer.url("/account")}},
                                        .useful_for = kNoticeUsefulFor});
  }

  void rotate(const Grant& grant, const Admission& admission, const SecretString& successor) {
    const auto now = context_.clock.now();
    if (!refresh_tokens::mark_used(connection_, context_.sealing_key, context_.random, token_hash_, successor,
                                   now)) {
      // Another transaction of a database that runs them side by side was faster: this one starts again.
      throw sql::Error(sql::ErrorKind::busy, "a refresh token was used meanwhile");
    }
    refresh_tokens::insert(connection_,
                           {.grant_id = grant.id,
                            .successor_of = Bytes(token_hash_.begin(), token_hash_.end()),
                            .used_at = std::nullopt,
                            .created_at = now,
                            .expires_at = admission.session->expires_at},
                           crypto::sha256(as_bytes(successor.reveal())));
    // An app in use keeps the sign-in alive as a browser in use does.
    sessions::touch(connection_, grant.session_id, now);
  }

  sql::Connection& connection_;
  const GrantContext& context_;
  const App& client_;
  crypto::Sha256Digest token_hash_;
  AuditEvent event_;
};

}  // namespace

Result<Granted, OAuthError> Refresh::operator()(const Call& call, const App& client,
                                                const http::FormParameters& parameters) const {
  const auto token = parameters.find("refresh_token").value_or("");
  if (token.empty()) return fail(invalid_request("refresh_token is missing"));
  const auto wanted = parameters.find("scope").value_or("");
  const auto scope = parse_scope(wanted);
  if (!scope || !is_within(wanted, *scope)) {
    return fail(OAuthError{400, "invalid_scope", "scope asks for more than was granted"});
  }
  auto event = make_audit_event(call, context.clock.now(), "app.refresh");
  event.actor = event.app_id = client.id.value();
  const auto token_hash = crypto::sha256(as_bytes(token));
  const auto successor = make_refresh_token(context.random);
  return context.database.write([&](sql::Connection& connection) {
    return Attempt(connection, context, client, token_hash, event).run(*scope, successor);
  });
}

}  // namespace gatehouse::server
