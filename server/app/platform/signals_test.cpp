// SPDX-License-Identifier: Apache-2.0
#include "core/token/jwt_verifier.h"
#include "server/app/platform/signals_fixture.h"

namespace gatehouse::server {
namespace {

using Events = std::vector<std::string>;

std::string caep(const char* name) {
  return std::string("https://schemas.openid.net/secevent/caep/event-type/") + name;
}
std::string risc(const char* name) {
  return std::string("https://schemas.openid.net/secevent/risc/event-type/") + name;
}

TEST_F(SignalsTest, ConfigurationNamesEveryEndpoint) {
  const auto answer = call("", Method::get, "/.well-known/ssf-configuration");
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.text("issuer"), kOrigin);
  EXPECT_EQ(answer.text("jwks_uri"), std::string(kOrigin) + "/oauth2/jwks");
  EXPECT_EQ(answer.text("configuration_endpoint"), std::string(kOrigin) + "/ssf/stream");
  EXPECT_EQ(answer.text("gatehouse_state_endpoint"), std::string(kOrigin) + "/ssf/state");
  EXPECT_EQ(answer.text("default_subjects"), "ALL");
}

TEST_F(SignalsTest, OnlyTheAppReadsItsStream) {
  add_app("billing");
  const auto stream = make_stream();
  for (const auto& [method, target] : {std::pair(Method::post, std::string("/ssf/stream")),
                                       std::pair(Method::get, std::string("/ssf/stream")),
                                       std::pair(Method::patch, "/ssf/stream?stream_id=" + stream),
                                       std::pair(Method::delete_, "/ssf/stream?stream_id=" + stream),
                                       std::pair(Method::post, "/ssf/poll?stream_id=" + stream),
                                       std::pair(Method::get, "/ssf/state?stream_id=" + stream),
                                       std::pair(Method::get, "/ssf/status?stream_id=" + stream),
                                       std::pair(Method::post, std::string("/ssf/verify")),
                                       std::pair(Method::post, std::string("/ssf/status")),
                                       std::pair(Method::post, std::string("/ssf/subjects/add")),
                                       std::pair(Method::post, std::string("/ssf/subjects/remove"))}) {
    EXPECT_EQ(call("", method, target).status(), 401) << target;
    auto request = make_request(method, target, "{}");
    request.headers.add("Authorization", "Basic " + base64("orders:wrong"));
    EXPECT_EQ(send(request).status(), 401) << target;
  }
  EXPECT_EQ(as_app(Method::post, "/ssf/poll?stream_id=" + stream, "{}", "billing").status(), 404);
  EXPECT_EQ(as_app(Method::get, "/ssf/state?stream_id=" + stream, "", "billing").status(), 404);
  EXPECT_EQ(as_app(Method::delete_, "/ssf/stream?stream_id=" + stream, "", "billing").status(), 404);
  EXPECT_EQ(as_app(Method::post, "/ssf/verify", R"({"stream_id":")" + stream + "\"}", "billing").status(),
            404);
}

// As at the token endpoint: keys of its own, or none at all, take the place of the secret.
TEST_F(SignalsTest, SecretOfAnAppThatDoesntAuthenticateByItOpensNoStream) {
  EXPECT_EQ(as_app(Method::get, "/ssf/stream").status(), 200);
  EXPECT_EQ(local(Method::patch, "/api/v1/apps/orders", R"({"clientType":"public"})").status(), 200);
  EXPECT_EQ(as_app(Method::get, "/ssf/stream").status(), 401);
  const auto jwks = R"({"keys":[{"kty":"OKP","crv":"Ed25519","kid":"one",)"
                    R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]})";
  const boost::json::object keys = {{"clientType", "confidential"}, {"jwks", jwks}};
  EXPECT_EQ(local(Method::patch, "/api/v1/apps/orders", boost::json::serialize(keys)).status(), 200);
  EXPECT_EQ(as_app(Method::get, "/ssf/stream").status(), 401);
}

