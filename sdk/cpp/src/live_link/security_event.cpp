// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/live_link/security_event.h"

#include <chrono>
#include <string_view>

namespace gatehouse::sdk {
namespace {

using token::JsonKind;
using token::JsonValue;
using What = decltype(SecurityEvent::what);
using Read = Result<What, std::string>;

constexpr std::string_view kCaep = "https://schemas.openid.net/secevent/caep/event-type/";
constexpr std::string_view kRisc = "https://schemas.openid.net/secevent/risc/event-type/";
constexpr std::string_view kOurs = "urn:gatehouse:event:";

// Where an event does not say for how long it counts: longer than any token lives.
constexpr std::int64_t kLongest = std::chrono::seconds(std::chrono::hours(25)).count();

struct Subject {
  std::string user_id, session_id;
};

std::string text_of(const std::optional<JsonValue>& value) {
  return std::string(value ? value->as_string().value_or("") : "");
}

/// RFC 9493, section 3.2.7: a complex subject.
Subject read_subject(const JsonValue& claims) {
  Subject subject;
  const auto id = claims.find("sub_id");
  if (!id) return subject;
  if (const auto user = id->find("user")) subject.user_id = text_of(user->find("sub"));
  if (const auto session = id->find("session")) subject.session_id = text_of(session->find("id"));
  return subject;
}

Read read_session_revoked(Subject subject) {
  if (subject.user_id.empty() && subject.session_id.empty()) return fail(std::string("it names nobody"));
  return What(TokensRevoked{std::move(subject.user_id), std::move(subject.session_id)});
}

Read read_account_closed(Subject subject) {
  if (subject.user_id.empty()) return fail(std::string("it names no user"));
  return What(TokensRevoked{std::move(subject.user_id), {}});
}

Read read_claims_change(Subject subject, const JsonValue& event) {
  const auto claims = event.find("claims");
  const auto roles = claims ? claims->find("roles") : std::nullopt;
  if (!roles) return What(Informed{});
  auto names = read_texts(*roles);
  if (!names || subject.user_id.empty()) return fail(std::string("it does not say whose roles, or which"));
  return What(RolesChanged{std::move(subject.user_id), std::move(*names)});
}

Read read_keys_change(const JsonValue& event) {
  const auto withdrawn = event.find("withdrawn");
  auto kids = withdrawn ? read_texts(*withdrawn) : std::vector<std::string>();
  if (!kids) return fail(std::string("withdrawn is no list of key ids"));
  return What(KeysChanged{std::move(*kids)});
}

Read read_policy_change(const JsonValue& event) {
  auto policy = text_of(event.find("policy"));
  if (policy.empty()) return fail(std::string("it holds no policy"));
  return What(PolicyChanged{std::move(policy)});
}

/// What is left of `uri` behind `prefix`; empty where it has another one.
std::string_view behind(std::string_view prefix, std::string_view uri) {
  return uri.starts_with(prefix) ? uri.substr(prefix.size()) : std::string_view();
}

Read read_event(const JsonValue& claims, const JsonValue& event) {
  const auto uri = event.name();
  if (behind(kCaep, uri) == "session-revoked") return read_session_revoked(read_subject(claims));
  if (behind(kCaep, uri) == "token-claims-change") return read_claims_change(read_subject(claims), event);
  const auto risc = behind(kRisc, uri);
  if (risc == "account-disabled" || risc == "account-purged")
    return read_account_closed(read_subject(claims));
  const auto ours = behind(kOurs, uri);
  if (ours == "policy") return read_policy_change(event);
  if (ours == "app-epoch") return What(EpochRaised{});
  if (ours == "keys-change") return read_keys_change(event);
  return What(Informed{});
}

}  // namespace

Result<SecurityEvent, std::string> read_security_event(const token::VerifiedJwt& set) {
  const auto events = set.claims().find("events");
  if (!events || events->kind() != JsonKind::object) return fail(std::string("events is no object"));
  const auto all = events->children();
  auto first = all.begin();
  if (first == all.end() || ++all.begin() != all.end()) return fail(std::string("it holds not one event"));
  const auto position = set.integer("gatehouse_position");
  if (!position || *position < 0) return fail(std::string("it has no position"));
  auto what = read_event(set.claims(), *first);
  if (!what) return fail(what.error());
  const auto happened = set.integer("iat").value_or(0);
  return SecurityEvent{.id = std::string(set.text("jti")),
                       .position = *position,
                       .happened = happened,
                       .expires = set.integer("gatehouse_expires").value_or(happened + kLongest),
                       .what = std::move(*what)};
}

std::optional<std::vector<std::string>> read_texts(const token::JsonValue& value) {
  if (!value.is_array_of_strings()) return std::nullopt;
  std::vector<std::string> texts;
  for (const auto& one : value.children()) texts.emplace_back(one.text());
  return texts;
}

}  // namespace gatehouse::sdk
