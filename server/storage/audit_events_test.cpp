// SPDX-License-Identifier: Apache-2.0
#include "server/storage/audit_events.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "core/sql/sqlite.h"
#include "server/storage/migrations.h"

namespace gatehouse::server {
namespace {

class AuditEventsTest : public testing::Test {
 protected:
  AuditEventsTest() {
    folder_ = testing::TempDir() + "gatehouse-audit-XXXXXX";
    if (::mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("mkdtemp");
    database_ = sql::open_sqlite({.path = folder_ + "/db", .missing = sql::SqliteOptions::Missing::create});
    const FixedClock clock{Time{}};
    EXPECT_TRUE(sql::migrate(*database_, sqlite_migrations(), clock).has_value());
    database_->write([&](sql::Connection& connection) {
      for (int i = 0; i < 2500; ++i) {
        AuditEvent event;
        event.action = "user.sign_in";
        event.target = std::to_string(i);
        audit_events::append(connection, event);
      }
    });
  }
  ~AuditEventsTest() override {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }
  audit_events::ChainCheck check() { return database_->read(audit_events::verify_chain); }
  void tamper(const char* statement) {
    database_->write([&](sql::Connection& connection) { connection.query(statement); });
  }

  std::string folder_;
  std::unique_ptr<sql::Database> database_;
};

TEST_F(AuditEventsTest, SoundChainHolds) {
  EXPECT_EQ(check().checked, 2500);
  EXPECT_FALSE(check().first_broken);
}

// AC-11
TEST_F(AuditEventsTest, ChangedEventIsNamed) {
  tamper("update audit_events set reason = 'x' where id = 1700");
  EXPECT_EQ(check().first_broken, 1700);
  EXPECT_EQ(check().checked, 1699);
}

TEST_F(AuditEventsTest, MovedTextBetweenFieldsIsNamed) {
  tamper("update audit_events set action = 'user.', reason = 'sign_in' where id = 3");
  EXPECT_EQ(check().first_broken, 3);
}

// AC-11
TEST_F(AuditEventsTest, EventAfterAGapIsNamed) {
  tamper("delete from audit_events where id = 42");
  EXPECT_EQ(check().first_broken, 43);
}

// AC-11
TEST_F(AuditEventsTest, NewestEventsThatAreMissingAreNamed) {
  tamper("delete from audit_events where id > 2400");
  EXPECT_EQ(check().first_broken, 2401);
  database_->write([](sql::Connection& connection) { audit_events::append(connection, {}); });
  EXPECT_EQ(check().first_broken, 2501) << "what follows does not close the gap";
}

TEST_F(AuditEventsTest, EmptiedLogIsNoSoundOne) {
  tamper("delete from audit_events");
  EXPECT_EQ(check().first_broken, 1);
}

TEST_F(AuditEventsTest, MissingHeadIsNoticed) {
  tamper("delete from audit_head");
  EXPECT_TRUE(check().first_broken);
  database_->write([](sql::Connection& connection) { audit_events::append(connection, {}); });
  EXPECT_EQ(check().checked, 2501);
  EXPECT_TRUE(check().first_broken);
}

TEST_F(AuditEventsTest, InsertedEventIsNamed) {
  tamper(
      "insert into audit_events select 2501, at, action, outcome, reason, actor, target, app_id, session_id, "
      "client_address, request_id, chain_hash from audit_events where id = 7");
  EXPECT_EQ(check().first_broken, 2501);
}

TEST_F(AuditEventsTest, ListsNewestFirstAPageAtATime) {
  const auto page = database_->read(
      [](sql::Connection& connection) { return audit_events::list(connection, {.after = "", .limit = 2}); });
  EXPECT_EQ(page.items[0].id, 2500);
  EXPECT_EQ(page.next, "0.2499");
}

/// A log in which what is looked for is far apart.
class RareEventTest : public AuditEventsTest {
 protected:
  RareEventTest() {
    database_->write([&](sql::Connection& connection) {
      for (int i = 0; i < 25'000; ++i) {
        AuditEvent event;
        event.at = Time(std::chrono::milliseconds(1000 + i));
        event.action = i == 0 ? "app.added" : "user.sign_in";
        event.outcome = i % 2 == 0 ? "success" : "failure";
        event.actor = "anonymous";
        audit_events::append(connection, event);
      }
    });
  }
  Page<AuditEvent> find(const audit_events::Filter& filter, const std::string& after = "") {
    return database_->read([&](sql::Connection& connection) {
      return audit_events::list(connection, {.after = after, .limit = 10}, filter);
    });
  }
};

TEST_F(RareEventTest, WhatOnePageLooksAtIsBounded) {
  audit_events::Filter filter;
  filter.actor = "anonymous";
  filter.outcome = "nothing";
  const auto first = find(filter);
  EXPECT_TRUE(first.items.empty());
  ASSERT_FALSE(first.next.empty());
  const auto second = find(filter, first.next);
  EXPECT_TRUE(second.items.empty());
  EXPECT_TRUE(second.next.empty());
}

TEST_F(RareEventTest, WhatLiesBehindTheBoundIsFoundOnALaterPage) {
  audit_events::Filter filter;
  filter.actor = "anonymous";
  filter.from = Time(std::chrono::milliseconds(1000));
  filter.outcome = "success";
  filter.until = Time(std::chrono::milliseconds(1001));
  const auto page = find(filter);
  ASSERT_EQ(page.items.size(), 1U);
  EXPECT_EQ(page.items[0].action, "app.added");
}

}  // namespace
}  // namespace gatehouse::server
