// SPDX-License-Identifier: Apache-2.0
#include "server/features/pages/serve_asset.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "console/assets.h"
#include "console/embedded.h"
#include "server/features/pages/accept_encoding.h"

namespace gatehouse::server {
namespace {

http::Request request_for(std::string_view path, std::string_view accept_encoding = {}) {
  http::Request request;
  request.path = path;
  if (!accept_encoding.empty()) request.headers.set("Accept-Encoding", accept_encoding);
  return request;
}

const console::Asset& any_asset() {
  return console::embedded_assets().front();
}

/// Absent where the pages are not built: the stand-ins have no compressed forms.
const console::Asset* find_compressed_asset() {
  const auto assets = console::embedded_assets();
  const auto found = std::ranges::find_if(assets, [](const auto& asset) { return !asset.brotli.empty(); });
  return found == assets.end() ? nullptr : &*found;
}

TEST(ServeAsset, UnknownFileIsNotFound) {
  EXPECT_EQ(serve_asset(request_for("/assets/none.js")).status, 404);
  EXPECT_EQ(serve_asset(request_for("/sign-in")).status, 404);
}

TEST(ServeAsset, PlainFormForThoseWhoNameNone) {
  const auto response = serve_asset(request_for(any_asset().path));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, any_asset().identity);
  EXPECT_FALSE(response.headers.find("Content-Encoding"));
  EXPECT_EQ(response.headers.find("Content-Type"), any_asset().content_type);
  EXPECT_EQ(response.headers.find("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(response.headers.find("Vary"), "Accept-Encoding");
}

TEST(ServeAsset, SmallestAcceptedForm) {
  const auto* asset = find_compressed_asset();
  if (asset == nullptr) GTEST_SKIP() << "built without the pages";
  const auto brotli = serve_asset(request_for(asset->path, "gzip, deflate, br"));
  EXPECT_EQ(brotli.body, asset->brotli);
  EXPECT_EQ(brotli.headers.find("Content-Encoding"), "br");
  const auto gzip = serve_asset(request_for(asset->path, "gzip, br;q=0"));
  EXPECT_EQ(gzip.body, asset->gzip);
  EXPECT_EQ(gzip.headers.find("Content-Encoding"), "gzip");
  EXPECT_NE(brotli.headers.find("ETag"), gzip.headers.find("ETag"));
  EXPECT_EQ(brotli.headers.find("Cache-Control"), "public, max-age=31536000, immutable");
}

TEST(ServeAsset, KnownTagIsNotSentAgain) {
  auto request = request_for(any_asset().path);
  const std::string tag(serve_asset(request).headers.find("ETag").value());
  for (const std::string& known : {tag, "W/" + tag, "\"other\", " + tag, std::string("*")}) {
    request.headers.set("If-None-Match", known);
    const auto response = serve_asset(request);
    EXPECT_EQ(response.status, 304) << known;
    EXPECT_TRUE(response.body.empty()) << known;
    EXPECT_EQ(response.headers.find("ETag"), tag) << known;
  }
  request.headers.set("If-None-Match", "\"other\"");
  EXPECT_EQ(serve_asset(request).status, 200);
}

TEST(AcceptEncoding, WeightsAndWildcards) {
  EXPECT_TRUE(accepts_coding("br", "br"));
  EXPECT_TRUE(accepts_coding("gzip;q=0.5 , BR;q=1.0", "br"));
  EXPECT_TRUE(accepts_coding("*", "br"));
  EXPECT_TRUE(accepts_coding("*;q=0, br", "br"));
  EXPECT_TRUE(accepts_coding("br;q=0.001", "br"));
  EXPECT_FALSE(accepts_coding("", "br"));
  EXPECT_FALSE(accepts_coding("gzip", "br"));
  EXPECT_FALSE(accepts_coding("brotli", "br"));
  EXPECT_FALSE(accepts_coding("br; q=0", "br"));
  EXPECT_FALSE(accepts_coding("br;q=0.000, *", "br"));
  EXPECT_FALSE(accepts_coding(",;,", "br"));
}

}  // namespace
}  // namespace gatehouse::server
