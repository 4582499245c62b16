// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include <boost/json.hpp>

#include "server/model/plain_text.h"
#include "server/signals/push_delivery.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostReasonBytes = 200;

/// These say something of the caller and not of the event: once they are mended, it is welcome.
constexpr std::array<std::string_view, 2> kOfTheCaller = {"authentication_failed", "access_denied"};

/// A member of a stranger's answer, as far as people can read it.
std::string readable(const json::object& body, std::string_view member) {
  const auto* value = body.if_contains(member);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text != nullptr && is_plain_text(*text, kMostReasonBytes) ? std::string(*text) : "";
}

/// The error object of section 2.3; absent for any other body.
std::optional<PushVerdict> read_error(const std::string& body) {
  json::error_code error;
  json::parse_options options;
  options.max_depth = 4;
  const auto parsed = json::parse(body, error, {}, options);
  const auto* object = error ? nullptr : parsed.if_object();
  const auto code = object == nullptr ? "" : readable(*object, "err");
  if (code.empty()) return std::nullopt;
  const auto description = readable(*object, "description");
  const bool is_of_caller = std::ranges::count(kOfTheCaller, code) > 0;
  return PushVerdict{is_of_caller ? PushVerdict::Kind::failed : PushVerdict::Kind::refused,
                     description.empty() ? code : code + ": " + description};
}

}  // namespace

PushVerdict judge_push(const Result<net::ClientResponse, net::ClientFailure>& answer) {
  if (!answer) return {PushVerdict::Kind::failed, answer.error().detail};
  if (answer->status == 202) return {PushVerdict::Kind::taken, ""};
  if (answer->status == 400) {
    if (auto verdict = read_error(answer->body)) return std::move(*verdict);
  }
  return {PushVerdict::Kind::failed, "the receiver answers " + std::to_string(answer->status)};
}

}  // namespace gatehouse::server
