// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "console/assets.h"

namespace gatehouse::console {

struct Page {
  std::string_view name;
  std::string_view html;
};

/// What the build put into the program: from the file that scripts/embed.mjs writes, or from
/// builtin_pages.cpp where the pages are not built.
[[nodiscard]] std::span<const Asset> embedded_assets();
[[nodiscard]] std::span<const Page> embedded_pages();

}  // namespace gatehouse::console
