// SPDX-License-Identifier: Apache-2.0
#include "core/http/cookie.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace gatehouse::http {
namespace {

Request with_cookie(std::string_view value) {
  Request request;
  request.headers.add("Cookie", value);
  return request;
}

TEST(Cookie, FindsTheValueByItsExactName) {
  const auto request = with_cookie("a=1; session=x=y ;b=2; Session=no");
  EXPECT_EQ(find_cookie(request, "session"), "x=y");
  EXPECT_EQ(find_cookie(request, "b"), "2");
  EXPECT_FALSE(find_cookie(request, "sess"));
  EXPECT_FALSE(find_cookie(Request{}, "session"));
}

TEST(Cookie, RepeatedNameIsAbsent) {
  EXPECT_FALSE(find_cookie(with_cookie("session=a; session=b"), "session"));
  EXPECT_FALSE(find_cookie(with_cookie("session=a; session=a"), "session"));
  auto request = with_cookie("session=a");
  request.headers.add("cookie", "session=b");
  EXPECT_FALSE(find_cookie(request, "session"));
}

TEST(Cookie, BrokenPairsAreSkipped) {
  EXPECT_EQ(find_cookie(with_cookie(";;=x; session; session=1;"), "session"), "1");
}

TEST(Cookie, WritesItsAttributes) {
  EXPECT_EQ(to_header({.name = "a", .value = "b"}), "a=b; Path=/; SameSite=Lax; HttpOnly");
  EXPECT_EQ(to_header({.name = "__Host-a",
                       .value = "",
                       .max_age = std::chrono::seconds(0),
                       .same_site = SetCookie::SameSite::strict,
                       .script = SetCookie::Script::readable,
                       .transport = SetCookie::Transport::https}),
            "__Host-a=; Path=/; Max-Age=0; SameSite=Strict; Secure");
}

TEST(Cookie, AttributesCannotBeInjected) {
  EXPECT_THROW((void)to_header({.name = "a", .value = "b; Domain=evil"}), std::invalid_argument);
  EXPECT_THROW((void)to_header({.name = "a", .value = "b\r\nX: y"}), std::invalid_argument);
  EXPECT_THROW((void)to_header({.name = "a=b", .value = "c"}), std::invalid_argument);
}

}  // namespace
}  // namespace gatehouse::http
