// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "core/picture/picture.h"
#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

constexpr const char* kAvatar = "/api/v1/me/avatar";

class AvatarTest : public PlatformTest {
 protected:
  AvatarTest() {
    add_user("owner@example.com", "owner");
    ada_id_ = add_user("ada@example.com");
    ada_ = signed_in("ada@example.com");
  }

  static http::Request upload(const std::string& cookie, const std::string& bytes,
                              const std::string& type = "image/png") {
    auto request = make_request(Method::put, kAvatar, "");
    request.headers.add("Content-Type", type);
    request.headers.add("Origin", kOrigin);
    if (!cookie.empty()) request.headers.add("Cookie", "__Host-gatehouse_session=" + cookie);
    request.body = bytes;
    return request;
  }
  Answer put(const std::string& bytes, const std::string& type = "image/png") {
    return send(upload(ada_, bytes, type));
  }
  static std::string picture(std::uint32_t width, std::uint32_t height = 0, std::uint8_t shade = 120) {
    if (height == 0) height = width;
    return picture::to_png(
        {width, height, std::vector<std::uint8_t>(std::size_t(4) * width * height, shade)});
  }
  std::string shown_url() { return call(ada_, Method::get, "/api/v1/me").text("avatarUrl"); }
  std::string user_path(const std::string& below = "") { return "/api/v1/users/" + ada_id_ + below; }
  std::string events() {
    return boost::json::serialize(local(Method::get, "/api/v1/audit-events?limit=50").json);
  }

  std::string ada_id_;
  std::string ada_;
};

TEST_F(AvatarTest, NobodyHasOneAtFirst) {
  EXPECT_TRUE(call(ada_, Method::get, "/api/v1/me").json.at("avatarUrl").is_null());
  EXPECT_TRUE(call(ada_, Method::get, "/api/v1/me/export").json.at("picture").is_null());
}

