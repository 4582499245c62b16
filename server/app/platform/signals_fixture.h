// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/base64url.h"
#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {

/// A platform with an app, a member of it, and what the app's instance sees.
class SignalsTest : public PlatformTest {
 protected:
  using Method = http::Method;
  static constexpr const char* kSecret = "an-app-secret-of-enough-length-and-letters";
  static constexpr const char* kCaep = "https://schemas.openid.net/secevent/caep/event-type/";
  static constexpr const char* kRisc = "https://schemas.openid.net/secevent/risc/event-type/";

  SignalsTest() {
    add_app("orders");
    add_role("Clerk", R"(["orders:read"])");
    add_role("Chief", R"(["orders:read","orders:delete"])");
    ada_ = add_user("ada@example.com");
    set_roles(R"(["Clerk"])");
  }

  void add_app(const std::string& id) {
    const boost::json::object app = {
        {"name", id}, {"id", id}, {"redirectUris", boost::json::array{}}, {"secretKey", kSecret + id}};
    EXPECT_EQ(local(Method::post, "/api/v1/apps", boost::json::serialize(app)).status(), 201);
  }
  void add_role(const std::string& name, const std::string& permissions) {
    local(Method::post, "/api/v1/apps/orders/roles",
          R"({"name":")" + name + R"(","permissions":)" + permissions + "}");
  }
  Answer set_roles(const std::string& roles) {
    return local(Method::put, "/api/v1/apps/orders/members/" + ada_, R"({"roles":)" + roles + "}");
  }

  static std::string base64(const std::string& text) {
    auto encoded = encode_base64url(as_bytes(text));
    for (char& c : encoded) c = c == '-' ? '+' : c == '_' ? '/' : c;
    return encoded;
  }
  /// As the app, by its secret.
  Answer as_app(Method method, const std::string& target, const std::string& body = "",
                const std::string& app = "orders") {
    auto request = make_request(method, target, body);
    request.headers.add("Authorization", "Basic " + base64(app + ':' + kSecret + app));
    return send(std::move(request));
  }
  std::string make_stream(const std::string& body = "{}", const std::string& app = "orders") {
    return as_app(Method::post, "/ssf/stream", body, app).text("stream_id");
  }

  /// The claims of a token that a test has no reason to doubt.
  static boost::json::object claims_of(const std::string& token) {
    const auto start = token.find('.') + 1;
    const auto payload = decode_base64url(token.substr(start, token.find('.', start) - start));
    return boost::json::parse(as_text(payload.value())).as_object();
  }

  struct Told {
    std::string id;
    boost::json::object claims;
    [[nodiscard]] std::string event() const {
      return std::string(claims.at("events").as_object().begin()->key());
    }
    [[nodiscard]] const boost::json::object& content() const {
      return claims.at("events").as_object().begin()->value().as_object();
    }
    [[nodiscard]] std::string user() const {
      return std::string(claims.at("sub_id").at("user").at("sub").as_string());
    }
    [[nodiscard]] std::int64_t position() const { return claims.at("gatehouse_position").as_int64(); }
  };
  /// What waits for a stream now; `acknowledged` are jtis.
  std::vector<Told> poll(const std::string& stream, const std::vector<std::string>& acknowledged = {},
                         const std::string& app = "orders") {
    const boost::json::object body = {{"returnImmediately", true},
                                      {"ack", boost::json::array(acknowledged.begin(), acknowledged.end())}};
    const auto answer =
        as_app(Method::post, "/ssf/poll?stream_id=" + stream, boost::json::serialize(body), app);
    EXPECT_EQ(answer.status(), 200);
    std::vector<Told> told;
    for (const auto& [id, text] : answer.json.at("sets").as_object()) {
      told.push_back({std::string(id), claims_of(std::string(text.as_string()))});
    }
    return told;
  }
  /// The same, all of it acknowledged.
  std::vector<Told> take(const std::string& stream) {
    auto told = poll(stream);
    std::vector<std::string> ids;
    for (const auto& one : told) ids.push_back(one.id);
    EXPECT_TRUE(poll(stream, ids).empty());
    return told;
  }
  static std::vector<std::string> events_of(const std::vector<Told>& told) {
    std::vector<std::string> events;
    for (const auto& one : told) events.push_back(one.event());
    return events;
  }

  std::string issue_token() {
    return local(Method::post, "/api/v1/operator/tokens", R"({"appId":"orders","userId":")" + ada_ + R"("})")
        .text("token");
  }

  std::string ada_;
};

}  // namespace gatehouse::server
