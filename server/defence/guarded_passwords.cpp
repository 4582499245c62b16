// SPDX-License-Identifier: Apache-2.0
#include "server/defence/guarded_passwords.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/crypto/sha256.h"
#include "core/http/problem.h"
#include "core/net/fiber.h"
#include "core/net/ip_address.h"
#include "server/model/email.h"
#include "server/storage/guess_counts.h"
#include "server/storage/known_devices.h"
#include "server/storage/statistics.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kRestoredAtMost = 1U << 17U;
constexpr std::size_t kNetworkBytes = 6;  // a /48
/// How long a guess waits for others of its lane that are being looked at.
constexpr std::chrono::milliseconds kPause{20};
constexpr int kMostPauses = 100;

http::Response too_many_attempts(std::chrono::milliseconds wait) {
  auto response =
      http::problem(429, "too_many_attempts",
                    "Too many wrong passwords were tried. Wait as long as Retry-After says, sign in "
                    "from a browser that you have used before, or set a new password.");
  response.headers.set("Retry-After", std::to_string(std::chrono::ceil<std::chrono::seconds>(wait).count()));
  return response;
}

}  // namespace

PasswordGuess::PasswordGuess(PasswordGuess&& other) noexcept
    : limits_(std::exchange(other.limits_, nullptr)),
      lanes_(other.lanes_),
      work_(other.work_),
      fits_(other.fits_),
      wrong_(other.wrong_) {}

PasswordGuess::~PasswordGuess() {
  if (limits_ != nullptr) limits_->count(lanes_);
}

GuardedPasswords::GuardedPasswords(const Clock& clock, RandomSource& random, sql::Database& database,
                                   PasswordService passwords, const crypto::HmacSha256Key& key,
                                   const crypto::HmacSha256Key& challenge_key, const Mailer& mailer,
                                   NewDeviceNotice devices)
    : clock_(clock),
      database_(database),
      passwords_(passwords),
      key_(key),
      mailer_(mailer),
      devices_(devices),
      limits_(clock),
      strangers_(clock, random, challenge_key) {
  database_.read([&](sql::Connection& connection) {
    guess_counts::for_each(connection, clock_.now(), kRestoredAtMost,
                           [&](LaneKey lane, Time empty_at) { limits_.restore(lane, empty_at); });
  });
}

LaneKey GuardedPasswords::key_of(std::string_view kind, std::string_view who) const {
  const auto mac = key_.compute(as_bytes("guess\n" + std::string(kind) + '\n' + std::string(who)));
  LaneKey key = 0;
  std::memcpy(&key, mac.data(), sizeof key);
  return key;
}

void GuardedPasswords::add_origin(GuessLanes& lanes, const std::string& client_address) const {
  if (client_address.empty()) return;  // the machine's owner, by the local socket
  const auto address = net::IpAddress::parse(client_address);
  lanes.address = key_of("address", address ? address->subscriber().to_text() : client_address);
  if (!address || address->is_v4()) return;
  auto network = address->bytes();
  std::fill(network.begin() + kNetworkBytes, network.end(), static_cast<unsigned char>(0));
  lanes.network = key_of("network", net::IpAddress::from_bytes_v6(network.data()).to_text());
}

GuessLanes GuardedPasswords::lanes_of(const http::Request& request, const std::string& email) const {
  const auto canonical = parse_email(email).value_or(email);
  GuessLanes lanes;
  if (const auto mark = devices_.find_mark(request)) {
    const auto hash = crypto::sha256(as_bytes(mark->reveal()));
    const bool is_known = database_.read(
        [&](sql::Connection& connection) { return known_devices::is_known(connection, canonical, hash); });
    if (is_known) {
      lanes.device = key_of("device", canonical + '\n' + std::string(as_text(hash)));
      return lanes;
    }
  }
  lanes.account = key_of("account", canonical);
  add_origin(lanes, request.client_address);
  return lanes;
}

