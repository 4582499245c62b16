// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/http/response.h"

namespace gatehouse::server {

/// The language of the pages (console/page_languages.h) that fits best: `chosen` (a tag such as de-CH, empty
/// where the reader has not chosen) before what the browser says (`Accept-Language`, RFC 9110, section
/// 12.5.4). English where none fits.
[[nodiscard]] std::string_view choose_page_language(std::string_view chosen,
                                                    std::string_view accept_language);

/// `<!--text:N-->` where `english` is one of the pages' texts, so that it is translated with them; else the
/// text itself, escaped.
[[nodiscard]] std::string page_text(std::string_view english);

/// Puts the texts of a page into the places that `fill_page` left for them. As dress_page, this is done once,
/// where answers leave: whoever makes a page need not know who reads it. Answers that are no page stay as
/// they are.
void translate_page(http::Response& response, std::string_view accept_language);

}  // namespace gatehouse::server