TEST_F(AvatarTest, PictureIsASquareOfOurOwnMakingAndServedUnderItsHash) {
  const auto set = put(picture(900, 600));
  ASSERT_EQ(set.status(), 200) << set.response.body;
  const auto url = set.text("avatarUrl");
  EXPECT_THAT(url, MatchesRegex("/avatars/[A-Za-z0-9_-]+\\.png"));
  EXPECT_EQ(url.size(), std::string("/avatars/.png").size() + 43);
  EXPECT_EQ(shown_url(), url);
  const auto served = call("", Method::get, url);
  ASSERT_EQ(served.status(), 200);
  const auto& headers = served.response.headers;
  EXPECT_EQ(headers.find("Content-Type"), "image/png");
  EXPECT_EQ(headers.find("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(headers.find("Cross-Origin-Resource-Policy"), "cross-origin");
  EXPECT_THAT(std::string(headers.find("Cache-Control").value_or("")), HasSubstr("immutable"));
  const auto read = picture::parse_picture(as_bytes(served.response.body), {});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->width, 256U);
  EXPECT_EQ(read->height, 256U);
}

TEST_F(AvatarTest, NothingButThePixelsIsKept) {
  using namespace std::string_literals;
  auto png = picture(20);
  png.insert(33,
             "\0\0\0\x16tEXtComment\0Taken in Parisu\xca\x9bm"s);  // behind the head (PNG, section 11.3.3)
  const auto set = put(png + "PK\x03\x04<script>alert(1)</script>");
  ASSERT_EQ(set.status(), 200) << set.response.body;
  const auto served = call("", Method::get, set.text("avatarUrl")).response.body;
  EXPECT_THAT(served, Not(HasSubstr("script")));
  EXPECT_THAT(served, Not(HasSubstr("Paris")));
  EXPECT_TRUE(served.ends_with(std::string("IEND\xae\x42\x60\x82")));
}

TEST_F(AvatarTest, WhatIsNoPictureIsRefusedAndNothingIsStored) {
  const std::string svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
  EXPECT_EQ(put(svg, "image/svg+xml").status(), 415);
  EXPECT_EQ(put("{}", "application/json").status(), 415);
  const auto refused = put(svg);
  EXPECT_EQ(refused.status(), 422);
  EXPECT_EQ(refused.code(), "picture_format");
  EXPECT_THAT(refused.text("detail"), HasSubstr("PNG, JPEG or WebP"));
  for (const auto& polyglot : {"GIF89a/*" + picture(9) + "*/", "%PDF-1.7\n" + picture(9),
                               "<!--" + picture(9) + "-->", std::string()}) {
    EXPECT_EQ(put(polyglot).status(), 422);
  }
  EXPECT_EQ(put(picture(9).substr(0, 50)).code(), "picture_damaged");
  EXPECT_EQ(shown_url(), "");
  EXPECT_THAT(events(), Not(HasSubstr("avatar")));
}

TEST_F(AvatarTest, TooLargePicturesAreRefusedWithTheBound) {
  const auto bytes = put(picture(9) + std::string(1024 * 1024, 'x'));
  EXPECT_EQ(bytes.status(), 413);
  EXPECT_THAT(bytes.text("detail"), HasSubstr("1024 KiB"));
  const auto pixels = put(picture(8193, 1));
  EXPECT_EQ(pixels.status(), 422);
  EXPECT_THAT(pixels.text("detail"), HasSubstr("8192"));
  EXPECT_EQ(shown_url(), "");
}

TEST_F(AvatarTest, StrangersSetNothing) {
  EXPECT_EQ(send(upload("", picture(9))).status(), 401);
  EXPECT_EQ(call("", Method::delete_, kAvatar).status(), 401);
  auto foreign = upload(ada_, picture(9));
  foreign.headers.set("Origin", "https://evil.example");
  EXPECT_EQ(send(foreign).status(), 403);
  foreign.headers.remove("Origin");
  EXPECT_EQ(send(foreign).status(), 403);
  EXPECT_EQ(shown_url(), "");
}

TEST_F(AvatarTest, NobodyGivesAnotherAPicture) {
  const auto owner = signed_in("owner@example.com");
  auto request = upload(owner, picture(9));
  request.path = user_path("/avatar");
  EXPECT_EQ(send(request).status(), 405);
  EXPECT_EQ(call(ada_, Method::patch, "/api/v1/me", R"({"avatarUrl":"https://evil.example/x.png"})").status(),
            422);
  EXPECT_EQ(shown_url(), "");
}

TEST_F(AvatarTest, SamePictureHasAnotherNameEachTime) {
  const auto first = put(picture(9)).text("avatarUrl");
  const auto second = put(picture(9)).text("avatarUrl");
  EXPECT_NE(first, second) << "who has the picture must not find out whether somebody here uses it";
  EXPECT_EQ(call("", Method::get, first).status(), 404);
  EXPECT_EQ(call("", Method::get, second).status(), 200);
}

TEST_F(AvatarTest, RemovedPictureIsGone) {
  const auto url = put(picture(9)).text("avatarUrl");
  const auto removed = call(ada_, Method::delete_, kAvatar);
  EXPECT_EQ(removed.status(), 200);
  EXPECT_TRUE(removed.json.at("avatarUrl").is_null());
  EXPECT_EQ(call("", Method::get, url).status(), 404);
  EXPECT_EQ(call(ada_, Method::delete_, kAvatar).status(), 200) << "what is so already stays as it is";
}

TEST_F(AvatarTest, ProfileAndPictureShareTheirVersion) {
  const std::string before(call(ada_, Method::get, "/api/v1/me").response.headers.find("ETag").value());
  const auto set = put(picture(9));
  EXPECT_NE(set.response.headers.find("ETag"), before);
  auto stale = upload(ada_, picture(10));
  stale.headers.add("If-Match", before);
  EXPECT_EQ(send(stale).status(), 412);
  EXPECT_EQ(shown_url(), set.text("avatarUrl"));
  ASSERT_EQ(call(ada_, Method::patch, "/api/v1/me", R"({"firstName":"Ada"})").status(), 200);
  EXPECT_EQ(shown_url(), set.text("avatarUrl")) << "a changed name leaves the picture";
}

TEST_F(AvatarTest, AdministratorsSeeItAndMayTakeItAway) {
  const auto owner = signed_in("owner@example.com");
  const auto url = put(picture(9)).text("avatarUrl");
  EXPECT_EQ(call(owner, Method::get, user_path()).text("avatarUrl"), url);
  EXPECT_THAT(call(owner, Method::get, "/api/v1/users").response.body, HasSubstr(url));
  EXPECT_EQ(call(ada_, Method::delete_, user_path("/avatar")).status(), 403);
  EXPECT_EQ(call(owner, Method::delete_, "/api/v1/users/usr_nobody/avatar").status(), 404);
  const auto removed = call(owner, Method::delete_, user_path("/avatar"));
  EXPECT_EQ(removed.status(), 200);
  EXPECT_TRUE(removed.json.at("avatarUrl").is_null());
  EXPECT_EQ(call("", Method::get, url).status(), 404);
}

TEST_F(AvatarTest, AdministratorsLeaveThePicturesOfOwners) {
  auto request = upload(signed_in("owner@example.com"), picture(9));
  ASSERT_EQ(send(request).status(), 200);
  add_user("admin@example.com", "administrator");
  const auto owner = call(signed_in("owner@example.com"), Method::get, "/api/v1/me").text("id");
  EXPECT_EQ(
      call(signed_in("admin@example.com"), Method::delete_, "/api/v1/users/" + owner + "/avatar").status(),
      403);
}

TEST_F(AvatarTest, EachChangeIsAudited) {
  put(picture(9));
  EXPECT_THAT(events(), HasSubstr("user.avatar_changed"));
  EXPECT_THAT(events(), Not(HasSubstr("user.avatar_removed")));
  call(ada_, Method::delete_, kAvatar);
  EXPECT_THAT(events(), HasSubstr("user.avatar_removed"));
}

TEST_F(AvatarTest, CopyOfTheOwnDataHasThePictureItself) {
  put(picture(9));
  EXPECT_THAT(call(ada_, Method::get, "/api/v1/me/export").text("picture"),
              MatchesRegex("data:image/png;base64,iVBORw0KGgo[A-Za-z0-9+/]+=*"));
}

TEST_F(AvatarTest, PictureGoesWithTheAccount) {
  const auto url = put(picture(9)).text("avatarUrl");
  ASSERT_EQ(local(Method::delete_, user_path()).status(), 204);
  EXPECT_EQ(call("", Method::get, url).status(), 404);
}

TEST_F(AvatarTest, OtherNamesAreNotThere) {
  put(picture(9));
  for (const char* path : {"/avatars/none.png", "/avatars/none", "/avatars/.png", "/avatars/usr_1.png"}) {
    EXPECT_EQ(call("", Method::get, path).status(), 404) << path;
  }
}

}  // namespace
}  // namespace gatehouse::server
