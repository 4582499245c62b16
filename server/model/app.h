// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "server/model/ids.h"

namespace gatehouse::server {

/// How an app's tokens are signed. HS256 uses the app's secret key, the others a platform key in the JWKS.
enum class AppAlgorithm { hs256, eddsa, es256, rs256 };
[[nodiscard]] std::string_view to_text(AppAlgorithm algorithm);
[[nodiscard]] std::optional<AppAlgorithm> parse_app_algorithm(std::string_view text);

/// Whether the app can keep a secret (RFC 6749, section 2.1). A public one, as in a browser or on a phone,
/// does not authenticate; PKCE binds what it begins to what it ends.
enum class ClientType { confidential, public_ };
[[nodiscard]] std::string_view to_text(ClientType type);
[[nodiscard]] std::optional<ClientType> parse_client_type(std::string_view text);

inline constexpr std::chrono::seconds kDefaultTokenLifetime = std::chrono::minutes(15);
inline constexpr std::chrono::seconds kLeastTokenLifetime = std::chrono::minutes(1);
inline constexpr std::chrono::seconds kMostTokenLifetime = std::chrono::hours(24);

/// A self-hosted application: an OAuth client whose client secret is its secret key. The secret is not part
/// of it.
struct App {
  AppId id;
  std::string name;
  std::string base_url;  ///< empty, or an origin without a trailing slash
  std::vector<std::string> redirect_uris;
  AppAlgorithm algorithm = AppAlgorithm::hs256;
  std::chrono::seconds token_lifetime = kDefaultTokenLifetime;
  bool third_party = false;
  ClientType client_type = ClientType::confidential;
  /// A confidential app that sends a nonce may go without PKCE (RFC 9700, section 2.1.1).
  bool pkce_optional = false;
  std::string jwks;  ///< its public keys; when not empty it authenticates by private_key_jwt alone
  std::vector<std::string> post_logout_uris;
  std::string backchannel_logout_uri;  ///< empty: it is not told when sessions end
  AppAlgorithm id_token_algorithm = AppAlgorithm::rs256;
  std::string userinfo_algorithm;  ///< `RS256` or empty: UserInfo is plain JSON
  Time created_at;
  Time updated_at;
  std::int64_t version = 1;

  [[nodiscard]] bool is_public() const { return client_type == ClientType::public_; }
  /// Character by character; a public app on the person's own machine may have any port (RFC 8252, section
  /// 7.3).
  [[nodiscard]] bool has_redirect_uri(std::string_view uri) const;
};

/// 1 to 64 of a-z 0-9 . _ -, beginning with a letter or digit, and not `usr_` (that is what user ids begin
/// with).
[[nodiscard]] bool is_app_id(std::string_view text);
inline constexpr std::string_view kAppIdRule =
    "must be 1 to 64 of a-z, 0-9, dot, underscore and hyphen, begin with a letter or digit, and not begin "
    "with usr_";

/// A redirect URI that may be registered: absolute https (or http for loopback hosts), no fragment, no
/// userinfo, no wildcard, no dot segments, printable ASCII, at most 2000 bytes (RFC 9700, section 2.1; RFC
/// 8252, section 7.3).
[[nodiscard]] bool is_redirect_uri(std::string_view text);
inline constexpr std::string_view kRedirectUriRule =
    "must be a full https address (http only for localhost, 127.0.0.1 and [::1]) without fragment, wildcard "
    "or user name; "
    "it is compared character by character";

/// An app's own address: scheme, host and optional port, nothing behind.
[[nodiscard]] bool is_origin(std::string_view text);

}  // namespace gatehouse::server