TEST_F(SignalsTest, StreamSaysWhatItDelivers) {
  const auto made =
      as_app(Method::post, "/ssf/stream",
             R"({"delivery":{"method":"urn:ietf:rfc:8936"},"description":"one",)"
             R"("gatehouse_instance":{"id":"i1","host":"box","version":"1.2","secrets":["k1"]}})");
  EXPECT_EQ(made.status(), 201);
  EXPECT_EQ(made.text("aud"), "orders");
  EXPECT_EQ(made.json.at("delivery").at("endpoint_url").as_string(),
            std::string(kOrigin) + "/ssf/poll?stream_id=" + made.text("stream_id"));
  EXPECT_GT(made.json.at("events_delivered").as_array().size(), 5u);
  const auto shown = as_app(Method::get, "/ssf/stream?stream_id=" + made.text("stream_id"));
  EXPECT_EQ(shown.json, made.json);
  EXPECT_EQ(as_app(Method::get, "/ssf/stream").json.as_array().size(), 1u);
  EXPECT_EQ(as_app(Method::delete_, "/ssf/stream?stream_id=" + made.text("stream_id")).status(), 204);
  EXPECT_EQ(as_app(Method::post, "/ssf/poll?stream_id=" + made.text("stream_id"), "{}").status(), 404);
}

TEST_F(SignalsTest, BadStreamsAreRefused) {
  for (const char* body :
       {"[]", "{", R"({"delivery":1})", R"({"delivery":{"method":"carrier-pigeon"}})",
        R"({"events_requested":[1]})", R"({"gatehouse_instance":{"host":"a\nb"}})",
        R"({"gatehouse_instance":{"secrets":["1","2","3","4","5"]}})", R"({"description":5})"}) {
    EXPECT_EQ(as_app(Method::post, "/ssf/stream", body).status(), 400) << body;
  }
}

// SSF 1.0, sections 8.1.1.3 and 8.1.1.4
TEST_F(SignalsTest, WhatThePlatformSaysOfAStreamCanNotBeChanged) {
  const auto made = as_app(Method::post, "/ssf/stream", R"({"description":"one"})");
  const auto change = [&](Method method, const boost::json::object& members) {
    boost::json::object body = {{"stream_id", made.text("stream_id")}};
    for (const auto& [name, value] : members) body[name] = value;
    return as_app(method, "/ssf/stream", boost::json::serialize(body));
  };
  for (const auto method : {Method::patch, Method::put}) {
    for (const boost::json::object& members :
         {boost::json::object{{"iss", "https://evil.example"}}, boost::json::object{{"aud", "billing"}},
          boost::json::object{{"aud", nullptr}},
          boost::json::object{{"events_supported", boost::json::array{caep("session-revoked")}}},
          boost::json::object{{"events_delivered", boost::json::array{}}},
          boost::json::object{{"min_verification_interval", 7}},
          boost::json::object{{"inactivity_timeout", "long"}}}) {
      EXPECT_EQ(change(method, members).status(), 400) << boost::json::serialize(members);
    }
    // A receiver may send back all that it was told.
    const auto told = as_app(Method::get, "/ssf/stream?stream_id=" + made.text("stream_id"));
    EXPECT_EQ(change(method, told.json.as_object()).json, told.json);
  }
  EXPECT_EQ(change(Method::patch, {{"aud", boost::json::array{"orders"}}}).status(), 200);
  EXPECT_EQ(
      as_app(Method::patch, "/ssf/stream?stream_id=" + made.text("stream_id"), R"({"stream_id":"another"})")
          .status(),
      400);
}

TEST_F(SignalsTest, MissingStreamIsABadRequestAndAnUnknownOneIsNotFound) {
  const auto subject =
      std::string(R"("subject":{"format":"iss_sub","iss":")") + kOrigin + R"(","sub":")" + ada_ + "\"}";
  const auto ask = [&](const std::string& id) {
    const auto query = id.empty() ? "" : "?stream_id=" + id;
    const auto body = [&](const std::string& more) {
      return id.empty() ? "{" + more + "}"
                        : R"({"stream_id":")" + id + "\"" + (more.empty() ? "" : ",") + more + "}";
    };
    return std::vector<int>{as_app(Method::patch, "/ssf/stream", body("")).status(),
                            as_app(Method::put, "/ssf/stream", body("")).status(),
                            as_app(Method::delete_, "/ssf/stream" + query).status(),
                            as_app(Method::post, "/ssf/poll" + query, "{}").status(),
                            as_app(Method::get, "/ssf/state" + query).status(),
                            as_app(Method::get, "/ssf/status" + query).status(),
                            as_app(Method::post, "/ssf/status", body(R"("status":"paused")")).status(),
                            as_app(Method::post, "/ssf/verify", body("")).status(),
                            as_app(Method::post, "/ssf/subjects/add", body(subject)).status(),
                            as_app(Method::post, "/ssf/subjects/remove", body(subject)).status()};
  };
  EXPECT_EQ(ask(""), std::vector<int>(10, 400));
  EXPECT_EQ(ask("unknown"), std::vector<int>(10, 404));
}

