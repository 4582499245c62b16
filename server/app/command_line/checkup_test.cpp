// SPDX-License-Identifier: Apache-2.0
#include "server/app/command_line/checkup.h"

#include <filesystem>
#include <fstream>
#include <stdlib.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/sql/migrate.h"
#include "core/sql/sqlite.h"
#include "server/storage/audit_events.h"
#include "server/storage/migrations.h"

namespace gatehouse::server {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using State = Finding::State;

/// One finding in that state whose text holds those words; anything but ok must say the mend.
MATCHER_P2(Says, state, words, "") {
  return arg.state == state && arg.text.find(words) != std::string::npos &&
         (state == State::ok) == arg.mend.empty();
}

class CheckupTest : public testing::Test {
 protected:
  CheckupTest() {
    std::string pattern = fs::temp_directory_path() / "gatehouse-doctor-XXXXXX";
    settings_.data = mkdtemp(pattern.data());
    settings_.database.path = settings_.data / "gatehouse.sqlite";
  }
  ~CheckupTest() override { fs::remove_all(settings_.data); }

  std::unique_ptr<sql::Database> make_database() {
    auto database =
        sql::open_sqlite({.path = settings_.database.path, .missing = sql::SqliteOptions::Missing::create});
    EXPECT_TRUE(sql::migrate(*database, sqlite_migrations(), clock_));
    return database;
  }
  void run(const std::string& statement) {
    make_database()->write([&](sql::Connection& connection) { connection.run_script(statement); });
  }

  FixedClock clock_{from_unix_seconds(1800000000)};
  Settings settings_ = make_default_settings();
};

TEST_F(CheckupTest, SoundDataFolderIsOk) {
  EXPECT_THAT(check_data_folder(settings_), ElementsAre(Says(State::ok, settings_.data.string())));
}

TEST_F(CheckupTest, MissingDataFolderIsAProblem) {
  settings_.data /= "absent";
  EXPECT_THAT(check_data_folder(settings_), ElementsAre(Says(State::problem, "is no folder")));
}

TEST_F(CheckupTest, DataFolderOpenToOthersIsAWarning) {
  fs::permissions(settings_.data, fs::perms::others_read, fs::perm_options::add);
  EXPECT_THAT(check_data_folder(settings_), ElementsAre(Says(State::warning, "open to other users")));
}

TEST_F(CheckupTest, SoundDatabaseIsOkWhileOpenElsewhereAndAfterwards) {
  auto database = make_database();
  EXPECT_THAT(check_database(settings_), ElementsAre(Says(State::ok, "opens, is whole, schema")));
  database.reset();
  EXPECT_THAT(check_database(settings_), ElementsAre(Says(State::ok, "opens, is whole, schema")));
}

TEST_F(CheckupTest, LookingChangesNothing) {
  make_database().reset();
  const auto before = fs::last_write_time(settings_.database.path);
  const auto size = fs::file_size(settings_.database.path);
  (void)check_database(settings_);
  (void)check_clock(settings_, clock_);
  EXPECT_EQ(fs::last_write_time(settings_.database.path), before);
  EXPECT_EQ(fs::file_size(settings_.database.path), size);
}

TEST_F(CheckupTest, MissingDatabaseIsAProblem) {
  EXPECT_THAT(check_database(settings_), ElementsAre(Says(State::problem, "is missing")));
}

TEST_F(CheckupTest, DatabaseThatIsNoneIsAProblem) {
  std::ofstream(settings_.database.path) << std::string(8192, 'x');
  EXPECT_THAT(check_database(settings_), ElementsAre(Says(State::problem, "can't be used")));
}

TEST_F(CheckupTest, EmptyDatabaseFileIsAProblem) {
  std::ofstream(settings_.database.path).flush();
  EXPECT_THAT(check_database(settings_), ElementsAre(Says(State::problem, "can't be used")));
}

TEST_F(CheckupTest, DamagedPageIsAProblem) {
  make_database().reset();
  std::fstream file(settings_.database.path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(4096 * 2);
  file << std::string(4096, '\x5a');
  file.close();
  EXPECT_THAT(check_database(settings_), ElementsAre(Says(State::problem, "")));
}

TEST_F(CheckupTest, SchemaOfALaterVersionIsAProblem) {
  run("insert into schema_migrations (number, name, applied_at, checksum) values (9999, 'x', 0, 'x')");
  EXPECT_THAT(check_database(settings_), ElementsAre(Says(State::problem, "made by a later version")));
}

TEST_F(CheckupTest, SchemaBehindIsAWarning) {
  run("delete from schema_migrations");
  EXPECT_THAT(check_database(settings_), ElementsAre(Says(State::warning, "schema 0 of ")));
}

TEST_F(CheckupTest, ClockBehindTheNewestRecordIsAProblem) {
  make_database()->write([&](sql::Connection& connection) {
    AuditEvent event;
    event.at = clock_.now() + std::chrono::minutes(5);
    audit_events::append(connection, event);
  });
  EXPECT_THAT(check_clock(settings_, clock_),
              ElementsAre(Says(State::problem, "newest record is of 2027-01-15T08:05")));
  clock_.advance(std::chrono::minutes(10));
  EXPECT_THAT(check_clock(settings_, clock_), ElementsAre(Says(State::ok, "later than every record")));
}

TEST_F(CheckupTest, MailInClearToAnotherMachineIsAWarning) {
  MailSettings mail;
  mail.security = MailSettings::Security::none;
  mail.host = "relay.example.com";
  const auto found = find_mail_in_clear(mail);
  ASSERT_TRUE(found);
  EXPECT_THAT(*found, Says(State::warning, "relay.example.com in clear"));
  mail.host = "127.0.0.1";
  EXPECT_FALSE(find_mail_in_clear(mail));
  mail.host = "relay.example.com";
  mail.security = MailSettings::Security::starttls;
  EXPECT_FALSE(find_mail_in_clear(mail));
}

TEST_F(CheckupTest, SettingsProblemsAndWarningsAreAllSaid) {
  const Findings bad = check_configuration(read_settings({.flags = {{"listen", "x"}, {"log_level", "x"}}}));
  ASSERT_EQ(bad.size(), 2U);
  EXPECT_EQ(bad[0].state, State::problem);
  EXPECT_THAT(bad[0].text, HasSubstr("listen (--listen)"));
  EXPECT_THAT(bad[1].text, HasSubstr("log_level (--log-level)"));
  const Findings weak =
      check_configuration(read_settings({.flags = {{"public_url", "http://auth.example.com"}}}));
  ASSERT_EQ(weak.size(), 2U);
  EXPECT_EQ(weak[0].state, State::warning);
  EXPECT_THAT(weak[0].text, HasSubstr("not encrypted"));
  EXPECT_THAT(weak[1], Says(State::ok, "public_url (--public-url)"));
  EXPECT_THAT(check_configuration(read_settings({})), ElementsAre(Says(State::ok, "at their defaults")));
}

}  // namespace
}  // namespace gatehouse::server
