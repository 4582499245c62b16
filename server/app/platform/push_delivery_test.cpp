// SPDX-License-Identifier: Apache-2.0
#include "server/signals/push_delivery.h"

#include <fstream>
#include <iterator>
#include <mutex>
#include <set>

#include "core/net/testing/running_server.h"
#include "core/token/jwt_verifier.h"
#include "server/app/platform/signals_fixture.h"

namespace gatehouse::server {
namespace {

constexpr const char* kAuthorization = "Bearer of-a-very-secret-push";

/// An app that is pushed to, on a real socket of this machine.
class PushDeliveryTest : public SignalsTest {
 protected:
  PushDeliveryTest()
      : receiver_([this](const http::Request& request) {
          const std::lock_guard lock(mutex_);
          received_.push_back(request);
          http::Response response;
          response.status = status_;
          response.body = body_;
          if (status_ == 302) response.headers.set("Location", "/elsewhere");
          return response;
        }) {
    settings_.outbound_allow = {"127.0.0.0/8"};
    restart();
  }

  std::string endpoint() { return "http://127.0.0.1:" + std::to_string(receiver_->port()) + "/events"; }
  static std::string delivery(const std::string& endpoint, const std::string& more = "") {
    return R"({"delivery":{"method":"urn:ietf:rfc:8935","endpoint_url":")" + endpoint + '"' + more + "}}";
  }
  std::string make_push_stream() {
    return make_stream(
        delivery(endpoint(), R"(,"authorization_header":")" + std::string(kAuthorization) + '"'));
  }
  void push() {
    for (const auto& work : application_->background_work()) {
      while (work()) continue;
    }
  }
  boost::json::value instance() {
    return local(Method::get, "/api/v1/apps/orders/instances").json.at("items").at(0);
  }
  std::string status_of(const std::string& stream) {
    return as_app(Method::get, "/ssf/status?stream_id=" + stream).text("status");
  }
  int set_status(const std::string& stream, const std::string& status) {
    return as_app(Method::post, "/ssf/status",
                  R"({"stream_id":")" + stream + R"(","status":")" + status + "\"}")
        .status();
  }
  std::vector<std::string> ids() {
    std::vector<std::string> ids;
    for (const auto& request : received_) ids.emplace_back(claims_of(request.body).at("jti").as_string());
    return ids;
  }

  std::mutex mutex_;
  std::vector<http::Request> received_;
  int status_ = 202;
  std::string body_;
  net::testing::RunningServer receiver_;
};

TEST_F(PushDeliveryTest, ConfigurationNamesBothWaysOfDelivery) {
  const auto answer = call("", Method::get, "/.well-known/ssf-configuration");
  EXPECT_EQ(boost::json::serialize(answer.json.at("delivery_methods_supported")),
            R"(["urn:ietf:rfc:8936","urn:ietf:rfc:8935"])");
}

TEST_F(PushDeliveryTest, EventIsPushedAsASignedToken) {
  const auto stream = make_push_stream();
  push();
  EXPECT_TRUE(received_.empty()) << "nothing happened yet";
  set_roles(R"(["Chief"])");
  EXPECT_FALSE(instance().at("upToDate").as_bool());
  push();
  ASSERT_EQ(received_.size(), 1U);
  const auto& request = received_[0];
  EXPECT_EQ(request.method, Method::post);
  EXPECT_EQ(request.path, "/events");
  EXPECT_EQ(request.header("Content-Type"), "application/secevent+jwt");
  EXPECT_EQ(request.header("Accept"), "application/json");
  EXPECT_EQ(request.header("Authorization"), kAuthorization);
  auto keys = token::parse_jwks(call("", Method::get, "/oauth2/jwks").response.body);
  const token::JwtVerifier verifier(token::security_event_rules(kOrigin, "orders"),
                                    token::KeyRing::from_jwks(std::move(keys->keys)), clock_);
  EXPECT_TRUE(verifier.verify(request.body));
  EXPECT_TRUE(
      claims_of(request.body).at("events").as_object().contains(std::string(kCaep) + "token-claims-change"));
  EXPECT_TRUE(instance().at("upToDate").as_bool());
  EXPECT_TRUE(instance().at("live").as_bool());
  EXPECT_EQ(instance().at("delivery").as_string(), "push");
  push();
  EXPECT_EQ(received_.size(), 1U) << "an acknowledged event comes no more";
}

TEST_F(PushDeliveryTest, AuthorizationIsSealedAndToldToNobodyElse) {
  const auto stream = make_push_stream();
  for (const auto& target : {"/ssf/stream?stream_id=" + stream, std::string("/ssf/stream")})
    EXPECT_EQ(as_app(Method::get, target).response.body.find("very-secret"), std::string::npos);
  const auto instances = local(Method::get, "/api/v1/apps/orders/instances").response.body;
  EXPECT_EQ(instances.find("very-secret"), std::string::npos);
  status_ = 500;
  set_roles(R"(["Chief"])");
  push();
  EXPECT_EQ(end_and_read_log().find("very-secret"), std::string::npos);
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder_)) {
    if (!file.is_regular_file()) continue;
    std::ifstream stored(file.path(), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(stored), {});
    EXPECT_EQ(bytes.find("very-secret"), std::string::npos) << file.path();
  }
}

