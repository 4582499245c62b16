// SPDX-License-Identifier: Apache-2.0
#include "core/sql/sqlite_connection.h"
#include "server/app/platform/signals_fixture.h"

namespace gatehouse::server {
namespace {

class LogoutNoticesTest : public SignalsTest {
 protected:
  /// A session that had entered the app has ended.
  void put_notice() {
    sql::SqliteConnection connection(settings_.database.path, sql::SqliteConnection::Mode::writer);
    connection.query("insert into logout_notices (app_id, user_id, session_id) values ('orders', ?, 'ses_1')",
                     ada_);
  }
};

TEST_F(LogoutNoticesTest, LogSaysWhichSettingKeepsAnAppOfTheOwnNetworkFromBeingTold) {
  EXPECT_EQ(
      local(Method::patch, "/api/v1/apps/orders", R"({"backchannelLogoutUri":"https://127.0.0.1:9/logout"})")
          .status(),
      200);
  put_notice();
  for (const auto& work : application_->background_work()) work();
  const auto& log = end_and_read_log();
  const auto line = log.find("can't be told that a session has ended");
  ASSERT_NE(line, std::string::npos) << log;
  const auto record = log.substr(line, log.find('\n', line) - line);
  EXPECT_NE(record.find("app=orders"), std::string::npos) << record;
  EXPECT_NE(record.find("outbound_allow"), std::string::npos) << record;
}

}  // namespace
}  // namespace gatehouse::server
