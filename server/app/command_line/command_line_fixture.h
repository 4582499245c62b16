// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "server/app/command_line/run_command_line.h"

namespace gatehouse::server {

/// A platform that answers from a script and keeps what it was asked.
struct ScriptedPlatform final : Platform {
  struct Scripted final : Transport {
    explicit Scripted(ScriptedPlatform& of) : owner(of) {}
    Outcome<http::Response> send(const http::Request& request) override {
      std::string line = std::string(http::to_text(request.method)) + " " + request.path;
      if (!request.query.empty()) line += "?" + request.query;
      if (!request.body.empty()) line += " " + request.body;
      owner.asked.push_back(line);
      if (owner.answers.empty()) return fail(Refusal{"unexpected: " + line});
      http::Response answer = owner.answers.front();
      owner.answers.pop_front();
      return answer;
    }
    ScriptedPlatform& owner;
  };
  Outcome<std::unique_ptr<Transport>> open(const Settings& settings, AbsentPlatform when_absent) override {
    absent = when_absent;
    data = settings.data;
    if (!closed.empty()) return fail(Refusal{closed});
    return std::unique_ptr<Transport>(std::make_unique<Scripted>(*this));
  }
  Outcome<void> serve(const ReadSettings& settings) override {
    served = settings.settings.public_url.text;
    if (!closed.empty()) return fail(Refusal{closed});
    return {};
  }
  std::deque<http::Response> answers;
  std::vector<std::string> asked;
  std::string data, served, closed;
  AbsentPlatform absent{};
};

class CommandLineTest : public testing::Test {
 protected:
  int run(std::vector<std::string> arguments, const std::string& input = "") {
    std::istringstream in(input);
    std::ostringstream out, err;
    Console console{in, out, err};
    const int status = run_command_line(arguments, environment_, clock_, console, platform_);
    out_ = out.str();
    err_ = err.str();
    return status;
  }
  void answer(int status, std::string body) { platform_.answers.push_back({status, {}, std::move(body)}); }

  Environment environment_;
  FixedClock clock_{Time(std::chrono::hours(24 * 20000))};
  ScriptedPlatform platform_;
  std::string out_, err_;
};

}  // namespace gatehouse::server
