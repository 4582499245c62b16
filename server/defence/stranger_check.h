// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/http/request.h"
#include "core/http/response.h"
#include "server/defence/challenges.h"
#include "server/defence/event_count.h"
#include "server/defence/guess_alarm.h"

namespace gatehouse::server {

/// While strangers guess more than in calm, lets them work before their passwords are looked at
/// (docs/adr/0016-sign-in-challenge.md). Thread-safe.
class StrangerCheck {
 public:
  StrangerCheck(const Clock& clock, RandomSource& random, const crypto::HmacSha256Key& key);

  /// Whether a stranger's password may be looked at, and whether he worked for it. The error is the answer to
  /// give: 403 `challenge_required`, the same whatever account it is, known or not. A solution that nobody
  /// asks for (any more) is not looked at.
  [[nodiscard]] Result<GuessAlarm::Work, http::Response> admit(const http::Request& request,
                                                               const std::string& account,
                                                               const std::optional<std::string>& solution);

  [[nodiscard]] GuessAlarm& alarm() { return alarm_; }
  [[nodiscard]] EventCount& asked() { return asked_; }
  [[nodiscard]] EventCount& solved() { return solved_; }
  [[nodiscard]] std::uint64_t asked_total() const { return asked_.total(); }
  [[nodiscard]] std::uint64_t solved_total() const { return solved_.total(); }
  /// Hashes that a stranger's sign-in takes just now, on average; 0 in calm.
  [[nodiscard]] std::uint64_t work() const;
  [[nodiscard]] std::size_t table_bytes() const { return challenges_.bytes(); }

 private:
  [[nodiscard]] http::Response ask(const std::string& account) const;

  Challenges challenges_;
  GuessAlarm alarm_;
  EventCount asked_;
  EventCount solved_;
};

}  // namespace gatehouse::server
