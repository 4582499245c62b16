// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::http {

/// Names and values of a query string or an application/x-www-form-urlencoded body, decoded, in order.
class FormParameters {
 public:
  void add(std::string name, std::string value) { pairs_.emplace_back(std::move(name), std::move(value)); }
  /// The value when the name stands exactly once; absent when it is missing. Check `has_duplicates` first
  /// where a repeated parameter is an error (RFC 6749, section 3.1).
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  [[nodiscard]] bool has_duplicates() const;
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& pairs() const { return pairs_; }

 private:
  std::vector<std::pair<std::string, std::string>> pairs_;
};

/// Absent for broken percent-encoding, invalid UTF-8, NUL, or more than 256 parameters.
[[nodiscard]] std::optional<FormParameters> parse_form(std::string_view text);

/// Percent-encodes everything but the unreserved characters of RFC 3986, section 2.3.
[[nodiscard]] std::string percent_encode(std::string_view text);
/// Absent for broken percent-encoding; `+` stays `+`.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text);

}  // namespace gatehouse::http
