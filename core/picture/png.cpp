// SPDX-License-Identifier: Apache-2.0
#include <png.h>
#include <stdexcept>

#include "core/picture/formats.h"

namespace gatehouse::picture {
namespace {

/// libpng's simplified interface: it keeps its jumps out of errors to itself.
class Png {
 public:
  Png() { image.version = PNG_IMAGE_VERSION; }
  ~Png() { png_image_free(&image); }
  Png(const Png&) = delete;
  Png& operator=(const Png&) = delete;

  png_image image{};
};

}  // namespace

Result<Picture, PictureError> parse_png(ByteView bytes, const PictureBounds& bounds) {
  Png png;
  if (png_image_begin_read_from_memory(&png.image, bytes.data(), bytes.size()) == 0) {
    return fail(PictureError::damaged);
  }
  if (const auto refused = refuse_size(png.image.width, png.image.height, bounds)) return fail(*refused);
  png.image.format = PNG_FORMAT_RGBA;
  Picture picture{png.image.width, png.image.height, {}};
  picture.rgba.resize(PNG_IMAGE_SIZE(png.image));
  if (png_image_finish_read(&png.image, nullptr, picture.rgba.data(), 0, nullptr) == 0) {
    return fail(PictureError::damaged);
  }
  return picture;
}

std::string to_png(const Picture& picture) {
  Png png;
  png.image.width = picture.width;
  png.image.height = picture.height;
  png.image.format = PNG_FORMAT_RGBA;
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(png.image);
  std::string out(size, '\0');
  if (png_image_write_to_memory(&png.image, out.data(), &size, 0, picture.rgba.data(), 0, nullptr) == 0) {
    throw std::runtime_error(std::string("a picture could not be written: ") + png.image.message);
  }
  out.resize(size);
  return out;
}

}  // namespace gatehouse::picture
