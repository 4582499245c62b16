// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/picture/picture.h"

namespace gatehouse::picture {

/// Absent when a picture of this size is within the bounds.
[[nodiscard]] std::optional<PictureError> refuse_size(std::uint64_t width, std::uint64_t height,
                                                      const PictureBounds& bounds);

[[nodiscard]] Result<Picture, PictureError> parse_png(ByteView bytes, const PictureBounds& bounds);
[[nodiscard]] Result<Picture, PictureError> parse_jpeg(ByteView bytes, const PictureBounds& bounds);
[[nodiscard]] Result<Picture, PictureError> parse_webp(ByteView bytes, const PictureBounds& bounds);

/// How a JPEG is to be turned to stand upright, by its Exif segment: 1 to 8 as Exif 2.3 (4.6.4, tag 274)
/// counts; 1, as it is, where nothing is said.
[[nodiscard]] int find_orientation(ByteView jpeg);
[[nodiscard]] Picture turn_upright(Picture picture, int orientation);

}  // namespace gatehouse::picture
