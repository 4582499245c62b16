// SPDX-License-Identifier: Apache-2.0
#include "core/place/place_finder.h"

#include <gtest/gtest.h>

#include "core/place/testing/place_file.h"

namespace gatehouse {
namespace {

using place_file::map;
using place_file::text;

class PlaceFinderTest : public testing::Test {
 protected:
  ~PlaceFinderTest() override { std::filesystem::remove(file_); }
  PlaceFinder open(const std::string& entry) {
    place_file::write(file_, entry);
    auto finder = PlaceFinder::open(file_);
    if (!finder) throw std::runtime_error(finder.error());
    return std::move(*finder);
  }
  std::filesystem::path file_ = testing::TempDir() + "places-" +
                                testing::UnitTest::GetInstance()->current_test_info()->name() + ".mmdb";
};

std::string names(std::string_view english, std::string_view german) {
  return map({{"names", map({{"en", text(english)}, {"de", text(german)}})}});
}

TEST_F(PlaceFinderTest, CityAndCountryAreToldInTheReadersLanguage) {
  const auto finder =
      open(map({{"city", names("Zurich", "Zürich")}, {"country", names("Switzerland", "Schweiz")}}));
  EXPECT_EQ(finder.find("203.0.113.9", "en"), "Zurich, Switzerland");
  EXPECT_EQ(finder.find("203.0.113.9", "de-CH"), "Zürich, Schweiz");
  EXPECT_EQ(finder.find("203.0.113.9", "fr"), "Zurich, Switzerland");
  EXPECT_EQ(finder.find("203.0.113.9", ""), "Zurich, Switzerland");
}

TEST_F(PlaceFinderTest, CountryAloneIsEnough) {
  const auto finder = open(map({{"country", names("Switzerland", "Schweiz")}}));
  EXPECT_EQ(finder.find("203.0.113.200", "de"), "Schweiz");
}

TEST_F(PlaceFinderTest, UnknownAddressesHaveNoPlace) {
  const auto finder = open(map({{"country", names("Switzerland", "Schweiz")}}));
  for (const char* address : {"198.51.100.1", "127.0.0.1", "2001:db8::1", "", "nowhere", "203.0.113.9; x"}) {
    EXPECT_EQ(finder.find(address, "en"), std::nullopt) << address;
  }
}

TEST_F(PlaceFinderTest, EntriesOfAnotherShapeHaveNoPlace) {
  const auto finder =
      open(map({{"country", text("Switzerland")}, {"city", map({{"names", text("Zurich")}})}}));
  EXPECT_EQ(finder.find("203.0.113.9", "en"), std::nullopt);
}

TEST_F(PlaceFinderTest, OtherFilesAreRefusedWithTheReason) {
  std::ofstream(file_) << "not a database";
  const auto finder = PlaceFinder::open(file_);
  ASSERT_FALSE(finder);
  EXPECT_NE(finder.error().find("MaxMind DB"), std::string::npos);
  EXPECT_FALSE(PlaceFinder::open(file_.string() + ".missing"));
}

}  // namespace
}  // namespace gatehouse
