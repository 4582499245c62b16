// SPDX-License-Identifier: Apache-2.0
#include "server/pages/fill_page.h"

#include <algorithm>

#include <boost/json.hpp>

#include "server/pages/page_language.h"

namespace gatehouse::server {
namespace {

constexpr std::string_view kOpening = "<!--";
constexpr std::string_view kClosing = "-->";
constexpr std::string_view kFieldMark = "field:";
constexpr std::string_view kDataMark = "page-data";
constexpr std::string_view kTextMark = "text:";
constexpr std::string_view kLanguageMark = "text:lang";
constexpr std::string_view kBrandMark = "brand:";

boost::json::object to_json(const PageViewer& viewer) {
  return {{"id", viewer.id},
          {"name", viewer.name},
          {"email", viewer.email},
          {"avatarUrl", viewer.avatar_path},
          {"platformRole", viewer.platform_role},
          {"managedApps", boost::json::array(viewer.managed_apps.begin(), viewer.managed_apps.end())},
          {"locale", viewer.locale},
          {"timeZone", viewer.time_zone}};
}

std::string to_script_json(const PageData& data) {
  boost::json::object object = {{"appName", data.app_name},
                                {"email", data.email},
                                {"signUp", data.sign_up},
                                {"returnTo", data.return_to}};
  if (data.viewer) object["viewer"] = to_json(*data.viewer);
  return escape_for_script(boost::json::serialize(object));
}

/// Stays for `dress_page`. Ids of apps have no characters that could end the comment.
std::string brand_place(std::string_view name, const PageData& data) {
  return "<!--brand:" + std::string(name) + (data.app_id.empty() ? "" : "@") + data.app_id + "-->";
}

void append_place(std::string& out, std::string_view mark, const PageFields& fields, const PageData& data) {
  if (mark == kDataMark) {
    out += R"(<script type="application/json" id="page-data">)";
    out += to_script_json(data);
    out += "</script>";
    out += brand_place("data", data);
  } else if (mark.starts_with(kBrandMark)) {
    out += brand_place(mark.substr(kBrandMark.size()), data);
  } else if (mark == "field:brandName") {
    out += brand_place("name", data);
  } else if (mark.starts_with(kFieldMark)) {
    const auto name = mark.substr(kFieldMark.size());
    const auto field = std::ranges::find(fields, name, &PageFields::value_type::first);
    if (field != fields.end()) out += page_text(field->second);
  } else if (mark.starts_with(kTextMark)) {
    const bool is_chosen = mark == kLanguageMark && data.viewer && !data.viewer->locale.empty();
    out += kOpening;
    out += mark;
    if (is_chosen) out += '=' + escape_html(data.viewer->locale);
    out += kClosing;
  }  // any other comment is for those who read the source
}

}  // namespace

/// Inside a script element only `<` could end or change it (HTML, section 4.12.1.3); JSON allows any
/// character to be written as an escape.
std::string escape_for_script(std::string_view json) {
  std::string safe;
  for (const char c : json) {
    if (c == '<') {
      safe += "\\u003c";
    } else {
      safe += c;
    }
  }
  return safe;
}

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string fill_page(std::string_view html, const PageFields& fields, const PageData& data) {
  std::string out;
  out.reserve(html.size() + 512);
  while (true) {
    const auto opening = html.find(kOpening);
    const auto closing = opening == std::string_view::npos ? opening : html.find(kClosing, opening);
    if (closing == std::string_view::npos) break;
    out += html.substr(0, opening);
    const auto mark_start = opening + kOpening.size();
    append_place(out, html.substr(mark_start, closing - mark_start), fields, data);
    html.remove_prefix(closing + kClosing.size());
  }
  out += html;
  return out;
}

}  // namespace gatehouse::server
