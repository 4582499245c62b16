// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace orders {

/// The files of the folder `page`, built in so that the program needs no files.
extern const std::string_view kIndexHtml, kIndexHtmlWithoutPlatform, kPageCss, kPageJs;

}  // namespace orders
