// SPDX-License-Identifier: Apache-2.0
#include "core/picture/picture.h"

#include <array>
#include <memory>
#include <turbojpeg.h>
#include <webp/encode.h>

#include <gtest/gtest.h>

#include "core/picture/formats.h"

namespace gatehouse::picture {
namespace {

using Pixel = std::array<std::uint8_t, 4>;
constexpr Pixel kRed{255, 0, 0, 255};
constexpr Pixel kGreen{0, 255, 0, 255};
constexpr Pixel kNothing{0, 0, 0, 0};

Picture filled(std::uint32_t width, std::uint32_t height, Pixel pixel) {
  Picture picture{width, height, {}};
  for (std::uint64_t i = 0; i < std::uint64_t(width) * height; ++i) {
    picture.rgba.insert(picture.rgba.end(), pixel.begin(), pixel.end());
  }
  return picture;
}

void set(Picture& picture, std::uint32_t x, std::uint32_t y, Pixel pixel) {
  std::copy(pixel.begin(), pixel.end(),
            picture.rgba.begin() + std::ptrdiff_t(4 * (std::size_t(y) * picture.width + x)));
}

Pixel at(const Picture& picture, std::uint32_t x, std::uint32_t y) {
  Pixel pixel{};
  std::copy_n(picture.rgba.begin() + std::ptrdiff_t(4 * (std::size_t(y) * picture.width + x)), 4,
              pixel.begin());
  return pixel;
}

std::string to_jpeg(const Picture& picture) {
  const std::unique_ptr<void, int (*)(tjhandle)> encoder(tjInitCompress(), tjDestroy);
  unsigned char* data = nullptr;
  unsigned long size = 0;
  tjCompress2(encoder.get(), picture.rgba.data(), int(picture.width), 0, int(picture.height), TJPF_RGBA,
              &data, &size, TJSAMP_444, 95, 0);
  std::string jpeg(reinterpret_cast<char*>(data), size);
  tjFree(data);
  return jpeg;
}

std::string to_webp(const Picture& picture) {
  std::uint8_t* data = nullptr;
  const auto size = WebPEncodeLosslessRGBA(picture.rgba.data(), int(picture.width), int(picture.height),
                                           4 * int(picture.width), &data);
  std::string webp(reinterpret_cast<char*>(data), size);
  WebPFree(data);
  return webp;
}

/// A JPEG whose camera says how it was held.
std::string held(std::string jpeg, char orientation) {
  using namespace std::string_literals;
  const auto tiff = "MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"s + orientation + "\0\0\0\0\0\0"s;
  const auto content = "Exif\0\0"s + tiff;
  return jpeg.insert(2, "\xff\xe1\0"s + char(content.size() + 2) + content);
}

PictureError error_of(std::string_view bytes, const PictureBounds& bounds = {}) {
  return parse_picture(as_bytes(bytes), bounds).error();
}

/// A PNG's head that claims a size; the sums of its segments don't matter for what is refused first.
std::string png_that_claims(std::uint32_t width, std::uint32_t height) {
  auto png = to_png(filled(1, 1, kRed));
  const auto put = [&](std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i) png[at + i] = char(value >> (24 - 8 * i));
  };
  put(16, width);
  put(20, height);
  std::uint32_t sum = 0xffffffff;  // ISO 3309, as PNG section 5.5 takes it over type and content
  for (std::size_t i = 12; i < 29; ++i) {
    sum ^= static_cast<unsigned char>(png[i]);
    for (int bit = 0; bit < 8; ++bit) sum = (sum >> 1U) ^ (0xedb88320U & (0U - (sum & 1U)));
  }
  put(29, ~sum);
  return png;
}

TEST(PictureTest, PngIsReadAsItWasWritten) {
  auto picture = filled(3, 2, kRed);
  set(picture, 2, 1, {1, 2, 3, 4});
  const auto read = parse_picture(as_bytes(to_png(picture)), {});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->width, 3U);
  EXPECT_EQ(read->height, 2U);
  EXPECT_EQ(read->rgba, picture.rgba);
}

TEST(PictureTest, WebpIsRead) {
  auto picture = filled(5, 4, kGreen);
  set(picture, 0, 0, kRed);
  const auto read = parse_picture(as_bytes(to_webp(picture)), {});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->rgba, picture.rgba);
}

TEST(PictureTest, JpegIsRead) {
  const auto read = parse_picture(as_bytes(to_jpeg(filled(16, 8, kRed))), {});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->width, 16U);
  EXPECT_EQ(read->height, 8U);
  EXPECT_GT(at(*read, 3, 3)[0], 250);
  EXPECT_LT(at(*read, 3, 3)[1], 5);
  EXPECT_EQ(at(*read, 3, 3)[3], 255);
}

TEST(PictureTest, JpegIsTurnedAsItsCameraSays) {
  auto picture = filled(16, 8, kGreen);
  for (std::uint32_t y = 0; y < 8; ++y) {
    for (std::uint32_t x = 0; x < 8; ++x) set(picture, x, y, kRed);
  }
  const auto jpeg = to_jpeg(picture);
  const auto turned = parse_picture(as_bytes(held(jpeg, 6)), {});  // a quarter to the right
  ASSERT_TRUE(turned);
  EXPECT_EQ(turned->width, 8U);
  EXPECT_EQ(turned->height, 16U);
  EXPECT_GT(at(*turned, 4, 2)[0], 240) << "left has become the top";
  EXPECT_LT(at(*turned, 4, 13)[0], 15);
  const auto upside_down = parse_picture(as_bytes(held(jpeg, 3)), {});
  ASSERT_TRUE(upside_down);
  EXPECT_GT(at(*upside_down, 13, 4)[0], 240);
}

