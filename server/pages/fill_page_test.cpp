// SPDX-License-Identifier: Apache-2.0
#include "server/pages/fill_page.h"

#include <gtest/gtest.h>

namespace gatehouse::server {
namespace {

TEST(FillPage, PutsTextWhereItsPlaceIs) {
  EXPECT_EQ(fill_page("<h1><!--field:title--></h1><p><!--field:title-->!</p>", {{"title", "Hello"}}, {}),
            "<h1>Hello</h1><p>Hello!</p>");
}

TEST(FillPage, PlaceWithoutFieldIsEmpty) {
  EXPECT_EQ(fill_page("a<!--field:x-->b", {}, {}), "ab");
}

TEST(FillPage, MarkupInTextStaysText) {
  EXPECT_EQ(fill_page("<!--field:name-->", {{"name", "<img src=x onerror=\"alert(1)\"> & '"}}, {}),
            "&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; &#39;");
}

TEST(FillPage, TextIsNotFilledAgain) {
  EXPECT_EQ(fill_page("<!--field:a-->", {{"a", "<!--field:b-->"}, {"b", "secret"}}, {}),
            "&lt;!--field:b--&gt;");
}

TEST(FillPage, UnfinishedCommentIsLeftAsItIs) {
  EXPECT_EQ(fill_page("a<!--field:x", {}, {}), "a<!--field:x");
}

TEST(FillPage, DataIsAJsonBlock) {
  EXPECT_EQ(
      fill_page("<!--page-data-->", {}, {.app_name = "Orders", .email = "a@b.c", .return_to = "/account"}),
      R"(<script type="application/json" id="page-data">)"
      R"({"appName":"Orders","email":"a@b.c","signUp":false,"returnTo":"/account"}</script><!--brand:data-->)");
}

TEST(FillPage, DataCannotEndItsBlock) {
  const auto page = fill_page("<!--page-data-->", {}, {.app_name = "</script><script>alert(1)</script><!--"});
  const auto end = page.size() - std::string_view("</script><!--brand:data-->").size();
  EXPECT_EQ(page.find("</script>"), end);
  EXPECT_EQ(page.find("<!--"), page.find("<!--brand:data-->"));
  EXPECT_NE(page.find("\\u003c/script>"), std::string::npos);
}

}  // namespace
}  // namespace gatehouse::server
