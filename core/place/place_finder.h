// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

struct MMDB_s;

namespace gatehouse {

/// Roughly where on earth an address is used, by a file in the MaxMind DB format (version 2.0) of cities or
/// countries. Thread-safe. The file stays mapped: replace it by renaming another over it, and open it anew.
class PlaceFinder {
 public:
  /// The error says for people why the file can't be used.
  [[nodiscard]] static Result<PlaceFinder, std::string> open(const std::filesystem::path& file);

  /// `Zürich, Switzerland`, `Switzerland`, or absent where the file does not know the address or the text is
  /// none. In `language` (a tag such as de-CH) where the file has it, else in English.
  [[nodiscard]] std::optional<std::string> find(std::string_view address, std::string_view language) const;

 private:
  struct Close {
    void operator()(MMDB_s* database) const;
  };
  explicit PlaceFinder(std::unique_ptr<MMDB_s, Close> database) : database_(std::move(database)) {}
  std::unique_ptr<MMDB_s, Close> database_;
};

}  // namespace gatehouse
