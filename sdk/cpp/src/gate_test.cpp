// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/gate.h"

#include <gtest/gtest.h>

#include "gatehouse/middlewares.h"

namespace gatehouse::sdk {
namespace {

class GateTest : public testing::Test {
 protected:
  Gate& gate() {
    if (!gate_) {
      gate_.emplace(Gate::Parts{clock_, events_, verify_, post_auth_, {}, send_to_sign_in_});
      gate_->routes().add(http::Method::get, "/orders", {[this](Request&, Response& res) {
                            ++entered_;
                            res.json({{"rows", 3}});
                          }});
      gate_->routes().add(http::Method::get, "/health",
                          {[](Request& req, Response& res) {
                             res.json({{"user", req.has_user()}});
                           },
                           AppRoute::Access::open});
    }
    return *gate_;
  }
  http::Response send(http::Request request) { return gate().answer(request); }
  static http::Request signed_in(std::string path = "/orders") {
    http::Request request{.path = std::move(path)};
    request.headers.add("Authorization", "Bearer good");
    return request;
  }
  [[nodiscard]] std::string last_code() const { return codes_.empty() ? "" : codes_.back(); }

  FixedClock clock_{Time(std::chrono::hours(1))};
  Logger log_{clock_, LogFormat::text, LogLevel::debug, [](std::string_view) {}};
  std::vector<std::string> codes_;
  EventLog events_{log_, [this](const AppEvent& event) { codes_.push_back(event.code); }};
  VerifyToken verify_ =
      [this](std::string_view token) -> Result<std::shared_ptr<const VerifiedToken>, TokenRefusal> {
    const auto now = clock_.now();
    if (token == "good")
      return std::make_shared<const VerifiedToken>(
          VerifiedToken{{.id = "u1"}, now, now + std::chrono::minutes(15)});
    return fail(TokenRefusal{"bad_signature", "the signature does not hold"});
  };
  Middleware post_auth_;
  std::function<http::Response(const http::Request&)> send_to_sign_in_;
  std::optional<Gate> gate_;
  int entered_ = 0;
};

TEST_F(GateTest, GoodTokenReachesTheRoute) {
  const auto response = send(signed_in());
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, R"({"rows":3})");
  EXPECT_EQ(response.headers.find("Cache-Control"), "no-store");
}

TEST_F(GateTest, WithoutTokenEveryPathAndMethodIsRefused) {
  for (const auto method : {http::Method::get, http::Method::head, http::Method::options, http::Method::post,
                            http::Method::delete_}) {
    for (const auto* path : {"/orders", "/no-such-path", "/", "/health/x"}) {
      const auto response = send({.method = method, .path = path});
      EXPECT_EQ(response.status, 401) << path;
      EXPECT_EQ(response.headers.find("WWW-Authenticate"), "Bearer");
      EXPECT_EQ(response.headers.find("Allow"), std::nullopt);
    }
  }
  EXPECT_EQ(entered_, 0);
}

TEST_F(GateTest, WebSocketUpgradeIsGuarded) {
  http::Request request{.path = "/orders"};
  request.headers.add("Connection", "Upgrade");
  request.headers.add("Upgrade", "websocket");
  EXPECT_EQ(send(request).status, 401);
}

TEST_F(GateTest, AllBadTokensAreAnsweredAlike) {
  http::Request bad{.path = "/orders"};
  bad.headers.add("Authorization", "Bearer forged");
  http::Request malformed{.path = "/orders"};
  malformed.headers.add("Authorization", "Basic eDp5");
  const auto first = send(bad);
  EXPECT_EQ(last_code(), "bad_signature");
  const auto second = send(malformed);
  EXPECT_EQ(last_code(), "no_bearer_scheme");
  EXPECT_EQ(first.status, 401);
  EXPECT_EQ(second.status, 401);
  EXPECT_EQ(first.body, second.body);
  EXPECT_EQ(first.headers.find("WWW-Authenticate"), "Bearer error=\"invalid_token\"");
  EXPECT_EQ(second.headers.find("WWW-Authenticate"), "Bearer error=\"invalid_token\"");
}

// JW-29
TEST_F(GateTest, AuthorizationHeaderAloneDecides) {
  http::Request request{.path = "/orders"};
  request.headers.add("Authorization", "Bearer forged");
  request.headers.add("Cookie", "jwtToken=good");
  EXPECT_EQ(send(request).status, 401);
  request.headers.set("Authorization", "Bearer good");
  request.headers.set("Cookie", "jwtToken=forged");
  EXPECT_EQ(send(request).status, 200);
}

TEST_F(GateTest, CookieAuthenticatesAlone) {
  http::Request request{.path = "/orders"};
  request.headers.add("Cookie", "theme=dark; jwtToken=good");
  EXPECT_EQ(send(request).status, 200);
}

TEST_F(GateTest, CookieThatStandsTwiceIsRefused) {
  http::Request request{.path = "/orders"};
  request.headers.add("Cookie", "jwtToken=good; jwtToken=good");
  EXPECT_EQ(send(request).status, 401);
  EXPECT_EQ(last_code(), "ambiguous_cookie");
}

// JW-29
TEST_F(GateTest, TwoAuthorizationHeadersAreRefused) {
  auto request = signed_in();
  request.headers.add("Authorization", "Bearer good");
  EXPECT_EQ(send(request).status, 401);
  EXPECT_EQ(last_code(), "several_authorization_headers");
}

// JW-31
TEST_F(GateTest, SchemeIsReadStrictlyButInAnyCase) {
  for (const auto* value : {"bearer good", "BEARER good", "bEaReR good"}) {
    auto request = signed_in();
    request.headers.set("Authorization", value);
    EXPECT_EQ(send(request).status, 200) << value;
  }
  for (const auto* value : {"Bearer\tgood", "Bearer  good", "Bearer good, Basic b", "Bearer", "Bearer ", "",
                            "good", "Bearer good ", "Bearergood", "Bearer \"good\""}) {
    auto request = signed_in();
    request.headers.set("Authorization", value);
    EXPECT_EQ(send(request).status, 401) << value;
  }
}

TEST_F(GateTest, PublicRouteNeedsNothingAndHasNoUser) {
  post_auth_ = [](Request&, Response& res, const Next&) { res.status(403).json({{"error", "no"}}); };
  EXPECT_EQ(send({.path = "/health"}).body, R"({"user":false})");
  EXPECT_EQ(send(signed_in("/health")).body, R"({"user":false})");
  EXPECT_EQ(send({.method = http::Method::head, .path = "/health"}).status, 200);
  EXPECT_EQ(send({.method = http::Method::post, .path = "/health"}).status, 401);
}

TEST_F(GateTest, PostAuthRunsOnceOnEveryVerifiedPathAndNeverElse) {
  int runs = 0;
  post_auth_ = [&](Request& req, Response&, const Next& next) {
    EXPECT_EQ(req.user().id, "u1");
    ++runs;
    next();
  };
  EXPECT_EQ(send(signed_in()).status, 200);
  EXPECT_EQ(send(signed_in("/no-such-path")).status, 404);
  auto post = signed_in();
  post.method = http::Method::post;
  EXPECT_EQ(send(post).status, 405);
  EXPECT_EQ(runs, 3);
  EXPECT_EQ(send({.path = "/orders"}).status, 401);
  EXPECT_EQ(send({.path = "/health"}).status, 200);
  EXPECT_EQ(runs, 3);
}

TEST_F(GateTest, MiddlewareThatAnswersEndsTheRequest) {
  post_auth_ = [](Request&, Response& res, const Next& next) {
    res.status(403).json({{"error", "not today"}});
    next();  // too late
  };
  const auto response = send(signed_in());
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(response.body, R"({"error":"not today"})");
  EXPECT_EQ(entered_, 0);
  EXPECT_EQ(last_code(), "next_after_answer");
}

TEST_F(GateTest, MiddlewareThatThrowsLeaksNothing) {
  post_auth_ = [](Request&, Response&, const Next&) { throw std::runtime_error("password is hunter2"); };
  const auto response = send(signed_in());
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body, R"({"error":"Internal server error"})");
  EXPECT_EQ(entered_, 0);
  EXPECT_EQ(last_code(), "middleware_threw");
}

