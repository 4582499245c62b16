// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/model/colour.h"

namespace gatehouse::server {

inline constexpr std::string_view kDefaultProductName = "Gatehouse";
inline constexpr std::size_t kMostProductNameBytes = 60;
inline constexpr std::size_t kMostSignInTextBytes = 300;
inline constexpr std::size_t kMostSupportAddressBytes = 254;

/// How the platform, or an app on it, presents itself. What is absent is inherited: an app's from the
/// platform's, the platform's from what we ship.
struct Brand {
  std::optional<std::string> product_name;
  std::optional<std::string> support_address;  ///< an e-mail address, or an https address
  std::optional<std::string> sign_in_text;     ///< a sentence on the sign-in page
  std::optional<Colour> accent_light;
  std::optional<Colour> accent_dark;
  std::optional<std::string> logo_hash;  ///< names the picture, see storage/brands.h

  friend bool operator==(const Brand&, const Brand&) = default;
};

/// `special`, with what it leaves open taken from `general`.
[[nodiscard]] Brand inherit(Brand special, const Brand& general);
[[nodiscard]] std::string product_name_of(const Brand& brand);

/// Light pages, and dark ones.
enum class Scheme { light, dark };

/// The colours that follow from an accent. Text in `on_accent` on `accent` and `accent_strong`, and text in
/// `accent` on `calm_ground` and on the page, is readable where `is_readable_accent` says so.
struct Palette {
  Colour accent;
  Colour accent_strong;  ///< under the pointer
  Colour on_accent;
  Colour calm_ground;
  Colour calm_edge;
};
[[nodiscard]] Palette make_palette(Colour accent, Scheme scheme);

/// Links and buttons are written in the accent, so that it has to be readable on every ground of the scheme.
[[nodiscard]] bool is_readable_accent(Colour accent, Scheme scheme);
/// The colour itself when it is readable, else the first that is on the way to black (or white, on dark
/// pages).
[[nodiscard]] Colour nearest_readable(Colour accent, Scheme scheme);

/// The accent of a brand: its own, or fitted from its accent of the other scheme, or ours.
[[nodiscard]] Colour accent_of(const Brand& brand, Scheme scheme);
[[nodiscard]] Colour default_accent(Scheme scheme);

}  // namespace gatehouse::server
