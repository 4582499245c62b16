// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;

class AuditSearchTest : public PlatformTest {
 protected:
  AuditSearchTest() {
    add_user("auditor@example.com", "auditor");
    ada_ = add_user("ada@example.com");
    local(Method::post, "/api/v1/apps", R"({"name":"Orders","id":"orders"})");
    clock_.advance(std::chrono::hours(1));
    auditor_ = signed_in("auditor@example.com");
    sign_in("ada@example.com", "a wrong password of some length");
    sign_in("nobody@example.com", "a wrong password of some length");
    clock_.advance(std::chrono::hours(1));
    sign_in("ada@example.com", kPassword);
  }

  Answer search(const std::string& query) {
    return call(auditor_, Method::get, "/api/v1/audit-events" + query);
  }
  std::vector<std::string> found(const std::string& query) {
    const auto answer = search(query);
    EXPECT_EQ(answer.status(), 200) << answer.response.body;
    std::vector<std::string> texts;
    for (const auto& event : answer.json.at("items").as_array()) {
      texts.push_back(std::string(event.at("action").as_string()) + " " +
                      std::string(event.at("outcome").as_string()));
    }
    return texts;
  }
  using Texts = std::vector<std::string>;

  std::string ada_, auditor_;
};

TEST_F(AuditSearchTest, ByActor) {
  EXPECT_EQ(found("?actor=" + ada_), Texts{"user.sign_in success"});
  EXPECT_EQ(found("?actor=anonymous").size(), 2U);
}

TEST_F(AuditSearchTest, ByTarget) {
  EXPECT_EQ(found("?target=" + ada_),
            (Texts{"user.sign_in success", "user.sign_in failure", "user.added success"}));
}

TEST_F(AuditSearchTest, ByActionAndOutcome) {
  EXPECT_EQ(found("?action=user.sign_in&outcome=failure").size(), 2U);
  EXPECT_EQ(found("?action=user.sign_in&outcome=success").size(), 2U);
  EXPECT_TRUE(found("?action=user.sign_out").empty());
}

TEST_F(AuditSearchTest, ByApp) {
  EXPECT_EQ(found("?app=orders"), Texts{"app.added success"});
  EXPECT_TRUE(found("?app=other").empty());
}

TEST_F(AuditSearchTest, ByTime) {
  EXPECT_EQ(found("?from=2026-11-23T12:15:00Z"), Texts{"user.sign_in success"});
  EXPECT_EQ(found("?from=2026-11-23T11:15:00Z&to=2026-11-23T12:15:00Z").size(), 3U);
  EXPECT_EQ(found("?target=" + ada_ + "&to=2026-11-23T11:00:00Z"), Texts{"user.added success"});
}

TEST_F(AuditSearchTest, PageAfterPageFindsAllOnce) {
  std::vector<std::string> ids;
  std::string cursor;
  do {
    const auto page = search("?action=user.sign_in&limit=1" + (cursor.empty() ? "" : "&cursor=" + cursor));
    for (const auto& event : page.json.at("items").as_array()) ids.emplace_back(event.at("id").as_string());
    cursor = page.text("nextCursor");
  } while (!cursor.empty());
  EXPECT_EQ(ids.size(), 4U);
  EXPECT_TRUE(std::is_sorted(ids.rbegin(), ids.rend()));
}

TEST_F(AuditSearchTest, UnlawfulFiltersAreRefusedByName) {
  for (const char* query : {"?outcome=maybe", "?from=yesterday", "?to=2026-13-01T00:00:00Z",
                            "?actor=", "?who=ada", "?actor=a&actor=b"}) {
    EXPECT_EQ(search(query).status(), 422) << query;
  }
}

TEST_F(AuditSearchTest, ADamagedCursorIsHarmless) {
  for (const char* cursor : {"x", "1.y", "-1.-1", "99999999999999999999.1", "1%27%20or%201=1"})
    EXPECT_EQ(search(std::string("?cursor=") + cursor).status(), 200) << cursor;
}

}  // namespace
}  // namespace gatehouse::server
