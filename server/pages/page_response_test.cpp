// SPDX-License-Identifier: Apache-2.0
#include "server/pages/page_response.h"

#include <gtest/gtest.h>

#include "console/embedded.h"
#include "server/pages/dress_page.h"
#include "server/pages/error_page.h"
#include "server/pages/page_language.h"

namespace gatehouse::server {
namespace {

TEST(PageResponse, NoPageIsStoredFramedOrSniffed) {
  for (const char* name : {"sign-in", "setup", "account", "signed-out", "error"}) {
    const auto response = page_response(200, name);
    EXPECT_EQ(response.headers.find("Cache-Control"), "no-store") << name;
    EXPECT_EQ(response.headers.find("X-Content-Type-Options"), "nosniff") << name;
    EXPECT_EQ(response.headers.find("Content-Type"), "text/html; charset=utf-8") << name;
    const auto policy = response.headers.find("Content-Security-Policy").value_or("");
    EXPECT_TRUE(policy.starts_with("default-src 'none'; ")) << name;
    EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string_view::npos) << name;
    EXPECT_EQ(policy.find("unsafe"), std::string_view::npos) << name;
    EXPECT_NE(policy.find("; worker-src 'self'; "), std::string_view::npos) << name;
  }
}

TEST(PageResponse, NoPlaceIsLeftUnfilledOnceItIsDressed) {
  for (const auto& page : console::embedded_pages()) {
    auto response = page_response(200, page.name);
    EXPECT_NE(response.body.find("<!--brand:name-->"), std::string::npos) << page.name;
    EXPECT_NE(response.body.find("<!--brand:style-->"), std::string::npos) << page.name;
    dress_page(response, [](std::string_view) { return PageBrand{}; });
    translate_page(response, "");
    EXPECT_EQ(response.body.find("<!--"), std::string::npos) << page.name;
  }
}

TEST(ErrorPage, SaysWhatHappenedAndNamesTheRequest) {
  http::Request request;
  request.request_id = "req-7";
  auto response = error_page(400, {"Not registered", "<b>evil</b> is not registered.", ""}, request);
  translate_page(response, "");
  EXPECT_EQ(response.status, 400);
  EXPECT_NE(response.body.find("Not registered"), std::string::npos);
  EXPECT_NE(response.body.find("&lt;b&gt;evil&lt;/b&gt; is not registered."), std::string::npos);
  EXPECT_NE(response.body.find("Go back and try again."), std::string::npos);
  EXPECT_NE(response.body.find("req-7"), std::string::npos);
  EXPECT_FALSE(response.headers.find("Location"));
}

TEST(ErrorPage, KnowsWordsForAStatus) {
  auto lost = error_page(404, "", http::Request{});
  translate_page(lost, "");
  EXPECT_NE(lost.body.find("Page not found"), std::string::npos);
  EXPECT_NE(error_page(418, "Tea only.", http::Request{}).body.find("Tea only."), std::string::npos);
}

}  // namespace
}  // namespace gatehouse::server
