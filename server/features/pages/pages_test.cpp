// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <memory>

#include <gtest/gtest.h>

#include "core/http/form.h"
#include "core/sql/sqlite.h"
#include "server/access/dispatcher.h"
#include "server/features/pages/mount.h"
#include "server/pages/error_page.h"
#include "server/storage/apps.h"
#include "server/storage/migrations.h"
#include "server/storage/platform_state.h"

namespace gatehouse::server {
namespace {

class PagesTest : public testing::Test {
 protected:
  PagesTest() {
    folder_ = testing::TempDir() + "gatehouse-pages-XXXXXX";
    if (::mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("mkdtemp");
    database_ = sql::open_sqlite({.path = folder_ + "/db", .missing = sql::SqliteOptions::Missing::create});
    const FixedClock clock{Time{}};
    EXPECT_TRUE(sql::migrate(*database_, sqlite_migrations(), clock).has_value());
    Routes routes;
    mount_pages(routes, *database_);
    dispatcher_ = std::make_unique<Dispatcher>(
        std::move(routes), "https://auth.example.com", [this](const http::Request&) { return caller_; },
        [](int status, const std::string& detail, const http::Request&) {
          return error_page(status, detail, http::Request{});
        },
        [](const Call& /*call*/, const Route& /*route*/, const http::Response& /*response*/) {});
  }
  ~PagesTest() override {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  http::Response get(std::string path, std::string query = {}) {
    http::Request request;
    request.path = std::move(path);
    request.query = std::move(query);
    request.headers.set("Sec-Fetch-Mode", "navigate");
    return dispatcher_->dispatch(request);
  }

  void sign_in() {
    sessions::SessionAndUser found;
    found.user.id = UserId("usr_1");
    caller_ = Caller::user(found);
  }

  void add_app(const std::string& id, const std::string& name) {
    App app;
    app.id = AppId(id);
    app.name = name;
    database_->write(
        [&](sql::Connection& connection) { EXPECT_EQ(apps::insert(connection, app), apps::Inserted::yes); });
  }

  std::string folder_;
  std::unique_ptr<sql::Database> database_;
  Caller caller_ = Caller::anonymous();
  std::unique_ptr<Dispatcher> dispatcher_;
};

TEST_F(PagesTest, SignInNamesTheAppThatAsks) {
  add_app("orders", "Orders & more");
  const auto address =
      http::percent_encode("/oauth2/authorize?client_id=orders&login_hint=ada%40example.com");
  const auto page = get("/sign-in", "return_to=" + address);
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("<!--brand:destination@orders-->"), std::string::npos);  // dressed on its way out
  EXPECT_NE(page.body.find(R"("appName":"Orders & more")"), std::string::npos);
  EXPECT_NE(page.body.find(R"("email":"ada@example.com")"), std::string::npos);
  EXPECT_NE(page.body.find(R"("returnTo":"/oauth2/authorize?client_id=orders&login_hint=ada%40example.com")"),
            std::string::npos);
}

TEST_F(PagesTest, SignInWithoutAnAppIsForThePlatform) {
  for (const char* query :
       {"", "return_to=%2Fx%3Fclient_id%3Dnone", "return_to=%2F%2Fevil.example", "return_to=%zz"}) {
    const auto page = get("/sign-in", query);
    EXPECT_EQ(page.status, 200) << query;
    EXPECT_NE(page.body.find(R"("appName":"")"), std::string::npos) << query;
    EXPECT_EQ(page.body.find("evil"), std::string::npos) << query;
  }
}

TEST_F(PagesTest, SignedInPeopleGoOnAtOnce) {
  sign_in();
  const auto onward = get("/sign-in", "return_to=%2Faccount%3Fx%3D1");
  EXPECT_EQ(onward.status, 303);
  EXPECT_EQ(onward.headers.find("Location"), "/account?x=1");
  EXPECT_EQ(get("/sign-in", "return_to=https%3A%2F%2Fevil.example").headers.find("Location"), "/account");
  EXPECT_EQ(get("/sign-in", "prompt=login&return_to=%2Faccount").status, 200);
}

TEST_F(PagesTest, AccountAsksToSignInFirst) {
  EXPECT_EQ(get("/account").headers.find("Location"), "/sign-in?return_to=%2Faccount");
  sign_in();
  EXPECT_EQ(get("/account").status, 200);
  EXPECT_EQ(get("/account").headers.find("Cache-Control"), "no-store");
}

TEST_F(PagesTest, SetUpClosesForGood) {
  EXPECT_EQ(get("/setup", "token=x").status, 200);
  database_->write([](sql::Connection& connection) {
    platform_state::put(connection, platform_state::kSetUpClosed, "yes");
  });
  const auto closed = get("/setup", "token=x");
  EXPECT_EQ(closed.status, 404);
  EXPECT_EQ(closed.body.find("<form"), std::string::npos);
}

TEST_F(PagesTest, AddressUnderAPageIsNoPage) {
  sign_in();
  EXPECT_EQ(get("/account/x.css").status, 404);
  EXPECT_EQ(get("/assets/none.css").status, 404);
}

}  // namespace
}  // namespace gatehouse::server
