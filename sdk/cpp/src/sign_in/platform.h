// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/secret_string.h"
#include "core/http/form.h"
#include "core/net/http_client.h"

namespace gatehouse::sdk {

/// Sends one request to the platform; suspends the fiber.
using SendRequest = std::function<Result<net::ClientResponse, net::ClientFailure>(const net::ClientRequest&)>;

/// What we use of OpenID Connect Discovery 1.0, section 3.
struct PlatformMetadata {
  std::string authorization_endpoint;
  std::string token_endpoint;
  std::string jwks_uri;
  std::string end_session_endpoint;    ///< empty when there is none
  std::string revocation_endpoint;     ///< empty when there is none
  std::string introspection_endpoint;  ///< empty when there is none
  bool sends_issuer = false;           ///< `iss` in authorization responses (RFC 9207)
};

struct PlatformFailure {
  enum class Kind {
    unreachable,  ///< no answer, or a passing trouble (5xx, 429): it may work later
    refused,      ///< the platform's considered no (RFC 6749, section 5.2)
    unsound,      ///< an answer that makes no sense; a mistake in the configuration of either side
  };
  Kind kind;
  std::string detail;  ///< for the log, without credentials
};

struct TokenAnswer {
  std::string access_token;
  std::string id_token;       ///< empty when there is none
  std::string refresh_token;  ///< empty when there is none
};

/// The platform as an OpenID provider, seen from one app. Asked only when needed, so that an app starts while
/// the platform is down. Thread-safe.
class Platform {
 public:
  Platform(std::string url, std::string app_id, std::vector<SecretString> secrets, SendRequest send,
           const Clock& clock);

  [[nodiscard]] const std::string& url() const { return url_; }

  /// Discovery, kept for an hour.
  [[nodiscard]] Result<PlatformMetadata, PlatformFailure> metadata();
  /// RFC 6749, section 4.1.3, with RFC 7636.
  [[nodiscard]] Result<TokenAnswer, PlatformFailure> exchange_code(const std::string& code,
                                                                   const std::string& redirect_uri,
                                                                   const std::string& verifier);
  [[nodiscard]] Result<TokenAnswer, PlatformFailure> refresh(const std::string& refresh_token);
  /// RFC 7009; whether it worked changes nothing for the caller.
  void revoke(const std::string& refresh_token);
  /// RFC 7662: whether the platform calls the token active now.
  [[nodiscard]] Result<bool, PlatformFailure> introspect(const std::string& token);
  /// So that the next use of the keys fetches them.
  void forget_keys();
  /// The platform's published keys as JSON (RFC 7517). Kept for an hour; `fresh` asks again, at most three
  /// times a minute whatever comes in.
  enum class Freshness { kept, fresh };
  [[nodiscard]] Result<std::string, PlatformFailure> keys(Freshness freshness);

 private:
  struct Kept {
    std::string text;
    std::chrono::steady_clock::time_point at;
  };
  [[nodiscard]] Result<std::string, PlatformFailure> load(const std::string& url);
  [[nodiscard]] Result<TokenAnswer, PlatformFailure> ask_for_tokens(const http::FormParameters& form);
  [[nodiscard]] Result<net::ClientResponse, PlatformFailure> post(const std::string& url,
                                                                  const http::FormParameters& form);
  [[nodiscard]] bool may_fetch_keys();

  std::string url_;
  std::string app_id_;
  std::vector<SecretString> secrets_;
  SendRequest send_;
  const Clock& clock_;
  std::mutex mutex_;  // never held while waiting
  std::optional<PlatformMetadata> metadata_;
  std::chrono::steady_clock::time_point metadata_at_;
  std::optional<Kept> keys_;
  std::vector<std::chrono::steady_clock::time_point> key_fetches_;
};

/// `name=value&...`, percent-encoded.
[[nodiscard]] std::string to_form(const http::FormParameters& form);

}  // namespace gatehouse::sdk