TEST_F(SignalsTest, EventIsASignedSecurityEventToken) {
  const auto stream = make_stream();
  const auto cookie = signed_in("ada@example.com");
  call(cookie, Method::post, "/api/v1/sign-out");
  const auto answer = as_app(Method::post, "/ssf/poll?stream_id=" + stream, R"({"returnImmediately":true})");
  ASSERT_EQ(answer.json.at("sets").as_object().size(), 1u);
  const std::string text(answer.json.at("sets").as_object().begin()->value().as_string());
  auto keys = token::parse_jwks(call("", Method::get, "/oauth2/jwks").response.body);
  const token::JwtVerifier verifier(token::security_event_rules(kOrigin, "orders"),
                                    token::KeyRing::from_jwks(std::move(keys->keys)), clock_);
  EXPECT_TRUE(verifier.verify(text));
  const auto claims = claims_of(text);
  EXPECT_EQ(claims.at("jti").as_string(), answer.json.at("sets").as_object().begin()->key());
  EXPECT_EQ(claims.at("sub_id").at("format").as_string(), "complex");
  EXPECT_EQ(claims.at("sub_id").at("user").at("sub").as_string(), ada_);
  EXPECT_TRUE(claims.at("sub_id").at("session").at("id").as_string().starts_with("ses_"));
  EXPECT_EQ(claims.at("events").as_object().size(), 1u);
  EXPECT_EQ(claims.at("gatehouse_expires").as_int64() - claims.at("iat").as_int64(), 24 * 3600 + 120);
}

TEST_F(SignalsTest, EachEndOfASessionIsToldOnce) {
  const auto stream = make_stream();
  const auto first = signed_in("ada@example.com");
  clock_.advance(std::chrono::seconds(1));
  const auto second = signed_in("ada@example.com");
  const auto sessions = call(first, Method::get, "/api/v1/me/sessions");
  EXPECT_TRUE(take(stream).empty());
  call(second, Method::post, "/api/v1/sign-out");
  EXPECT_EQ(events_of(take(stream)), Events{caep("session-revoked")});
  const std::string id(sessions.json.at("items").at(1).at("id").as_string());
  EXPECT_EQ(call(first, Method::delete_, "/api/v1/me/sessions/" + id).status(), 204);
  EXPECT_EQ(events_of(take(stream)), Events{caep("session-revoked")});
}

TEST_F(SignalsTest, DisabledEnabledAndDeletedUsersAreTold) {
  const auto stream = make_stream();
  signed_in("ada@example.com");
  local(Method::post, "/api/v1/users/" + ada_ + "/disable");
  auto told = take(stream);
  EXPECT_EQ(told.back().event(), risc("account-disabled"));
  EXPECT_EQ(told.back().user(), ada_);
  const auto events = events_of(told);
  EXPECT_EQ(std::count(events.begin(), events.end(), risc("account-disabled")), 1);
  local(Method::post, "/api/v1/users/" + ada_ + "/enable");
  EXPECT_EQ(events_of(take(stream)), Events{risc("account-enabled")});
  signed_in("ada@example.com");
  local(Method::delete_, "/api/v1/users/" + ada_);
  EXPECT_EQ(events_of(take(stream)), Events{risc("account-purged")});
}

TEST_F(SignalsTest, RolesAreToldAsTheyAreNow) {
  const auto stream = make_stream();
  set_roles(R"(["Chief","Clerk"])");
  const auto told = take(stream);
  ASSERT_EQ(events_of(told), Events{caep("token-claims-change")});
  EXPECT_EQ(boost::json::serialize(told[0].content().at("claims")), R"({"roles":["Chief","Clerk"]})");
  set_roles(R"(["Chief","Clerk"])");
  EXPECT_TRUE(take(stream).empty()) << "nothing changed";
  EXPECT_EQ(local(Method::delete_, "/api/v1/apps/orders/roles/Chief").status(), 204);
  EXPECT_EQ(take(stream).size(), 2u) << "the role's permissions and the member's role";
}

TEST_F(SignalsTest, LostMembershipRevokesInThatAppAlone) {
  add_app("billing");
  const auto stream = make_stream();
  const auto other = make_stream("{}", "billing");
  local(Method::delete_, "/api/v1/apps/orders/members/" + ada_);
  const auto told = take(stream);
  ASSERT_EQ(events_of(told), Events{caep("session-revoked")});
  EXPECT_EQ(told[0].claims.at("sub_id").as_object().if_contains("session"), nullptr);
  EXPECT_TRUE(poll(other, {}, "billing").empty());
}

