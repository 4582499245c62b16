// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "core/http/form.h"
#include "core/http/request.h"
#include "core/http/response.h"
#include "core/net/fiber.h"
#include "core/token/jwk.h"
#include "core/token/signing_key.h"
#include "gatehouse/json.h"

namespace gatehouse::sdk::testing {

/// The platform's side of the live link, in memory: a Shared Signals transmitter with poll delivery that does
/// exactly what a test tells it. Part of a FakePlatform, which passes requests on.
class FakeTransmitter {
 public:
  FakeTransmitter(const Clock& clock, std::string app_id) : clock_(clock), app_id_(std::move(app_id)) {}

  // Events, as an administrator causes them. Each returns its position.
  std::int64_t revoke_session(const std::string& user, const std::string& session) {
    const std::lock_guard lock(mutex_);
    revoked_.push_back(Json::array({"session", session, position_ + 1, expires()}));
    return send(kCaep + "session-revoked", Json::object(), subject(user, session));
  }
  std::int64_t disable(const std::string& user) {
    const std::lock_guard lock(mutex_);
    revoked_.push_back(Json::array({"user", user, position_ + 1, expires()}));
    return send(kRisc + "account-disabled", Json::object(), subject(user));
  }
  std::int64_t change_roles(const std::string& user, const std::vector<std::string>& roles) {
    const std::lock_guard lock(mutex_);
    roles_.push_back(Json::array({user, Json(roles), position_ + 1, expires()}));
    return send(kCaep + "token-claims-change",
                Json::object({{"claims", Json::object({{"roles", Json(roles)}})}}), subject(user));
  }
  std::int64_t raise_epoch() {
    const std::lock_guard lock(mutex_);
    epoch_ = position_ + 1;
    return send("urn:gatehouse:event:app-epoch", Json::object(), Json());
  }
  std::int64_t set_policy(const Json& claims) {
    const std::lock_guard lock(mutex_);
    policy_ = sign_policy(claims);
    return send("urn:gatehouse:event:policy", Json::object({{"policy", policy_}}), Json());
  }
  std::int64_t send_event(const std::string& type, const Json& event) {
    const std::lock_guard lock(mutex_);
    return send(type, event, Json());
  }
  std::int64_t withdraw(const std::string& kid) {
    const std::lock_guard lock(mutex_);
    withdrawn_.push_back(kid);
    return send("urn:gatehouse:event:keys-change",
                Json::object({{"withdrawn", Json(withdrawn_)}, {"jwks_changed", true}}), Json());
  }
  /// Puts that text among the events instead of a signed one.
  void send_forged(const std::string& id, const std::string& text) {
    const std::lock_guard lock(mutex_);
    events_.push_back({++position_, id, text});
    wake_all();
  }
  [[nodiscard]] std::string sign_policy(Json claims) const {
    claims.set("iss", url).set("aud", app_id_).set("iat", seconds());
    return key().sign(token::token_type::kPolicyToken, claims.to_text());
  }
  /// As after a restored backup: everything is forgotten, and positions go on from there.
  void restore(std::int64_t position) {
    const std::lock_guard lock(mutex_);
    position_ = position;
    epoch_ = 0;
    policy_.clear();
    events_.clear();
    revoked_.clear();
    roles_.clear();
    streams_.clear();
    wake_all();
  }
  void drop_streams() {
    const std::lock_guard lock(mutex_);
    streams_.clear();
    wake_all();
  }
  void rotate_key() {
    const std::lock_guard lock(mutex_);
    uses_second_key_ = true;
  }
  /// Publishes one more key, and says so.
  std::int64_t publish(const crypto::PublicKey& key) {
    const std::lock_guard lock(mutex_);
    more_keys_.push_back({.kid = token::jwk_thumbprint(key), .key = key});
    return send("urn:gatehouse:event:keys-change",
                Json::object({{"withdrawn", Json::array()}, {"jwks_changed", true}}), Json());
  }
  void wake() {
    const std::lock_guard lock(mutex_);
    wake_all();
  }
  /// Ends every wait, so that the server can stop.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    streams_.clear();
    wake_all();
  }

