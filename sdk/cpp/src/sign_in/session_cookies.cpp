// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/sign_in/session_cookies.h"

#include "core/base/base64url.h"
#include "core/crypto/sha256.h"
#include "sdk/cpp/src/credentials.h"

namespace gatehouse::sdk {
namespace {

// The platform ends sessions; this only bounds how long a copied cookie could be of use.
constexpr auto kLife = std::chrono::days(90);

}  // namespace

// Cookies do not tell ports apart: the name keeps apps on one host, as on a developer's machine, from
// overwriting each other's.
SessionCookies::SessionCookies(const CookieSealer& sealer, const std::string& app_id,
                               http::SetCookie::Transport transport)
    : sealer_(sealer),
      name_("gatehouse_app_" + encode_base64url(crypto::sha256(as_bytes(app_id))).substr(0, 8)),
      transport_(transport) {}

std::vector<std::string> SessionCookies::set(const std::string& access_token, const Kept& kept) const {
  const Json content{
      {"user_id", kept.user_id}, {"refresh_token", kept.refresh_token}, {"id_token", kept.id_token}};
  return {
      http::to_header(http::SetCookie{.name = kTokenCookie, .value = access_token, .transport = transport_}),
      sealer_.seal(name_, content, kLife, std::nullopt)};
}

std::vector<std::string> SessionCookies::clear() const {
  return {removal_of(kTokenCookie), removal_of(name_)};
}

std::optional<SessionCookies::Kept> SessionCookies::find(const http::Request& request) const {
  const auto content = sealer_.open(request, name_);
  if (!content) return std::nullopt;
  return Kept{.user_id = content->at("user_id").as_string(),
              .refresh_token = content->at("refresh_token").as_string(),
              .id_token = content->at("id_token").as_string()};
}

std::string SessionCookies::removal_of(const std::string& name) const {
  return http::to_header(http::SetCookie{
      .name = name, .value = "", .max_age = std::chrono::seconds(0), .transport = transport_});
}

}  // namespace gatehouse::sdk
