// SPDX-License-Identifier: Apache-2.0
#include "core/net/smtp_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/servers/mail_server.h"

namespace gatehouse::net {
namespace {

using Kind = SmtpFailure::Kind;
using ::testing::HasSubstr;
using ::testing::Not;

class SmtpClientTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = new test::MailServer; }
  static void TearDownTestSuite() { delete server_; }
  void SetUp() override {
    if (server_->missing()) GTEST_SKIP() << server_->reason();
    seen_ = server_->mails().size();
  }

  static SmtpClient::Options plain() {
    return {.host = "127.0.0.1",
            .port = server_->plain_port(),
            .security = SmtpSecurity::none,
            .user = "",
            .password = {},
            .ca_file = ""};
  }
  static SmtpClient::Options starttls() {
    return {.host = "127.0.0.1",
            .port = server_->starttls_port(),
            .security = SmtpSecurity::starttls,
            .user = "relay",
            .password = SecretString("relay-password"),
            .ca_file = server_->ca_file()};
  }
  static SmtpMail mail(const std::string& to = "ada@example.com") {
    return {.from_name = "Gatehouse",
            .from_address = "no-reply@auth.example.com",
            .to = to,
            .subject = "Reset your password",
            .text = "Open this:\nhttps://auth.example.com/x\n.\nThat dot ends nothing.\n",
            .html = "<p>Open <b>this</b></p>",
            .message_id = "abc123@auth.example.com",
            .date = Time(std::chrono::milliseconds(1795428900250))};
  }
  /// Mails that came since the test began.
  [[nodiscard]] std::vector<std::string> arrived() const {
    auto all = server_->mails();
    return {all.begin() + std::ptrdiff_t(seen_), all.end()};
  }
  static Kind failure(SmtpClient::Options options, const SmtpMail& mail) {
    SmtpClient client(std::move(options), clock_);
    const auto sent = client.send(mail);
    EXPECT_FALSE(sent);
    return sent ? Kind::overloaded : sent.error().kind;
  }

  static inline test::MailServer* server_ = nullptr;
  static inline const SystemClock clock_;
  std::size_t seen_ = 0;
};

TEST_F(SmtpClientTest, MailArrivesWhole) {
  SmtpClient client(plain(), clock_);
  ASSERT_TRUE(client.send(mail()));
  ASSERT_EQ(arrived().size(), 1U);
  const auto text = arrived().front();
  EXPECT_THAT(text, HasSubstr("X-Envelope-From: no-reply@auth.example.com\r\n"));
  EXPECT_THAT(text, HasSubstr("X-Envelope-To: ada@example.com\r\n"));
  EXPECT_THAT(text, HasSubstr("From: \"Gatehouse\" <no-reply@auth.example.com>\r\n"));
  EXPECT_THAT(text, HasSubstr("To: ada@example.com\r\n"));
  EXPECT_THAT(text, HasSubstr("Subject: Reset your password\r\n"));
  EXPECT_THAT(text, HasSubstr("Date: Mon, 23 Nov 2026 10:15:00 +0000\r\n"));
  EXPECT_THAT(text, HasSubstr("Message-ID: <abc123@auth.example.com>\r\n"));
  EXPECT_THAT(text, HasSubstr("Content-Type: multipart/alternative; boundary="));
  EXPECT_THAT(text, HasSubstr("Content-Type: text/plain; charset=utf-8\r\n"));
  EXPECT_THAT(text, HasSubstr("<p>Open <b>this</b></p>"));
  EXPECT_THAT(text, HasSubstr("/x\r\n.\r\nThat dot ends nothing.\r\n"));
}

TEST_F(SmtpClientTest, StarttlsSecuresAndAuthenticates) {
  SmtpClient client(starttls(), clock_);
  const auto sent = client.send(mail());
  ASSERT_TRUE(sent) << sent.error().detail;
  EXPECT_THAT(arrived().at(0), HasSubstr("X-Secured: yes\r\nX-User: relay\r\n"));
  EXPECT_TRUE(client.probe());
}

TEST_F(SmtpClientTest, TlsFromTheFirstByte) {
  auto options = plain();
  options.port = server_->tls_port();
  options.security = SmtpSecurity::tls;
  options.ca_file = server_->ca_file();
  SmtpClient client(options, clock_);
  ASSERT_TRUE(client.send(mail()));
  EXPECT_THAT(arrived().at(0), HasSubstr("X-Secured: yes\r\n"));
}

TEST_F(SmtpClientTest, NothingIsSentInClearWhenStarttlsIsNotOffered) {
  auto options = starttls();
  options.port = server_->plain_port();
  EXPECT_EQ(failure(options, mail()), Kind::insecure);
  EXPECT_TRUE(arrived().empty());
}

