// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::server {

/// Texts for the places `<!--field:NAME-->` of a page, by name. Plain text: it is escaped when it is put in.
using PageFields = std::vector<std::pair<std::string_view, std::string>>;

/// Who looks at the page, for a page that shows more to some.
struct PageViewer {
  std::string id;
  std::string name;
  std::string email;
  std::string avatar_path;                ///< empty: no picture
  std::string platform_role;              ///< empty: none
  std::vector<std::string> managed_apps;  ///< ids
  std::string locale;                     ///< empty: not chosen
  std::string time_zone;                  ///< empty: not chosen
};

/// What the script of a page is told. Empty members mean there is nothing to say.
struct PageData {
  std::string app_id;     ///< the app whose brand the page takes
  std::string app_name;   ///< the app one signs in to
  std::string email;      ///< to fill in
  bool sign_up = false;   ///< whether people may make an account of their own
  std::string return_to;  ///< path on this origin to go to afterwards, as `safe_return_address` gave it
  std::optional<PageViewer> viewer;
};

/// The page with its fields in place and `data` as a JSON block, which the content policy need not allow
/// because it never runs. A place without a field becomes empty; places of texts are left for translate_page,
/// those of the brand (`<!--brand:NAME-->`, and `<!--field:brandName-->`) for dress_page.
[[nodiscard]] std::string fill_page(std::string_view html, const PageFields& fields, const PageData& data);

/// JSON made harmless inside a script element.
[[nodiscard]] std::string escape_for_script(std::string_view json);

/// Text made harmless between tags and inside quoted attributes.
[[nodiscard]] std::string escape_html(std::string_view text);

}  // namespace gatehouse::server
