// SPDX-License-Identifier: Apache-2.0
#include "server/signals/security_events.h"

#include <charconv>

#include "core/token/json_writer.h"
#include "server/issuance/authentication_strength.h"
#include "server/signals/event_types.h"
#include "server/storage/text_list.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kMostKept = 4096;

std::string opaque_subject(std::string_view id) {
  token::JsonWriter subject;
  subject.add("format", "opaque").add("id", id);
  return subject.text();
}

std::string change_of_assurance(const SignalEvent& event) {
  const auto comma = event.detail.find(',');
  token::JsonWriter content;
  content.add("namespace", "urn:gatehouse:acr");
  content.add("previous_level", acr_of(split_words(event.detail.substr(0, comma))));
  content.add("current_level", acr_of(split_words(event.detail.substr(comma + 1))));
  content.add("event_timestamp", to_unix_seconds(event.at));
  return content.text();
}

}  // namespace

SecurityEvent SecurityEvents::sign(const AppId& app, const SignalEvent& event) {
  const Key key{event.position, app};
  auto id = app.value() + '.' + std::to_string(event.position);
  auto kept = look(key);
  if (kept.text) return {std::move(id), std::move(kept.text)};
  const auto claims = make_claims(app, event, id);
  const auto signing_key = keys_.signing_key(PlatformKeys::Purpose::identity, crypto::KeyKind::rsa);
  // Signed under the lock: all instances of an app ask at the same moment, and one signature serves them.
  std::unique_lock lock(mutex_);
  if (times_forgotten_ != kept.times_forgotten) {
    lock.unlock();
    return sign(app, event);  // the key may be the one that was withdrawn meanwhile
  }
  auto& text = kept_[key];
  if (!text) {
    text = std::make_shared<const std::string>(
        signing_key->sign(token::token_type::kSecurityEventToken, claims));
  }
  auto signed_text = text;
  while (kept_.size() > kMostKept) kept_.erase(kept_.begin());
  return {std::move(id), std::move(signed_text)};
}

SecurityEvents::Look SecurityEvents::look(const Key& key) {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(key);
  return {found == kept_.end() ? nullptr : found->second, times_forgotten_};
}

std::optional<std::int64_t> SecurityEvents::position_of(const AppId& app, std::string_view id) {
  const auto dot = id.rfind('.');
  if (dot == std::string_view::npos || id.substr(0, dot) != app.value()) return std::nullopt;
  const auto number = id.substr(dot + 1);
  std::int64_t position = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), position);
  if (error != std::errc() || end != number.data() + number.size() || position <= 0) return std::nullopt;
  return position;
}

void SecurityEvents::forget() {
  const std::lock_guard lock(mutex_);
  kept_.clear();
  ++times_forgotten_;
}

std::string SecurityEvents::make_claims(const AppId& app, const SignalEvent& event, const std::string& id) {
  token::JsonWriter events;
  events.add_json(event_uri(event.kind), make_content(app, event));
  token::JsonWriter claims;
  claims.add("iss", issuer_).add("iat", to_unix_seconds(event.at)).add("jti", id).add("aud", app.value());
  claims.add_json("sub_id", make_subject(app, event)).add_json("events", events.text());
  claims.add("gatehouse_position", event.position);
  claims.add("gatehouse_expires", to_unix_seconds(event.expires_at));
  return claims.text();
}

std::string SecurityEvents::make_subject(const AppId& app, const SignalEvent& event) const {
  if (!event.stream_id.empty()) return opaque_subject(event.stream_id.value());
  if (event.user_id.empty()) return opaque_subject(app.value());
  token::JsonWriter user;
  user.add("format", "iss_sub").add("iss", issuer_).add("sub", event.user_id.value());
  token::JsonWriter subject;
  subject.add("format", "complex").add_json("user", user.text());
  if (!event.session_id.empty()) subject.add_json("session", opaque_subject(event.session_id.value()));
  return subject.text();
}

std::string SecurityEvents::make_content(const AppId& app, const SignalEvent& event) {
  token::JsonWriter content;
  switch (event.kind) {
    case SignalKind::session_revoked:
    case SignalKind::member_removed:
      return content.add("event_timestamp", to_unix_seconds(event.at)).text();
    case SignalKind::account_disabled:
    case SignalKind::account_enabled:
    case SignalKind::account_purged:
    case SignalKind::app_epoch:
      return content.text();
    case SignalKind::roles: {
      token::JsonWriter claims;
      claims.add_json("roles", event.detail);
      return content.add_json("claims", claims.text())
          .add("event_timestamp", to_unix_seconds(event.at))
          .text();
    }
    case SignalKind::policy: {
      const auto bundle = policies_.load(app);
      return bundle ? content.add("policy", bundle->text).text() : content.text();
    }
    case SignalKind::keys_change:
      return content.add_json("withdrawn", event.detail).add("jwks_changed", true).text();
    case SignalKind::credential_change:
      return content.add("credential_type", "password")
          .add("change_type", "update")
          .add("event_timestamp", to_unix_seconds(event.at))
          .text();
    case SignalKind::assurance_level_change:
      return change_of_assurance(event);
    case SignalKind::verification:
      return event.detail.empty() ? content.text() : content.add("state", event.detail).text();
    case SignalKind::stream_updated:
      return content.add("status", event.detail).text();
  }
  return content.text();
}

}  // namespace gatehouse::server
