// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace gatehouse::console {

/// Whether a file may be kept for ever by a browser: true of those whose name carries the hash of their
/// content.
enum class Caching { revalidate, immutable };

/// One file that the pages load, as it lies in the program. All views live as long as the program.
struct Asset {
  std::string_view path;          ///< absolute path on the server: `/assets/sign-in-a1b2c3.js`
  std::string_view content_type;  ///< value of Content-Type
  std::string_view etag;          ///< strong entity tag of `identity`, with its quotes
  std::string_view identity;      ///< the bytes
  std::string_view gzip;          ///< the same, gzip; empty when it would save nothing
  std::string_view brotli;        ///< the same, brotli; empty when it would save nothing
  Caching caching = Caching::revalidate;
};

/// The asset of that exact path; nullptr when there is none. Thread-safe.
[[nodiscard]] const Asset* find_asset(std::string_view path);

/// The HTML of a page by its name, that of a file in pages/: `sign-in`, `reset-password`, ... It holds
/// `<!--page-data-->` and `<!--field:NAME-->` for the server to replace (server/features/pages). Asking for a
/// page that does not exist is a bug: throws std::out_of_range. Thread-safe.
[[nodiscard]] std::string_view page_html(std::string_view name);

}  // namespace gatehouse::console
