// SPDX-License-Identifier: Apache-2.0
#include "core/picture/formats.h"

namespace gatehouse::picture {

std::optional<PictureError> refuse_size(std::uint64_t width, std::uint64_t height,
                                        const PictureBounds& bounds) {
  if (width == 0 || height == 0) return PictureError::damaged;
  if (width > bounds.side || height > bounds.side || width * height > bounds.pixels) {
    return PictureError::too_many_pixels;
  }
  return std::nullopt;
}

Result<Picture, PictureError> parse_picture(ByteView bytes, const PictureBounds& bounds) {
  using namespace std::string_view_literals;
  if (bytes.size() > bounds.bytes) return fail(PictureError::too_many_bytes);
  const auto text = as_text(bytes);
  if (text.starts_with("\x89PNG\r\n\x1a\n"sv)) return parse_png(bytes, bounds);
  if (text.starts_with("\xff\xd8\xff"sv)) return parse_jpeg(bytes, bounds);
  if (text.starts_with("RIFF"sv) && text.substr(0, 12).ends_with("WEBP"sv)) return parse_webp(bytes, bounds);
  return fail(PictureError::unknown_format);
}

}  // namespace gatehouse::picture
