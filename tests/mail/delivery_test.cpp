// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/sql/sqlite.h"
#include "server/notify/mail_delivery.h"
#include "server/notify/mailer.h"
#include "server/storage/migrations.h"
#include "tests/servers/mail_server.h"

namespace gatehouse::server {
namespace {

using std::chrono::minutes;
using ::testing::HasSubstr;

/// The queue with a real mail server behind it and a clock that stands still.
class DeliveryTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = new test::MailServer; }
  static void TearDownTestSuite() { delete server_; }

  DeliveryTest() {
    folder_ = ::testing::TempDir() + "gatehouse-mail-XXXXXX";
    if (::mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("mkdtemp");
    database_ = sql::open_sqlite({.path = folder_ + "/db", .missing = sql::SqliteOptions::Missing::create});
    EXPECT_TRUE(sql::migrate(*database_, sqlite_migrations(), clock_).has_value());
  }
  ~DeliveryTest() override {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }
  void SetUp() override {
    if (server_->missing()) GTEST_SKIP() << server_->reason();
    seen_ = server_->mails().size();
  }

  static net::SmtpClient::Options relay() {
    return {.host = "127.0.0.1",
            .port = server_->plain_port(),
            .security = net::SmtpSecurity::none,
            .user = "",
            .password = {},
            .ca_file = ""};
  }
  mails::Inserted queue(const std::string& to, MailKind kind = MailKind::reset_password,
                        mails::Urgency urgency = mails::Urgency::asked_for) {
    const OutgoingMail mail{.kind = kind,
                            .to = to,
                            .locale = "de",
                            .facts = {{"name", "Ada"},
                                      {"email", to},
                                      {"link", mailer_.url("/x?token=secret")},
                                      {"minutes", "30"},
                                      {"hours", "24"}},
                            .useful_for = minutes(30),
                            .urgency = urgency};
    return database_->write([&](sql::Connection& connection) { return mailer_.queue(connection, mail); });
  }
  /// Sends all that is due.
  void deliver(net::SmtpClient::Options options = relay()) {
    net::SmtpClient smtp(std::move(options), clock_);
    MailDelivery delivery(clock_, *database_, key_, smtp, {"Gatehouse", "no-reply@example.com"}, log_);
    while (delivery.deliver_one()) continue;
  }
  void restart() {
    net::SmtpClient smtp(relay(), clock_);
    MailDelivery(clock_, *database_, key_, smtp, {"", "no-reply@example.com"}, log_).recover();
  }
  std::vector<mails::Mail> queued() {
    return database_
        ->read(
            [](sql::Connection& connection) { return mails::list(connection, {.after = "", .limit = 500}); })
        .items;
  }
  [[nodiscard]] std::size_t arrived() const { return server_->mails().size() - seen_; }

  static inline test::MailServer* server_ = nullptr;
  std::size_t seen_ = 0;
  FixedClock clock_{Time(std::chrono::milliseconds(1795428900250))};
  SystemRandom random_;
  std::string logged_;
  Logger log_{clock_, LogFormat::text, LogLevel::debug, [this](std::string_view lines) { logged_ += lines; }};
  crypto::SealingKey key_{std::array<std::byte, 32>{}};
  Mailer mailer_{clock_, random_, key_, "https://auth.example.com:8443"};
  std::string folder_;
  std::unique_ptr<sql::Database> database_;
};

TEST_F(DeliveryTest, QueuedMailIsSentOnceAndItsContentForgotten) {
  EXPECT_EQ(queue("ada@example.com"), mails::Inserted::yes);
  deliver();
  deliver();
  ASSERT_EQ(arrived(), 1U);
  EXPECT_THAT(server_->mails().back(), HasSubstr("@auth.example.com>\r\n"));
  const auto mail = queued().at(0);
  EXPECT_EQ(mail.state, "sent");
  EXPECT_FALSE(database_->read(
      [&](sql::Connection& connection) { return mails::find_content(connection, key_, mail.id); }));
}

TEST_F(DeliveryTest, ContentIsSealedInTheDatabase) {
  (void)queue("ada@example.com");
  const auto sealed = database_->read([](sql::Connection& connection) {
    return connection.query("select sealed_content from mails").first().get<Bytes>(0);
  });
  const std::string bytes(reinterpret_cast<const char*>(sealed.data()), sealed.size());
  EXPECT_EQ(bytes.find("token="), std::string::npos);
}

TEST_F(DeliveryTest, ServerThatIsDownGetsTheMailLater) {
  (void)queue("ada@example.com");
  auto down = relay();
  down.port = 1;
  deliver(down);
  EXPECT_EQ(queued().at(0).state, "waiting");
  EXPECT_EQ(queued().at(0).next_attempt_at, clock_.now() + mail_pause(1));
  deliver();
  EXPECT_EQ(arrived(), 0U);  // not yet due
  clock_.advance(mail_pause(1));
  deliver();
  EXPECT_EQ(arrived(), 1U);
}

TEST_F(DeliveryTest, StrippedStarttlsAndBadCertificateKeepTheMailAndAlarm) {
  (void)queue("ada@example.com");
  auto stripped = relay();
  stripped.security = net::SmtpSecurity::starttls;
  deliver(stripped);
  clock_.advance(minutes(5));
  auto unknown_authority = stripped;
  unknown_authority.port = server_->starttls_port();
  deliver(unknown_authority);
  EXPECT_EQ(arrived(), 0U);
  EXPECT_EQ(queued().at(0).state, "waiting");
  EXPECT_EQ(queued().at(0).attempts, 2);
}

TEST_F(DeliveryTest, RefusedMailIsGivenUpAndDelaysNobody) {
  (void)queue("refused@example.com");
  (void)queue("later@example.com");
  (void)queue("ada@example.com");
  deliver();
  EXPECT_EQ(arrived(), 1U);
  const auto mails = queued();
  EXPECT_EQ(mails.at(2).state, "failed");
  EXPECT_EQ(mails.at(1).state, "waiting");
  EXPECT_EQ(mails.at(0).state, "sent");
  EXPECT_THAT(mails.at(2).last_error, HasSubstr("550"));
}

TEST_F(DeliveryTest, BrokenConnectionMakesTwoCopiesAtMost) {
  (void)queue("broken@example.com");
  for (int i = 0; i < 5; ++i) {
    deliver();
    clock_.advance(minutes(2));
  }
  EXPECT_EQ(arrived(), 2U);
  EXPECT_EQ(queued().at(0).state, "failed");
}

TEST_F(DeliveryTest, KilledProcessLosesNothingAndMakesTwoCopiesAtMost) {
  (void)queue("ada@example.com");
  const auto claim = [&] {
    return database_->write(
        [&](sql::Connection& connection) { return mails::claim(connection, clock_.now()); });
  };
  ASSERT_TRUE(claim());
  EXPECT_FALSE(claim());  // nobody else takes what is being sent
  restart();
  ASSERT_TRUE(claim());  // once more
  restart();
  EXPECT_FALSE(claim());  // but not a third time
  EXPECT_EQ(queued().at(0).state, "failed");
}

TEST_F(DeliveryTest, KilledOnceIsDeliveredAfterRestart) {
  (void)queue("ada@example.com");
  database_->write([&](sql::Connection& connection) { EXPECT_TRUE(mails::claim(connection, clock_.now())); });
  restart();
  deliver();
  EXPECT_EQ(arrived(), 1U);
  EXPECT_EQ(queued().at(0).state, "sent");
}

TEST_F(DeliveryTest, UselessMailIsNotSent) {
  (void)queue("ada@example.com");
  clock_.advance(minutes(30));
  deliver();
  EXPECT_EQ(arrived(), 0U);
  database_->write([&](sql::Connection& connection) { mails::give_up_useless(connection, clock_.now()); });
  EXPECT_EQ(queued().at(0).state, "failed");
}

TEST_F(DeliveryTest, MailboxTakesThreeOfAKindInAQuarterOfAnHour) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(queue("ada@example.com"), mails::Inserted::yes);
  EXPECT_EQ(queue("ada@example.com"), mails::Inserted::too_many_to_mailbox);
  EXPECT_EQ(queue("ada@example.com", MailKind::verify_email), mails::Inserted::yes);
  EXPECT_EQ(queue("bob@example.com"), mails::Inserted::yes);
  clock_.advance(minutes(15));
  EXPECT_EQ(queue("ada@example.com"), mails::Inserted::yes);
}

TEST_F(DeliveryTest, StrangersMailsWaitForThoseOfKnownPeopleAndFillHalfTheQueue) {
  database_->write([&](sql::Connection& connection) {
    for (int i = 0; i < mails::kMostWaiting / 2 + 5; ++i) {
      const auto inserted = mails::insert(connection, key_, random_,
                                          {.kind = "sign_up",
                                           .recipient = std::to_string(i) + "@example.com",
                                           .subject = "",
                                           .message_id = std::to_string(i) + "@h",
                                           .content = {},
                                           .urgency = mails::Urgency::by_strangers,
                                           .useful_until = clock_.now() + minutes(30)},
                                          clock_.now());
      EXPECT_EQ(inserted == mails::Inserted::yes, i < mails::kMostWaiting / 2);
    }
  });
  EXPECT_EQ(queue("ada@example.com"), mails::Inserted::yes);
  database_->write([&](sql::Connection& connection) {
    EXPECT_EQ(mails::claim(connection, clock_.now())->recipient, "ada@example.com");
  });
}

}  // namespace
}  // namespace gatehouse::server
