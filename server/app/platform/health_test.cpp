// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;

class HealthTest : public PlatformTest {
 protected:
  HealthTest() {
    // Nobody listens there: the check must say so rather than ask somebody else.
    settings_ = read_settings({.flags = {{"data", (folder_ / "data").string()},
                                         {"public_url", "http://127.0.0.1:1"},
                                         {"hash_memory_kib", "8192"},
                                         {"hash_iterations", "1"},
                                         {"hash_threads", "1"}},
                               .environment = {}})
                    .value()
                    .settings;
    restart();
  }
  static std::string state_of(const Answer& answer, std::string_view subject) {
    for (const auto& check : answer.json.at("checks").as_array()) {
      if (check.at("subject").as_string() == subject) return std::string(check.at("state").as_string());
    }
    return "absent";
  }
};

TEST_F(HealthTest, SaysWhatTheDoctorSays) {
  clock_.advance(std::chrono::seconds(90));
  const auto answer = local(Method::get, "/api/v1/health?depth=thorough");
  ASSERT_EQ(answer.status(), 200);
  EXPECT_EQ(state_of(answer, "database"), "ok");
  EXPECT_EQ(state_of(answer, "keys"), "ok");
  EXPECT_EQ(state_of(answer, "mail"), "ok");
  EXPECT_EQ(state_of(answer, "clock"), "ok");
  EXPECT_EQ(state_of(answer, "public URL"), "problem");
  EXPECT_EQ(answer.text("state"), "problem");
  EXPECT_EQ(answer.json.at("uptimeSeconds"), 90);
  EXPECT_GT(answer.json.at("database").at("bytes").to_number<std::int64_t>(), 0);
  EXPECT_EQ(answer.json.at("queues").at("mails"), 0);
}

TEST_F(HealthTest, OtherDepthsAreRefused) {
  EXPECT_EQ(local(Method::get, "/api/v1/health?depth=deep").status(), 422);
}

}  // namespace
}  // namespace gatehouse::server