TEST_F(SmtpClientTest, UnknownCertificateIsRefused) {
  auto options = starttls();
  options.ca_file.clear();
  EXPECT_EQ(failure(options, mail()), Kind::insecure);
  options = plain();
  options.port = server_->tls_port();
  options.security = SmtpSecurity::tls;
  EXPECT_EQ(failure(options, mail()), Kind::insecure);
  EXPECT_TRUE(arrived().empty());
}

TEST_F(SmtpClientTest, CertificateOfAnotherHostIsRefused) {
  auto options = starttls();
  options.host = "other.localhost";
  EXPECT_EQ(failure(options, mail()), Kind::insecure);
  EXPECT_TRUE(arrived().empty());
}

TEST_F(SmtpClientTest, WrongPasswordLeavesTheMailForLater) {
  auto options = starttls();
  options.password = SecretString("wrong");
  SmtpClient client(options, clock_);
  const auto sent = client.send(mail());
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().kind, Kind::temporary);
  EXPECT_THAT(sent.error().detail, Not(HasSubstr("wrong")));
  EXPECT_FALSE(client.probe());
  EXPECT_TRUE(arrived().empty());
}

TEST_F(SmtpClientTest, AnswersDecideWhetherToTryAgain) {
  EXPECT_EQ(failure(plain(), mail("refused@example.com")), Kind::refused);
  EXPECT_EQ(failure(plain(), mail("later@example.com")), Kind::temporary);
  auto options = plain();
  options.port = 1;
  EXPECT_EQ(failure(options, mail()), Kind::temporary);
}

TEST_F(SmtpClientTest, BrokenConnectionAfterTheMailIsUncertain) {
  EXPECT_EQ(failure(plain(), mail("broken@example.com")), Kind::uncertain);
  auto options = plain();
  options.timeout = std::chrono::milliseconds(700);
  EXPECT_EQ(failure(options, mail("slow@example.com")), Kind::uncertain);
}

TEST_F(SmtpClientTest, HeaderInjectionIsRefused) {
  for (const auto& poison :
       std::vector<std::string>{"\r\nBcc: eve@example.com", "\nX: y", "\r", std::string("\0", 1), "\x7f"}) {
    auto bad = mail();
    bad.subject += poison;
    EXPECT_EQ(failure(plain(), bad), Kind::invalid_mail);
    bad = mail();
    bad.to += poison;
    EXPECT_EQ(failure(plain(), bad), Kind::invalid_mail);
    bad = mail();
    bad.from_name += poison;
    EXPECT_EQ(failure(plain(), bad), Kind::invalid_mail);
    bad = mail();
    bad.from_address += poison;
    EXPECT_EQ(failure(plain(), bad), Kind::invalid_mail);
    bad = mail();
    bad.message_id += poison;
    EXPECT_EQ(failure(plain(), bad), Kind::invalid_mail);
  }
  EXPECT_EQ(failure(plain(), mail("ada@example.com> SIZE=1 RCPT TO:<eve@example.com")), Kind::invalid_mail);
  EXPECT_EQ(failure(plain(), mail("ada@example.com,eve@example.com")), Kind::invalid_mail);
  EXPECT_TRUE(arrived().empty());
}

TEST_F(SmtpClientTest, OtherScriptsAreEncodedInHeaders) {
  SmtpClient client(plain(), clock_);
  auto other = mail();
  other.subject =
      "Passwort zurücksetzen: ein sehr langer Betreff mit Umlauten, damit zwei Wörter nötig werden";
  other.from_name = "Möwe";
  ASSERT_TRUE(client.send(other));
  EXPECT_THAT(arrived().at(0), HasSubstr("From: =?utf-8?B?TcO2d2U=?= <no-reply@auth.example.com>"));
  EXPECT_THAT(arrived().at(0), HasSubstr("Subject: =?utf-8?B?"));
}

TEST_F(SmtpClientTest, StoppingCutsWaitingShort) {
  SmtpClient client(plain(), clock_);
  client.stop(std::chrono::milliseconds(0));
  EXPECT_FALSE(client.send(mail()));
  EXPECT_TRUE(arrived().empty());
}

TEST(EncodeHeaderText, KeepsCharactersWhole) {
  EXPECT_EQ(encode_header_text("plain"), "plain");
  EXPECT_EQ(encode_header_text("ü"), "=?utf-8?B?w7w=?=");
  const auto encoded = encode_header_text(std::string(44, 'a') + "ü");
  EXPECT_EQ(encoded.find("\r\n ") != std::string::npos, true);
  EXPECT_THAT(encoded, ::testing::EndsWith("=?utf-8?B?w7w=?="));
}

}  // namespace
}  // namespace gatehouse::net
