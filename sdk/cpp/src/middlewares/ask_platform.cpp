// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <memory>
#include <mutex>

#include "core/base/clock.h"
#include "core/crypto/sha256.h"
#include "gatehouse/middlewares.h"
#include "sdk/cpp/src/answers.h"
#include "sdk/cpp/src/exchange.h"

namespace gatehouse {
namespace {

using Standing = sdk::LinkPort::Standing;
using Moment = std::chrono::steady_clock::time_point;

/// The platform's answers of the last seconds, by the hash of the token. Thread-safe.
class Answers {
 public:
  explicit Answers(std::chrono::seconds keep) : keep_(keep) {}

  std::optional<Standing> find(const crypto::Sha256Digest& token, Moment now) {
    const std::lock_guard lock(mutex_);
    const auto found = answers_.find(token);
    if (found == answers_.end() || now >= found->second.until) return std::nullopt;
    return found->second.standing;
  }
  void keep(const crypto::Sha256Digest& token, Standing standing, Moment now) {
    if (keep_.count() == 0 || standing == Standing::unknown) return;
    const std::lock_guard lock(mutex_);
    if (answers_.size() >= kMost)
      std::erase_if(answers_, [now](const auto& one) { return now >= one.second.until; });
    if (answers_.size() < kMost) answers_[token] = {standing, now + keep_};
  }

 private:
  struct Answer {
    Standing standing;
    Moment until;
  };
  static constexpr std::size_t kMost = 8192;
  std::chrono::seconds keep_;
  std::mutex mutex_;  // never held while waiting
  std::map<crypto::Sha256Digest, Answer> answers_;
};

}  // namespace

Middleware ask_platform(AskPlatformOptions options) {
  return [answers = std::make_shared<Answers>(options.keep)](Request& req, Response& res, Next next) {
    const auto& link = sdk::RequestAccess::link(req);
    const auto& clock = sdk::RequestAccess::clock(req);
    const auto token = sdk::RequestAccess::token(req);
    const auto key = crypto::sha256(as_bytes(token));
    auto standing = answers->find(key, clock.monotonic());
    if (!standing) {
      standing = link.ask(token);
      answers->keep(key, *standing, clock.monotonic());
    }
    switch (*standing) {
      case Standing::active:
        return next();
      case Standing::ended:
        return sdk::ResponseAccess::answer(res, sdk::unauthorized(sdk::Challenge::invalid_token));
      case Standing::unknown:
        return sdk::ResponseAccess::answer(res, sdk::too_stale());
    }
  };
}

}  // namespace gatehouse
