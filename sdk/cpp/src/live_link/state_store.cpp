// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/live_link/state_store.h"

#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "core/base/base64url.h"
#include "core/crypto/hkdf.h"
#include "sdk/cpp/src/live_link/json_text.h"

namespace gatehouse::sdk {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void throw_error(const fs::path& path) {
  throw std::system_error(errno, std::generic_category(), path.string());
}

class File {
 public:
  File(const fs::path& path, int flags)
      : path_(path), descriptor_(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600)) {
    if (descriptor_ < 0) throw_error(path_);
  }
  ~File() { ::close(descriptor_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  void write(std::string_view text) const {
    while (!text.empty()) {
      const auto written = ::write(descriptor_, text.data(), text.size());
      if (written < 0 && errno != EINTR) throw_error(path_);
      if (written > 0) text.remove_prefix(std::size_t(written));
    }
  }
  void sync() const {
    if (::fsync(descriptor_) != 0) throw_error(path_);
  }

 private:
  fs::path path_;
  int descriptor_;
};

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/// What one line of the journal adds.
void take(StateStore::Content& content, const Json& record) {
  if (auto event = text_of(record, "event"); !event.empty()) content.events.push_back(std::move(event));
  if (auto keys = text_of(record, "keys"); !keys.empty()) content.keys = std::move(keys);
  if (const auto* heard = record.find("heard"))
    content.heard = std::max(content.heard, from_unix_seconds(heard->as_int()));
}

}  // namespace

StateStore::StateStore(fs::path folder, const std::string& name, const std::vector<SecretString>& secrets,
                       RandomSource& random, Logger& log)
    : folder_(std::move(folder)),
      state_file_(folder_ / (name + ".state")),
      journal_file_(folder_ / (name + ".events")),
      name_(name),
      random_(random),
      log_(log) {
  for (const auto& secret : secrets)
    keys_.emplace_back(crypto::derive_key(as_bytes(secret.reveal()), "gatehouse app state v1"));
}

std::optional<StateStore::Content> StateStore::load() const {
  const auto json = open(read_file(state_file_), "state");
  if (!json) return std::nullopt;
  Content content{.keys = text_of(*json, "keys"),
                  .state = text_of(*json, "state"),
                  .events = {},
                  .heard = from_unix_seconds(json->at("heard").as_int())};
  std::istringstream lines(read_file(journal_file_));
  for (std::string line; std::getline(lines, line);) {
    if (const auto record = open(line, "events")) take(content, *record);
  }
  return content;
}

void StateStore::save(const Content& content) {
  guarded([&] {
    fs::create_directories(folder_);
    auto fresh = state_file_;
    fresh += ".new";
    {
      const File file(fresh, O_WRONLY | O_CREAT | O_TRUNC);
      file.write(
          seal({{"keys", content.keys}, {"state", content.state}, {"heard", to_unix_seconds(content.heard)}},
               "state"));
      file.sync();
    }
    fs::rename(fresh, state_file_);
    File(folder_, O_RDONLY | O_DIRECTORY).sync();
    // Only now: events that the new state holds already do no harm when they are read once more.
    const File journal(journal_file_, O_WRONLY | O_CREAT | O_TRUNC);
    journal_bytes_ = 0;
  });
  for (const auto& event : content.events) add_event(event);
}

void StateStore::add_event(const std::string& event) {
  append({{"event", event}}, Durable::yes);
}
void StateStore::add_keys(const std::string& keys) {
  append({{"keys", keys}}, Durable::yes);
}
void StateStore::add_heard(Time heard) {
  append({{"heard", to_unix_seconds(heard)}}, Durable::no);
}

void StateStore::append(const Json& record, Durable durable) {
  guarded([&] {
    const auto line = '\n' + seal(record, "events");  // a line that a crash cut short ends here
    const File file(journal_file_, O_WRONLY | O_CREAT | O_APPEND);
    file.write(line);
    if (durable == Durable::yes) file.sync();
    journal_bytes_ += line.size();
  });
}

std::string StateStore::seal(const Json& json, std::string_view part) const {
  const crypto::Cell cell{.table = "live link", .row = name_, .column = part};
  return encode_base64url(keys_.front().seal(as_bytes(json.to_text()), cell, random_));
}

std::optional<Json> StateStore::open(std::string_view line, std::string_view part) const {
  const auto sealed = decode_base64url(line);
  if (!sealed) return std::nullopt;
  for (const auto& key : keys_) {
    if (const auto plain = key.open(*sealed, {.table = "live link", .row = name_, .column = part}))
      return Json::parse(plain->reveal());
  }
  return std::nullopt;
}

template <class Work>
void StateStore::guarded(Work work) {
  try {
    work();
    if (!sound_.exchange(true)) log_.info("the state of the live link is saved again");
  } catch (const std::system_error& error) {  // filesystem_error too
    if (sound_.exchange(false)) {
      log_.error("the state of the live link can't be saved; a restart during an outage would lack it",
                 {{"code", "state_not_saved"}, {"reason", error.what()}});
    }
  }
}

}  // namespace gatehouse::sdk
