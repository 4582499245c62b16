// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/crypto/sealing_key.h"
#include "core/sql/database.h"
#include "server/access/dispatcher.h"
#include "server/issuance/app_token_issuer.h"
#include "server/issuance/app_token_reader.h"
#include "server/issuance/id_token_issuer.h"
#include "server/issuance/platform_keys.h"
#include "server/notify/mailer.h"
#include "server/session/session_service.h"

namespace gatehouse::server {

inline constexpr std::string_view kIssuer = "https://auth.example.com";
inline constexpr std::string_view kRedirectUri = "https://orders.example.com/auth/callback";
inline constexpr std::string_view kOrdersSecret = "orders-Secret+key%with/odd=characters-0123456789";
inline constexpr std::string_view kOtherSecret = "other-secret-key-0123456789-abcdefghijklmnop";
// RFC 7636, appendix B
inline constexpr std::string_view kVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
inline constexpr std::string_view kChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

using Parameters = std::vector<std::pair<std::string, std::string>>;
using Fields = std::map<std::string, std::string>;

[[nodiscard]] std::string encode(const Parameters& parameters);
/// The parameters behind the question mark of a Location header.
[[nodiscard]] Fields query_of(const http::Response& response);
[[nodiscard]] std::string location_of(const http::Response& response);
[[nodiscard]] boost::json::object json_of(const http::Response& response);
[[nodiscard]] std::string text_of(const boost::json::object& object, std::string_view name);
/// The claims of a JWT, unverified.
[[nodiscard]] boost::json::object claims_of(std::string_view token);
/// The value of a hidden field of a page's form.
[[nodiscard]] std::string field_of(const http::Response& page, const std::string& name);
/// These parameters with some replaced, added, or (empty) removed.
[[nodiscard]] Parameters with(Parameters parameters, const Parameters& changes);

/// A whole provider on a database of its own: the apps `orders` and `other`, the member Ada of `orders`, and
/// Eve, who is a member of nothing. The clock stands still until moved.
class Provider {
 public:
  Provider();
  ~Provider();

  /// A new process on the same database, as after a crash.
  void reopen();

  [[nodiscard]] http::Response get(std::string path, const Parameters& query, const std::string& cookie = "");
  [[nodiscard]] http::Response post(std::string path, const Parameters& form, const std::string& cookie = "",
                                    const std::string& origin = "");
  [[nodiscard]] http::Response send(http::Request request);
  [[nodiscard]] http::Response send_local(http::Request request);

  /// A session for the user; returns the cookie.
  [[nodiscard]] std::string sign_in(const UserId& user);
  /// Signs in again in the browser that holds the cookie: the same session under a new cookie.
  [[nodiscard]] std::string sign_in_again(const std::string& cookie);

  [[nodiscard]] Parameters authorization_request(const std::string& scope = "openid offline_access") const;
  [[nodiscard]] Parameters code_request(const std::string& code) const;
  [[nodiscard]] Parameters refresh_request(const std::string& token) const;

  [[nodiscard]] http::Response authorize(const Parameters& request, const std::string& cookie);
  [[nodiscard]] std::string make_code(const std::string& cookie,
                                      const std::string& scope = "openid offline_access");
  /// A whole sign-in of Ada to `orders`.
  [[nodiscard]] boost::json::object make_tokens(const std::string& cookie,
                                                const std::string& scope = "openid offline_access");

  template <class Work>
  auto write(Work work) {
    return database->write(work);
  }
  void change_user(const UserId& id, const std::function<void(User&)>& change);
  void change_app(const std::string& id, const std::function<void(App&)>& change);
  /// `action:reason` of the newest audit event.
  [[nodiscard]] std::string last_event();
  [[nodiscard]] std::int64_t count(std::string_view table);

  FixedClock clock{Time(std::chrono::milliseconds(1'795'000'000'123))};
  SystemRandom random;
  crypto::SealingKey sealing_key;
  std::unique_ptr<sql::Database> database;
  UserId ada{"usr_ada"}, eve{"usr_eve"};
  SessionBounds bounds;
  std::unique_ptr<SessionService> sessions;
  std::unique_ptr<PlatformKeys> keys;
  std::unique_ptr<AppTokenIssuer> app_tokens;
  std::unique_ptr<AppTokenReader> app_token_reader;
  std::unique_ptr<IdTokenIssuer> id_tokens;
  std::unique_ptr<Mailer> mailer;
  std::unique_ptr<Dispatcher> dispatcher;

 private:
  void build();
  void add_rows();
  void add_app(const std::string& id, const std::string& name, std::string_view secret);
  std::string folder_;
};

class OidcTest : public testing::Test {
 protected:
  Provider provider_;
  std::string cookie_ = provider_.sign_in(provider_.ada);
};

}  // namespace gatehouse::server
