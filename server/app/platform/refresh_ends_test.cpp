// SPDX-License-Identifier: Apache-2.0
#include "core/http/form.h"
#include "server/app/platform/signals_fixture.h"

namespace gatehouse::server {
namespace {

/// OA-16: an app's refresh token, and all that takes its ground away.
class RefreshEndsTest : public SignalsTest {
 protected:
  static constexpr const char* kCallback = "https://orders.example.com/cb";
  // RFC 7636, appendix B
  static constexpr const char* kVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  static constexpr const char* kChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  using Form = std::vector<std::pair<std::string, std::string>>;

  RefreshEndsTest() {
    change_app(R"({"redirectUris":["https://orders.example.com/cb"]})");
    cookie_ = signed_in("ada@example.com");
  }

  void change_app(const std::string& body) {
    ASSERT_EQ(local(Method::patch, "/api/v1/apps/orders", body).status(), 200);
  }
  static std::string encode(const Form& form) {
    std::string text;
    for (const auto& [name, value] : form) {
      if (!text.empty()) text += '&';
      text += name + '=' + http::percent_encode(value);
    }
    return text;
  }
  Answer post_form(const std::string& path, const Form& form) {
    auto request = make_request(Method::post, path, encode(form));
    request.headers.set("Content-Type", "application/x-www-form-urlencoded");
    request.headers.add("Cookie", "__Host-gatehouse_session=" + cookie_);
    request.headers.add("Origin", kOrigin);
    return send(std::move(request));
  }
  Answer ask_for_tokens(Form form) {
    form.insert(form.end(), {{"client_id", "orders"}, {"client_secret", std::string(kSecret) + "orders"}});
    return post_form("/oauth2/token", form);
  }
  std::string refresh_error(const std::string& token) {
    return ask_for_tokens({{"grant_type", "refresh_token"}, {"refresh_token", token}}).text("error");
  }

  static std::string field_of(const Answer& page, const std::string& name) {
    const auto& body = page.response.body;
    const auto start = body.find("value=\"", body.find("name=\"" + name + '"')) + 7;
    auto text = body.substr(start, body.find('"', start) - start);
    for (auto at = text.find("&amp;"); at != text.npos; at = text.find("&amp;", at + 1))
      text.replace(at, 5, "&");
    return text;
  }
  Answer allow(const Answer& page) {
    return post_form(
        "/oauth2/consent",
        {{"request", field_of(page, "request")}, {"mark", field_of(page, "mark")}, {"decision", "allow"}});
  }
  std::string refresh_token() {
    auto answer = call(cookie_, Method::get,
                       "/oauth2/authorize?" + encode({{"response_type", "code"},
                                                      {"client_id", "orders"},
                                                      {"redirect_uri", kCallback},
                                                      {"scope", "openid offline_access"},
                                                      {"state", "s"},
                                                      {"code_challenge", kChallenge},
                                                      {"code_challenge_method", "S256"}}));
    if (answer.status() == 200) answer = allow(answer);
    const std::string location(answer.response.headers.find("Location").value_or(""));
    const auto query = http::parse_form(location.substr(location.find('?') + 1));
    auto token = ask_for_tokens({{"grant_type", "authorization_code"},
                                 {"code", std::string(query->find("code").value_or(""))},
                                 {"redirect_uri", kCallback},
                                 {"code_verifier", kVerifier}})
                     .text("refresh_token");
    EXPECT_NE(token, "") << location;
    return token;
  }

  std::string cookie_;
};

TEST_F(RefreshEndsTest, SigningOut) {
  const auto token = refresh_token();
  call(cookie_, Method::post, "/api/v1/sign-out");
  EXPECT_EQ(refresh_error(token), "invalid_grant");
}

TEST_F(RefreshEndsTest, ChangedPasswordElsewhere) {
  const auto token = refresh_token();
  const boost::json::object change = {{"currentPassword", kPassword},
                                      {"newPassword", "nine patient geese cross the moor"}};
  ASSERT_EQ(
      call(signed_in("ada@example.com"), Method::post, "/api/v1/me/password", boost::json::serialize(change))
          .status(),
      204);
  EXPECT_EQ(refresh_error(token), "invalid_grant");
}

TEST_F(RefreshEndsTest, DisabledUser) {
  const auto token = refresh_token();
  local(Method::post, "/api/v1/users/" + ada_ + "/disable", "{}");
  EXPECT_EQ(refresh_error(token), "invalid_grant");
  local(Method::post, "/api/v1/users/" + ada_ + "/enable", "{}");
  EXPECT_EQ(refresh_error(token), "invalid_grant") << "it does not come back to life";
}

TEST_F(RefreshEndsTest, DeletedUser) {
  const auto token = refresh_token();
  ASSERT_EQ(local(Method::delete_, "/api/v1/users/" + ada_).status(), 204);
  EXPECT_EQ(refresh_error(token), "invalid_grant");
}

TEST_F(RefreshEndsTest, LostMembership) {
  const auto token = refresh_token();
  local(Method::delete_, "/api/v1/apps/orders/members/" + ada_);
  EXPECT_EQ(refresh_error(token), "invalid_grant");
}

TEST_F(RefreshEndsTest, ConsentTakenBack) {
  change_app(R"({"thirdParty":true})");
  const auto token = refresh_token();
  const auto stream = make_stream();
  ASSERT_EQ(call(cookie_, Method::delete_, "/api/v1/me/consents/orders").status(), 204);
  EXPECT_EQ(call(cookie_, Method::delete_, "/api/v1/me/consents/orders?wait=1").status(), 404);
  EXPECT_EQ(refresh_error(token), "invalid_grant");
  EXPECT_EQ(events_of(poll(stream)), std::vector{std::string(kCaep) + "session-revoked"});
}

TEST_F(RefreshEndsTest, SessionEndedByAnAdministrator) {
  const auto token = refresh_token();
  local(Method::delete_, "/api/v1/users/" + ada_ + "/sessions");
  EXPECT_EQ(refresh_error(token), "invalid_grant");
}

TEST_F(RefreshEndsTest, IdleAndAbsoluteEnd) {
  const auto idle = refresh_token();
  clock_.advance(settings_.session_idle);
  EXPECT_EQ(refresh_error(idle), "invalid_grant");
  cookie_ = signed_in("ada@example.com");
  auto token = refresh_token();
  const auto step = settings_.session_idle - std::chrono::seconds(1);
  for (auto lived = step; lived < settings_.session_lifetime; lived += step) {
    clock_.advance(step);
    token = ask_for_tokens({{"grant_type", "refresh_token"}, {"refresh_token", token}}).text("refresh_token");
    ASSERT_NE(token, "");
  }
  clock_.advance(step);
  EXPECT_EQ(refresh_error(token), "invalid_grant");
}

}  // namespace
}  // namespace gatehouse::server
