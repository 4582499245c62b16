// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>

#include "core/picture/picture.h"

using namespace gatehouse;

/// Whatever is taken for a picture is one, within its bounds, and comes back the same from what we make of
/// it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr picture::PictureBounds kBounds{.bytes = 64 * 1024, .side = 512, .pixels = 100'000};
  const auto bytes = ByteView(reinterpret_cast<const std::byte*>(data), size);
  const auto parsed = picture::parse_picture(bytes, kBounds);
  if (!parsed) return 0;
  if (parsed->rgba.size() != std::size_t(4) * parsed->width * parsed->height) std::abort();
  if (std::uint64_t(parsed->width) * parsed->height > kBounds.pixels) std::abort();
  const auto small = picture::fit_within(picture::crop_to_square(*parsed), 16);
  if (small.width > 16 || small.width != small.height) std::abort();
  const auto again = picture::parse_picture(as_bytes(picture::to_png(small)), kBounds);
  if (!again || again->rgba != small.rgba) std::abort();
  return 0;
}
