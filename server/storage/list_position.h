// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::server {

/// A place in a list that is sorted by `key`, then by `id`. `walk` tells places of different walks apart.
struct ListPosition {
  std::string walk;
  std::string key;
  std::string id;

  /// Opaque text for people's cursors.
  [[nodiscard]] std::string to_text() const;
  [[nodiscard]] static std::optional<ListPosition> parse(std::string_view text);
};

}  // namespace gatehouse::server
