// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "core/http/cookie.h"
#include "server/app/platform/answer_check.h"
#include "server/app/platform/application.h"
#include "server/config/read_settings.h"

namespace gatehouse::server {

/// An answer with its JSON read; an empty or other body reads as null.
struct Answer {
  http::Response response;
  boost::json::value json;

  [[nodiscard]] int status() const { return response.status; }
  [[nodiscard]] std::string code() const { return text("code"); }
  [[nodiscard]] std::string text(std::string_view member) const {
    const auto* object = json.if_object();
    const auto* value = object ? object->if_contains(member) : nullptr;
    return value && value->is_string() ? std::string(value->as_string()) : "";
  }
};

/// A whole platform without sockets: real stores on a temporary folder, a clock that stands still, cheap
/// hashes.
class PlatformTest : public testing::Test {
 protected:
  static constexpr const char* kOrigin = "https://auth.example.com";
  static constexpr const char* kPassword = "correct horse battery staple";

  PlatformTest() : clock_(Time(std::chrono::milliseconds(1795428900250))) {
    std::string folder = testing::TempDir() + "gatehouse-platform-XXXXXX";
    if (::mkdtemp(folder.data()) == nullptr) throw std::runtime_error("mkdtemp");
    folder_ = folder;
    settings_ = read_settings({.flags = {{"data", (folder_ / "data").string()},
                                         {"public_url", kOrigin},
                                         {"hash_memory_kib", "8192"},
                                         {"hash_iterations", "1"},
                                         {"hash_threads", "2"}},
                               .environment = {}})
                    .value()
                    .settings;
    start();
  }
  ~PlatformTest() override {
    application_.reset();
    std::filesystem::remove_all(folder_);
  }

  void start() {
    auto data = open_data_folder(settings_, FirstStart::allow, clock_, random_);
    if (!data) throw std::runtime_error(data.error().text);
    application_ = std::make_unique<Application>(settings_, std::move(*data), clock_, random_, *log_);
    answer_check_.emplace(application_->routes());
  }
  void restart() {
    application_.reset();
    start();
  }

  static http::Request make_request(http::Method method, const std::string& target, const std::string& body) {
    http::Request request;
    request.method = method;
    request.path = target.substr(0, target.find('?'));
    if (target.find('?') != std::string::npos) request.query = target.substr(target.find('?') + 1);
    request.headers.add("Host", "auth.example.com");
    if (!body.empty()) request.headers.add("Content-Type", "application/json");
    request.body = body;
    request.client_address = "127.0.0.1";
    request.request_id = "test-request";
    return request;
  }

  /// Everything that was logged. Ends the platform, because the log writes beside its callers.
  const std::string& end_and_read_log() {
    application_.reset();
    log_.reset();
    return logged_;
  }

  Answer send(http::Request request) { return checked(request, application_->handle(request)); }

  /// As the person of that cookie, from the platform's own page; an empty cookie: as nobody.
  Answer call(const std::string& cookie, http::Method method, const std::string& target,
              const std::string& body = "") {
    auto request = make_request(method, target, body);
    if (!cookie.empty()) {
      request.headers.add("Cookie", "__Host-gatehouse_session=" + cookie);
      request.headers.add("Origin", kOrigin);
    }
    return send(std::move(request));
  }
  /// As the machine's owner.
  Answer local(http::Method method, const std::string& target, const std::string& body = "") {
    const auto request = make_request(method, target, body);
    return checked(request, application_->handle_local(request));
  }

  std::string add_user(const std::string& email, const std::string& role = "") {
    clock_.advance(std::chrono::milliseconds(1));  // ids sort by the time of their making
    boost::json::object body = {{"email", email}, {"password", kPassword}};
    if (!role.empty()) body["platformRole"] = role;
    return local(http::Method::post, "/api/v1/operator/users", boost::json::serialize(body)).text("id");
  }

  Answer sign_in(const std::string& email, const std::string& password) {
    const boost::json::object body = {{"email", email}, {"password", password}};
    return call("", http::Method::post, "/api/v1/sign-in", boost::json::serialize(body));
  }

  /// The session cookie that an answer sets; empty when it sets none.
  static std::string cookie_of(const Answer& answer) {
    const auto header = answer.response.headers.find("Set-Cookie");
    if (!header) return "";
    const auto start = header->find('=') + 1;
    return std::string(header->substr(start, header->find(';') - start));
  }
  std::string signed_in(const std::string& email) { return cookie_of(sign_in(email, kPassword)); }

  Answer checked(const http::Request& request, http::Response response) {
    answer_check_->check(request, response);
    return read(std::move(response));
  }
  static Answer read(http::Response response) {
    boost::json::error_code error;
    auto json = boost::json::parse(response.body, error);
    return {std::move(response), error ? boost::json::value(nullptr) : std::move(json)};
  }

  FixedClock clock_;
  SystemRandom random_;
  std::string logged_;
  std::optional<Logger> log_{std::in_place, clock_, LogFormat::text, LogLevel::debug,
                             [this](std::string_view lines) { logged_ += lines; }};
  std::filesystem::path folder_;
  Settings settings_;
  std::unique_ptr<Application> application_;
  std::optional<AnswerCheck> answer_check_;
};

}  // namespace gatehouse::server
