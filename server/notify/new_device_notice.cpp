// SPDX-License-Identifier: Apache-2.0
#include "server/notify/new_device_notice.h"

#include <utility>

#include "core/base/base64url.h"
#include "core/crypto/sha256.h"
#include "core/http/cookie.h"
#include "server/storage/known_devices.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kMarkBytes = 32;
constexpr std::chrono::days kMarkLasts{400};  // the longest that browsers keep (RFC 6265bis, section 5.5)
constexpr std::chrono::days kUsefulFor{2};

using Names = std::pair<std::string_view, std::string_view>;

// Those that call themselves another's name as well come first.
constexpr Names kBrowsers[] = {{"Edg/", "Edge"},          {"OPR/", "Opera"},    {"Firefox/", "Firefox"},
                               {"FxiOS/", "Firefox"},     {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"},
                               {"Chromium/", "Chromium"}, {"Safari/", "Safari"}};
constexpr Names kSystems[] = {{"Android", "Android"}, {"iPhone", "iPhone"},   {"iPad", "iPad"},
                              {"Windows", "Windows"}, {"Macintosh", "macOS"}, {"CrOS", "ChromeOS"},
                              {"Linux", "Linux"}};

template <std::size_t N>
std::string find_name(const Names (&names)[N], std::string_view text) {
  for (const auto& [mark, name] : names) {
    if (text.find(mark) != std::string_view::npos) return std::string(name);
  }
  return "";
}

}  // namespace

std::string device_name(std::string_view user_agent) {
  const auto browser = find_name(kBrowsers, user_agent);
  const auto system = find_name(kSystems, user_agent);
  if (browser.empty() && system.empty()) return "?";
  if (browser.empty() || system.empty()) return browser + system;
  return browser + " / " + system;
}

std::string NewDeviceNotice::cookie_name() const {
  return transport_ == Transport::https ? "__Host-gatehouse_device" : "gatehouse_device";
}

std::optional<SecretString> NewDeviceNotice::find_mark(const http::Request& request) const {
  auto known = http::find_cookie(request, cookie_name());
  if (!known || known->size() != base64url_length(kMarkBytes)) return std::nullopt;
  return SecretString(std::move(*known));
}

SecretString NewDeviceNotice::mark_of(const http::Request& request) const {
  auto known = find_mark(request);
  return known ? std::move(*known) : SecretString(make_random_text(random_, kMarkBytes));
}

void NewDeviceNotice::trust(sql::Connection& connection, const UserId& user, const SecretString& mark) const {
  known_devices::note(connection, user, crypto::sha256(as_bytes(mark.reveal())), clock_.now());
}

void NewDeviceNotice::note(sql::Connection& connection, const User& user, const Session& session,
                           const SecretString& mark) const {
  const auto now = clock_.now();
  const auto hash = crypto::sha256(as_bytes(mark.reveal()));
  if (known_devices::note(connection, user.id, hash, now) != known_devices::Seen::newly) return;
  mailer_.queue(connection, {.kind = MailKind::new_device,
                             .to = user.email,
                             .locale = user.locale,
                             .facts = {{"name", user.display_name()},
                                       {"time", Mailer::time_text(now)},
                                       {"device", device_name(session.user_agent)},
                                       {"address", session.client_address},
                                       {"link", mailer_.url("/account")}},
                             .useful_for = kUsefulFor});
}

void NewDeviceNotice::set_cookie(http::Response& response, const SecretString& mark) const {
  http::SetCookie cookie{.name = cookie_name(),
                         .value = std::string(mark.reveal()),
                         .max_age = std::chrono::seconds(kMarkLasts)};
  if (transport_ == Transport::https) cookie.transport = http::SetCookie::Transport::https;
  response.headers.add("Set-Cookie", http::to_header(cookie));
}

}  // namespace gatehouse::server