TEST(PictureTest, OrientationsAreTheEightOfExif) {
  Picture picture{2, 1, {}};
  picture.rgba = {1, 0, 0, 255, 2, 0, 0, 255};
  const auto reds = [&](int orientation) {
    const auto turned = turn_upright(picture, orientation);
    return std::array<std::uint32_t, 3>{turned.width, turned.rgba[0], turned.rgba[4]};
  };
  EXPECT_EQ(reds(1), (std::array<std::uint32_t, 3>{2, 1, 2}));
  EXPECT_EQ(reds(2), (std::array<std::uint32_t, 3>{2, 2, 1}));
  EXPECT_EQ(reds(3), (std::array<std::uint32_t, 3>{2, 2, 1}));
  EXPECT_EQ(reds(4), (std::array<std::uint32_t, 3>{2, 1, 2}));
  EXPECT_EQ(reds(5), (std::array<std::uint32_t, 3>{1, 1, 2}));
  EXPECT_EQ(reds(6), (std::array<std::uint32_t, 3>{1, 1, 2}));
  EXPECT_EQ(reds(7), (std::array<std::uint32_t, 3>{1, 2, 1}));
  EXPECT_EQ(reds(8), (std::array<std::uint32_t, 3>{1, 2, 1}));
}

TEST(PictureTest, BombIsRefusedByWhatItClaims) {
  EXPECT_EQ(error_of(png_that_claims(50'000, 50'000)), PictureError::too_many_pixels);
  EXPECT_EQ(error_of(png_that_claims(8000, 8000)), PictureError::too_many_pixels);
  EXPECT_EQ(error_of(to_webp(filled(101, 1, kRed)), {.side = 100}), PictureError::too_many_pixels);
  EXPECT_EQ(error_of(to_jpeg(filled(20, 20, kRed)), {.pixels = 399}), PictureError::too_many_pixels);
  EXPECT_TRUE(parse_picture(as_bytes(to_jpeg(filled(20, 20, kRed))), {.pixels = 400}));
}

TEST(PictureTest, TooManyBytesAreNotLookedAt) {
  EXPECT_EQ(error_of(std::string(101, 'x'), {.bytes = 100}), PictureError::too_many_bytes);
}

TEST(PictureTest, OtherFormatsAreRefused) {
  for (const char* text : {"", "GIF89a", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "BM", "RIFF1234WAVE",
                           "<html><script>alert(1)</script>"}) {
    EXPECT_EQ(error_of(text), PictureError::unknown_format) << text;
  }
}

TEST(PictureTest, CutOffPicturesAreDamaged) {
  const auto picture = filled(40, 40, kRed);
  for (const auto& whole : {to_png(picture), to_webp(picture), to_jpeg(picture)}) {
    EXPECT_EQ(error_of(whole.substr(0, whole.size() * 2 / 3)), PictureError::damaged);
    EXPECT_EQ(error_of(whole.substr(0, 12)), PictureError::damaged);
  }
}

TEST(PictureTest, WhatIsHiddenBehindThePixelsIsDropped) {
  const auto jpeg = held(to_jpeg(filled(8, 8, kRed)), 1) + "<script>alert(1)</script>";
  const auto png = to_png(*parse_picture(as_bytes(jpeg), {}));
  EXPECT_EQ(png.find("script"), std::string::npos);
  EXPECT_EQ(png.find("Exif"), std::string::npos);
}

TEST(PictureTest, LargePicturesAreFittedAndSmallOnesKept) {
  const auto small = fit_within(filled(400, 100, kRed), 100);
  EXPECT_EQ(small.width, 100U);
  EXPECT_EQ(small.height, 25U);
  EXPECT_EQ(at(small, 99, 24), kRed);
  EXPECT_EQ(fit_within(filled(40, 10, kRed), 100).width, 40U);
  EXPECT_EQ(fit_within(filled(8000, 1, kRed), 10).height, 1U);
}

TEST(PictureTest, TransparentPixelsLendNoColour) {
  auto picture = filled(2, 1, kRed);
  set(picture, 1, 0, kNothing);
  EXPECT_EQ(at(fit_within(picture, 1), 0, 0), (Pixel{255, 0, 0, 128}));
}

TEST(PictureTest, SquareIsCutAroundTheMiddle) {
  auto picture = filled(5, 3, kRed);
  for (std::uint32_t y = 0; y < 3; ++y) set(picture, 1, y, kGreen);
  const auto square = crop_to_square(picture);
  EXPECT_EQ(square.width, 3U);
  EXPECT_EQ(square.height, 3U);
  EXPECT_EQ(at(square, 0, 2), kGreen);
  EXPECT_EQ(at(square, 1, 2), kRed);
}

}  // namespace
}  // namespace gatehouse::picture
