// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <map>
#include <stdlib.h>

#include <gtest/gtest.h>

#include "server/app/command_line/command_table.h"
#include "server/app/platform/application.h"
#include "server/config/read_settings.h"

namespace gatehouse::server {
namespace {

using Routed = std::map<std::string, std::string_view>;

/// Routes of the API, below /api/v1, and the command that does the same.
const Routed kCommands = {{"GET /settings/sign-up", "sign-up show"},
                          {"PUT /settings/sign-up", "sign-up set"},
                          {"GET /sign-ups", "sign-up list"},
                          {"POST /sign-ups/{id}/approve", "sign-up approve"},
                          {"POST /sign-ups/{id}/reject", "sign-up reject"},
                          {"POST /apps/{id}/invitations", "invite send"},
                          {"GET /apps/{id}/invitations", "invite list"},
                          {"POST /apps/{id}/invitations/{invitation}/resend", "invite resend"},
                          {"DELETE /apps/{id}/invitations/{invitation}", "invite revoke"},
                          {"GET /users", "user list"},
                          {"POST /users", "user add"},
                          {"GET /users/{id}", "user show"},
                          {"PATCH /users/{id}", "user set"},
                          {"DELETE /users/{id}", "user delete"},
                          {"POST /users/{id}/disable", "user disable"},
                          {"POST /users/{id}/enable", "user enable"},
                          {"POST /users/{id}/password-link", "user send-link"},
                          {"DELETE /users/{id}/avatar", "user remove-picture"},
                          {"GET /users/export", "user export"},
                          {"POST /users/imports", "user import"},
                          {"GET /users/imports/{import}", "user import"},
                          {"DELETE /users/imports/{import}", "user import"},
                          {"POST /users/imports/{import}/rows", "user import"},
                          {"GET /users/imports/{import}/rows", "user import"},
                          {"POST /users/imports/{import}/run", "user import"},
                          {"GET /apps", "app list"},
                          {"POST /apps", "app add"},
                          {"GET /apps/{id}", "app show"},
                          {"PATCH /apps/{id}", "app set"},
                          {"DELETE /apps/{id}", "app delete"},
                          {"POST /apps/{id}/secret/rotate", "app rotate-secret"},
                          {"GET /apps/{id}/managers", "manager list"},
                          {"PUT /apps/{id}/managers/{user}", "manager add"},
                          {"DELETE /apps/{id}/managers/{user}", "manager remove"},
                          {"GET /apps/{id}/permissions", "permission list"},
                          {"POST /apps/{id}/permissions/decide", "permission accept"},
                          {"GET /api-keys", "api-key list"},
                          {"POST /api-keys", "api-key add"},
                          {"DELETE /api-keys/{id}", "api-key revoke"},
                          {"GET /service-accounts", "service-account list"},
                          {"POST /service-accounts", "service-account add"},
                          {"PATCH /service-accounts/{id}", "service-account set"},
                          {"DELETE /service-accounts/{id}", "service-account delete"},
                          {"GET /apps/{id}/roles", "role list"},
                          {"POST /apps/{id}/roles", "role add"},
                          {"PATCH /apps/{id}/roles/{name}", "role set"},
                          {"DELETE /apps/{id}/roles/{name}", "role delete"},
                          {"GET /apps/{id}/members", "member list"},
                          {"PUT /apps/{id}/members/{user}", "member set"},
                          {"DELETE /apps/{id}/members/{user}", "member remove"},
                          {"GET /audit-events", "audit list"},
                          {"GET /mail-outbox", "mail list"},
                          {"GET /statistics", "stats"},
                          {"GET /sessions", "session list"},
                          {"DELETE /sessions/{id}", "session end"},
                          {"DELETE /users/{id}/sessions", "session end"},
                          {"POST /sessions/end-all", "session end"},
                          {"GET /health", "doctor"},
                          {"GET /settings", "settings show"},
                          {"PATCH /settings", "settings set"},
                          {"POST /settings/test-mail", "mail test"},
                          {"GET /registration-tokens", "registration-token list"},
                          {"POST /registration-tokens", "registration-token add"},
                          {"DELETE /registration-tokens/{id}", "registration-token revoke"},
                          {"GET /keys", "key list"},
                          {"POST /keys/rotate", "key rotate"},
                          {"POST /keys/{kid}/withdraw", "key withdraw"},
                          {"GET /apps/{id}/policy", "app policy"},
                          {"PATCH /apps/{id}/policy", "app policy"},
                          {"GET /apps/{id}/branding", "app brand"},
                          {"PATCH /apps/{id}/branding", "app brand"},
                          {"PUT /apps/{id}/branding/logo", "app brand"},
                          {"DELETE /apps/{id}/branding/logo", "app brand"},
                          {"PUT /settings/logo", "settings set"},
                          {"DELETE /settings/logo", "settings set"},
                          {"POST /users/bulk", "user bulk"},
                          {"POST /apps/{id}/sign-everybody-out", "app sign-everybody-out"},
                          {"GET /apps/{id}/instances", "app instances"}};

constexpr std::string_view kOwnAccount = "is about one's own account; the machine's owner has none";
constexpr std::string_view kMailedLink = "is for whoever holds a link";
constexpr std::string_view kForPrograms = "is for programs, and a command does otherwise";
constexpr std::string_view kForPages = "helps a page; commands show or do it elsewhere, or one by one";
constexpr std::string_view kShownInList = "is in the list already";

/// Routes without a command, and why.
const Routed kExemptions = {{"GET /me", kOwnAccount},
                            {"PATCH /me", kOwnAccount},
                            {"PUT /me/avatar", kOwnAccount},
                            {"DELETE /me/avatar", kOwnAccount},
                            {"GET /me/sessions", kOwnAccount},
                            {"DELETE /me/sessions", kOwnAccount},
                            {"DELETE /me/sessions/{id}", kOwnAccount},
                            {"GET /me/export", kOwnAccount},
                            {"GET /me/apps", kOwnAccount},
                            {"GET /me/consents", kOwnAccount},
                            {"DELETE /me/consents/{app}", kOwnAccount},
                            {"POST /me/email/verification", kOwnAccount},
                            {"POST /me/email", kOwnAccount},
                            {"POST /me/password", kOwnAccount},
                            {"GET /me/deletion", kOwnAccount},
                            {"POST /me/deletion", kOwnAccount},
                            {"DELETE /me/deletion", kOwnAccount},
                            {"POST /sign-in", kOwnAccount},
                            {"POST /sign-out", kOwnAccount},
                            {"POST /sign-up", kOwnAccount},
                            {"POST /password-reset", kOwnAccount},
                            {"POST /sign-up/confirm", kMailedLink},
                            {"POST /setup", kMailedLink},
                            {"GET /invitations/{token}", kMailedLink},
                            {"POST /invitations/{token}/seen", kMailedLink},
                            {"POST /invitations/{token}/accept", kMailedLink},
                            {"POST /password-reset/confirm", kMailedLink},
                            {"POST /email-verification/confirm", kMailedLink},
                            {"POST /email-change/confirm", kMailedLink},
                            {"POST /email-change/approve", kMailedLink},
                            {"POST /email-change/cancel", kMailedLink},
                            {"PUT /apps/{id}/declared-permissions", kForPrograms},
                            {"GET /forward-auth", kForPrograms},
                            {"GET /openapi.json", kForPrograms},
                            {"POST /users/import", kForPrograms},
                            {"GET /apps/{id}/candidates", kForPages},
                            {"POST /settings/preview", kForPages},
                            {"GET /users/imports", kForPages},
                            {"GET /users/{id}/apps", kForPages},
                            {"GET /users/{id}/sessions", kForPages},
                            {"POST /apps/{id}/wait", kForPages},
                            {"POST /wait", kForPages},
                            {"GET /apps/{id}/invitations/{invitation}", kShownInList},
                            {"GET /service-accounts/{id}", kShownInList},
                            {"GET /apps/{id}/roles/{name}", kShownInList},
                            {"GET /apps/{id}/members/{user}", kShownInList}};

class RoutesAndCommandsTest : public testing::Test {
 protected:
  RoutesAndCommandsTest() {
    std::string pattern = std::filesystem::temp_directory_path() / "gatehouse-routes-XXXXXX";
    folder_ = mkdtemp(pattern.data());
    const auto read = read_settings({.flags = {{"data", (folder_ / "data").string()}}, .environment = {}});
    const Settings& settings = read.value().settings;
    application_ = std::make_unique<Application>(
        settings, open_data_folder(settings, FirstStart::allow, clock_, random_).value(), clock_, random_,
        log_);
  }
  ~RoutesAndCommandsTest() override {
    application_.reset();
    std::filesystem::remove_all(folder_);
  }

