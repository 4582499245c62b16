// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/random.h"
#include "core/base/secret_string.h"
#include "core/crypto/sealing_key.h"
#include "gatehouse/json.h"

namespace gatehouse::sdk {

/// What a restarted app starts from while the platform is away: the last signed state, and in a second file
/// the signed events since, one a line. Both sealed with a key that HKDF derives from the app's secret for
/// this alone, mode 0600. A fault of the disk is logged once and stops nothing. For one thread.
class StateStore {
 public:
  struct Content {
    std::string keys;   ///< the platform's key set
    std::string state;  ///< its signed state
    std::vector<std::string> events;
    Time heard;  ///< when the platform was last heard
  };

  /// `name` tells apps and platforms apart that share the folder.
  StateStore(std::filesystem::path folder, const std::string& name, const std::vector<SecretString>& secrets,
             RandomSource& random, Logger& log);

  /// Absent when there is nothing, or nothing that this app sealed.
  [[nodiscard]] std::optional<Content> load() const;

  /// Replaces everything, atomically and durably.
  void save(const Content& content);
  /// Durable when it returns.
  void add_event(const std::string& event);
  void add_keys(const std::string& keys);
  void add_heard(Time heard);

  /// The events take more room than a new state would.
  [[nodiscard]] bool is_long() const { return journal_bytes_ > kLongJournal; }
  /// False after a fault, until something could be saved again.
  [[nodiscard]] bool is_sound() const { return sound_; }

 private:
  static constexpr std::size_t kLongJournal = std::size_t{1024} * 1024;
  enum class Durable { no, yes };

  [[nodiscard]] std::string seal(const Json& json, std::string_view part) const;
  [[nodiscard]] std::optional<Json> open(std::string_view line, std::string_view part) const;
  void append(const Json& record, Durable durable);
  template <class Work>
  void guarded(Work work);

  std::filesystem::path folder_, state_file_, journal_file_;
  std::string name_;
  std::vector<crypto::SealingKey> keys_;
  RandomSource& random_;
  Logger& log_;
  std::size_t journal_bytes_ = 0;
  std::atomic<bool> sound_ = true;
};

}  // namespace gatehouse::sdk
