// SPDX-License-Identifier: Apache-2.0
#include "server/config/read_settings.h"

#include <filesystem>
#include <fstream>
#include <stdlib.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/config/setting_table.h"

namespace gatehouse::server {
namespace {

using std::chrono::hours;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr auto kDay = hours(24);

class ReadSettingsTest : public testing::Test {
 protected:
  ReadSettingsTest() {
    std::string pattern = std::filesystem::temp_directory_path() / "gatehouse-config-XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~ReadSettingsTest() override { std::filesystem::remove_all(folder_); }

  std::string write_file(const std::string& text) const {
    const std::string path = folder_ / "gatehouse.toml";
    std::ofstream(path) << text;
    return path;
  }

  static ReadSettings read(const SettingSources& sources) {
    auto read = read_settings(sources);
    if (!read) {
      ADD_FAILURE() << testing::PrintToString(read.error());
      return {};
    }
    return *read;
  }
  static SettingProblems refuse(const SettingSources& sources) {
    const auto read = read_settings(sources);
    return read ? SettingProblems() : read.error();
  }

  std::filesystem::path folder_;
};

TEST_F(ReadSettingsTest, DefaultsAreThoseOfTheManual) {
  const Settings settings = make_default_settings();
  EXPECT_EQ(settings.data, "./gatehouse-data");
  EXPECT_EQ(settings.database.path, "./gatehouse-data/gatehouse.sqlite");
  EXPECT_EQ(settings.listen, (ListenAddress{"127.0.0.1", 8420}));
  EXPECT_EQ(settings.public_url.text, "http://localhost:8420");
  EXPECT_EQ(settings.log_format, LogFormat::text);
  EXPECT_EQ(settings.log_level, LogLevel::info);
  EXPECT_EQ(settings.metrics_listen, std::nullopt);
  EXPECT_THAT(settings.trusted_proxies, IsEmpty());
  EXPECT_FALSE(settings.master_key.has_value());
  EXPECT_EQ(settings.session_idle, 14 * kDay);
  EXPECT_EQ(settings.session_lifetime, 90 * kDay);
  EXPECT_EQ(settings.hash_memory_kib, 19456U);
  EXPECT_EQ(settings.hash_iterations, 2U);
  EXPECT_GE(settings.hash_threads, 1U);
  EXPECT_GE(settings.io_threads, 1U);
}

TEST_F(ReadSettingsTest, EveryDefaultReadsWithoutComplaint) {
  for (const Setting& setting : setting_table()) {
    if (setting.standard.empty()) continue;
    Settings into;
    EXPECT_EQ(setting.read(setting.standard, into), std::nullopt) << setting.key;
  }
}

TEST_F(ReadSettingsTest, FlagBeatsEnvironmentBeatsFile) {
  const std::string file =
      write_file("listen = '127.0.0.1:1001'\npublic_url = 'https://file.example'\nlog_level = 'error'\n");
  const auto result = read({.flags = {{"config", file}, {"listen", "127.0.0.1:1003"}},
                            .environment = {{"GATEHOUSE_LISTEN", "127.0.0.1:1002"},
                                            {"GATEHOUSE_PUBLIC_URL", "https://environment.example"}}});
  EXPECT_EQ(result.settings.listen.port, 1003);
  EXPECT_EQ(result.settings.public_url.text, "https://environment.example");
  EXPECT_EQ(result.settings.log_level, LogLevel::error);
  EXPECT_EQ(result.origins.at("listen"), "--listen");
  EXPECT_EQ(result.origins.at("public_url"), "GATEHOUSE_PUBLIC_URL");
  EXPECT_EQ(result.origins.at("log_level"), file + " line 3");
  EXPECT_EQ(result.origins.count("data"), 0U);
}

TEST_F(ReadSettingsTest, FileMayHoldNumbersAndLists) {
  const std::string file =
      write_file("hash_memory_kib = 65536\nhash_threads = 3\ntrusted_proxies = ['10.0.0.0/8', '::1']\n");
  const auto result = read({.environment = {{"GATEHOUSE_CONFIG", file}}});
  EXPECT_EQ(result.settings.hash_memory_kib, 65536U);
  EXPECT_EQ(result.settings.hash_threads, 3U);
  EXPECT_THAT(result.settings.trusted_proxies, ElementsAre("10.0.0.0/8", "::1"));
}

TEST_F(ReadSettingsTest, DatabaseLiesInTheDataFolderUnlessNamed) {
  EXPECT_EQ(read({.flags = {{"data", "/srv/gate"}}}).settings.database.path, "/srv/gate/gatehouse.sqlite");
  EXPECT_EQ(read({.flags = {{"database", "sqlite:/srv/rows.db"}}}).settings.database.path, "/srv/rows.db");
}

TEST_F(ReadSettingsTest, PublicUrlHasThePortOfListenUnlessSet) {
  const auto url = [](std::map<std::string, std::string> flags) {
    return read({.flags = std::move(flags)}).settings.public_url.text;
  };
  EXPECT_EQ(url({{"listen", "127.0.0.1:9000"}}), "http://localhost:9000");
  EXPECT_EQ(url({{"listen", "127.0.0.1:80"}}), "http://localhost");
  EXPECT_EQ(url({{"listen", "127.0.0.1:0"}}), "http://localhost:8420");
  EXPECT_EQ(url({{"listen", "127.0.0.1:9000"}, {"public_url", "http://localhost:8420"}}),
            "http://localhost:8420");
}

TEST_F(ReadSettingsTest, AllProblemsAreReportedAtOnceWithNameOriginAndMend) {
  const std::string file =
      write_file("publik_url = 'https://x.example'\nlog_level = 'loud'\n[mail]\nhost = 'x'\n");
  const auto problems = refuse({.flags = {{"config", file}, {"listen", "nowhere"}},
                                .environment = {{"GATEHOUSE_HASH_ITERATIONS", "0"}}});
  EXPECT_THAT(
      problems,
      testing::UnorderedElementsAre(
          AllOf(HasSubstr("publik_url"), HasSubstr(file + " line 1"), HasSubstr("did you mean public_url?")),
          AllOf(HasSubstr("mail"), HasSubstr("line 3"), HasSubstr("no such setting")),
          AllOf(HasSubstr("log_level"), HasSubstr("line 2"), HasSubstr("loud"), HasSubstr("debug, info")),
          AllOf(HasSubstr("listen (--listen)"), HasSubstr("127.0.0.1:8420")),
          AllOf(HasSubstr("hash_iterations (GATEHOUSE_HASH_ITERATIONS)"), HasSubstr("from 1 to 16"))));
}

TEST_F(ReadSettingsTest, UnknownVariableIsAWarningWithASuggestion) {
  const auto result =
      read({.environment = {
                {"GATEHOUSE_PUBLIC_ULR", "x"}, {"PATH", "y"}, {"GATEHOUSE", "z"}, {"GATEHOUSE_URL", "u"}}});
  EXPECT_THAT(result.warnings, ElementsAre(AllOf(HasSubstr("GATEHOUSE_PUBLIC_ULR"),
                                                 HasSubstr("did you mean GATEHOUSE_PUBLIC_URL?"))));
}

TEST_F(ReadSettingsTest, EmptyVariableCountsAsUnset) {
  const auto result = read({.environment = {{"GATEHOUSE_LISTEN", ""}, {"GATEHOUSE_MASTER_KEY", ""}}});
  EXPECT_EQ(result.settings.listen.port, 8420);
  EXPECT_FALSE(result.settings.master_key.has_value());
}

TEST_F(ReadSettingsTest, SecretIsNeverShownInAProblem) {
  const auto problems = refuse({.environment = {{"GATEHOUSE_MASTER_KEY", "hush-hush"}}});
  EXPECT_THAT(problems, ElementsAre(AllOf(HasSubstr("master_key (GATEHOUSE_MASTER_KEY)"),
                                          HasSubstr("base64url of 32 bytes"), Not(HasSubstr("hush")))));
}

TEST_F(ReadSettingsTest, SecretIsReadFromTheEnvironment) {
  const std::string key(43, 'A');
  const auto result = read({.environment = {{"GATEHOUSE_MASTER_KEY", key}}});
  EXPECT_EQ(result.settings.master_key.value().reveal(), key);
}

TEST_F(ReadSettingsTest, MissingFileIsRefusedWithTheReason) {
  const auto problems = refuse({.flags = {{"config", folder_ / "absent.toml"}}});
  EXPECT_THAT(problems, ElementsAre(AllOf(HasSubstr("config (--config)"), HasSubstr("No such file"))));
}

TEST_F(ReadSettingsTest, BrokenFileIsRefusedWithoutItsText) {
  const auto problems =
      refuse({.flags = {{"config", write_file("listen = '127.0.0.1:1'\nmaster_key = hush\n")}}});
  EXPECT_THAT(problems,
              ElementsAre(AllOf(HasSubstr("line 2"), HasSubstr("not valid TOML"), Not(HasSubstr("hush")))));
}

TEST_F(ReadSettingsTest, FileMayNotNameAnother) {
  const auto problems = refuse({.flags = {{"config", write_file("config = 'other.toml'\n")}}});
  EXPECT_THAT(problems, ElementsAre(HasSubstr("can't name another")));
}

TEST_F(ReadSettingsTest, PostgresIsRefusedUntilItWorks) {
  const auto problems = refuse({.flags = {{"database", "postgresql://localhost/gatehouse"}}});
  EXPECT_THAT(problems, ElementsAre(HasSubstr("does not support yet; use sqlite:PATH")));
}

TEST_F(ReadSettingsTest, IdleLongerThanLifetimeIsRefused) {
  const auto problems = refuse({.flags = {{"session_idle", "2d"}, {"session_lifetime", "1d"}}});
  EXPECT_THAT(problems, ElementsAre(HasSubstr("session_idle")));
}

TEST_F(ReadSettingsTest, DataFolderTooDeepForItsSocketIsRefused) {
  EXPECT_THAT(refuse({.flags = {{"data", "/" + std::string(92, 'x')}}}),
              ElementsAre(HasSubstr("at most 92 bytes")));
  EXPECT_THAT(refuse({.flags = {{"data", "/" + std::string(91, 'x')}}}), IsEmpty());
}

TEST_F(ReadSettingsTest, PlainHttpBeyondThisMachineIsAWarning) {
  EXPECT_THAT(read({.flags = {{"public_url", "http://auth.example.com"}}}).warnings,
              ElementsAre(HasSubstr("not encrypted")));
  for (const char* url :
       {"http://127.0.0.2:9", "http://localhost:9", "http://auth.localhost", "http://[::1]:9"})
    EXPECT_THAT(read({.flags = {{"public_url", url}}}).warnings, IsEmpty()) << url;
}

struct BadValue {
  const char* key;
  const char* text;
};
class BadValueTest : public testing::TestWithParam<BadValue> {};

TEST_P(BadValueTest, IsRefusedByName) {
  const auto read = read_settings({.flags = {{GetParam().key, GetParam().text}}});
  ASSERT_FALSE(read.has_value()) << GetParam().key << " = " << GetParam().text;
  ASSERT_EQ(read.error().size(), 1U);
  EXPECT_THAT(read.error().front(), testing::StartsWith(GetParam().key));
}

INSTANTIATE_TEST_SUITE_P(
    Each, BadValueTest,
    testing::Values(BadValue{"data", ""}, BadValue{"database", "mysql://x"}, BadValue{"database", "sqlite:"},
                    BadValue{"listen", "8420"}, BadValue{"listen", ":8420"}, BadValue{"listen", "::1:8420"},
                    BadValue{"listen", "127.0.0.1:65536"}, BadValue{"listen", "127.0.0.1:-1"},
                    BadValue{"listen", "127.0.0.1:"}, BadValue{"listen", "[127.0.0.1]:1"},
                    BadValue{"metrics_listen", "x"}, BadValue{"log_format", "xml"},
                    BadValue{"log_level", "INFO"}, BadValue{"trusted_proxies", "10.0.0.0/33"},
                    BadValue{"trusted_proxies", "proxy.example"}, BadValue{"trusted_proxies", "10.0.0.1,,"},
                    BadValue{"session_idle", "soon"}, BadValue{"session_idle", "1s"},
                    BadValue{"session_lifetime", "400d"}, BadValue{"hash_memory_kib", "1024"},
                    BadValue{"hash_memory_kib", "19456k"}, BadValue{"hash_iterations", "-2"},
                    BadValue{"hash_threads", "0"}, BadValue{"io_threads", "many"},
                    BadValue{"hash_queue", ""}));

TEST_F(ReadSettingsTest, MailIsCompletedFromWhatIsSet) {
  const auto bare =
      read({.flags = {{"public_url", "https://auth.example.com"}}, .environment = {}}).settings.mail;
  EXPECT_FALSE(bare.has_server());
  EXPECT_EQ(bare.from_address, "no-reply@auth.example.com");
  const auto mail = read({.flags = {{"smtp_host", "smtp.example.com"},
                                    {"smtp_security", "tls"},
                                    {"mail_from", "Example Team <team@example.com>"}},
                          .environment = {}})
                        .settings.mail;
  EXPECT_TRUE(mail.has_server());
  EXPECT_EQ(mail.port, 465);
  EXPECT_EQ(mail.from_name, "Example Team");
  EXPECT_EQ(mail.from_address, "team@example.com");
}

TEST_F(ReadSettingsTest, BadMailSettingsAreNamed) {
  using Flags = std::map<std::string, std::string>;
  const auto names = [&](const Flags& flags, const char* name) {
    EXPECT_THAT(refuse({.flags = flags, .environment = {}}), ElementsAre(HasSubstr(name)));
  };
  names({{"smtp_host", "smtp.example.com/x"}}, "smtp_host");
  names({{"smtp_port", "0"}}, "smtp_port");
  names({{"smtp_security", "ssl"}}, "smtp_security");
  names({{"mail_from", "nobody"}}, "mail_from");
  names({{"mail_from", "A <a@example.com>\r\nBcc: b@example.com"}}, "mail_from");
  names({{"smtp_host", "h.example"}, {"smtp_user", "u"}}, "smtp_user");
  EXPECT_THAT(refuse({.flags = {{"smtp_host", "h.example"}, {"smtp_security", "none"}, {"smtp_user", "u"}},
                      .environment = {{"GATEHOUSE_SMTP_PASSWORD", "p"}}}),
              ElementsAre(HasSubstr("smtp_security")));
}

}  // namespace
}  // namespace gatehouse::server
