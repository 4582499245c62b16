// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "core/picture/picture.h"
#include "server/app/platform/mail_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kSettings = "/api/v1/settings";
constexpr const char* kBranding = "/api/v1/apps/orders/branding";

class SettingsTest : public MailTest {
 protected:
  SettingsTest() {
    add_user("owner@example.com", "owner");
    owner_ = signed_in("owner@example.com");
    local(Method::post, "/api/v1/apps",
          R"({"name":"Orders","id":"orders","redirectUris":["http://localhost:3000/auth/callback"]})");
  }

  Answer patch(const std::string& body, const std::string& path = kSettings) {
    return call(owner_, Method::patch, path, body);
  }
  /// Of the only field that is refused.
  static std::string refusal(const Answer& answer) {
    if (answer.status() != 422) return "status " + std::to_string(answer.status());
    const auto& error = answer.json.at("errors").as_array().at(0).as_object();
    return std::string(error.at("field").as_string()) + " " + std::string(error.at("message").as_string());
  }
  Answer put_logo(const std::string& bytes, const std::string& type = "image/png",
                  const std::string& path = "/api/v1/settings/logo") {
    auto request = make_request(Method::put, path, "");
    request.headers.add("Content-Type", type);
    request.headers.add("Cookie", "__Host-gatehouse_session=" + owner_);
    request.headers.add("Origin", kOrigin);
    request.body = bytes;
    return send(std::move(request));
  }
  static std::string picture(std::uint32_t side) {
    return picture::to_png({side, side, std::vector<std::uint8_t>(std::size_t(4) * side * side, 120)});
  }
  std::string page(const std::string& target) { return call("", Method::get, target).response.body; }

  static constexpr const char* kFromOrders = "/sign-in?return_to=%2Foauth2%2Fauthorize%3Fclient_id%3Dorders";
  std::string owner_;
};

TEST_F(SettingsTest, NothingIsSetAtFirst) {
  const auto answer = call(owner_, Method::get, kSettings);
  ASSERT_EQ(answer.status(), 200);
  EXPECT_TRUE(answer.json.at("productName").is_null());
  EXPECT_EQ(answer.json.at("effective").at("productName"), "Gatehouse");
  EXPECT_EQ(answer.json.at("effective").at("accentLight"), "#1d5847");
  EXPECT_EQ(answer.text("signUpMode"), "off");
  EXPECT_TRUE(answer.json.at("mail").at("server").is_null());
  EXPECT_EQ(answer.response.headers.find("ETag"), "\"v1\"");
  EXPECT_THAT(page("/sign-in"), Not(HasSubstr("/brand/")));
}

TEST_F(SettingsTest, BrandIsOnThePagesAndInTheMails) {
  ASSERT_EQ(patch(R"({"productName":"Acme & Sons","supportAddress":"help@acme.example",
                      "signInText":"For staff only.","accentLight":"#102060","accentDark":"#A0C0FF"})")
                .status(),
            200);
  const auto html = page("/sign-in");
  EXPECT_THAT(html, HasSubstr("· Acme &amp; Sons</title>"));
  EXPECT_THAT(html, HasSubstr("/brand/style/102060-a0c0ff.css"));
  EXPECT_THAT(html, Not(HasSubstr("<!--")));
  const auto css = call("", Method::get, "/brand/style/102060-a0c0ff.css");
  EXPECT_EQ(css.response.headers.find("Content-Type"), "text/css; charset=utf-8");
  EXPECT_THAT(css.response.body, HasSubstr("--accent:#102060"));

  call("", Method::post, "/api/v1/password-reset", R"({"email":"owner@example.com"})");
  const auto mails = outbox("reset_password");
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0].subject, "Reset your Acme & Sons password");
  EXPECT_THAT(mails[0].html, HasSubstr("background:#102060"));
  EXPECT_THAT(mails[0].html, HasSubstr("mailto:help@acme.example"));
  EXPECT_THAT(mails[0].text, HasSubstr("help@acme.example"));
}

