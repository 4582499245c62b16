// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/host_check.h"

#include <gtest/gtest.h>

namespace gatehouse::server {
namespace {

Settings settings_for(std::string url, PublicUrl::Scheme scheme, std::string host, std::uint16_t port) {
  Settings settings;
  settings.public_url = {.text = std::move(url), .scheme = scheme, .host = std::move(host), .port = port};
  settings.listen = {"127.0.0.1", 8420};
  return settings;
}

int status(const HostCheck& check, std::string_view host, std::string path = "/",
           std::string_view accept = "*/*") {
  http::Request request;
  request.path = std::move(path);
  request.headers.add("Host", host);
  request.headers.add("Accept", accept);
  const auto refused = check.refuse(request);
  return refused ? refused->status : 200;
}

TEST(HostCheck, AnswersForThePublicHostAlone) {
  const HostCheck check(
      settings_for("https://auth.example.com", PublicUrl::Scheme::https, "auth.example.com", 443));
  EXPECT_EQ(status(check, "auth.example.com"), 200);
  EXPECT_EQ(status(check, "AUTH.example.com"), 200);
  for (const char* host :
       {"evil.example", "localhost:8420", "127.0.0.1:8420", "auth.example.com.evil.example",
        "auth.example.com:8420", "", "auth.example.com@evil.example"}) {
    EXPECT_EQ(status(check, host), 421) << host;
  }
}

TEST(HostCheck, HealthAnswersAnyHost) {
  const HostCheck check(
      settings_for("https://auth.example.com", PublicUrl::Scheme::https, "auth.example.com", 443));
  EXPECT_EQ(status(check, "10.0.0.7:8420", "/healthz"), 200);
  EXPECT_EQ(status(check, "10.0.0.7:8420", "/readyz"), 200);
}

TEST(HostCheck, LoopbackNamesAreOneWhereThePublicUrlIsLoopback) {
  const HostCheck check(settings_for("http://localhost:8420", PublicUrl::Scheme::http, "localhost", 8420));
  EXPECT_EQ(status(check, "localhost:8420"), 200);
  EXPECT_EQ(status(check, "127.0.0.1:8420"), 200);
  EXPECT_EQ(status(check, "127.0.0.1:8420", "/sign-in", "text/html"), 307);
  EXPECT_EQ(status(check, "127.0.0.1:9999"), 421);
  EXPECT_EQ(status(check, "evil.example:8420"), 421);
}

}  // namespace
}  // namespace gatehouse::server
