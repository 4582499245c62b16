// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "core/http/form.h"
#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class ForwardAuthTest : public PlatformTest {
 protected:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  ForwardAuthTest() {
    ada_ = add_user("ada@example.com");
    add_user("eve@example.com");
    local(Method::post, "/api/v1/apps",
          R"({"id":"wiki","name":"Wiki","baseUrl":"https://wiki.example.com",
              "redirectUris":["https://old-wiki.example.com/callback"]})");
    local(Method::post, "/api/v1/apps/wiki/roles", R"({"name":"editor"})");
    local(Method::post, "/api/v1/apps/wiki/roles", R"({"name":"Lager Süd"})");
    local(Method::put, "/api/v1/apps/wiki/members/" + ada_, R"({"roles":["editor","Lager Süd"]})");
  }

  /// What a trusted proxy asks for a browser that opens a page.
  Answer ask(const Fields& fields, const std::string& cookie = "",
             const std::string& target = "/api/v1/forward-auth?app=wiki") {
    auto request = make_request(Method::get, target, "");
    request.headers.add("Accept", "text/html,*/*");
    for (const auto& [name, value] : fields) request.headers.add(name, value);
    if (!cookie.empty()) request.headers.add("Cookie", "__Host-gatehouse_session=" + cookie);
    return send(std::move(request));
  }
  static Fields forwarded(const std::string& host, const std::string& uri) {
    return {{"X-Forwarded-Proto", "https"}, {"X-Forwarded-Host", host}, {"X-Forwarded-Uri", uri}};
  }
  static std::string header(const Answer& answer, const char* name) {
    return std::string(answer.response.headers.find(name).value_or("(none)"));
  }
  /// Where one is led to after signing in, when the proxy says that this page was asked for.
  std::string destination(const Fields& fields) {
    const auto asked = ask(fields);
    EXPECT_EQ(asked.status(), 303);
    const auto location = header(asked, "Location");
    EXPECT_THAT(location, StartsWith("https://auth.example.com/sign-in?return_to=%2Fforward-auth%2Freturn"));
    const auto parameters = http::parse_form(location.substr(location.find('?') + 1));
    const std::string back(parameters->find("return_to").value_or(""));
    const auto led = call(signed_in("ada@example.com"), Method::get, back);
    EXPECT_EQ(led.status(), 303);
    return header(led, "Location");
  }

  std::string ada_;
};

TEST_F(ForwardAuthTest, MemberIsNamedToTheProxy) {
  const auto answer = ask({}, signed_in("ada@example.com"));
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(header(answer, "X-Gatehouse-User"), ada_);
  EXPECT_EQ(header(answer, "X-Gatehouse-Email"), "ada@example.com");
  EXPECT_EQ(header(answer, "X-Gatehouse-Roles"), "Lager%20S%C3%BCd,editor");
  EXPECT_EQ(header(answer, "Cache-Control"), "no-store");
}

TEST_F(ForwardAuthTest, OthersAreNot) {
  const auto ada = signed_in("ada@example.com");
  for (const auto& answer :
       {ask({}), ask({}, std::string(43, 'A')), ask({}, signed_in("eve@example.com")),
        ask({}, ada, "/api/v1/forward-auth?app=nothing"), ask({}, ada, "/api/v1/forward-auth")}) {
    EXPECT_GE(answer.status(), 401);
    EXPECT_EQ(header(answer, "X-Gatehouse-User"), "(none)");
  }
  EXPECT_EQ(ask({}, signed_in("eve@example.com")).status(), 403);
  EXPECT_EQ(ask({}).status(), 401);
  local(Method::delete_, "/api/v1/apps/wiki/members/" + ada_);
  EXPECT_EQ(ask({}, ada).status(), 403);
  local(Method::post, "/api/v1/users/" + ada_ + "/disable");
  EXPECT_EQ(ask({}, ada).status(), 401);
}

TEST_F(ForwardAuthTest, BrowserComesBackToThePageItAskedFor) {
  EXPECT_EQ(destination(forwarded("wiki.example.com", "/a%20page?x=1&y=%2F")),
            "https://wiki.example.com/a%20page?x=1&y=%2F");
  EXPECT_EQ(destination(forwarded("old-wiki.example.com", "/")), "https://old-wiki.example.com/");
}

