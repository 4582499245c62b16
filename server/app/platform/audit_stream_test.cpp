// SPDX-License-Identifier: Apache-2.0
#include "server/features/audit/audit_stream.h"

#include <fstream>
#include <mutex>

#include "core/base/base64url.h"
#include "core/crypto/hmac.h"
#include "core/net/testing/running_server.h"
#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;

class AuditStreamTest : public PlatformTest {
 protected:
  void stream_to(const std::string& destination) {
    settings_.audit_stream.destination = destination;
    settings_.audit_stream_key = SecretString(std::string("whsec_") + kKey);
    restart();
  }
  void copy() {
    for (const auto& work : application_->background_work()) {
      while (work()) continue;
    }
  }
  static std::vector<std::string> lines_of(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }
  static std::string id_of(const std::string& line) {
    return std::string(boost::json::parse(line).at("id").as_string());
  }

  static constexpr const char* kKey = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
};

TEST_F(AuditStreamTest, FileGetsEachEventAsOneLineInOrder) {
  add_user("ada@example.com");
  add_user("bo@example.com");
  const auto path = folder_ / "audit.jsonl";
  stream_to("file:" + path.string());
  copy();
  sign_in("ada@example.com", kPassword);
  copy();
  const auto lines = lines_of(path);
  ASSERT_EQ(lines.size(), 3U);
  for (std::size_t i = 0; i < lines.size(); ++i) EXPECT_EQ(id_of(lines[i]), std::to_string(i + 1));
  EXPECT_EQ(boost::json::parse(lines[2]).at("action").as_string(), "user.sign_in");
}

TEST_F(AuditStreamTest, RotatedFileIsBegunAnew) {
  const auto path = folder_ / "audit.jsonl";
  stream_to("file:" + path.string());
  add_user("ada@example.com");
  copy();
  std::filesystem::rename(path, folder_ / "audit.jsonl.1");
  add_user("bo@example.com");
  copy();
  EXPECT_EQ(lines_of(folder_ / "audit.jsonl.1").size(), 1U);
  ASSERT_EQ(lines_of(path).size(), 1U);
  EXPECT_EQ(id_of(lines_of(path)[0]), "2");
}

TEST_F(AuditStreamTest, ARestartGoesOnWhereItWas) {
  const auto path = folder_ / "audit.jsonl";
  stream_to("file:" + path.string());
  add_user("ada@example.com");
  copy();
  restart();
  add_user("bo@example.com");
  copy();
  EXPECT_EQ(lines_of(path).size(), 2U);
}

TEST_F(AuditStreamTest, WhatCannotBeWrittenIsWrittenLater) {
  const auto folder = folder_ / "later";
  stream_to("file:" + (folder / "audit.jsonl").string());
  add_user("ada@example.com");
  copy();
  std::filesystem::create_directory(folder);
  copy();
  EXPECT_FALSE(std::filesystem::exists(folder / "audit.jsonl")) << "left alone for a second";
  clock_.advance(std::chrono::seconds(1));
  copy();
  EXPECT_EQ(lines_of(folder / "audit.jsonl").size(), 1U);
  EXPECT_NE(end_and_read_log().find("the audit stream takes no events"), std::string::npos);
}

/// A real receiver of batches on this machine.
class AuditWebhookTest : public AuditStreamTest {
 protected:
  AuditWebhookTest()
      : receiver_([this](const http::Request& request) {
          const std::lock_guard lock(mutex_);
          received_.push_back(request);
          http::Response response;
          response.status = status_;
          if (status_ == 302) response.headers.set("Location", "/elsewhere");
          return response;
        }) {
    stream_to("http://127.0.0.1:" + std::to_string(receiver_->port()) + "/audit");
  }
  static std::string signature_of(const http::Request& request) {
    std::string key(kKey);
    key.pop_back();  // the padding
    const crypto::HmacSha256Key hmac(*decode_base64url(key));
    const auto mac =
        hmac.compute(as_bytes(std::string(*request.header("webhook-id")) + '.' +
                              std::string(*request.header("webhook-timestamp")) + '.' + request.body));
    auto text = encode_base64url(mac) + '=';
    std::replace(text.begin(), text.end(), '-', '+');
    std::replace(text.begin(), text.end(), '_', '/');
    return "v1," + text;
  }

  std::mutex mutex_;
  std::vector<http::Request> received_;
  int status_ = 204;
  net::testing::RunningServer receiver_;
};

TEST_F(AuditWebhookTest, BatchesAreSigned) {
  add_user("ada@example.com");
  add_user("bo@example.com");
  copy();
  ASSERT_EQ(received_.size(), 1U);
  const auto& request = received_[0];
  EXPECT_EQ(request.header("webhook-id"), "audit_1_2");
  EXPECT_EQ(request.header("webhook-timestamp"), std::to_string(to_unix_seconds(clock_.now())));
  EXPECT_EQ(request.header("webhook-signature"), signature_of(request));
  const auto body = boost::json::parse(request.body);
  EXPECT_EQ(body.at("type").as_string(), "audit.events");
  EXPECT_EQ(body.at("data").at("events").as_array().size(), 2U);
}

TEST_F(AuditWebhookTest, RefusedBatchesComeAgainUnderTheSameId) {
  add_user("ada@example.com");
  for (const int status : {500, 302, 429}) {
    status_ = status;
    copy();
    clock_.advance(audit_stream_pause(3));
  }
  status_ = 200;
  copy();
  copy();
  ASSERT_EQ(received_.size(), 4U);
  for (const auto& request : received_) {
    EXPECT_EQ(request.path, "/audit") << "redirects are not followed";
    EXPECT_EQ(request.header("webhook-id"), "audit_1_1");
    EXPECT_EQ(request.header("webhook-signature"), signature_of(request));
  }
}

TEST_F(AuditWebhookTest, BatchesAreBounded) {
  for (int i = 0; i < 501; ++i)
    local(Method::post, "/api/v1/apps", R"({"name":"App","id":"app-)" + std::to_string(i) + "\"}");
  copy();
  ASSERT_EQ(received_.size(), 2U);
  EXPECT_EQ(received_[0].header("webhook-id"), "audit_1_500");
  EXPECT_EQ(received_[1].header("webhook-id"), "audit_501_501");
}

TEST(AuditStreamPause, DoublesUpToFiveMinutes) {
  EXPECT_EQ(audit_stream_pause(1), std::chrono::seconds(1));
  EXPECT_EQ(audit_stream_pause(4), std::chrono::seconds(8));
  EXPECT_EQ(audit_stream_pause(100), std::chrono::seconds(300));
}

}  // namespace
}  // namespace gatehouse::server
