// SPDX-License-Identifier: Apache-2.0
#include "console/assets.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "console/embedded.h"

namespace gatehouse::console {

const Asset* find_asset(std::string_view path) {
  const auto assets = embedded_assets();
  const auto found = std::ranges::find(assets, path, &Asset::path);
  return found == assets.end() ? nullptr : &*found;
}

std::string_view page_html(std::string_view name) {
  const auto pages = embedded_pages();
  const auto found = std::ranges::find(pages, name, &Page::name);
  if (found == pages.end()) throw std::out_of_range("no page named " + std::string(name));
  return found->html;
}

}  // namespace gatehouse::console
