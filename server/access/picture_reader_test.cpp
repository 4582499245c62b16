// SPDX-License-Identifier: Apache-2.0
#include "server/access/picture_reader.h"

#include <gtest/gtest.h>

namespace gatehouse::server {
namespace {

class PictureReaderTest : public ::testing::Test {
 protected:
  [[nodiscard]] Result<std::string, http::Response> read(const std::string& type, std::string body,
                                                         const PictureRules& rules = {}) {
    http::Request request;
    request.headers.add("Content-Type", type);
    request.body = std::move(body);
    return reader_.read(request, rules);
  }
  static std::string png(std::uint32_t width, std::uint32_t height) {
    return picture::to_png({width, height, std::vector<std::uint8_t>(std::size_t(4) * width * height, 200)});
  }

  net::BlockingPool pool_{{.name = "picture"}};
  PictureReader reader_{pool_};
};

TEST_F(PictureReaderTest, PictureIsFittedAndCut) {
  const auto read = this->read("image/png", png(60, 40), {.side = 20, .shape = PictureRules::Shape::square});
  ASSERT_TRUE(read);
  const auto picture = picture::parse_picture(as_bytes(*read), {});
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->width, 20U);
  EXPECT_EQ(picture->height, 20U);
}

TEST_F(PictureReaderTest, SmallPictureBecomesAsLargeAsTheSquareIs) {
  const auto read = this->read("image/png", png(3, 2), {.side = 20, .shape = PictureRules::Shape::square});
  ASSERT_TRUE(read);
  EXPECT_EQ(picture::parse_picture(as_bytes(*read), {})->width, 20U);
}

TEST_F(PictureReaderTest, ScriptsInSvgAreRefusedWhateverTheyAreCalled) {
  const std::string svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
  EXPECT_EQ(read("image/svg+xml", svg).error().status, 415);
  const auto refused = read("image/png", svg).error();
  EXPECT_EQ(refused.status, 422);
  EXPECT_NE(refused.body.find("PNG, JPEG or WebP"), std::string::npos);
}

TEST_F(PictureReaderTest, BodiesThatAreNoPicturesAreRefused) {
  EXPECT_EQ(read("application/json", "{}").error().status, 415);
  EXPECT_EQ(read("image/png", png(9, 9), {.bounds = {.bytes = 10}}).error().status, 413);
  EXPECT_EQ(read("image/png", png(9, 9), {.bounds = {.side = 8}}).error().status, 422);
  EXPECT_EQ(read("image/png", png(9, 9).substr(0, 40)).error().status, 422);
  EXPECT_EQ(read("image/png", "").error().status, 422);
}

}  // namespace
}  // namespace gatehouse::server
