// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/secret_string.h"
#include "gatehouse/app.h"

namespace gatehouse::sdk {

/// What options and environment come to, checked.
struct Settings {
  std::string app_id;
  std::string app_name;
  std::vector<SecretString> secrets;  ///< one, or current and next
  std::string platform_url;           ///< without a slash at the end; empty: none
  std::string base_url;               ///< an origin; empty: from where the app listens
  std::string host;
  std::uint16_t port = 0;
  std::chrono::seconds leeway{};
  unsigned threads = 1;
  std::size_t body_limit = 0;
  std::chrono::seconds greatest_staleness{};  ///< zero: none
  std::chrono::seconds offline_grace{};
  std::filesystem::path state_dir;  ///< empty: none
};

/// Throws StartError with all that is wrong, one line each.
[[nodiscard]] Settings load_settings(const AppOptions& options);

}  // namespace gatehouse::sdk