TEST_F(GateTest, MiddlewareThatThrowsNoExceptionTypeIsCaughtToo) {
  post_auth_ = [](Request&, Response&, const Next&) { throw 7; };
  EXPECT_EQ(send(signed_in()).status, 500);
}

TEST_F(GateTest, MiddlewareThatDoesNothingIsAnError) {
  post_auth_ = [](Request&, Response&, const Next&) {};
  EXPECT_EQ(send(signed_in()).status, 500);
  EXPECT_EQ(entered_, 0);
  EXPECT_EQ(last_code(), "middleware_unfinished");
}

TEST_F(GateTest, NextCalledTwiceEntersTheRouteOnceAndFails) {
  post_auth_ = [](Request&, Response&, const Next& next) {
    next();
    next();
  };
  EXPECT_EQ(send(signed_in()).status, 500);
  EXPECT_EQ(entered_, 1);
  EXPECT_EQ(last_code(), "next_called_twice");
}

TEST_F(GateTest, WritingAfterNextFails) {
  post_auth_ = [](Request&, Response& res, const Next& next) {
    next();
    res.json({{"rows", 0}});
  };
  EXPECT_EQ(send(signed_in()).status, 500);
  EXPECT_EQ(last_code(), "answered_twice");
}

TEST_F(GateTest, HeadersMayBeSetAfterNext) {
  post_auth_ = [](Request&, Response& res, const Next& next) {
    next();
    res.set("Server-Timing", "db;dur=2");
  };
  EXPECT_EQ(send(signed_in()).headers.find("Server-Timing"), "db;dur=2");
}

