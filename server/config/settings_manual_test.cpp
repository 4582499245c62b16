// SPDX-License-Identifier: Apache-2.0
#include "server/config/settings_manual.h"

#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/config/setting_table.h"

namespace gatehouse::server {
namespace {

using testing::HasSubstr;

TEST(SettingsManual, CommittedPageIsFresh) {
  std::ifstream file("docs/reference/settings.md", std::ios::binary);
  const std::string page((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  EXPECT_EQ(page, make_settings_manual()) << "run build/dev/bin/write_reference and commit what it writes";
}

TEST(SettingsManual, NamesEverySettingInAllItsForms) {
  const std::string page = make_settings_manual();
  for (const Setting& setting : setting_table()) {
    EXPECT_THAT(page, HasSubstr("`" + setting.environment() + "`"));
    const bool secret = setting.secrecy == Setting::Secrecy::secret;
    EXPECT_EQ(page.find("`" + setting.flag() + " ") == page.npos, secret) << setting.key;
  }
}

TEST(SettingTable, NamesFollowFromTheKey) {
  const Setting* setting = find_setting("public_url");
  ASSERT_NE(setting, nullptr);
  EXPECT_EQ(setting->flag(), "--public-url");
  EXPECT_EQ(setting->environment(), "GATEHOUSE_PUBLIC_URL");
  EXPECT_EQ(find_setting("publicUrl"), nullptr);
}

}  // namespace
}  // namespace gatehouse::server