  // What the app did.
  void wait_for_ack(std::int64_t position) {
    wait([=](const Stream& stream) { return stream.acknowledged >= position && stream.polls > 0; });
  }
  /// That some instance has its stream and its state, and polls.
  void wait_for_poll() { wait_for_ack(0); }
  void wait_for_refusal(const std::string& id) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return std::ranges::count(refused_, id) != 0; });
  }
  void wait_for_states(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return states_ >= count; });
  }
  [[nodiscard]] Json instance() {
    const std::lock_guard lock(mutex_);
    return instance_;
  }
  [[nodiscard]] std::size_t streams() {
    const std::lock_guard lock(mutex_);
    return streams_.size();
  }
  [[nodiscard]] std::int64_t position() {
    const std::lock_guard lock(mutex_);
    return position_;
  }
  [[nodiscard]] std::vector<token::Jwk> keys() {
    const std::lock_guard lock(mutex_);
    std::vector<token::Jwk> keys{{.kid = first_key().kid(), .key = first_private().public_key()}};
    if (uses_second_key_) keys.push_back({.kid = second_key().kid(), .key = second_private().public_key()});
    keys.insert(keys.end(), more_keys_.begin(), more_keys_.end());
    return keys;
  }
  [[nodiscard]] static const token::SigningKey& first_key() {
    static const auto key = token::SigningKey::asymmetric(first_private());
    return key;
  }

  std::string url;
  std::string expected_authorization;  ///< empty: any

  std::optional<http::Response> answer(const http::Request& request) {
    if (request.path == "/.well-known/ssf-configuration") return configuration();
    if (!request.path.starts_with("/ssf/")) return std::nullopt;
    if (!expected_authorization.empty() && request.header("Authorization") != expected_authorization)
      return http::Response{.status = 401};
    const auto query = http::parse_form(request.query).value();
    const std::string id(query.find("stream_id").value_or(""));
    if (request.path == "/ssf/stream")
      return request.method == http::Method::post ? make_stream(request) : drop_stream(id);
    if (request.path == "/ssf/state") return state(id);
    if (request.path == "/ssf/poll") return poll(id, Json::parse(request.body));
    return http::Response{.status = 404};
  }

 private:
  struct Event {
    std::int64_t position;
    std::string id, text;
  };
  struct Stream {
    std::int64_t acknowledged = 0, sent = 0;
    int polls = 0;
  };
  inline static const std::string kCaep = "https://schemas.openid.net/secevent/caep/event-type/";
  inline static const std::string kRisc = "https://schemas.openid.net/secevent/risc/event-type/";

  static const crypto::PrivateKey& first_private() {
    static const auto key = crypto::PrivateKey::generate(crypto::KeyKind::rsa);
    return key;
  }
  static const crypto::PrivateKey& second_private() {
    static const auto key = crypto::PrivateKey::generate(crypto::KeyKind::rsa);
    return key;
  }
  static const token::SigningKey& second_key() {
    static const auto key = token::SigningKey::asymmetric(second_private());
    return key;
  }
  [[nodiscard]] const token::SigningKey& key() const { return uses_second_key_ ? second_key() : first_key(); }
  [[nodiscard]] std::int64_t seconds() const { return to_unix_seconds(clock_.now()); }
  [[nodiscard]] std::int64_t expires() const { return seconds() + 930; }

  [[nodiscard]] Json subject(const std::string& user, const std::string& session = "") const {
    auto id = Json::object({{"format", "complex"}});
    id.set("user", Json::object({{"format", "iss_sub"}, {"iss", url}, {"sub", user}}));
    if (!session.empty()) id.set("session", Json::object({{"format", "opaque"}, {"id", session}}));
    return id;
  }
  std::int64_t send(const std::string& type, const Json& event, const Json& subject) {
    const auto position = ++position_;
    const auto id = "event-" + std::to_string(position);
    auto claims = Json::object({{"iss", url}, {"iat", seconds()}, {"jti", id}, {"aud", app_id_}});
    if (!subject.is_null()) claims.set("sub_id", subject);
    claims.set("events", Json::object({{type, event}}));
    claims.set("gatehouse_position", position).set("gatehouse_expires", expires());
    events_.push_back({position, id, key().sign(token::token_type::kSecurityEventToken, claims.to_text())});
    wake_all();
    return position;
  }
  template <class Condition>
  void wait(Condition condition) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] {
      return std::ranges::any_of(streams_, [&](const auto& entry) { return condition(entry.second); });
    });
  }
  void wake_all() {
    for (const auto& waiter : waiting_) waiter->wake();
    waiting_.clear();
    changed_.notify_all();
  }

  [[nodiscard]] http::Response configuration() const {
    return http::json_response(200, Json{{"spec_version", "1_0"},
                                         {"issuer", url},
                                         {"jwks_uri", url + "/keys"},
                                         {"configuration_endpoint", url + "/ssf/stream"},
                                         {"gatehouse_state_endpoint", url + "/ssf/state"}}
                                        .to_text());
  }
  http::Response make_stream(const http::Request& request) {
    const std::lock_guard lock(mutex_);
    instance_ = Json::parse(request.body).at("gatehouse_instance");
    const auto id = "stream-" + std::to_string(++made_);
    streams_.clear();  // one instance at a time
    streams_[id] = {.acknowledged = position_, .sent = position_, .polls = 0};
    const auto poll =
        Json::object({{"method", "urn:ietf:rfc:8936"}, {"endpoint_url", url + "/ssf/poll?stream_id=" + id}});
    return http::json_response(201, Json{{"stream_id", id}, {"aud", app_id_}, {"delivery", poll}}.to_text());
  }
  http::Response drop_stream(const std::string& id) {
    const std::lock_guard lock(mutex_);
    const bool was_there = streams_.erase(id) == 1;
    wake_all();
    return {.status = was_there ? 204 : 404};
  }
  http::Response state(const std::string& id) {
    const std::lock_guard lock(mutex_);
    if (!streams_.contains(id)) return {.status = 404};
    ++states_;
    changed_.notify_all();
    Json state{{"iss", url}, {"aud", app_id_}, {"iat", seconds()}, {"position", position_}};
    state.set("policy", policy_.empty() ? Json() : Json(policy_)).set("app_epoch", epoch_);
    state.set("withdrawn_kids", Json(withdrawn_)).set("revoked", Json(revoked_)).set("roles", Json(roles_));
    auto response = http::text_response(200, key().sign(token::token_type::kStateToken, state.to_text()));
    response.headers.set("Content-Type", "application/jwt");
    return response;
  }
  http::Response poll(const std::string& id, const Json& request) {
    std::shared_ptr<net::Waiter> waiter;
    {
      const std::lock_guard lock(mutex_);
      const auto stream = streams_.find(id);
      if (stream == streams_.end()) return {.status = 404};
      ++stream->second.polls;
      take_receipt(stream->second, request);
      if (stream->second.sent >= position_ && !closed_)
        waiting_.push_back(waiter = net::Waiter::for_current());
    }
    if (waiter) waiter->wait_for(std::chrono::seconds(25));
    const std::lock_guard lock(mutex_);
    const auto stream = streams_.find(id);
    if (stream == streams_.end()) return {.status = 404};
    auto sets = Json::object();
    for (const auto& event : events_) {
      if (event.position > stream->second.acknowledged) sets.set(event.id, event.text);
    }
    stream->second.sent = position_;
    return http::json_response(200, Json{{"sets", sets}, {"moreAvailable", false}}.to_text());
  }
  void take_receipt(Stream& stream, const Json& request) {
    const auto settle = [&](const std::string& id) {
      for (const auto& event : events_) {
        if (event.id == id) stream.acknowledged = std::max(stream.acknowledged, event.position);
      }
    };
    for (const auto& id : request.at("ack").as_array()) settle(id.as_string());
    for (const auto& [id, why] : request.at("setErrs").as_object()) {
      settle(id);
      refused_.push_back(id);
    }
    changed_.notify_all();
  }

  const Clock& clock_;
  std::string app_id_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::int64_t position_ = 100, epoch_ = 0;
  int made_ = 0, states_ = 0;
  bool uses_second_key_ = false, closed_ = false;
  std::vector<Event> events_;
  Json::Array revoked_, roles_;
  std::vector<std::string> withdrawn_, refused_;
  std::vector<token::Jwk> more_keys_;
  std::string policy_;
  std::map<std::string, Stream> streams_;
  Json instance_;
  std::vector<std::shared_ptr<net::Waiter>> waiting_;
};

}  // namespace gatehouse::sdk::testing
