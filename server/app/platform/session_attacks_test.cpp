// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <functional>
#include <map>

#include <gmock/gmock.h>

#include "core/base/base64url.h"
#include "server/app/platform/database_dump.h"
#include "server/app/platform/invitations_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;
using ::testing::HasSubstr;
using ::testing::Not;

/// What somebody tries with a session that isn't theirs, or in the browser of somebody who has one.
class SessionAttacksTest : public InvitationsTest {
 protected:
  SessionAttacksTest() {
    ada_ = add_user("ada@example.com");
    cookie_ = signed_in("ada@example.com");
  }

  /// Each route, with the id of something that exists first in its path.
  void for_each_route(bool reading, const std::function<void(const Route&, const std::string&)>& look) const {
    for (const auto& route : application_->routes()) {
      if ((route.method == Method::get) != reading) continue;
      auto path = route.path;
      std::string id = path.starts_with("/api/v1/apps") ? "orders" : ada_;
      for (auto open = path.find('{'); open != std::string::npos; open = path.find('{')) {
        path.replace(open, path.find('}') - open + 1, id);
        id = "none";
      }
      SCOPED_TRACE(std::string(http::to_text(route.method)) + " " + path);
      look(route, path);
    }
  }
  http::Request request_of(const std::string& cookie, Method method, const std::string& target,
                           const std::string& body = "") {
    auto request = make_request(method, target, body);
    if (!cookie.empty()) request.headers.add("Cookie", "__Host-gatehouse_session=" + cookie);
    request.headers.add("Origin", kOrigin);
    return request;
  }
  /// All values by table. Refusals are in the audit log, also those of reading.
  static std::map<std::string, std::vector<std::string>> by_table(const std::vector<std::string>& values) {
    std::map<std::string, std::vector<std::string>> tables;
    std::string table;
    for (const auto& value : values) {
      if (value.starts_with("table ")) {
        table = value;
      } else if (table != "table audit_events" && table != "table audit_head") {
        tables[table].push_back(value);
      }
    }
    return tables;
  }
  /// Everything that is stored, while the platform is stopped.
  std::vector<std::string> stored() {
    application_.reset();
    auto values = dump_database(settings_.database.path);
    start();
    return values;
  }

  std::string ada_, cookie_;
};

// SE-02
TEST_F(SessionAttacksTest, EveryCookieThatIsEverSetHasEveryGuard) {
  std::vector<Answer> answers = {
      sign_in("ada@example.com", kPassword),
      accept_as_new(token_of(invite({{"email", "new@example.com"}, {"roles", {"clerk"}}})))};
  (void)ask_reset("ada@example.com");
  answers.push_back(reset(mailed_token("reset_password"), kNewPassword));
  const auto session = cookie_of(sign_in("ada@example.com", kNewPassword));
  answers.push_back(
      post("/api/v1/me/password", {{"currentPassword", kNewPassword}, {"newPassword", kPassword}}, session));
  for_each_route(true, [&](const Route&, const std::string& path) {
    answers.push_back(call(boss_cookie_, Method::get, path));
    answers.push_back(call("", Method::get, path));
  });
  answers.push_back(call(session, Method::post, "/api/v1/sign-out"));
  int seen = 0;
  for (const auto& answer : answers) {
    for (const auto& [name, value] : answer.response.headers) {
      if (!http::equal_ignoring_case(name, "Set-Cookie")) continue;
      ++seen;
      EXPECT_TRUE(value.starts_with("__Host-")) << value;
      for (const char* guard : {"; Path=/", "; Secure", "; HttpOnly", "; SameSite="})
        EXPECT_THAT(value, HasSubstr(guard));
      EXPECT_THAT(value, Not(HasSubstr("Domain")));
    }
  }
  EXPECT_GE(seen, 6);
}

