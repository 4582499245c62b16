// SPDX-License-Identifier: Apache-2.0
#include "server/signals/app_state.h"

#include "core/token/json_writer.h"
#include "server/storage/app_policies.h"
#include "server/storage/signal_events.h"

namespace gatehouse::server {
namespace {

struct Content {
  std::int64_t position = 0;
  std::optional<app_policies::AppPolicy> policy;
  std::vector<SignalEvent> in_force;
};

/// A JSON array, item by item.
class List {
 public:
  void add(std::string_view item) { text_ += (text_.size() > 1 ? "," : "") + std::string(item); }
  [[nodiscard]] std::string text() const { return text_ + ']'; }

 private:
  std::string text_ = "[";
};

std::string quoted(std::string_view text) {
  std::string json;
  token::append_json_string(json, text);
  return json;
}

std::string numbers(const SignalEvent& event) {
  return std::to_string(event.position) + ',' + std::to_string(to_unix_seconds(event.expires_at)) + ']';
}

std::string revocation(const SignalEvent& event) {
  const bool of_session = !event.session_id.empty();
  return (of_session ? "[\"session\"," + quoted(event.session_id.value())
                     : "[\"user\"," + quoted(event.user_id.value())) +
         ',' + numbers(event);
}

}  // namespace

std::string AppState::sign(const AppId& app) const {
  // The policy afterwards: a newer one than the position says does no harm, an older one would.
  const auto read = database_.read([&](sql::Connection& connection) {
    return Content{signal_events::load_position(connection), app_policies::find(connection, app),
                   signal_events::list_in_force(connection, app, clock_.now())};
  });
  const auto bundle = policies_.load(app);
  if (!read.policy || !bundle) return "";
  List revoked;
  List roles;
  List withdrawn;
  for (const auto& event : read.in_force) {
    if (event.kind == SignalKind::roles) {
      roles.add('[' + quoted(event.user_id.value()) + ',' + event.detail + ',' + numbers(event));
    } else if (event.kind == SignalKind::keys_change) {
      if (event.detail != "[]") withdrawn.add(event.detail.substr(1, event.detail.size() - 2));
    } else {
      revoked.add(revocation(event));
    }
  }
  token::JsonWriter claims;
  claims.add("iss", issuer_).add("aud", app.value()).add("iat", to_unix_seconds(clock_.now()));
  claims.add("position", read.position).add("policy", bundle->text);
  claims.add("app_epoch", read.policy->app_epoch).add_json("withdrawn_kids", withdrawn.text());
  claims.add_json("revoked", revoked.text()).add_json("roles", roles.text());
  return keys_.signing_key(PlatformKeys::Purpose::identity, crypto::KeyKind::rsa)
      ->sign(kStateType, claims.text());
}

}  // namespace gatehouse::server