TEST_F(SettingsTest, AppsBrandIsShownToWhoComesFromTheApp) {
  patch(R"({"productName":"Acme","accentLight":"#102060"})");
  ASSERT_EQ(patch(R"({"productName":"Acme Orders","accentLight":"#601020"})", kBranding).status(), 200);
  EXPECT_THAT(page(kFromOrders), HasSubstr("· Acme Orders</title>"));
  EXPECT_THAT(page(kFromOrders), HasSubstr("/brand/style/601020-"));
  EXPECT_THAT(page("/sign-in"), HasSubstr("· Acme</title>"));
  EXPECT_THAT(page("/sign-in?return_to=%2Foauth2%2Fauthorize%3Fclient_id%3Dnobody"),
              HasSubstr("· Acme</title>"));
  const auto shown = call(owner_, Method::get, kBranding);
  EXPECT_TRUE(shown.json.at("supportAddress").is_null());
  EXPECT_EQ(shown.json.at("effective").at("productName"), "Acme Orders");
  ASSERT_EQ(local(Method::delete_, "/api/v1/apps/orders").status(), 204);
  EXPECT_EQ(call(owner_, Method::get, kBranding).status(), 404);
  EXPECT_THAT(page(kFromOrders), HasSubstr("· Acme</title>"));
}

TEST_F(SettingsTest, NullGivesBackWhatIsInherited) {
  patch(R"({"productName":"Acme","accentLight":"#102060"})");
  EXPECT_TRUE(patch(R"({"productName":null,"accentLight":null})").json.at("productName").is_null());
  EXPECT_THAT(page("/sign-in"), HasSubstr("· Gatehouse</title>"));
}

TEST_F(SettingsTest, WhatDoesNotFitIsRefusedByNameAndNothingIsStored) {
  EXPECT_THAT(refusal(patch(R"({"accentLight":"#ffd000"})")),
              HasSubstr("accentLight can't be read on light pages"));
  EXPECT_THAT(refusal(patch(R"({"accentDark":"#102060"})")),
              HasSubstr("accentDark can't be read on dark pages"));
  EXPECT_THAT(refusal(patch(R"({"accentLight":"red"})")), HasSubstr("accentLight must be a colour"));
  EXPECT_THAT(refusal(patch(R"({"productName":"a\nb"})")), HasSubstr("productName must be one line"));
  EXPECT_THAT(refusal(patch(R"({"productName":" "})")), HasSubstr("productName must be one line"));
  EXPECT_THAT(refusal(patch(R"({"signInText":"\u202eevil"})")), HasSubstr("signInText must be one line"));
  EXPECT_THAT(refusal(patch(R"({"logoUrl":"https://evil.example/x.png"})")), HasSubstr("logoUrl"));
  for (const char* address :
       {"javascript:alert(1)", "http://acme.example", "https://a\\\"b", "help", "https://"}) {
    EXPECT_THAT(refusal(patch(std::string(R"({"supportAddress":")") + address + R"("})")),
                HasSubstr("supportAddress must be"))
        << address;
  }
  EXPECT_THAT(refusal(patch(R"({"productName":"Acme","signUpMode":"domain"})")), HasSubstr("signUpDomains"));
  EXPECT_TRUE(call(owner_, Method::get, kSettings).json.at("productName").is_null());
}

TEST_F(SettingsTest, StaleChangeIsRefused) {
  auto request = make_request(Method::patch, kSettings, R"({"productName":"Acme"})");
  request.headers.add("If-Match", "\"v1\"");
  request.headers.add("Cookie", "__Host-gatehouse_session=" + owner_);
  request.headers.add("Origin", kOrigin);
  EXPECT_EQ(send(request).status(), 200);
  EXPECT_EQ(send(request).status(), 412);
}

TEST_F(SettingsTest, SignUpPolicyIsPartOfTheSettings) {
  ASSERT_EQ(patch(R"({"signUpMode":"domain","signUpDomains":["Example.com"]})").status(), 200);
  const auto policy = call(owner_, Method::get, "/api/v1/settings/sign-up");
  EXPECT_EQ(policy.text("mode"), "domain");
  EXPECT_EQ(policy.json.at("domains").as_array().at(0), "example.com");
}

TEST_F(SettingsTest, ChangesAreAudited) {
  patch(R"({"productName":"Acme","signUpMode":"open"})");
  const auto events = local(Method::get, "/api/v1/audit-events?limit=5");
  EXPECT_THAT(boost::json::serialize(events.json), HasSubstr("settings.changed"));
  EXPECT_THAT(boost::json::serialize(events.json), HasSubstr("productName signUpMode"));
}

// IN-08
TEST_F(SettingsTest, MarkupInEveryShownFieldStaysText) {
  for (const std::string attack :
       {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</title><svg onload=alert(1)>",
        "'-alert(1)-'", "{{constructor.constructor('alert(1)')()}}", "<!--brand:data-->", "-->", "]]>",
        "<a href=javascript:alert(1)>", "${alert(1)}", "{link}"}) {
    const auto quoted = boost::json::serialize(boost::json::value(attack));
    ASSERT_EQ(patch(R"({"productName":)" + quoted + R"(,"signInText":)" + quoted + "}").status(), 200)
        << attack;
    ASSERT_EQ(call(owner_, Method::patch, "/api/v1/apps/orders", R"({"name":)" + quoted + "}").status(), 200);
    for (const char* target : {"/sign-in", kFromOrders, "/reset-password", "/nowhere"}) {
      const auto html = page(target);
      EXPECT_THAT(html, Not(HasSubstr("<script>alert"))) << attack;
      EXPECT_THAT(html, Not(HasSubstr("<img src=x"))) << attack;
      EXPECT_THAT(html, Not(HasSubstr("<svg onload"))) << attack;
      EXPECT_THAT(html, Not(HasSubstr("<a href=javascript"))) << attack;
    }
    clock_.advance(std::chrono::hours(1));
    ASSERT_EQ(call(owner_, Method::post, "/api/v1/settings/test-mail", "{}").status(), 202);
    const auto mail = outbox("test").back();
    EXPECT_THAT(mail.html, Not(HasSubstr("<script>alert"))) << attack;
    EXPECT_THAT(mail.html, Not(HasSubstr("<img"))) << attack;
    EXPECT_EQ(mail.subject.find('\n'), std::string::npos);
  }
}

TEST_F(SettingsTest, LogoIsWrittenAnewAndServedUnderItsHash) {
  const auto set = put_logo(picture(900));
  ASSERT_EQ(set.status(), 200) << set.response.body;
  const auto url = set.text("logoUrl");
  EXPECT_THAT(page("/sign-in"), HasSubstr("src=\"" + url + "\""));
  const auto served = call("", Method::get, url);
  EXPECT_EQ(served.response.headers.find("Content-Type"), "image/png");
  EXPECT_EQ(served.response.headers.find("X-Content-Type-Options"), "nosniff");
  const auto logo = picture::parse_picture(as_bytes(served.response.body), {});
  ASSERT_TRUE(logo);
  EXPECT_EQ(logo->width, 512U);
  ASSERT_EQ(call(owner_, Method::delete_, "/api/v1/settings/logo").status(), 200);
  EXPECT_EQ(call("", Method::get, url).status(), 404);
}

TEST_F(SettingsTest, LogosThatAreNoPicturesAreRefused) {
  EXPECT_EQ(put_logo("<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml").status(), 415);
  EXPECT_EQ(put_logo("<svg xmlns='http://www.w3.org/2000/svg'/>").status(), 422);
  EXPECT_EQ(put_logo(std::string(600 * 1024, 'x')).status(), 413);
  EXPECT_EQ(put_logo(picture(2100)).status(), 422);
  EXPECT_EQ(put_logo(picture(9), "image/png", "/api/v1/apps/nothing/branding/logo").status(), 404);
  EXPECT_EQ(put_logo(picture(9), "image/png", "/api/v1/apps/orders/branding/logo").status(), 200);
}

TEST_F(SettingsTest, FilesOfBrandsAreNothingElse) {
  for (const char* path : {"/brand/style/102060.css", "/brand/style/102060-a0c0fg.css", "/brand/style/x",
                           "/brand/style/102060-a0c0ff.js", "/brand/logo/none.png", "/brand/logo/none"}) {
    EXPECT_EQ(call("", Method::get, path).status(), 404) << path;
  }
}

TEST_F(SettingsTest, TestMailGoesToOneselfOnly) {
  const auto sent = call(owner_, Method::post, "/api/v1/settings/test-mail", "{}");
  EXPECT_EQ(sent.status(), 202);
  EXPECT_EQ(sent.text("to"), "owner@example.com");
  EXPECT_EQ(sent.json.at("server").at("state"), "none");
  EXPECT_EQ(outbox("test").size(), 1U);
  EXPECT_THAT(
      refusal(call(owner_, Method::post, "/api/v1/settings/test-mail", R"({"to":"eve@example.com"})")),
      HasSubstr("your own address"));
  for (int i = 0; i < 2; ++i) call(owner_, Method::post, "/api/v1/settings/test-mail", "{}");
  EXPECT_EQ(call(owner_, Method::post, "/api/v1/settings/test-mail", "{}").status(), 429);
}

TEST_F(SettingsTest, PreviewShowsAndStoresNothing) {
  const auto preview = call(owner_, Method::post, "/api/v1/settings/preview",
                            R"({"productName":"Acme","accentLight":"#102060"})");
  ASSERT_EQ(preview.status(), 200);
  EXPECT_THAT(std::string(preview.json.at("mail").at("html").as_string()), HasSubstr("#102060"));
  EXPECT_THAT(preview.text("styleUrl"), HasSubstr("/brand/style/102060-"));
  EXPECT_EQ(preview.json.at("effective").at("productName"), "Acme");
  EXPECT_TRUE(call(owner_, Method::get, kSettings).json.at("productName").is_null());
}

}  // namespace
}  // namespace gatehouse::server