std::optional<http::Response> GuardedPasswords::admit(const http::Request& request, const GuessLanes& lanes) {
  using Kind = GuessLimits::Verdict::Kind;
  for (int pauses = 0; pauses < kMostPauses; ++pauses) {
    const auto verdict = limits_.admit(lanes);
    switch (verdict.kind) {
      case Kind::admitted:
        return std::nullopt;
      case Kind::refused:
        refused_.add(request.client_address);
        return too_many_attempts(verdict.wait);
      case Kind::undecided:
        net::sleep_for(kPause);
    }
  }
  return overloaded();
}

Result<PasswordGuess, http::Response> GuardedPasswords::check(const Attempt& attempt) {
  const auto lanes = lanes_of(attempt.request, attempt.email);
  if (auto refused = admit(attempt.request, lanes)) return fail(std::move(*refused));
  return look_at(attempt, PasswordGuess(limits_, lanes));
}

Result<PasswordGuess, http::Response> GuardedPasswords::check_sign_in(
    const Attempt& attempt, const std::optional<std::string>& solution) {
  const auto lanes = lanes_of(attempt.request, attempt.email);
  if (auto refused = admit(attempt.request, lanes)) return fail(std::move(*refused));
  PasswordGuess guess(limits_, lanes);
  const bool is_stranger = !lanes.device && lanes.address;  // who has no address is the machine's owner
  if (is_stranger) {
    const auto account = parse_email(attempt.email).value_or(attempt.email);
    const auto work = strangers_.admit(attempt.request, account, solution);
    if (!work) {
      accept(guess);  // nobody looked at it
      return fail(work.error());
    }
    guess.work_ = *work;
  }
  return look_at(attempt, std::move(guess));
}

Result<PasswordGuess, http::Response> GuardedPasswords::look_at(const Attempt& attempt, PasswordGuess guess) {
  const auto verified = passwords_.verify(attempt.password, attempt.phc);
  if (!verified) {
    accept(guess);  // nobody looked at it
    return fail(overloaded());
  }
  guess.fits_ = *verified;
  return guess;
}

void GuardedPasswords::accept(PasswordGuess& guess) {
  if (auto* limits = std::exchange(guess.limits_, nullptr)) {
    limits->take_back(guess.lanes_);
    if (guess.fits_ && guess.lanes_.device) limits->forget(*guess.lanes_.device);
  }
}

void GuardedPasswords::reject(PasswordGuess& guess) {
  auto* limits = std::exchange(guess.limits_, nullptr);
  if (limits == nullptr) return;
  if (!guess.lanes_.device) strangers_.alarm().note_wrong(guess.work_);
  if (const auto counted = limits->count(guess.lanes_)) {
    guess.wrong_ = PasswordGuess::Wrong{*guess.lanes_.account, *counted};
  }
}

void GuardedPasswords::note_wrong(sql::Connection& connection, const PasswordGuess& guess,
                                  const std::optional<User>& user) {
  if (!guess.wrong_) return;
  strangers_.alarm().set_people(statistics::count_people_lately(connection, clock_.now()));
  guess_counts::put(connection, guess.wrong_->account, guess.wrong_->counted.empty_at);
  if (guess.wrong_->counted.is_full && user && !user->is_disabled()) tell_owner(connection, *user);
}

void GuardedPasswords::tell_owner(sql::Connection& connection, const User& user) const {
  const auto now = clock_.now();
  const auto kind = to_text(MailKind::account_locked);
  if (mails::was_queued(connection, user.email, kind, now - std::chrono::days(1))) return;
  mailer_.queue(connection, {.kind = MailKind::account_locked,
                             .to = user.email,
                             .locale = user.locale,
                             .facts = {{"name", user.display_name()},
                                       {"time", Mailer::time_text(now)},
                                       {"link", mailer_.url("/reset-password")}},
                             .useful_for = std::chrono::days(2),
                             .urgency = mails::Urgency::by_strangers});
}

}  // namespace gatehouse::server
