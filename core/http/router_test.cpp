// SPDX-License-Identifier: Apache-2.0
#include "core/http/router.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace gatehouse::http {
namespace {

Router sample() {
  Router router;
  router.add(Method::get, "/", 0);
  router.add(Method::get, "/users", 1);
  router.add(Method::post, "/users", 2);
  router.add(Method::get, "/users/{id}", 3);
  router.add(Method::get, "/users/me", 4);
  router.add(Method::delete_, "/users/{user}", 5);
  router.add(Method::get, "/users/{id}/apps/{app}", 6);
  return router;
}

std::string outcome(const Router& router, Method method, std::string_view path) {
  const auto found = router.find(method, path);
  if (const auto* match = std::get_if<Router::Match>(&found)) {
    auto text = std::to_string(match->route);
    for (const auto& [name, value] : match->params) text += " " + name + "=" + value;
    return text;
  }
  if (const auto* refusal = std::get_if<Router::MethodNotAllowed>(&found)) return "allow " + refusal->allow;
  return "not found";
}

TEST(Router, FindsLiteralAndParameterRoutes) {
  const auto router = sample();
  EXPECT_EQ(outcome(router, Method::get, "/"), "0");
  EXPECT_EQ(outcome(router, Method::get, "/users"), "1");
  EXPECT_EQ(outcome(router, Method::post, "/users"), "2");
  EXPECT_EQ(outcome(router, Method::get, "/users/7"), "3 id=7");
  EXPECT_EQ(outcome(router, Method::get, "/users/7/apps/orders"), "6 id=7 app=orders");
}

TEST(Router, LiteralBeatsParameterAndGivesWayWhereItLeadsNowhere) {
  const auto router = sample();
  EXPECT_EQ(outcome(router, Method::get, "/users/me"), "4");
  EXPECT_EQ(outcome(router, Method::get, "/users/me/apps/x"), "6 id=me app=x");
  EXPECT_EQ(outcome(router, Method::delete_, "/users/me"), "5 user=me");
}

TEST(Router, ParametersAreDecodedAndKeepTheNamesOfTheirRoute) {
  const auto router = sample();
  EXPECT_EQ(outcome(router, Method::get, "/users/a%20b"), "3 id=a b");
  EXPECT_EQ(outcome(router, Method::delete_, "/users/9"), "5 user=9");
  EXPECT_EQ(outcome(router, Method::get, "/%75sers"), "1");
}

TEST(Router, OtherPathsAreNotFound) {
  const auto router = sample();
  for (const auto* path : {"", "users", "/user", "/users/", "/Users", "/users/7/apps", "/users/7/apps/",
                           "/users//apps/x", "/users/%zz"}) {
    EXPECT_EQ(outcome(router, Method::get, path), "not found") << path;
  }
}

TEST(Router, HeadIsServedByGet) {
  EXPECT_EQ(outcome(sample(), Method::head, "/users/7"), "3 id=7");
}

TEST(Router, WrongMethodNamesTheAllowedOnes) {
  const auto router = sample();
  EXPECT_EQ(outcome(router, Method::put, "/users"), "allow GET, HEAD, POST");
  EXPECT_EQ(outcome(router, Method::post, "/users/me"), "allow GET, HEAD, DELETE");
}

TEST(Router, BadPatternsAreRefused) {
  auto router = sample();
  for (const auto* pattern : {"", "x", "/{}", "/{a}/{a}", "/{a", "/x{a}", "/a%20b", "/{a b}"}) {
    EXPECT_THROW(router.add(Method::get, pattern, 9), std::invalid_argument) << pattern;
  }
  EXPECT_THROW(router.add(Method::get, "/users/{other}", 9), std::invalid_argument);
}

}  // namespace
}  // namespace gatehouse::http