TEST_F(PushDeliveryTest, AuthorizationGoesToNoOtherAddress) {
  const auto stream = make_push_stream();
  const auto change = [&](const std::string& body) {
    return as_app(Method::patch, "/ssf/stream?stream_id=" + stream, body).status();
  };
  EXPECT_EQ(change(delivery(endpoint())), 200);
  EXPECT_EQ(change(R"({"description":"another"})"), 200);
  set_roles(R"(["Chief"])");
  push();
  EXPECT_EQ(received_.at(0).header("Authorization"), kAuthorization) << "same address, same secret";
  EXPECT_EQ(change(delivery(endpoint() + "/2")), 200);
  set_roles(R"(["Clerk"])");
  push();
  EXPECT_FALSE(received_.at(1).header("Authorization"));
}

TEST_F(PushDeliveryTest, BadPushesAreRefused) {
  for (const auto& body :
       {std::string(R"({"delivery":{"method":"urn:ietf:rfc:8935"}})"),
        std::string(R"({"delivery":{"method":"urn:ietf:rfc:8935","endpoint_url":5}})"),
        delivery("http://example.com/events"), delivery("ftp://example.com/events"),
        delivery("https://user@example.com/"), delivery("https://example.com/#f"), delivery("nonsense"),
        delivery("https://example.com/" + std::string(2000, 'a')),
        delivery("https://example.com/", R"(,"authorization_header":5)"),
        delivery("https://example.com/", R"(,"authorization_header":"a\r\nHost: b")"),
        delivery("https://example.com/", R"(,"authorization_header":")" + std::string(2001, 'a') + '"')}) {
    const auto refused = as_app(Method::post, "/ssf/stream", body);
    EXPECT_EQ(refused.status(), 400) << body;
    EXPECT_NE(refused.text("detail").find("delivery."), std::string::npos) << refused.text("detail");
  }
  EXPECT_TRUE(as_app(Method::get, "/ssf/stream").json.as_array().empty());
}

TEST_F(PushDeliveryTest, AnythingButAnAcknowledgementIsTriedAgainInOrder) {
  make_push_stream();
  set_roles(R"(["Chief"])");
  set_roles(R"(["Clerk"])");
  int failures = 0;
  for (const int status : {500, 200, 204, 302, 401, 429, 400}) {
    status_ = status;
    push();
    EXPECT_EQ(received_.size(), std::size_t(++failures)) << status << " ends the turn";
    push();
    EXPECT_EQ(received_.size(), std::size_t(failures)) << "left alone for a while";
    clock_.advance(push_pause(failures));
  }
  EXPECT_EQ(instance().at("lastError").as_string(), "the receiver answers 400");
  status_ = 202;
  push();
  const auto told = ids();
  ASSERT_EQ(told.size(), 9U);
  for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(told[i], told[0]);
  EXPECT_NE(told[8], told[0]);
  for (const auto& request : received_) EXPECT_EQ(request.path, "/events") << "redirects are not followed";
}

TEST_F(PushDeliveryTest, EventThatAnAppCantTakeIsRecordedAndPassedOver) {
  make_push_stream();
  set_roles(R"(["Chief"])");
  status_ = 400;
  body_ = R"({"err":"invalid_request","description":"no such subject"})";
  push();
  status_ = 202;
  set_roles(R"(["Clerk"])");
  push();
  ASSERT_EQ(received_.size(), 2U);
  EXPECT_NE(ids()[0], ids()[1]);
  EXPECT_EQ(instance().at("lastError").as_string(), "invalid_request: no such subject");
  EXPECT_NE(end_and_read_log().find("an app can't take an event"), std::string::npos);
}

TEST_F(PushDeliveryTest, WrongAuthorizationIsNotTheEventsFault) {
  make_push_stream();
  set_roles(R"(["Chief"])");
  status_ = 400;
  body_ = R"({"err":"authentication_failed"})";
  push();
  clock_.advance(push_pause(1));
  status_ = 202;
  push();
  ASSERT_EQ(received_.size(), 2U);
  EXPECT_EQ(ids()[0], ids()[1]);
}

TEST_F(PushDeliveryTest, StreamIsPausedAfterADayOfFailuresAndGoesOnWhenEnabled) {
  const auto stream = make_push_stream();
  set_roles(R"(["Chief"])");
  status_ = 503;
  push();
  EXPECT_TRUE(instance().at("live").as_bool());
  clock_.advance(std::chrono::minutes(3));
  EXPECT_FALSE(instance().at("live").as_bool()) << "nobody waits for it";
  push();
  clock_.advance(std::chrono::hours(24));
  push();
  const auto status = as_app(Method::get, "/ssf/status?stream_id=" + stream);
  EXPECT_EQ(status.text("status"), "paused");
  EXPECT_NE(status.text("reason").find("the receiver answers 503"), std::string::npos);
  EXPECT_EQ(
      local(Method::get, "/api/v1/audit-events?action=app.stream_paused").json.at("items").as_array().size(),
      1U);
  clock_.advance(std::chrono::hours(1));
  push();
  EXPECT_EQ(received_.size(), 3U);
  status_ = 202;
  EXPECT_EQ(set_status(stream, "enabled"), 200);
  set_roles(R"(["Clerk"])");
  push();
  EXPECT_EQ(status_of(stream), "enabled");
  EXPECT_TRUE(instance().at("upToDate").as_bool());
}

TEST_F(PushDeliveryTest, PausedStreamKeepsAndDisabledStreamForgets) {
  const auto stream = make_push_stream();
  EXPECT_EQ(set_status(stream, "paused"), 200);
  set_roles(R"(["Chief"])");
  push();
  EXPECT_TRUE(received_.empty());
  EXPECT_EQ(set_status(stream, "enabled"), 200);
  push();
  EXPECT_EQ(received_.size(), 1U);
  EXPECT_EQ(set_status(stream, "disabled"), 200);
  set_roles(R"(["Clerk"])");
  EXPECT_EQ(set_status(stream, "enabled"), 200);
  push();
  EXPECT_EQ(received_.size(), 1U);
}

TEST_F(PushDeliveryTest, VerificationIsPushedAndRemovedSubjectsAreNot) {
  const auto stream = make_push_stream();
  EXPECT_EQ(
      as_app(Method::post, "/ssf/verify", R"({"stream_id":")" + stream + R"(","state":"abc"})").status(),
      204);
  const auto subject = R"({"stream_id":")" + stream + R"(","subject":{"format":"iss_sub","iss":")" + kOrigin +
                       R"(","sub":")" + ada_ + "\"}}";
  EXPECT_EQ(as_app(Method::post, "/ssf/subjects/remove", subject).status(), 204);
  set_roles(R"(["Chief"])");
  push();
  ASSERT_EQ(received_.size(), 1U);
  const auto events = claims_of(received_[0].body).at("events");
  EXPECT_EQ(events.as_object().begin()->value().at("state").as_string(), "abc");
  EXPECT_TRUE(instance().at("upToDate").as_bool());
}

