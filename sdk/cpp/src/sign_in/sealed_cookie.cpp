// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/sign_in/sealed_cookie.h"

#include "core/base/base64url.h"
#include "core/crypto/hkdf.h"

namespace gatehouse::sdk {

CookieSealer::CookieSealer(const std::vector<SecretString>& secrets, std::string app_id, const Clock& clock,
                           RandomSource& random, http::SetCookie::Transport transport)
    : app_id_(std::move(app_id)), clock_(clock), random_(random), transport_(transport) {
  for (const auto& secret : secrets) {
    keys_.emplace_back(crypto::derive_key(as_bytes(secret.reveal()), "gatehouse app cookies v1"));
  }
}

std::string CookieSealer::seal(const std::string& name, const Json& content, std::chrono::seconds life,
                               std::optional<std::chrono::seconds> max_age) const {
  const auto plain =
      Json{{"expires", to_unix_seconds(clock_.now()) + life.count()}, {"content", content}}.to_text();
  const crypto::Cell cell{.table = "cookie", .row = app_id_, .column = name};
  return http::to_header({.name = name,
                          .value = encode_base64url(keys_.front().seal(as_bytes(plain), cell, random_)),
                          .max_age = max_age,
                          .transport = transport_});
}

std::optional<Json> CookieSealer::open(const http::Request& request, const std::string& name) const {
  const auto text = http::find_cookie(request, name);
  const auto sealed = text ? decode_base64url(*text) : std::nullopt;
  if (!sealed) return std::nullopt;
  for (const auto& key : keys_) {
    const auto plain = key.open(*sealed, {.table = "cookie", .row = app_id_, .column = name});
    if (!plain) continue;
    const auto cookie = Json::parse(plain->reveal());
    if (cookie.at("expires").as_int() <= to_unix_seconds(clock_.now())) return std::nullopt;
    return cookie.at("content");
  }
  return std::nullopt;
}

}  // namespace gatehouse::sdk
