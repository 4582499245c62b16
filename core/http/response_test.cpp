// SPDX-License-Identifier: Apache-2.0
#include "core/http/response.h"

#include <stdexcept>

#include <gtest/gtest.h>

#include "core/http/problem.h"
#include "core/http/request.h"
#include "core/http/security_headers.h"

namespace gatehouse::http {
namespace {

TEST(Response, ProblemHasTheMembersOfTheContract) {
  const auto response = problem(422, "invalid_body", "The body is \"bad\".", {{"email", "is missing"}});
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(response.headers.find("content-type"), "application/problem+json");
  EXPECT_EQ(response.headers.find("cache-control"), "no-store");
  EXPECT_EQ(
      response.body,
      R"({"type":"about:blank","title":"Unprocessable Content","status":422,"detail":"The body is \"bad\".",)"
      R"("code":"invalid_body","errors":[{"field":"email","message":"is missing"}]})");
  EXPECT_EQ(problem(404, "not_found", "x").body.find("errors"), std::string::npos);
}

TEST(Response, SecurityHeadersKeepWhatIsThere) {
  auto response = json_response(200, "{}");
  response.headers.add("Cache-Control", "max-age=300");
  add_api_security_headers(response);
  EXPECT_EQ(response.headers.count("Cache-Control"), 1u);
  EXPECT_EQ(response.headers.find("Cache-Control"), "max-age=300");
  EXPECT_EQ(response.headers.find("X-Content-Type-Options"), "nosniff");
}

TEST(Response, RedirectIsSeeOther) {
  EXPECT_EQ(redirect("/a").status, 303);
  EXPECT_EQ(redirect("/a").headers.find("Location"), "/a");
  EXPECT_THROW((void)redirect("/a\r\nX: y"), std::invalid_argument);
}

TEST(Request, NavigationIsToldBySecFetchModeElseAccept) {
  Request request;
  EXPECT_FALSE(request.is_navigation());
  request.headers.add("Accept", "text/html,*/*");
  EXPECT_TRUE(request.is_navigation());
  request.headers.add("Sec-Fetch-Mode", "cors");
  EXPECT_FALSE(request.is_navigation());
  request.headers.set("Sec-Fetch-Mode", "navigate");
  EXPECT_TRUE(request.is_navigation());
}

TEST(Request, AskingForAnUnknownParameterThrows) {
  Request request;
  request.params.emplace_back("id", "7");
  EXPECT_EQ(request.param("id"), "7");
  EXPECT_THROW((void)request.param("di"), std::out_of_range);
}

TEST(Method, IsReadCaseSensitively) {
  for (const auto method : {Method::get, Method::head, Method::post, Method::put, Method::patch,
                            Method::delete_, Method::options}) {
    EXPECT_EQ(parse_method(to_text(method)), method);
  }
  for (const auto* text : {"get", "", "TRACE", "CONNECT", "GETX"}) EXPECT_FALSE(parse_method(text)) << text;
}

}  // namespace
}  // namespace gatehouse::http