TEST_F(SignalsTest, AppsHearOfTheirMembersAlone) {
  add_app("billing");
  const auto other = make_stream("{}", "billing");
  call(signed_in("ada@example.com"), Method::post, "/api/v1/sign-out");
  local(Method::post, "/api/v1/users/" + ada_ + "/disable");
  local(Method::delete_, "/api/v1/users/" + ada_);
  EXPECT_TRUE(poll(other, {}, "billing").empty());
}

TEST_F(SignalsTest, ChangedRoleIsANewPolicy) {
  const auto stream = make_stream();
  local(Method::patch, "/api/v1/apps/orders/roles/Clerk", R"({"permissions":["orders:write"]})");
  const auto told = take(stream);
  ASSERT_EQ(events_of(told), Events{"urn:gatehouse:event:policy"});
  const auto policy = claims_of(std::string(told[0].content().at("policy").as_string()));
  EXPECT_EQ(boost::json::serialize(policy.at("role_permissions").at("Clerk")), R"(["orders:write"])");
  EXPECT_EQ(boost::json::serialize(policy.at("algorithms")), R"(["HS256"])");
  EXPECT_EQ(policy.at("version").as_int64(), told[0].position());
}

TEST_F(SignalsTest, UnacknowledgedEventsComeAgainInOrder) {
  const auto stream = make_stream();
  set_roles(R"(["Chief"])");
  set_roles(R"(["Clerk"])");
  const auto told = poll(stream);
  ASSERT_EQ(told.size(), 2u);
  EXPECT_LT(told[0].position(), told[1].position());
  EXPECT_EQ(poll(stream, {told[1].id}).size(), 2u) << "the first one is still missing";
  EXPECT_EQ(poll(stream, {"billing.1", "nonsense", told[0].id}).size(), 1u);
  EXPECT_TRUE(poll(stream, {told[1].id}).empty());
}

TEST_F(SignalsTest, EventThatAnAppCantTakeIsNotToldAgain) {
  const auto stream = make_stream();
  set_roles(R"(["Chief"])");
  const auto id = poll(stream).at(0).id;
  const auto answer = as_app(Method::post, "/ssf/poll?stream_id=" + stream,
                             R"({"returnImmediately":true,"setErrs":{")" + id + R"(":{"err":"jwtHdr"}}})");
  EXPECT_TRUE(answer.json.at("sets").as_object().empty());
}

TEST_F(SignalsTest, TokensCarryThePositionThatDecidedThem) {
  const auto stream = make_stream();
  const auto before = claims_of(issue_token()).at("pos").as_int64();
  set_roles(R"(["Chief"])");
  const auto event = take(stream).at(0).position();
  const auto after = claims_of(issue_token()).at("pos").as_int64();
  EXPECT_LT(before, event);
  EXPECT_GE(after, event);
}

TEST_F(SignalsTest, StateHasAllThatIsInForce) {
  const auto cookie = signed_in("ada@example.com");
  set_roles(R"(["Chief"])");
  call(cookie, Method::post, "/api/v1/sign-out");
  const auto stream = make_stream();
  const auto answer = as_app(Method::get, "/ssf/state?stream_id=" + stream);
  EXPECT_EQ(answer.response.headers.find("Content-Type"), "application/jwt");
  auto state = claims_of(answer.response.body);
  EXPECT_EQ(state.at("aud").as_string(), "orders");
  ASSERT_EQ(state.at("revoked").as_array().size(), 1u);
  EXPECT_EQ(state.at("revoked").at(0).at(0).as_string(), "session");
  EXPECT_EQ(boost::json::serialize(state.at("roles").at(0).at(1)), R"(["Chief"])");
  EXPECT_EQ(claims_of(std::string(state.at("policy").as_string())).at("aud").as_string(), "orders");
  clock_.advance(std::chrono::hours(25));
  state = claims_of(as_app(Method::get, "/ssf/state?stream_id=" + stream).response.body);
  EXPECT_TRUE(state.at("revoked").as_array().empty());
  EXPECT_TRUE(state.at("roles").as_array().empty());
}

