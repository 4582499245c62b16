// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/http/response.h"
#include "server/model/brand.h"

namespace gatehouse::server {

/// How a page presents itself. Plain text: it is escaped when it is put in.
struct PageBrand {
  Brand brand;
  std::string destination;  ///< the app one signs in to; empty: the platform
};

/// Puts the brand into the places that `fill_page` left for it. Pages are made without it, so that whoever
/// makes one needs no database; this is done once, where answers leave. `find_brand` is asked with the id of
/// the app that the page is about, which may be empty, and only for pages. Other answers stay as they are.
void dress_page(http::Response& response,
                const std::function<PageBrand(std::string_view app_id)>& find_brand);

/// The style sheet of these accents, and its address. It is named after what is in it, so that it is never
/// old.
[[nodiscard]] std::string brand_style_path(const Brand& brand);
[[nodiscard]] std::string brand_style(Colour light, Colour dark);
/// The address of a logo.
[[nodiscard]] std::string logo_path(std::string_view hash);

}  // namespace gatehouse::server
