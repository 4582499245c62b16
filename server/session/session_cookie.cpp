// SPDX-License-Identifier: Apache-2.0
#include "server/session/session_cookie.h"

#include "core/base/base64url.h"
#include "core/http/cookie.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kTokenCharacters = base64url_length(32);

}  // namespace

std::string SessionCookie::name() const {
  // The __Host- prefix makes browsers insist on Secure, Path=/ and no Domain (RFC 6265bis, section 4.1.3.2).
  return transport_ == Transport::https ? "__Host-gatehouse_session" : "gatehouse_session";
}

std::optional<SecretString> SessionCookie::find(const http::Request& request) const {
  auto value = http::find_cookie(request, name());
  if (!value || value->size() != kTokenCharacters) return std::nullopt;
  return SecretString(std::move(*value));
}

void SessionCookie::set(http::Response& response, const SecretString& token,
                        std::chrono::seconds max_age) const {
  http::SetCookie cookie{.name = name(), .value = std::string(token.reveal()), .max_age = max_age};
  if (transport_ == Transport::https) cookie.transport = http::SetCookie::Transport::https;
  response.headers.add("Set-Cookie", http::to_header(cookie));
}

void SessionCookie::clear(http::Response& response) const {
  set(response, SecretString(), std::chrono::seconds(0));
}

}  // namespace gatehouse::server