// SE-04: what a form of another site can send without asking the browser first.
TEST_F(SessionAttacksTest, NoWriteTakesWhatAFormCanSend) {
  int tried = 0;
  for_each_route(false, [&](const Route& route, const std::string& path) {
    if (!path.starts_with("/api/") || route.access.is_public() || route.access.is_local_only()) return;
    for (const char* type :
         {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"}) {
      auto request = request_of(boss_cookie_, route.method, path, R"({"name":"x"})");
      request.headers.set("Content-Type", type);
      const auto status = send(std::move(request)).status();
      EXPECT_TRUE(status == 415 || status == 404) << type << " " << status;
      ++tried;
    }
  });
  EXPECT_GT(tried, 100);
}

TEST_F(SessionAttacksTest, NoHeaderOrFieldMakesOneMethodOfAnother) {
  const auto target = "/api/v1/users/" + ada_;
  for (const char* header : {"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"}) {
    auto request = request_of(boss_cookie_, Method::post, target, "{}");
    request.headers.add(header, "DELETE");
    EXPECT_EQ(send(request).status(), 405) << header;
    request = request_of(boss_cookie_, Method::get, target);
    request.headers.add(header, "DELETE");
    EXPECT_EQ(send(request).status(), 200) << header;
  }
  EXPECT_EQ(call(boss_cookie_, Method::post, target + "?_method=DELETE", "{}").status(), 405);
  EXPECT_EQ(call(boss_cookie_, Method::get, target).status(), 200);
}

// SE-05
TEST_F(SessionAttacksTest, LookingAtEverythingChangesNothing) {
  (void)invite({{"email", "new@example.com"}, {"roles", {"clerk"}}});
  (void)call("", Method::get, "/oauth2/jwks");  // the platform's own keys are made when first asked for
  const auto before = by_table(stored());
  ASSERT_EQ(by_table(stored()), before);  // a start by itself writes nothing
  int seen = 0;
  for_each_route(true, [&](const Route&, const std::string& path) {
    seen += call(boss_cookie_, Method::get, path).status() == 200 ? 1 : 0;
    (void)call(boss_cookie_, Method::head, path);
  });
  EXPECT_GT(seen, 40);
  for (const auto& [table, values] : by_table(stored())) {
    // Each start of the platform notes itself in the log of events (ADR 9) before its first transaction.
    if (table == "table signal_events" || table == "table sqlite_sequence") continue;
    const auto known = before.find(table);
    EXPECT_EQ(values, known == before.end() ? std::vector<std::string>() : known->second) << table;
  }
}

// SE-07
TEST_F(SessionAttacksTest, StolenDatabaseOpensNothing) {
  const auto key =
      as_boss(Method::post, "/api/v1/api-keys", {{"name", "x"}, {"permissions", {"platform:view"}}})
          .text("key");
  const auto app_secret = as_boss(Method::post, "/api/v1/apps", {{"name", "Billing"}}).text("secretKey");
  const auto invitation = token_of(invite({{"email", "new@example.com"}, {"roles", {"clerk"}}}));
  (void)ask_reset("ada@example.com");
  const auto resetting = mailed_token("reset_password");
  const auto values = stored();
  for (const auto& secret : {key, app_secret, invitation, resetting, cookie_, std::string(kPassword)}) {
    ASSERT_GE(secret.size(), 20U);
    for (const auto& value : values) ASSERT_EQ(value.find(secret), std::string::npos) << value.substr(0, 80);
  }
  int tried = 0;
  for (const auto& value : values) {
    std::vector<std::string> spellings;
    if (value.starts_with("X'")) {
      const auto hex = value.substr(2, value.size() - 3);
      std::string bytes;
      for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes += char(std::stoi(hex.substr(i, 2), nullptr, 16));
      spellings = {hex, encode_base64url(as_bytes(bytes))};
    } else if (value.starts_with('\'')) {
      spellings = {value.substr(1, value.size() - 2)};
    }
    for (const auto& text : spellings) {
      if (text.size() < 20 || text.size() > 100) continue;
      ++tried;
      EXPECT_EQ(call(text, Method::get, "/api/v1/me").status(), 401) << text;
      auto with_key = make_request(Method::get, "/api/v1/users", "");
      with_key.headers.add("Authorization", "Bearer gh_" + text);
      EXPECT_EQ(send(with_key).status(), 401) << text;
      EXPECT_EQ(reset(text, kNewPassword).status(), 400) << text;
      // What has a slash is no part of a path.
      if (text.find('/') != std::string::npos) continue;
      EXPECT_EQ(
          post("/api/v1/invitations/" + text + "/accept", {{"name", "E"}, {"password", kPassword}}).status(),
          404)
          << text;
    }
  }
  EXPECT_GT(tried, 30);
  EXPECT_EQ(reset(resetting, kNewPassword).status(), 204);  // the real ones do
}

// SE-11
TEST_F(SessionAttacksTest, NoMutatedCookieAuthenticates) {
  // The same mutations at every run (Numerical Recipes' generator).
  std::uint32_t state = 1;
  const auto chance = [&state] { return (state = state * 1664525U + 1013904223U) >> 8U; };
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=. %\"";
  ASSERT_EQ(call(cookie_, Method::get, "/api/v1/me").status(), 200);
  for (int i = 0; i < 100'000; ++i) {
    auto mutated = cookie_;
    for (auto changes = 1 + chance() % 3; changes > 0; --changes) {
      const auto place = chance() % mutated.size();
      const char letter = alphabet[chance() % alphabet.size()];
      switch (chance() % 3) {
        case 0:
          mutated[place] = letter;
          break;
        case 1:
          mutated.insert(place, 1, letter);
          break;
        default:
          mutated.erase(place, 1);
      }
    }
    if (mutated == cookie_) continue;
    // White space around a value is not part of it (RFC 6265, section 5.2).
    if (mutated.find(cookie_) != std::string::npos) continue;
    ASSERT_EQ(call(mutated, Method::get, "/api/v1/me").status(), 401) << mutated;
  }
}

// SE-14: an address that looks like a picture's must not make a shared cache keep what is private.
TEST_F(SessionAttacksTest, NothingPrivateIsKeptByACache) {
  int seen = 0;
  for_each_route(true, [&](const Route& route, const std::string& path) {
    const auto answer = call(boss_cookie_, Method::get, path);
    if (route.access.is_public() && !path.starts_with("/account") && !path.starts_with("/console")) return;
    EXPECT_EQ(answer.response.headers.find("Cache-Control"), "no-store");
    ++seen;
  });
  EXPECT_GT(seen, 40);
  for (const char* page : {"/account", "/api/v1/me", "/api/v1/me/export", "/api/v1/users"}) {
    for (const char* suffix :
         {"/x.css", "/x.js", ".css", ";x.css", "%2fx.css", "/..%2fx.css", "%00.css", "/"}) {
      const auto answer = call(boss_cookie_, Method::get, std::string(page) + suffix);
      EXPECT_TRUE(answer.status() == 404 || answer.status() == 400)
          << page << suffix << " " << answer.status();
      EXPECT_THAT(answer.response.body, Not(HasSubstr("boss@example.com"))) << page << suffix;
    }
  }
}

TEST_F(SessionAttacksTest, AfterSigningOutTheBackButtonShowsNothing) {
  EXPECT_EQ(call(cookie_, Method::get, "/account").status(), 200);
  EXPECT_EQ(call(cookie_, Method::post, "/api/v1/sign-out").status(), 204);
  EXPECT_EQ(call(cookie_, Method::get, "/api/v1/me").status(), 401);
  const auto page = call(cookie_, Method::get, "/account");
  EXPECT_NE(page.status(), 200);
  EXPECT_THAT(page.response.body, Not(HasSubstr("ada@example.com")));
}

}  // namespace
}  // namespace gatehouse::server