TEST_F(ForwardAuthTest, ForeignAndAmbiguousAddressesBecomeTheBaseUrl) {
  const std::vector<Fields> lies = {
      forwarded("evil.example", "/"),
      forwarded("wiki.example.com.evil.example", "/"),
      forwarded("wiki.example.com@evil.example", "/"),
      forwarded("wiki.example.com:8443", "/"),
      forwarded("evil.example/https://wiki.example.com", "/"),
      forwarded("wiki.example.com", "//evil.example/"),
      forwarded("wiki.example.com", "@evil.example/"),
      forwarded("wiki.example.com", ".evil.example/"),
      forwarded("wiki.example.com", "/a/../../b"),
      forwarded("wiki.example.com", "/a b"),
      {{"X-Forwarded-Uri", "/page"}},
      {{"X-Forwarded-Proto", "http"}, {"X-Forwarded-Host", "wiki.example.com"}, {"X-Forwarded-Uri", "/page"}},
      {{"X-Forwarded-Proto", "https"},
       {"X-Forwarded-Host", "wiki.example.com"},
       {"X-Forwarded-Host", "evil.example"},
       {"X-Forwarded-Uri", "/page"}},
  };
  for (const auto& lie : lies) EXPECT_EQ(destination(lie), "https://wiki.example.com") << lie.back().second;
}

TEST_F(ForwardAuthTest, NginxIsTold401AndTheAddressToSignInAt) {
  const auto answer = ask({{"X-Original-URL", "https://wiki.example.com/page"}, {"X-Forwarded-Uri", "/x"}});
  EXPECT_EQ(answer.status(), 401);
  EXPECT_THAT(header(answer, "X-Gatehouse-Sign-In"),
              HasSubstr("to%3Dhttps%253A%252F%252Fwiki.example.com%252Fpage"));
  EXPECT_THAT(header(ask({{"X-Original-URL", "https://evil.example/page"}}), "X-Gatehouse-Sign-In"),
              Not(HasSubstr("evil")));
}

TEST_F(ForwardAuthTest, ScriptIsTold401Only) {
  auto request = make_request(Method::get, "/api/v1/forward-auth?app=wiki", "");
  for (const auto& [name, value] : forwarded("wiki.example.com", "/")) request.headers.add(name, value);
  const auto answer = send(std::move(request));
  EXPECT_EQ(answer.status(), 401);
  EXPECT_EQ(header(answer, "X-Gatehouse-Sign-In"), "(none)");
}

TEST_F(ForwardAuthTest, ReturnLeadsToTheAppOnly) {
  const auto ada = signed_in("ada@example.com");
  const auto lead = [&](const std::string& to, const std::string& app = "wiki") {
    return call(ada, Method::get, "/forward-auth/return?app=" + app + "&to=" + http::percent_encode(to));
  };
  for (const char* evil : {"https://evil.example/", "https://wiki.example.com.evil.example/",
                           "https://wiki.example.com@evil.example", "//evil.example", "javascript:alert(1)",
                           "https://wiki.example.com\\@evil.example", "", "https://wiki.example.com/\r\nX: y",
                           "HTTPS://wiki.example.com/..//evil.example"}) {
    const auto answer = lead(evil);
    EXPECT_EQ(answer.status(), 400) << evil;
    EXPECT_EQ(header(answer, "Location"), "(none)") << evil;
  }
  EXPECT_EQ(lead("https://wiki.example.com/", "nothing").status(), 400);
  EXPECT_EQ(lead("https://wiki.example.com/page").status(), 303);
  const std::string page = "/forward-auth/return?app=wiki&to=https%3A%2F%2Fwiki.example.com%2F";
  EXPECT_EQ(call(signed_in("eve@example.com"), Method::get, page).status(), 403);
  EXPECT_THAT(header(call("", Method::get, page), "Location"),
              StartsWith("/sign-in?return_to=%2Fforward-auth"));
}

}  // namespace
}  // namespace gatehouse::server
