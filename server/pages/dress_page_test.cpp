// SPDX-License-Identifier: Apache-2.0
#include "server/pages/dress_page.h"

#include <gtest/gtest.h>

#include "server/pages/fill_page.h"

namespace gatehouse::server {
namespace {

std::string dressed(std::string_view html, const PageBrand& brand, const PageData& data = {}) {
  auto response = http::html_response(200, fill_page(html, {}, data));
  dress_page(response, [&](std::string_view) { return brand; });
  return response.body;
}

TEST(DressPage, BrandIsPutInAsText) {
  EXPECT_EQ(dressed("<title><!--field:brandName--></title>", {{.product_name = "A & <B>"}, ""}),
            "<title>A &amp; &lt;B&gt;</title>");
  EXPECT_EQ(dressed("<!--brand:destination-->", {{.product_name = "Acme"}, ""}), "Acme");
  EXPECT_EQ(dressed("<!--brand:destination-->", {{.product_name = "Acme"}, "Orders"}), "Orders");
}

TEST(DressPage, PlatformWithoutABrandShowsOurs) {
  EXPECT_EQ(dressed("<!--brand:style--><!--brand:support--><!--brand:text-->", {}), "");
  EXPECT_EQ(dressed("<!--brand:name-->", {}), "Gatehouse");
  EXPECT_TRUE(dressed("<!--brand:mark-->", {}).starts_with("<svg"));
}

TEST(DressPage, AccentsAndLogoAreLoadedFromOurOrigin) {
  const PageBrand brand{{.accent_light = Colour{0x10, 0x20, 0x60}, .logo_hash = "abc"}, ""};
  EXPECT_TRUE(dressed("<!--brand:style-->", brand)
                  .starts_with(R"(<link rel="stylesheet" href="/brand/style/102060-)"));
  EXPECT_EQ(dressed("<!--brand:mark-->", brand), R"(<img class="logo" alt="" src="/brand/logo/abc.png" />)");
}

TEST(DressPage, SupportIsALinkToAMailboxOrAPage) {
  EXPECT_EQ(dressed("<!--brand:support-->", {{.support_address = "help@acme.example"}, ""}),
            R"(<a class="support" href="mailto:help@acme.example">help@acme.example</a>)");
  // A text that translate_page puts in.
  EXPECT_TRUE(dressed("<!--brand:support-->", {{.support_address = "https://acme.example/help"}, ""})
                  .starts_with(R"(<a class="support" href="https://acme.example/help"><!--text:)"));
}

TEST(DressPage, AppIsAskedForOnceAndOnlyForPages) {
  int asked = 0;
  std::string app;
  const auto find = [&](std::string_view id) {
    ++asked;
    app = id;
    return PageBrand{};
  };
  auto page =
      http::html_response(200, fill_page("<!--brand:name--><!--brand:mark-->", {}, {.app_id = "orders"}));
  dress_page(page, find);
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(app, "orders");
  auto json = http::json_response(200, R"({"x":"<!--brand:name-->"})");
  dress_page(json, find);
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(json.body, R"({"x":"<!--brand:name-->"})");
}

TEST(DressPage, TextOfAPageCannotPassForAPlace) {
  auto response = http::html_response(200, fill_page("<!--field:x-->", {{"x", "<!--brand:name-->"}}, {}));
  dress_page(response, [](std::string_view) { return PageBrand{}; });
  EXPECT_EQ(response.body, "&lt;!--brand:name--&gt;");
}

TEST(BrandStyle, SaysBothSchemes) {
  const auto style = brand_style({0x10, 0x20, 0x60}, {0xa0, 0xc0, 0xff});
  EXPECT_NE(style.find(":root:root{--accent:#102060;"), std::string::npos);
  EXPECT_NE(style.find("@media (prefers-color-scheme:dark){:root:root{--accent:#a0c0ff;"), std::string::npos);
}

}  // namespace
}  // namespace gatehouse::server
