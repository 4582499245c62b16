// SPDX-License-Identifier: Apache-2.0
#include "server/pages/dress_page.h"

#include <boost/json.hpp>

#include "server/pages/fill_page.h"
#include "server/pages/page_language.h"

namespace gatehouse::server {
namespace {

constexpr std::string_view kBrandOpening = "<!--brand:";
constexpr std::string_view kBrandClosing = "-->";

constexpr std::string_view kOwnMark =
    R"(<svg viewBox="0 0 32 32" aria-hidden="true"><path d="M3 30V16a13 13 0 0 1 26 0v14h-7V16a6 6 0 0 0-12 0v14z" /></svg>)";

std::string mark(const Brand& brand) {
  if (!brand.logo_hash) return std::string(kOwnMark);
  return R"(<img class="logo" alt="" src=")" + escape_html(logo_path(*brand.logo_hash)) + R"(" />)";
}

std::string style_link(const Brand& brand) {
  if (!brand.accent_light && !brand.accent_dark) return {};
  return R"(<link rel="stylesheet" href=")" + brand_style_path(brand) + R"(" />)";
}

std::string support_link(const Brand& brand) {
  if (!brand.support_address) return {};
  const auto address = escape_html(*brand.support_address);
  const bool is_page = brand.support_address->starts_with("https://");
  return R"(<a class="support" href=")" + (is_page ? "" : std::string("mailto:")) + address + R"(">)" +
         (is_page ? page_text("Help and support") : address) + "</a>";
}

/// What scripts show again: our own words come from the server once.
std::string data_block(const Brand& brand) {
  const boost::json::object data = {
      {"name", product_name_of(brand)},
      {"logoUrl", brand.logo_hash ? logo_path(*brand.logo_hash) : std::string()}};
  return R"(<script type="application/json" id="brand-data">)" +
         escape_for_script(boost::json::serialize(data)) + "</script>";
}

std::string content_of(std::string_view place, const PageBrand& page) {
  const auto& brand = page.brand;
  if (place == "name") return escape_html(product_name_of(brand));
  if (place == "destination") {
    return escape_html(page.destination.empty() ? product_name_of(brand) : page.destination);
  }
  if (place == "mark") return mark(brand);
  if (place == "style") return style_link(brand);
  if (place == "text") return escape_html(brand.sign_in_text.value_or(""));
  if (place == "support") return support_link(brand);
  if (place == "data") return data_block(brand);
  return {};
}

std::string hex(Colour colour) {
  return to_text(colour).substr(1);
}

std::string rule(Colour accent, Scheme scheme) {
  const auto palette = make_palette(accent, scheme);
  // Twice the root: stronger than the page's own sheet, whichever is read last.
  return ":root:root{--accent:" + to_text(palette.accent) +
         ";--accent-strong:" + to_text(palette.accent_strong) + ";--on-accent:" + to_text(palette.on_accent) +
         ";--ring:" + to_text(palette.accent) + "59;--calm-ground:" + to_text(palette.calm_ground) +
         ";--calm-edge:" + to_text(palette.calm_edge) + ";--good:" + to_text(palette.accent) + "}";
}

}  // namespace

void dress_page(http::Response& response,
                const std::function<PageBrand(std::string_view app_id)>& find_brand) {
  auto opening = response.body.find(kBrandOpening);
  if (opening == std::string::npos ||
      !response.headers.find("Content-Type").value_or("").starts_with("text/html"))
    return;
  std::optional<PageBrand> brand;
  std::string out;
  std::string_view rest = response.body;
  for (; opening != std::string_view::npos; opening = rest.find(kBrandOpening)) {
    const auto closing = rest.find(kBrandClosing, opening);
    if (closing == std::string_view::npos) break;
    out += rest.substr(0, opening);
    const auto start = opening + kBrandOpening.size();
    const auto place = rest.substr(start, closing - start);  // `name`, or `name@app`
    const auto at = std::min(place.find('@'), place.size());
    if (!brand) brand = find_brand(place.substr(std::min(at + 1, place.size())));
    out += content_of(place.substr(0, at), *brand);
    rest.remove_prefix(closing + kBrandClosing.size());
  }
  out += rest;
  response.body = std::move(out);
}

std::string brand_style_path(const Brand& brand) {
  return "/brand/style/" + hex(accent_of(brand, Scheme::light)) + "-" + hex(accent_of(brand, Scheme::dark)) +
         ".css";
}

std::string brand_style(Colour light, Colour dark) {
  return rule(light, Scheme::light) + "@media (prefers-color-scheme:dark){" + rule(dark, Scheme::dark) + "}";
}

std::string logo_path(std::string_view hash) {
  return "/brand/logo/" + std::string(hash) + ".png";
}

}  // namespace gatehouse::server
