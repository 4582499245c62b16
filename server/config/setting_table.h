// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "server/config/settings.h"

namespace gatehouse::server {

/// One row of the table that flags, environment names, the file's keys, help and manual follow from.
struct Setting {
  enum class Secrecy {
    open,
    secret,  ///< has no flag (other users of the machine see arguments) and is never shown
  };
  /// Stores the parsed text; on failure a phrase that follows the value and says the mend.
  using Read = std::function<std::optional<std::string>(std::string_view text, Settings& into)>;

  std::string_view key;       ///< as in the file: `public_url`
  std::string_view shape;     ///< of its value: `URL`
  std::string_view standard;  ///< the default as it would be written; empty: unset
  Secrecy secrecy;
  std::string_view sentence;
  Read read;

  [[nodiscard]] std::string flag() const;           ///< `--public-url`
  [[nodiscard]] std::string environment() const;    ///< `GATEHOUSE_PUBLIC_URL`
  [[nodiscard]] std::string standard_text() const;  ///< the default for people
};

[[nodiscard]] std::span<const Setting> setting_table();
/// By key; nullptr for an unknown one.
[[nodiscard]] const Setting* find_setting(std::string_view key);

}  // namespace gatehouse::server
