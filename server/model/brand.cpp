// SPDX-License-Identifier: Apache-2.0
#include "server/model/brand.h"

#include <algorithm>

namespace gatehouse::server {
namespace {

constexpr Colour kWhite{255, 255, 255};
constexpr Colour kBlack{0, 0, 0};

/// The grounds of console/src/styles/page.css.
struct Grounds {
  Colour page;
  Colour surface;
};

constexpr Grounds grounds_of(Scheme scheme) {
  if (scheme == Scheme::light) return {{0xf5, 0xf3, 0xef}, {0xff, 0xfe, 0xfc}};
  return {{0x13, 0x14, 0x13}, {0x1b, 0x1d, 0x1b}};
}

template <class T>
void fill(std::optional<T>& open, const std::optional<T>& general) {
  if (!open) open = general;
}

}  // namespace

Brand inherit(Brand special, const Brand& general) {
  // Both accents are one choice: half of an app's and half of the platform's would fit nobody.
  if (!special.accent_light && !special.accent_dark) {
    special.accent_light = general.accent_light;
    special.accent_dark = general.accent_dark;
  }
  fill(special.product_name, general.product_name);
  fill(special.support_address, general.support_address);
  fill(special.sign_in_text, general.sign_in_text);
  fill(special.logo_hash, general.logo_hash);
  return special;
}

std::string product_name_of(const Brand& brand) {
  return brand.product_name.value_or(std::string(kDefaultProductName));
}

Palette make_palette(Colour accent, Scheme scheme) {
  const auto surface = grounds_of(scheme).surface;
  if (scheme == Scheme::light) {
    return {accent, mix(accent, kBlack, 0.18), kWhite, mix(surface, accent, 0.07),
            mix(surface, accent, 0.25)};
  }
  return {accent,
          mix(accent, kWhite, 0.22),
          {0x0c, 0x10, 0x0e},
          mix(surface, accent, 0.09),
          mix(surface, accent, 0.28)};
}

bool is_readable_accent(Colour accent, Scheme scheme) {
  const auto grounds = grounds_of(scheme);
  const auto palette = make_palette(accent, scheme);
  const auto least = std::min({contrast(accent, grounds.page), contrast(accent, grounds.surface),
                               contrast(accent, palette.calm_ground), contrast(accent, palette.on_accent)});
  return least >= kReadable;
}

Colour nearest_readable(Colour accent, Scheme scheme) {
  constexpr int kSteps = 50;
  const auto goal = scheme == Scheme::light ? kBlack : kWhite;
  for (int step = 0; step < kSteps; ++step) {
    const auto colour = mix(accent, goal, double(step) / kSteps);
    if (is_readable_accent(colour, scheme)) return colour;
  }
  return goal;
}

Colour default_accent(Scheme scheme) {
  return scheme == Scheme::light ? Colour{0x1d, 0x58, 0x47} : Colour{0x86, 0xcd, 0xb0};
}

Colour accent_of(const Brand& brand, Scheme scheme) {
  const auto& own = scheme == Scheme::light ? brand.accent_light : brand.accent_dark;
  const auto& other = scheme == Scheme::light ? brand.accent_dark : brand.accent_light;
  if (own) return *own;
  return other ? nearest_readable(*other, scheme) : default_accent(scheme);
}

}  // namespace gatehouse::server
