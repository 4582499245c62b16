// SPDX-License-Identifier: Apache-2.0
#include "server/model/brand.h"

#include <gtest/gtest.h>

namespace gatehouse::server {
namespace {

TEST(ColourTest, IsReadAndWritten) {
  EXPECT_EQ(parse_colour("#1d5847"), (Colour{0x1d, 0x58, 0x47}));
  EXPECT_EQ(to_text(*parse_colour("#ABCDEF")), "#abcdef");
}

TEST(ColourTest, AnythingElseIsNoColour) {
  for (const char* text : {"", "#", "#fff", "1d5847", "#1d58471", "#1d584g", "red", "#1d58 7", "rgb(0,0,0)",
                           "#fff}*{", "#1d5847;"}) {
    EXPECT_FALSE(parse_colour(text)) << text;
  }
}

TEST(ColourTest, ContrastIsThatOfWcag) {
  EXPECT_NEAR(contrast({0, 0, 0}, {255, 255, 255}), 21, 0.01);
  EXPECT_NEAR(contrast({255, 255, 255}, {255, 255, 255}), 1, 0.01);
  EXPECT_NEAR(contrast({0x76, 0x76, 0x76}, {255, 255, 255}), 4.54, 0.01);
  EXPECT_NEAR(contrast({255, 0, 0}, {255, 255, 255}), 4.0, 0.01);
}

TEST(BrandTest, OurOwnAccentsAreReadable) {
  EXPECT_TRUE(is_readable_accent(default_accent(Scheme::light), Scheme::light));
  EXPECT_TRUE(is_readable_accent(default_accent(Scheme::dark), Scheme::dark));
}

TEST(BrandTest, WhateverIsReadableOnThePageIsReadableEverywhere) {
  for (const auto scheme : {Scheme::light, Scheme::dark}) {
    for (int i = 0; i < 512; ++i) {
      const auto level = [](int bits) { return std::uint8_t(bits % 8 * 36); };
      const Colour any{level(i), level(i / 8), level(i / 64)};
      const auto colour = nearest_readable(any, scheme);
      const auto palette = make_palette(colour, scheme);
      ASSERT_TRUE(is_readable_accent(colour, scheme)) << to_text(any);
      ASSERT_GE(contrast(palette.on_accent, palette.accent_strong), kReadable) << to_text(any);
      ASSERT_GE(contrast(palette.accent, palette.calm_ground), kReadable) << to_text(any);
    }
  }
}

TEST(BrandTest, ReadableColourIsLeftAlone) {
  const Colour navy{0x10, 0x20, 0x60};
  EXPECT_EQ(nearest_readable(navy, Scheme::light), navy);
  EXPECT_FALSE(is_readable_accent(navy, Scheme::dark));
  EXPECT_FALSE(is_readable_accent({0xff, 0xd0, 0x00}, Scheme::light));
}

TEST(BrandTest, AccentOfOneSchemeIsFittedToTheOther) {
  const Brand brand{.accent_light = Colour{0x10, 0x20, 0x60}};
  EXPECT_TRUE(is_readable_accent(accent_of(brand, Scheme::dark), Scheme::dark));
  EXPECT_NE(accent_of(brand, Scheme::dark), default_accent(Scheme::dark));
}

TEST(BrandTest, AppInheritsWhatItLeavesOpen) {
  const Brand platform{
      .product_name = "Acme", .support_address = "help@acme.example", .accent_dark = Colour{9, 9, 9}};
  const auto brand = inherit({.product_name = "Orders", .accent_light = Colour{1, 1, 1}}, platform);
  EXPECT_EQ(brand.product_name, "Orders");
  EXPECT_EQ(brand.support_address, "help@acme.example");
  EXPECT_FALSE(brand.accent_dark) << "both accents come from one of them";
  EXPECT_EQ(product_name_of({}), "Gatehouse");
}

}  // namespace
}  // namespace gatehouse::server
