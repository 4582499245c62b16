// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/permission_declaration.h"

#include <gtest/gtest.h>

#include "core/base/clock.h"

namespace gatehouse::sdk {
namespace {

using namespace std::chrono_literals;

class PermissionDeclarationTest : public testing::Test {
 protected:
  /// Answers with these statuses in turn, 0 for none at all; the last one stays.
  void declare(std::vector<int> statuses, std::vector<std::string> permissions = {"orders:read"}) {
    PermissionDeclaration declaration(
        {.platform_url = "https://auth.example.com",
         .app_id = "orders",
         .secrets = {SecretString("current"), SecretString("next")},
         .permissions = std::move(permissions),
         .send = [&](const net::ClientRequest& request) -> Result<net::ClientResponse, net::ClientFailure> {
           const auto status = statuses[std::min(sent_.size(), statuses.size() - 1)];
           sent_.push_back(request);
           if (status == 0) return fail(net::ClientFailure{net::ClientFailureKind::connect, "nobody there"});
           return net::ClientResponse{status, {}, ""};
         },
         .log = *log_,
         .pauses = {0ms, 0ms}});
    declaration.start();
    declaration.start();
    declaration.finish();
  }
  /// Ends the log, which writes beside its callers.
  bool has_warned() {
    log_.reset();
    return logged_.find("WARN") != std::string::npos || logged_.find("warn") != std::string::npos;
  }

  FixedClock clock_{Time(std::chrono::milliseconds(1795428900250))};
  std::string logged_;
  std::optional<Logger> log_{std::in_place, clock_, LogFormat::text, LogLevel::debug,
                             [this](std::string_view lines) { logged_ += lines; }};
  std::vector<net::ClientRequest> sent_;
};

TEST_F(PermissionDeclarationTest, TellsThePlatformOnce) {
  declare({200}, {"orders:read", "orders:delete"});
  ASSERT_EQ(sent_.size(), 1U);
  EXPECT_EQ(sent_[0].url, "https://auth.example.com/api/v1/apps/orders/declared-permissions");
  EXPECT_EQ(sent_[0].body, R"({"permissions":["orders:read","orders:delete"]})");
  EXPECT_TRUE(sent_[0].headers.find("Authorization")->starts_with("Basic "));
  EXPECT_FALSE(has_warned());
}

TEST_F(PermissionDeclarationTest, SaysNothingWhereThereIsNothingToSay) {
  declare({200}, {});
  EXPECT_TRUE(sent_.empty());
}

TEST_F(PermissionDeclarationTest, TriesAgainWhileThePlatformIsDown) {
  declare({0, 503, 200});
  EXPECT_EQ(sent_.size(), 3U);
  EXPECT_FALSE(has_warned());
}

TEST_F(PermissionDeclarationTest, GivesUpInTheEnd) {
  declare({0});
  EXPECT_EQ(sent_.size(), 3U);
  EXPECT_TRUE(has_warned());
}

TEST_F(PermissionDeclarationTest, TakesTheNextSecretDuringARotation) {
  declare({401, 200});
  ASSERT_EQ(sent_.size(), 2U);
  EXPECT_NE(sent_[0].headers.find("Authorization"), sent_[1].headers.find("Authorization"));
  EXPECT_FALSE(has_warned());
}

TEST_F(PermissionDeclarationTest, RefusalIsTheEnd) {
  declare({422});
  EXPECT_EQ(sent_.size(), 1U);
  EXPECT_TRUE(has_warned());
}

TEST_F(PermissionDeclarationTest, EndsWithTheApp) {
  PermissionDeclaration declaration(
      {.platform_url = "https://auth.example.com",
       .app_id = "orders",
       .secrets = {SecretString("current")},
       .permissions = {"orders:read"},
       .send = [](const net::ClientRequest&) -> Result<net::ClientResponse, net::ClientFailure> {
         return fail(net::ClientFailure{net::ClientFailureKind::connect, "nobody there"});
       },
       .log = *log_,
       .pauses = {1h}});
  declaration.start();
}

}  // namespace
}  // namespace gatehouse::sdk
