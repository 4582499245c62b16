// SPDX-License-Identifier: Apache-2.0
#include <webp/decode.h>

#include "core/picture/formats.h"

namespace gatehouse::picture {

Result<Picture, PictureError> parse_webp(ByteView bytes, const PictureBounds& bounds) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(data, bytes.size(), &features) != VP8_STATUS_OK || features.has_animation != 0 ||
      features.width < 0 || features.height < 0) {
    return fail(PictureError::damaged);
  }
  if (const auto refused = refuse_size(unsigned(features.width), unsigned(features.height), bounds)) {
    return fail(*refused);
  }
  Picture picture{std::uint32_t(features.width), std::uint32_t(features.height), {}};
  picture.rgba.resize(std::size_t(4) * picture.width * picture.height);
  if (WebPDecodeRGBAInto(data, bytes.size(), picture.rgba.data(), picture.rgba.size(), 4 * features.width) ==
      nullptr) {
    return fail(PictureError::damaged);
  }
  return picture;
}

}  // namespace gatehouse::picture
