// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/live_link/live_link.h"

#include <algorithm>
#include <utility>

namespace gatehouse::sdk {
namespace {

using namespace std::chrono_literals;
using Kind = StreamFailure::Kind;

constexpr auto kWarnAfter = 10s;
constexpr auto kLookAfterEach = 1min;
// No token lives shorter, so what was revoked in a gap of this length is still in the state that ends it.
constexpr auto kShortGap = 1min;

}  // namespace

LiveLink::LiveLink(Parts parts)
    : parts_(std::move(parts)),
      reader_(parts_.platform_url, parts_.app_id, parts_.clock),
      back_off_(parts_.random) {}

void LiveLink::start() {
  parts_.contact.set(Contact::Link::down);
  looked_after_at_ = parts_.clock.monotonic();
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void LiveLink::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
  parts_.contact.set(Contact::Link::none);
}

std::optional<bool> LiveLink::is_saved() const {
  if (!parts_.store) return std::nullopt;
  return parts_.store->is_sound();
}

void LiveLink::resume_from_disk() {
  const auto content = parts_.store ? parts_.store->load() : std::nullopt;
  if (!content) return;
  if (!take_saved(*content)) {
    parts_.log.warning("the saved state of the live link is of no use", {{"code", "bad_saved_state"}});
    return;
  }
  parts_.contact.heard_before(content->heard);
  resumed_ = true;
}

bool LiveLink::take_saved(const StateStore::Content& content) {
  if (!reader_.use_keys(content.keys)) return false;
  const auto state = reader_.read_state(content.state);
  if (!state || !take_state(*state, LinkedState::Followed::after_gap)) return false;
  state_text_ = content.state;
  for (const auto& text : content.events) {
    const auto event = reader_.read_event(text);
    if (event) (void)apply(*event);
  }
  parts_.state.use_platform_keys(reader_.keys());
  return true;
}

void LiveLink::run(const std::stop_token& stop) {
  if (resumed_) {
    const auto stale = std::chrono::floor<std::chrono::seconds>(parts_.contact.staleness());
    parts_.log.info("the live link starts from its saved state",
                    {{"position", parts_.state.position()},
                     {"revocations", std::int64_t(parts_.state.revocations())},
                     {"stale_seconds", stale.count()}});
  }
  while (!stop.stop_requested()) {
    const auto failure = follow(stop);
    if (failure.kind == Kind::stopped || stop.stop_requested()) break;
    parts_.contact.set(failure.kind == Kind::unreachable ? Contact::Link::unreachable : Contact::Link::down);
    note_failure(failure);
    parts_.state.drop_retired(parts_.clock.now());
    const auto pause =
        std::max<std::chrono::milliseconds>(back_off_.next(), failure.retry_after.value_or(0s));
    wait(warned_stale_ ? pause : std::min<std::chrono::milliseconds>(pause, kWarnAfter), stop);
  }
  parts_.stream.close();
}

StreamFailure LiveLink::follow(const std::stop_token& stop) {
  if (const auto opened = parts_.stream.open(stop); !opened) return opened.error();
  ++counts_.streams;
  refresh_keys(stop);
  if (const auto fetched = fetch_state(stop); !fetched) return fetched.error();
  note_up();
  Receipt receipt;
  while (!stop.stop_requested()) {
    const auto batch = parts_.stream.poll(receipt, stop);
    if (!batch) return batch.error();
    parts_.contact.heard();
    receipt = apply(*batch, stop);
    if (std::exchange(needs_keys_, false)) refresh_keys(stop);
    look_after();
    if (!needs_state_) continue;
    if (const auto fetched = fetch_state(stop); !fetched) return fetched.error();
  }
  return {Kind::stopped, {}};
}

EventStream::Outcome<void> LiveLink::fetch_state(const std::stop_token& stop) {
  auto text = parts_.stream.fetch_state(stop);
  if (!text) return fail(text.error());
  const auto state = read_state(*text, stop);
  if (!state) return fail(StreamFailure{Kind::unsound, "the platform's state: " + state.error().detail});
  const auto last = parts_.contact.last_heard();
  const bool is_short = last && parts_.contact.staleness() < kShortGap;
  if (!take_state(*state, is_short ? LinkedState::Followed::without_gap : LinkedState::Followed::after_gap))
    return fail(StreamFailure{Kind::unsound, "the platform's state is older than the one before"});
  needs_state_ = false;
  state_text_ = *std::move(text);
  parts_.contact.heard();
  if (parts_.store) {
    parts_.store->save(
        {.keys = reader_.jwks(), .state = state_text_, .events = {}, .heard = parts_.clock.now()});
  }
  return {};
}

Result<PlatformState, TokenRefusal> LiveLink::read_state(const std::string& text,
                                                         const std::stop_token& stop) {
  auto state = reader_.read_state(text);
  if (state || state.error().code != token::to_code(token::TokenError::unknown_key)) return state;
  refresh_keys(stop);
  return reader_.read_state(text);
}

bool LiveLink::take_state(const PlatformState& state, LinkedState::Followed followed) {
  const bool went_back = state.position < parts_.state.position();
  if (!parts_.state.adopt(state, followed)) return false;
  if (went_back) note_went_back("starting over: what was issued by now is refused");
  if (state.policy.empty()) return true;
  auto policy = reader_.read_policy(state.policy);
  if (!policy) {
    parts_.log.error("the platform's policy is refused; the one before stays in force",
                     {{"code", policy.error().code}});
    return true;
  }
  if (!went_back && policy->version < parts_.state.policy_version())
    note_went_back("its policy, though older, is in force now");
  parts_.state.take_policy_of_state(*std::move(policy));
  parts_.state.drop_retired(parts_.clock.now());
  return true;
}

void LiveLink::note_went_back(const std::string& consequence) {
  parts_.log.warning("the platform has gone back, as after a restored backup; " + consequence,
                     {{"code", "platform_went_back"}, {"position", parts_.state.position()}});
}

LiveLink::Receipt LiveLink::apply(const EventStream::Batch& batch, const std::stop_token& stop) {
  Receipt receipt;
  std::vector<std::pair<SecurityEvent, const std::string*>> events;
  for (const auto& [id, text] : batch.sets) {
    auto event = read_event(text, stop);
    if (event && event->id != id)
      event = fail(TokenRefusal{"wrong_jti", "its jti is not the one it is listed by"});
    if (!event) {
      refuse(receipt, id, event.error());
      continue;
    }
    events.emplace_back(*std::move(event), &text);
  }
  std::ranges::sort(events, {}, [](const auto& entry) { return entry.first.position; });
  for (const auto& [event, text] : events) {
    if (const auto applied = apply(event); !applied) {
      refuse(receipt, event.id, applied.error());
      continue;
    }
    if (parts_.store) parts_.store->add_event(*text);
    ++counts_.events;
    receipt.applied.push_back(event.id);
  }
  return receipt;
}

Result<SecurityEvent, TokenRefusal> LiveLink::read_event(const std::string& text,
                                                         const std::stop_token& stop) {
  auto event = reader_.read_event(text);
  if (event || event.error().code != token::to_code(token::TokenError::unknown_key)) return event;
  refresh_keys(stop);
  return reader_.read_event(text);
}

Result<void, TokenRefusal> LiveLink::apply(const SecurityEvent& event) {
  if (const auto* changed = std::get_if<PolicyChanged>(&event.what)) {
    auto policy = reader_.read_policy(changed->policy);
    if (!policy) return fail(policy.error());
    if (!parts_.state.take_policy(*std::move(policy)))
      return fail(TokenRefusal{"old_policy", "the policy is older than the one in force"});
    parts_.state.drop_retired(parts_.clock.now());
  }
  parts_.state.apply(event);
  if (const auto* changed = std::get_if<KeysChanged>(&event.what)) {
    reader_.withdraw(changed->withdrawn);
    needs_keys_ = true;
  }
  return {};
}

void LiveLink::refuse(Receipt& receipt, const std::string& id, const TokenRefusal& refusal) {
  ++counts_.refused_events;
  receipt.refused.emplace(id, refusal.detail);
  needs_state_ = true;  // it may have said something that we must know
  parts_.log.error("a security event of the platform is refused; fetching the whole state",
                   {{"code", refusal.code}, {"event", id}});
}

void LiveLink::refresh_keys(const std::stop_token& stop) {
  const auto keys = parts_.stream.fetch_keys(stop);
  if (!keys || *keys == reader_.jwks()) return;
  if (!reader_.use_keys(*keys)) {
    parts_.log.error("the platform's published keys can't be read", {{"code", "bad_keys"}});
    return;
  }
  parts_.state.use_platform_keys(reader_.keys());
  parts_.keys_changed();
  if (parts_.store && !state_text_.empty()) parts_.store->add_keys(*keys);
}

void LiveLink::look_after() {
  parts_.state.drop_retired(parts_.clock.now());
  const auto now = parts_.clock.monotonic();
  if (now - looked_after_at_ < kLookAfterEach) return;
  looked_after_at_ = now;
  parts_.state.forget_expired(parts_.clock.now());
  if (!parts_.store) return;
  parts_.store->add_heard(parts_.clock.now());
  if (parts_.store->is_long() || !parts_.store->is_sound()) needs_state_ = true;
}

void LiveLink::note_up() {
  back_off_.reset();
  parts_.contact.set(Contact::Link::up);
  warned_stale_ = false;
  last_failure_.clear();
  parts_.log.info(was_lost_ ? "the live link stands again" : "the live link stands",
                  {{"code", was_lost_ ? "link_regained" : "link_up"},
                   {"position", parts_.state.position()},
                   {"revocations", std::int64_t(parts_.state.revocations())}});
  was_lost_ = false;
}

void LiveLink::note_failure(const StreamFailure& failure) {
  const auto stale = std::chrono::floor<std::chrono::seconds>(parts_.contact.staleness());
  if (failure.detail != last_failure_) {
    last_failure_ = failure.detail;
    const bool is_ours_to_mend = failure.kind == Kind::refused || failure.kind == Kind::unsound;
    parts_.log.log(is_ours_to_mend ? LogLevel::error : LogLevel::warning,
                   "the live link is lost; the app goes on with what it knows",
                   {{"code", "link_lost"}, {"reason", failure.detail}, {"stale_seconds", stale.count()}});
  }
  was_lost_ = true;
  if (stale < kWarnAfter || warned_stale_) return;
  warned_stale_ = true;
  parts_.log.warning("revocations and role changes do not arrive",
                     {{"code", "stale"}, {"stale_seconds", stale.count()}});
}

void LiveLink::wait(std::chrono::milliseconds time, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  woken_.wait_for(lock, stop, time, [] { return false; });
}

}  // namespace gatehouse::sdk