// A restored platform must not give anew, to other events, positions that it gave before the backup was made.
TEST_F(SignalsTest, EachRunGoesOnFromThePresentTime) {
  const auto microseconds = [&] {
    return std::chrono::microseconds(clock_.now().time_since_epoch()).count();
  };
  const auto position = [&] { return claims_of(issue_token()).at("pos").as_int64(); };
  restart();
  const auto stream = make_stream();
  EXPECT_GE(position(), microseconds());
  clock_.advance(std::chrono::hours(1));
  set_roles(R"(["Chief"])");
  EXPECT_LT(position(), microseconds()) << "one by one within a run";
  restart();
  set_roles(R"(["Clerk"])");
  EXPECT_GT(position(), microseconds());
  EXPECT_EQ(events_of(poll(stream)).size(), 2u) << "nobody is told of the run";
  const auto before = position();
  clock_.advance(-std::chrono::hours(2));
  restart();
  set_roles(R"(["Chief"])");
  EXPECT_GT(position(), before) << "a clock that was set back changes no order";
}

TEST_F(SignalsTest, PositionNeverGoesBack) {
  const auto before = claims_of(issue_token()).at("pos").as_int64();
  clock_.advance(std::chrono::hours(50));
  application_->remove_expired();
  EXPECT_EQ(claims_of(issue_token()).at("pos").as_int64(), before);
  set_roles(R"(["Chief"])");
  EXPECT_GT(claims_of(issue_token()).at("pos").as_int64(), before);
}

TEST_F(SignalsTest, SessionsThatEndByTimeAreNotTold) {
  signed_in("ada@example.com");
  clock_.advance(std::chrono::days(100));
  const auto stream = make_stream();
  application_->remove_expired();
  EXPECT_TRUE(poll(stream).empty());
}

TEST_F(SignalsTest, VerificationProvesTheLink) {
  const auto stream = make_stream();
  const auto other = make_stream();
  EXPECT_EQ(
      as_app(Method::post, "/ssf/verify", R"({"stream_id":")" + stream + R"(","state":"abc"})").status(),
      204);
  EXPECT_TRUE(poll(other).empty());
  const auto told = take(stream);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].content().at("state").as_string(), "abc");
  for (int i = 0; i < 10; ++i) as_app(Method::post, "/ssf/verify", R"({"stream_id":")" + stream + "\"}");
  EXPECT_EQ(as_app(Method::post, "/ssf/verify", R"({"stream_id":")" + stream + "\"}").status(), 429);
}

TEST_F(SignalsTest, PausedStreamKeepsAndDisabledStreamForgets) {
  const auto stream = make_stream();
  const auto set_status = [&](const std::string& status) {
    return as_app(Method::post, "/ssf/status",
                  R"({"stream_id":")" + stream + R"(","status":")" + status + "\"}")
        .status();
  };
  EXPECT_EQ(set_status("paused"), 200);
  set_roles(R"(["Chief"])");
  EXPECT_TRUE(poll(stream).empty());
  EXPECT_EQ(set_status("enabled"), 200);
  EXPECT_EQ(take(stream).size(), 1u);
  EXPECT_EQ(set_status("disabled"), 200);
  set_roles(R"(["Clerk"])");
  EXPECT_EQ(set_status("enabled"), 200);
  EXPECT_TRUE(poll(stream).empty());
  EXPECT_EQ(set_status("gone"), 400);
}

TEST_F(SignalsTest, RemovedSubjectIsNotToldUntilAddedAgain) {
  const auto stream = make_stream();
  const auto subject = [&](const char* action) {
    return as_app(Method::post, std::string("/ssf/subjects/") + action,
                  R"({"stream_id":")" + stream + R"(","subject":{"format":"iss_sub","iss":")" + kOrigin +
                      R"(","sub":")" + ada_ + "\"}}")
        .status();
  };
  EXPECT_EQ(subject("remove"), 204);
  set_roles(R"(["Chief"])");
  EXPECT_TRUE(poll(stream).empty());
  EXPECT_EQ(subject("add"), 200);
  set_roles(R"(["Clerk"])");
  EXPECT_EQ(poll(stream).size(), 1u);
}

TEST_F(SignalsTest, StreamNobodyPollsIsDroppedAfterAnHour) {
  const auto polled = make_stream();
  const auto left = make_stream();
  for (int i = 0; i < 7; ++i) {
    clock_.advance(std::chrono::minutes(10));
    poll(polled);
    application_->remove_expired();
  }
  EXPECT_EQ(as_app(Method::get, "/ssf/stream?stream_id=" + left).status(), 404);
  EXPECT_EQ(as_app(Method::get, "/ssf/stream?stream_id=" + polled).status(), 200);
}

}  // namespace
}  // namespace gatehouse::server