  /// As the two lists write them. The machine's owner has further ones, which only commands use.
  std::vector<std::string> api_routes() {
    constexpr std::string_view kApi = "/api/v1";
    std::vector<std::string> found;
    for (const auto& route : application_->routes()) {
      if (!route.path.starts_with(kApi) || route.path.starts_with("/api/v1/operator/")) continue;
      found.push_back(std::string(http::to_text(route.method)) + " " + route.path.substr(kApi.size()));
    }
    return found;
  }

  FixedClock clock_{Time(std::chrono::hours(24 * 20000))};
  SystemRandom random_;
  Logger log_{clock_, LogFormat::text, LogLevel::error, [](std::string_view) {}};
  std::filesystem::path folder_;
  std::unique_ptr<Application> application_;
};

TEST_F(RoutesAndCommandsTest, EveryRouteHasACommandOrAReasonToHaveNone) {
  for (const auto& route : api_routes()) {
    EXPECT_EQ(kCommands.count(route) + kExemptions.count(route), 1U)
        << route << ": add a command and name it above, or say why there is none";
  }
}

TEST_F(RoutesAndCommandsTest, ListsNameWhatExists) {
  const auto routes = api_routes();
  for (const auto* list : {&kCommands, &kExemptions}) {
    for (const auto& [route, what] : *list)
      EXPECT_NE(std::find(routes.begin(), routes.end(), route), routes.end()) << route;
  }
  for (const auto& [route, name] : kCommands) {
    const auto is_named = [name = name](const Command& command) { return command.name() == name; };
    EXPECT_TRUE(std::any_of(command_table().begin(), command_table().end(), is_named)) << name;
  }
}

}  // namespace
}  // namespace gatehouse::server
