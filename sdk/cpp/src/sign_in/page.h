// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/http/response.h"

namespace gatehouse::sdk {

/// A small page of the app library's own: heading, one paragraph, and a link or a button.
struct PageText {
  std::string_view title;
  std::string_view text;
  std::string_view action;  ///< what the link or button says; empty: none
  std::string_view target;  ///< a path of this app
  enum class Kind { link, post_button } kind = Kind::link;
};
[[nodiscard]] http::Response page(int status, const PageText& text);

}  // namespace gatehouse::sdk
