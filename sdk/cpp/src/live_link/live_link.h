// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "core/base/log.h"
#include "sdk/cpp/src/live_link/back_off.h"
#include "sdk/cpp/src/live_link/contact.h"
#include "sdk/cpp/src/live_link/event_stream.h"
#include "sdk/cpp/src/live_link/linked_state.h"
#include "sdk/cpp/src/live_link/signed_by_platform.h"
#include "sdk/cpp/src/live_link/state_store.h"

namespace gatehouse::sdk {

/// Follows the platform's security events on a thread of its own, so that no request waits for it: makes a
/// stream, fetches the state, then polls for ever, applies in order, and acknowledges what it applied. When
/// the platform is away it comes back with growing, jittered pauses, and fetches the state again.
class LiveLink {
 public:
  struct Parts {
    std::string platform_url;
    std::string app_id;
    LinkedState& state;
    Contact& contact;
    EventStream stream;
    /// Called when the platform's keys are no longer those of before.
    std::function<void()> keys_changed;
    std::unique_ptr<StateStore> store;  ///< absent: nothing is kept on disk
    const Clock& clock;
    RandomSource& random;
    Logger& log;
  };
  explicit LiveLink(Parts parts);
  ~LiveLink() { stop(); }
  LiveLink(const LiveLink&) = delete;
  LiveLink& operator=(const LiveLink&) = delete;

  /// Takes up what the disk holds; before `start`.
  void resume_from_disk();
  /// Follows in the background.
  void start();
  /// Ends within a second.
  void stop();

  struct Counts {
    std::atomic<std::uint64_t> events = 0, refused_events = 0, streams = 0;
  };
  [[nodiscard]] const Counts& counts() const { return counts_; }
  /// Absent where nothing is kept on disk.
  [[nodiscard]] std::optional<bool> is_saved() const;

 private:
  using Receipt = EventStream::Receipt;
  void run(const std::stop_token& stop);
  [[nodiscard]] bool take_saved(const StateStore::Content& content);
  [[nodiscard]] StreamFailure follow(const std::stop_token& stop);
  [[nodiscard]] EventStream::Outcome<void> fetch_state(const std::stop_token& stop);
  [[nodiscard]] Result<PlatformState, TokenRefusal> read_state(const std::string& text,
                                                               const std::stop_token& stop);
  [[nodiscard]] bool take_state(const PlatformState& state, LinkedState::Followed followed);
  [[nodiscard]] Receipt apply(const EventStream::Batch& batch, const std::stop_token& stop);
  [[nodiscard]] Result<SecurityEvent, TokenRefusal> read_event(const std::string& text,
                                                               const std::stop_token& stop);
  [[nodiscard]] Result<void, TokenRefusal> apply(const SecurityEvent& event);
  void refuse(Receipt& receipt, const std::string& id, const TokenRefusal& refusal);
  void refresh_keys(const std::stop_token& stop);
  void look_after();
  void note_went_back(const std::string& consequence);
  void note_up();
  void note_failure(const StreamFailure& failure);
  void wait(std::chrono::milliseconds time, const std::stop_token& stop);

  Parts parts_;
  SignedByPlatform reader_;
  BackOff back_off_;
  Counts counts_;
  std::string state_text_;
  bool resumed_ = false, needs_state_ = false, needs_keys_ = false, was_lost_ = false, warned_stale_ = false;
  std::string last_failure_;
  std::chrono::steady_clock::time_point looked_after_at_{};
  std::mutex mutex_;
  std::condition_variable_any woken_;
  std::jthread thread_;
};

}  // namespace gatehouse::sdk
