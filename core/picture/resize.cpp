// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstring>

#include "core/picture/picture.h"

namespace gatehouse::picture {
namespace {

/// Pixels from, and up to, of one side.
struct Span {
  std::uint32_t begin;
  std::uint32_t end;
};

Span span_of(std::uint32_t at, std::uint32_t small, std::uint32_t large) {
  const auto begin = std::uint32_t(std::uint64_t(at) * large / small);
  const auto end = std::uint32_t(std::uint64_t(at + 1) * large / small);
  return {begin, std::max(end, begin + 1)};
}

/// Their mean, in which what can't be seen has no colour.
std::array<std::uint8_t, 4> mean_of(const Picture& picture, Span columns, Span rows) {
  std::array<std::uint64_t, 3> colours{};
  std::uint64_t alpha = 0;
  for (auto y = rows.begin; y < rows.end; ++y) {
    for (auto x = columns.begin; x < columns.end; ++x) {
      const auto* pixel = &picture.rgba[4 * (std::size_t(y) * picture.width + x)];
      for (std::size_t i = 0; i < 3; ++i) colours[i] += std::uint64_t(pixel[i]) * pixel[3];
      alpha += pixel[3];
    }
  }
  if (alpha == 0) return {};
  const std::uint64_t count = std::uint64_t(columns.end - columns.begin) * (rows.end - rows.begin);
  const auto colour = [&](std::size_t i) { return std::uint8_t((colours[i] + alpha / 2) / alpha); };
  return {colour(0), colour(1), colour(2), std::uint8_t((alpha + count / 2) / count)};
}

}  // namespace

Picture fit_within(Picture picture, std::uint32_t side) {
  if (std::max(picture.width, picture.height) <= side) return picture;
  return scale_to(std::move(picture), side);
}

Picture scale_to(Picture picture, std::uint32_t side) {
  const auto longest = std::max(picture.width, picture.height);
  if (longest == side) return picture;
  const auto scaled = [&](std::uint32_t length) {
    return std::max(1U, std::uint32_t((std::uint64_t(length) * side + longest / 2) / longest));
  };
  Picture small{scaled(picture.width), scaled(picture.height), {}};
  small.rgba.reserve(std::size_t(4) * small.width * small.height);
  for (std::uint32_t y = 0; y < small.height; ++y) {
    for (std::uint32_t x = 0; x < small.width; ++x) {
      const auto mean =
          mean_of(picture, span_of(x, small.width, picture.width), span_of(y, small.height, picture.height));
      small.rgba.insert(small.rgba.end(), mean.begin(), mean.end());
    }
  }
  return small;
}

Picture crop_to_square(Picture picture) {
  const auto side = std::min(picture.width, picture.height);
  if (picture.width == picture.height) return picture;
  const auto left = (picture.width - side) / 2;
  const auto top = (picture.height - side) / 2;
  Picture square{side, side, std::vector<std::uint8_t>(std::size_t(4) * side * side)};
  for (std::uint32_t y = 0; y < side; ++y) {
    std::memcpy(&square.rgba[std::size_t(4) * y * side],
                &picture.rgba[4 * (std::size_t(y + top) * picture.width + left)], std::size_t(4) * side);
  }
  return square;
}

}  // namespace gatehouse::picture
