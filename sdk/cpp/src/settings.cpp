// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/settings.h"

#include <charconv>

#include "sdk/cpp/src/sign_in/own_origin.h"
#include "sdk/cpp/token/secrets.h"

namespace gatehouse::sdk {
namespace {

class Problems {
 public:
  void add(const std::string& setting, const std::string& what) {
    text_ += (text_.empty() ? "" : "\n") + setting + ": " + what;
  }
  void throw_if_any() const {
    if (!text_.empty()) throw StartError(text_);
  }

 private:
  std::string text_;
};

std::uint16_t parse_port(const std::string& text, Problems& problems) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size()) {
    problems.add("PORT", "must be a number from 0 to 65535, not \"" + text + '"');
  }
  return port;
}

std::string checked_platform_url(std::string url, Problems& problems) {
  if (url.empty()) return url;
  if (url.ends_with('/')) url.pop_back();
  const auto path = url.find('/', url.find("//") + 2);
  if (!parse_origin(url.substr(0, path)) || url.find_first_of("?# ") != url.npos) {
    problems.add("platform_url",
                 "must be the platform's public URL, like https://auth.example.com, not \"" + url + '"');
  }
  return url;
}

std::string checked_base_url(const AppOptions& options, Problems& problems) {
  auto url = options.base_url.empty() ? find_env("APP_BASE_URL").value_or("") : options.base_url;
  if (url.empty()) return url;
  const auto origin = parse_origin(url);
  if (!origin)
    problems.add("base_url", "must be like https://orders.example.com, without a path, not \"" + url + '"');
  return origin.value_or("");
}

// XDG Base Directory Specification: state that should outlive a restart, but is no document.
std::filesystem::path state_dir_of(const AppOptions& options) {
  const auto chosen =
      options.state_dir.empty() ? find_env("GATEHOUSE_STATE_DIR").value_or("") : options.state_dir;
  if (chosen == "none") return {};
  if (!chosen.empty()) return chosen;
  if (const auto state = find_env("XDG_STATE_HOME"); state && state->starts_with('/'))
    return std::filesystem::path(*state) / "gatehouse";
  const auto home = find_env("HOME");
  if (!home || !home->starts_with('/')) return {};
  return std::filesystem::path(*home) / ".local/state/gatehouse";
}

}  // namespace

Settings load_settings(const AppOptions& options) {
  Problems problems;
  Settings settings{.app_id = options.schema.id,
                    .app_name = options.schema.name.empty() ? options.schema.id : options.schema.name,
                    .platform_url = checked_platform_url(options.platform_url, problems),
                    .base_url = checked_base_url(options, problems),
                    .host = find_env("HOST").value_or("127.0.0.1"),
                    .port = parse_port(find_env("PORT").value_or("3000"), problems),
                    .leeway = options.leeway,
                    .threads = options.threads,
                    .body_limit = options.body_limit,
                    .greatest_staleness = options.greatest_staleness.value_or(std::chrono::seconds(0)),
                    .offline_grace = options.offline_grace,
                    .state_dir = state_dir_of(options)};
  if (settings.app_id.empty()) problems.add("schema", "needs an id: the app's id at the platform");
  if (auto secrets = parse_secrets(options.secret_key)) {
    settings.secrets = *std::move(secrets);
  } else {
    problems.add("secret_key", secrets.error());
  }
  if (options.leeway < std::chrono::seconds(0) || options.leeway > std::chrono::seconds(120)) {
    problems.add("leeway", "must be from 0 to 120 seconds");
  }
  // A link that stands hears the platform every 25 s.
  if (options.greatest_staleness && *options.greatest_staleness < std::chrono::seconds(30)) {
    problems.add("greatest_staleness", "must be at least 30 seconds");
  }
  if (options.greatest_staleness && settings.platform_url.empty()) {
    problems.add("greatest_staleness", "needs a platform_url");
  }
  if (options.offline_grace < std::chrono::seconds(0) || options.offline_grace > std::chrono::days(7)) {
    problems.add("offline_grace", "must be from 0 to 7 days");
  }
  if (options.threads == 0) problems.add("threads", "must be at least 1");
  problems.throw_if_any();
  return settings;
}

}  // namespace gatehouse::sdk
