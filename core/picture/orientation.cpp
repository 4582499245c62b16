// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>

#include "core/picture/formats.h"

namespace gatehouse::picture {
namespace {

/// Numbers of a TIFF structure in its own order of bytes; 0 beyond its end.
class Tiff {
 public:
  explicit Tiff(std::string_view bytes) : bytes_(bytes), is_little_endian_(bytes.starts_with("II")) {}

  [[nodiscard]] std::uint32_t number(std::size_t at, std::size_t size) const {
    if (at > bytes_.size() || bytes_.size() - at < size) return 0;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) {
      const auto byte = static_cast<unsigned char>(bytes_[at + (is_little_endian_ ? size - 1 - i : i)]);
      value = value << 8U | byte;
    }
    return value;
  }

 private:
  std::string_view bytes_;
  bool is_little_endian_;
};

/// Of the first directory (TIFF 6.0, section 2).
int find_orientation_in(std::string_view exif) {
  constexpr std::uint32_t kOrientation = 274;
  constexpr std::size_t kEntryBytes = 12;
  const Tiff tiff(exif);
  const std::size_t directory = tiff.number(4, 4);
  const auto entries = tiff.number(directory, 2);
  for (std::size_t i = 0; i < entries; ++i) {
    const auto entry = directory + 2 + i * kEntryBytes;
    if (tiff.number(entry, 2) != kOrientation) continue;
    const auto value = tiff.number(entry + 8, 2);
    return value >= 1 && value <= 8 ? int(value) : 1;
  }
  return 1;
}

}  // namespace

int find_orientation(ByteView jpeg) {
  constexpr std::string_view kExif{"Exif\0\0", 6};
  auto rest = as_text(jpeg).substr(2);
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
  // Segments: a mark, and the length of what follows with the length itself (ITU-T T.81, B.1.1.4).
  while (rest.size() >= 4 && byte(0) == 0xff && byte(1) >= 0xc0 && byte(1) != 0xda) {
    const std::size_t length = std::size_t(byte(2)) << 8U | byte(3);
    if (length < 2 || rest.size() < 2 + length) return 1;
    const auto content = rest.substr(4, length - 2);
    if (byte(1) == 0xe1 && content.starts_with(kExif))
      return find_orientation_in(content.substr(kExif.size()));
    rest.remove_prefix(2 + length);
  }
  return 1;
}

Picture turn_upright(Picture picture, int orientation) {
  if (orientation == 1) return picture;
  const bool swaps_sides = orientation >= 5;
  const bool mirrors_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool mirrors_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  Picture upright{
      swaps_sides ? picture.height : picture.width, swaps_sides ? picture.width : picture.height, {}};
  upright.rgba.resize(picture.rgba.size());
  for (std::uint32_t y = 0; y < upright.height; ++y) {
    for (std::uint32_t x = 0; x < upright.width; ++x) {
      auto from_x = swaps_sides ? y : x;
      auto from_y = swaps_sides ? x : y;
      if (mirrors_x) from_x = picture.width - 1 - from_x;
      if (mirrors_y) from_y = picture.height - 1 - from_y;
      std::memcpy(&upright.rgba[4 * (std::size_t(y) * upright.width + x)],
                  &picture.rgba[4 * (std::size_t(from_y) * picture.width + from_x)], 4);
    }
  }
  return upright;
}

}  // namespace gatehouse::picture
