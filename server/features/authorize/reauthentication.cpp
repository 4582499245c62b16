// SPDX-License-Identifier: Apache-2.0
#include "server/features/authorize/reauthentication.h"

#include <charconv>

#include "core/base/base64url.h"

namespace gatehouse::server {
namespace {

std::string signed_text(std::int64_t asked_at, std::string_view request) {
  return "reauthentication\n" + std::to_string(asked_at) + '\n' + std::string(request);
}

std::optional<std::int64_t> parse_milliseconds(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

Reauthentication::Reauthentication(const Clock& clock, const crypto::HmacSha256Key& key)
    : clock_(clock), key_(key) {}

std::string Reauthentication::make_mark(std::string_view request) const {
  const auto asked_at = clock_.now().time_since_epoch().count();
  const auto mac = key_.compute(as_bytes(signed_text(asked_at, request)));
  return std::to_string(asked_at) + '.' + encode_base64url(mac);
}

std::optional<Time> Reauthentication::asked_at(const http::FormParameters& parameters) const {
  const auto mark = parameters.find(kParameter);
  if (!mark) return std::nullopt;
  const auto dot = mark->find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto milliseconds = parse_milliseconds(mark->substr(0, dot));
  const auto mac = decode_base64url(mark->substr(dot + 1));
  if (!milliseconds || !mac) return std::nullopt;
  if (!key_.verify(as_bytes(signed_text(*milliseconds, encode_request(parameters))), *mac))
    return std::nullopt;
  const Time asked{std::chrono::milliseconds(*milliseconds)};
  return clock_.now() < asked + kLifetime ? std::optional(asked) : std::nullopt;
}

bool Reauthentication::is_done(const http::FormParameters& parameters, Time authenticated_at) const {
  const auto asked = asked_at(parameters);
  return asked && authenticated_at > *asked;
}

std::string encode_request(const http::FormParameters& parameters) {
  std::string query;
  for (const auto& [name, value] : parameters.pairs()) {
    if (name == Reauthentication::kParameter || value.empty()) continue;
    if (!query.empty()) query += '&';
    query += http::percent_encode(name) + '=' + http::percent_encode(value);
  }
  return query;
}

}  // namespace gatehouse::server
