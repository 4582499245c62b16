// SPDX-License-Identifier: Apache-2.0
#include "server/features/settings/brand_fields.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "server/model/email.h"
#include "server/model/plain_text.h"
#include "server/pages/dress_page.h"

namespace gatehouse::server {
namespace {

using Errors = std::vector<http::FieldError>;

bool is_support_page(std::string_view text) {
  constexpr std::string_view kScheme = "https://";
  return text.starts_with(kScheme) && text.size() > kScheme.size() &&
         text.find_first_of(" \"'<>\\`{}|^") == std::string_view::npos && is_plain_text(text, text.size());
}

void apply_text(const Body& body, const char* name, std::size_t most, std::optional<std::string>& text,
                Errors& errors) {
  if (body.is_null(name)) text.reset();
  const auto given = body.text(name);
  if (!given) return;
  if (!is_plain_text(*given, most)) {
    errors.push_back(
        {name, fmt::format("must be one line of 1 to {} bytes without control characters, or null", most)});
  } else {
    text = *given;
  }
}

void apply_support(const Body& body, std::optional<std::string>& support, Errors& errors) {
  constexpr const char* kName = "supportAddress";
  if (body.is_null(kName)) support.reset();
  const auto given = body.text(kName);
  if (!given) return;
  if (is_support_page(*given)) {
    support = *given;
  } else if (auto email = parse_email(*given)) {
    support = std::move(*email);
  } else {
    errors.push_back({kName, "must be an e-mail address or an https address, or null"});
  }
}

void apply_accent(const Body& body, const char* name, Scheme scheme, std::optional<Colour>& accent,
                  Errors& errors) {
  if (body.is_null(name)) accent.reset();
  const auto given = body.text(name);
  if (!given) return;
  const auto colour = parse_colour(*given);
  if (!colour) {
    errors.push_back({name, "must be a colour such as #1d5847, or null"});
  } else if (!is_readable_accent(*colour, scheme)) {
    errors.push_back(
        {name, fmt::format("can't be read on {} pages (contrast below 4.5); {} is the nearest that can",
                           scheme == Scheme::light ? "light" : "dark",
                           to_text(nearest_readable(*colour, scheme)))});
  } else {
    accent = colour;
  }
}

boost::json::value or_null(const std::optional<std::string>& text) {
  return text ? boost::json::value(*text) : boost::json::value(nullptr);
}

boost::json::value or_null(const std::optional<Colour>& colour) {
  return colour ? boost::json::value(to_text(*colour)) : boost::json::value(nullptr);
}

}  // namespace

std::vector<Field> brand_fields() {
  return {
      Field::text("productName", "What people know the platform by.")
          .nullable()
          .at_most(kMostProductNameBytes),
      Field::text("supportAddress",
                  "E-mail or https address for questions, shown on the sign-in page and in mails.")
          .nullable()
          .at_most(kMostSupportAddressBytes),
      Field::text("signInText", "A sentence on the sign-in page.").nullable().at_most(kMostSignInTextBytes),
      Field::text("accentLight", "Colour of buttons and links on light pages, such as #1d5847.")
          .nullable()
          .at_most(7),
      Field::text("accentDark", "The same on dark pages.").nullable().at_most(7)};
}

void apply_brand_fields(const Body& body, Brand& brand, Errors& errors) {
  apply_text(body, "productName", kMostProductNameBytes, brand.product_name, errors);
  apply_support(body, brand.support_address, errors);
  apply_text(body, "signInText", kMostSignInTextBytes, brand.sign_in_text, errors);
  apply_accent(body, "accentLight", Scheme::light, brand.accent_light, errors);
  apply_accent(body, "accentDark", Scheme::dark, brand.accent_dark, errors);
}

boost::json::object to_json(const Brand& brand) {
  return {{"productName", or_null(brand.product_name)},
          {"supportAddress", or_null(brand.support_address)},
          {"signInText", or_null(brand.sign_in_text)},
          {"accentLight", or_null(brand.accent_light)},
          {"accentDark", or_null(brand.accent_dark)},
          {"logoUrl", brand.logo_hash ? boost::json::value(logo_path(*brand.logo_hash)) : nullptr}};
}

Shape brand_shape() {
  const auto text = shape::text().nullable();
  return shape::object("Brand", {{"productName", text},
                                 {"supportAddress", text},
                                 {"signInText", text},
                                 {"accentLight", text},
                                 {"accentDark", text},
                                 {"logoUrl", text}});
}

Shape branding_shape() {
  return brand_shape().extended("Branding", {{"effective", brand_shape()}});
}

boost::json::object to_effective_json(const Brand& brand) {
  auto json = to_json(brand);
  json["productName"] = product_name_of(brand);
  json["accentLight"] = to_text(accent_of(brand, Scheme::light));
  json["accentDark"] = to_text(accent_of(brand, Scheme::dark));
  return json;
}

}  // namespace gatehouse::server
