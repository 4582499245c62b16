// SPDX-License-Identifier: Apache-2.0
#include "console/assets.h"

#include <cstddef>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "console/embedded.h"

namespace gatehouse::console {
namespace {

/// Every address of an asset that a page names.
std::set<std::string> assets_of(std::string_view html) {
  std::set<std::string> paths;
  for (std::size_t at = html.find("\"/assets/"); at != std::string_view::npos;
       at = html.find("\"/assets/", at + 1)) {
    paths.emplace(html.substr(at + 1, html.find('"', at + 1) - at - 1));
  }
  return paths;
}

TEST(Assets, EveryPageOfTheServerIsThere) {
  for (const char* name : {"sign-in", "setup", "account", "signed-out", "error"}) {
    EXPECT_TRUE(page_html(name).starts_with("<!doctype html>")) << name;
    EXPECT_NE(page_html(name).find("<!--page-data-->"), std::string_view::npos) << name;
  }
}

TEST(Assets, UnknownPageIsABug) {
  EXPECT_THROW((void)page_html("nothing"), std::out_of_range);
}

TEST(Assets, UnknownAssetIsAbsent) {
  EXPECT_EQ(find_asset("/assets/"), nullptr);
  EXPECT_EQ(find_asset("/assets/../pages/sign-in.html"), nullptr);
}

TEST(Assets, WhatPagesLoadIsEmbedded) {
  for (const Page& page : embedded_pages()) {
    EXPECT_FALSE(assets_of(page.html).empty()) << page.name;
    for (const std::string& path : assets_of(page.html)) {
      EXPECT_NE(find_asset(path), nullptr) << page.name << " loads " << path;
    }
  }
}

TEST(Assets, PagesHoldNothingThatTheContentPolicyForbids) {
  for (const Page& page : embedded_pages()) {
    EXPECT_EQ(page.html.find(" style="), std::string_view::npos) << page.name;
    EXPECT_EQ(page.html.find("<style"), std::string_view::npos) << page.name;
    EXPECT_EQ(page.html.find(" onclick="), std::string_view::npos) << page.name;
    EXPECT_EQ(page.html.find("<script>"), std::string_view::npos) << page.name;
    EXPECT_EQ(page.html.find("//cdn"), std::string_view::npos) << page.name;
  }
}

TEST(Assets, CompressedFormsAreSmaller) {
  for (const Asset& asset : embedded_assets()) {
    EXPECT_FALSE(asset.identity.empty()) << asset.path;
    EXPECT_LT(asset.gzip.size(), asset.identity.size()) << asset.path;
    EXPECT_LT(asset.brotli.size(), asset.identity.size()) << asset.path;
    EXPECT_TRUE(asset.etag.starts_with('"') && asset.etag.ends_with('"')) << asset.path;
  }
}

}  // namespace
}  // namespace gatehouse::console
