// SPDX-License-Identifier: Apache-2.0
#include "server/access/profile_fields.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "server/access/time_zone.h"

namespace gatehouse::server {
namespace {

class TimeZoneTest : public testing::Test {
 protected:
  TimeZoneTest() {
    std::string folder = testing::TempDir() + "gatehouse-zones-XXXXXX";
    if (::mkdtemp(folder.data()) == nullptr) throw std::runtime_error("mkdtemp");
    database_ = folder;
    std::filesystem::create_directories(database_ / "Europe");
    for (const char* name : {"Europe/Zurich", "posixrules", "Secret.tab"})
      std::ofstream(database_ / name) << "TZif";
  }
  ~TimeZoneTest() override { std::filesystem::remove_all(database_); }

  std::filesystem::path database_;
};

TEST_F(TimeZoneTest, IsOneThatTheSystemKnows) {
  for (const char* name : {"Europe/Zurich", "UTC"}) EXPECT_TRUE(is_time_zone(name, database_)) << name;
  for (const char* name : {"Mars/Olympus", "Europe", "Europe/", "/Europe/Zurich", "Europe//Zurich",
                           "posixrules", "Secret.tab", "..", "Europe/../Europe/Zurich", ""})
    EXPECT_FALSE(is_time_zone(name, database_)) << name;
}

TEST_F(TimeZoneTest, HasTheFormOfOneWhereTheSystemKnowsNone) {
  const auto nowhere = database_ / "nothing";
  for (const char* name : {"Mars/Olympus", "Etc/GMT+1", "UTC"})
    EXPECT_TRUE(is_time_zone(name, nowhere)) << name;
  for (const char* name : {"../etc/passwd", "a b", "", "A/"})
    EXPECT_FALSE(is_time_zone(name, nowhere)) << name;
}

std::vector<std::string> find_faults(const std::string& field, const std::string& value) {
  User user;
  std::vector<std::string> fields;
  const Body body(std::map<std::string, Body::Value, std::less<>>{{field, value}});
  for (const auto& error : apply_profile(body, user)) fields.push_back(error.field);
  return fields;
}

TEST(Locale, IsALanguageWithScriptAndRegion) {
  for (const char* tag : {"en", "gsw", "de-CH", "zh-Hant", "zh-Hant-TW", "es-419"})
    EXPECT_TRUE(find_faults("locale", tag).empty()) << tag;
  for (const char* tag : {"xx-yy-zz-q", "e", "engl", "de-", "de-CH-", "de--CH", "-de", "de_CH", "d3", "de-C",
                          "zh-TW-Hant", "de-CH-AT", ""})
    EXPECT_EQ(find_faults("locale", tag), std::vector<std::string>{"locale"}) << tag;
}

}  // namespace
}  // namespace gatehouse::server
