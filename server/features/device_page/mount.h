// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/crypto/hmac.h"
#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/session/session_service.h"

namespace gatehouse::server {

/// How many wrong user codes one person may try: that is what keeps eight letters from being guessed (RFC
/// 8628, section 5.1). Kept in memory: the codes live no longer than minutes. Thread-safe.
class CodeGuesses {
 public:
  static constexpr int kMost = 10;
  static constexpr std::chrono::minutes kSpan{10};

  [[nodiscard]] bool may_guess(const UserId& user, Time now);
  void note_wrong(const UserId& user, Time now);

 private:
  struct Wrong {
    int count = 0;
    Time since{};
  };
  std::mutex mutex_;
  std::map<UserId, Wrong> wrong_;
};

/// Where a person lets a device in (RFC 8628, section 3.3): they type the code that it shows, see which app
/// it is, and decide. The device gets a session of its own, which they find among theirs and may end.
struct DevicePage {
  const Clock& clock;
  RandomSource& random;
  sql::Database& database;
  const SessionService& sessions;
  crypto::HmacSha256Key key;
  std::string issuer;
  std::shared_ptr<CodeGuesses> guesses = std::make_shared<CodeGuesses>();

  http::Response show(const Call& call) const;
  http::Response take(const Call& call) const;

 private:
  [[nodiscard]] http::Response ask(const Call& call, const std::string& code) const;
  [[nodiscard]] http::Response decide(const Call& call, const http::FormParameters& form,
                                      const std::string& code) const;
  [[nodiscard]] bool allow(const Call& call, const std::string& code) const;
  [[nodiscard]] std::string make_mark(const Call& call, const std::string& code) const;
};

/// `GET` and `POST /device`.
void mount_device_page(Routes& routes, const DevicePage& page);

}  // namespace gatehouse::server