TEST_F(GateTest, NextKeptBeyondTheRequestDoesNothing) {
  std::optional<Next> kept;
  post_auth_ = [&](Request&, Response& res, const Next& next) {
    kept.emplace(next);
    res.status(403).json({{"error", "no"}});
  };
  EXPECT_EQ(send(signed_in()).status, 403);
  (*kept)();
  EXPECT_EQ(entered_, 0);
}

TEST_F(GateTest, MiddlewareCannotTurnAFailureBehindItIntoAnAnswer) {
  post_auth_ = [](Request&, Response& res, const Next& next) {
    try {
      next();
    } catch (...) {
      res.status(200).json({{"error", "Failed to validate user"}});
    }
  };
  gate().routes().add(http::Method::get, "/broken",
                      {[](Request&, Response&) { throw std::runtime_error("bug"); }});
  const auto response = send(signed_in("/broken"));
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body, R"({"error":"Internal server error"})");
  EXPECT_EQ(last_code(), "handler_threw");
}

TEST_F(GateTest, HandlerWithoutAnswerIsAnError) {
  gate().routes().add(http::Method::get, "/silent", {[](Request&, Response&) {}});
  EXPECT_EQ(send(signed_in("/silent")).status, 500);
  EXPECT_EQ(last_code(), "handler_unfinished");
}

TEST_F(GateTest, BadRequestOfAHandlerIsTheClients) {
  gate().routes().add(http::Method::post, "/orders", {[](Request& req, Response& res) {
                        res.json({{"name", req.json().at("name")}});
                      }});
  auto request = signed_in();
  request.method = http::Method::post;
  request.body = R"({"name":"x")";
  EXPECT_EQ(send(request).status, 415);
  request.headers.add("Content-Type", "application/json; charset=utf-8");
  EXPECT_EQ(send(request).status, 400);
  request.body += "}";
  EXPECT_EQ(send(request).body, R"({"name":"x"})");
  request.body = "{}";
  EXPECT_EQ(send(request).status, 500);
}

TEST_F(GateTest, RouteGuardComesAfterPostAuth) {
  std::string order;
  post_auth_ = [&](Request&, Response&, const Next& next) {
    order += "post-auth ";
    next();
  };
  gate().routes().add(http::Method::get, "/reports",
                      {[&](Request&, Response& res) {
                         order += "handler";
                         res.end();
                       },
                       AppRoute::Access::guarded,
                       [&](Request&, Response&, const Next& next) {
                         order += "guard ";
                         next();
                       }});
  EXPECT_EQ(send(signed_in("/reports")).status, 200);
  EXPECT_EQ(order, "post-auth guard handler");
}

TEST_F(GateTest, ChainRunsInOrderAndStopsWhereAnswered) {
  std::string order;
  const auto step = [&](std::string name) {
    return [&order, name](Request&, Response&, const Next& next) {
      order += name;
      next();
    };
  };
  post_auth_ = chain({step("a"), step("b"),
                      [](Request&, Response& res, const Next&) {
                        res.status(403).json({{"error", "c"}});
                      },
                      step("d")});
  EXPECT_EQ(send(signed_in()).body, R"({"error":"c"})");
  EXPECT_EQ(order, "ab");
  EXPECT_EQ(entered_, 0);
}

TEST_F(GateTest, FailureInsideAChainIsAFailure) {
  post_auth_ = chain({[](Request&, Response&, const Next& next) { next(); },
                      [](Request&, Response&, const Next&) { throw std::runtime_error("bug"); }});
  EXPECT_EQ(send(signed_in()).status, 500);
  EXPECT_EQ(entered_, 0);
}

TEST_F(GateTest, NavigationIsSentToSignInWherePlatformIsKnown) {
  send_to_sign_in_ = [](const http::Request& request) {
    return http::redirect("/auth/sign-in?to=" + request.path);
  };
  http::Request page{.path = "/orders"};
  page.headers.add("Sec-Fetch-Mode", "navigate");
  EXPECT_EQ(send(page).status, 303);
  page.headers.add("Cookie", "jwtToken=forged");
  EXPECT_EQ(send(page).status, 303);
  page.headers.add("Authorization", "Bearer forged");
  EXPECT_EQ(send(page).status, 401);
  http::Request script{.path = "/orders"};
  script.headers.add("Sec-Fetch-Mode", "cors");
  EXPECT_EQ(send(script).status, 401);
  http::Request form{.method = http::Method::post, .path = "/orders"};
  form.headers.add("Sec-Fetch-Mode", "navigate");
  EXPECT_EQ(send(form).status, 401);
}

TEST_F(GateTest, ResponseRefusesHeaderInjection) {
  gate().routes().add(http::Method::get, "/inject",
                      {[](Request&, Response& res) { res.set("X-Name", "a\r\nSet-Cookie: b=c"); }});
  const auto response = send(signed_in("/inject"));
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.headers.find("Set-Cookie"), std::nullopt);
}

}  // namespace
}  // namespace gatehouse::sdk
