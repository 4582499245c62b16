// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace gatehouse::console {

/// A language of the small pages.
struct PageLanguage {
  std::string_view tag;                     ///< `en`, `de`
  std::span<const std::string_view> texts;  ///< by the numbers that pages name them by; HTML
  std::string_view script;  ///< JSON from English, for the page's script; empty: says English itself
};

/// All of them, English first.
[[nodiscard]] std::span<const PageLanguage> page_languages();

}  // namespace gatehouse::console