TEST_F(PushDeliveryTest, OwnNetworkIsNotCalledUnlessItsOwnerAllowsIt) {
  settings_.outbound_allow.clear();
  restart();
  make_push_stream();
  set_roles(R"(["Chief"])");
  push();
  EXPECT_TRUE(received_.empty());
  EXPECT_NE(instance().at("lastError").as_string().find("outbound_allow"), std::string::npos);
}

TEST_F(PushDeliveryTest, PushedStreamIsNotPolled) {
  const auto stream = make_push_stream();
  EXPECT_EQ(as_app(Method::post, "/ssf/poll?stream_id=" + stream, R"({"returnImmediately":true})").status(),
            404);
  const auto polls = R"({"delivery":{"method":"urn:ietf:rfc:8936"}})";
  EXPECT_EQ(as_app(Method::patch, "/ssf/stream?stream_id=" + stream, polls).status(), 200);
  set_roles(R"(["Chief"])");
  push();
  EXPECT_TRUE(received_.empty());
  EXPECT_EQ(poll(stream).size(), 1U);
}

TEST_F(PushDeliveryTest, WhoeverSetsOrEndsAPushIsAudited) {
  const auto stream = make_push_stream();
  const auto target = "/ssf/stream?stream_id=" + stream;
  as_app(Method::patch, target, R"({"description":"nothing of that kind"})");
  as_app(Method::patch, target, delivery(endpoint() + "/2"));
  as_app(Method::delete_, target);
  std::vector<std::string> actions;
  const auto events = local(Method::get, "/api/v1/audit-events?actor=orders").json.at("items").as_array();
  for (const auto& event : events) {
    EXPECT_EQ(event.at("target").as_string(), stream);
    actions.emplace_back(event.at("action").as_string());
  }
  EXPECT_EQ(actions, (std::vector<std::string>{"app.push_ended", "app.push_set", "app.push_set"}));
}

