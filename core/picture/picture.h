// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace gatehouse::picture {

/// Pixels of a still picture, row by row from the top left, four bytes each: red, green, blue, and how opaque
/// (sRGB, alpha not multiplied in).
struct Picture {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::vector<std::uint8_t> rgba;
};

/// What is refused before a single pixel is decoded: a few bytes can unfold to gigabytes.
struct PictureBounds {
  std::size_t bytes = 1024 * 1024;
  std::uint32_t side = 8192;          ///< longest width and height
  std::uint64_t pixels = 16'000'000;  ///< width times height; each costs four bytes while it is worked on
};

enum class PictureError {
  too_many_bytes,
  unknown_format,  ///< none of PNG, JPEG and WebP; SVG among them, which may carry scripts
  too_many_pixels,
  damaged,  ///< or of a kind that browsers show differently: animations, JPEG for printers
};

/// Reads a PNG, JPEG or WebP picture, told apart by its bytes and never by what somebody calls it. A JPEG is
/// turned the way its camera says; all else but the pixels (places, names, comments, colour profiles) is
/// dropped. Takes up to a second for the largest: belongs on a pool for blocking work. Thread-safe.
[[nodiscard]] Result<Picture, PictureError> parse_picture(ByteView bytes, const PictureBounds& bounds);

/// A PNG of our own making, with nothing in it but the pixels. Belongs on a pool as well.
[[nodiscard]] std::string to_png(const Picture& picture);

/// The picture, made smaller where it is wider or higher than `side`; its shape stays.
[[nodiscard]] Picture fit_within(Picture picture, std::uint32_t side);
/// The picture, made smaller or larger so that its longest side is `side`.
[[nodiscard]] Picture scale_to(Picture picture, std::uint32_t side);
/// The largest square around its middle.
[[nodiscard]] Picture crop_to_square(Picture picture);

}  // namespace gatehouse::picture