TEST_F(PushDeliveryTest, AnAppHasTwentyPushedStreamsAtMost) {
  std::string last;
  for (int i = 0; i < 20; ++i) last = make_push_stream();
  EXPECT_EQ(as_app(Method::post, "/ssf/stream", delivery(endpoint())).code(), "too_many_streams");
  const auto polled = make_stream();
  EXPECT_EQ(as_app(Method::patch, "/ssf/stream?stream_id=" + polled, delivery(endpoint())).status(), 409);
  EXPECT_EQ(as_app(Method::delete_, "/ssf/stream?stream_id=" + last).status(), 204);
  EXPECT_EQ(as_app(Method::post, "/ssf/stream", delivery(endpoint())).status(), 201);
}

TEST_F(PushDeliveryTest, WhatWaitsOutlivesARestart) {
  make_push_stream();
  for (int i = 0; i < 60; ++i) set_roles(i % 2 == 0 ? R"(["Chief"])" : R"(["Clerk"])");
  restart();
  push();
  const auto told = ids();
  EXPECT_EQ(told.size(), 60U);
  EXPECT_EQ(std::set(told.begin(), told.end()).size(), 60U);
}

TEST(PushPause, DoublesUpToFiveMinutes) {
  EXPECT_EQ(push_pause(1), std::chrono::seconds(1));
  EXPECT_EQ(push_pause(4), std::chrono::seconds(8));
  EXPECT_EQ(push_pause(100), std::chrono::seconds(300));
}

TEST(PushVerdict, OnlyAnErrorObjectRefusesAnEvent) {
  const auto judge = [](int status, std::string body) {
    return judge_push(net::ClientResponse{status, {}, std::move(body)});
  };
  using Kind = PushVerdict::Kind;
  EXPECT_EQ(judge(202, "").kind, Kind::taken);
  EXPECT_EQ(judge(400, R"({"err":"invalid_key"})").reason, "invalid_key");
  EXPECT_EQ(judge(400, R"({"err":"invalid_key"})").kind, Kind::refused);
  for (const char* body : {"", "[]", "{}", R"({"err":5})", R"({"err":"a\nb"})", R"({"err":"access_denied"})"})
    EXPECT_EQ(judge(400, body).kind, Kind::failed) << body;
  EXPECT_EQ(judge(500, R"({"err":"invalid_key"})").kind, Kind::failed);
  EXPECT_EQ(judge(400, R"({"err":"x","description":"a\u001b[31m"})").reason, "x");
}

}  // namespace
}  // namespace gatehouse::server
