// SPDX-License-Identifier: Apache-2.0
#include "server/app/command_line/parse_arguments.h"

#include <map>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/app/command_line/command_table.h"
#include "server/config/setting_table.h"

namespace gatehouse::server {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

std::vector<std::string> split(const std::string& line) {
  std::istringstream words(line);
  return {std::istream_iterator<std::string>(words), {}};
}

Arguments parse(const std::string& line) {
  auto arguments = parse_arguments(split(line), command_table());
  if (!arguments) ADD_FAILURE() << line << ": " << arguments.error().line;
  return arguments ? std::move(*arguments) : Arguments{};
}

std::string refuse(const std::string& line) {
  const auto arguments = parse_arguments(split(line), command_table());
  return arguments ? "accepted" : arguments.error().line;
}

TEST(ParseArguments, OptionsMayStandAnywhere) {
  for (const char* line :
       {"user add --email a@b.example --json --data /d", "--data /d --json user add --email a@b.example",
        "user --email a@b.example --data=/d add --json", "--email=a@b.example user --json add --data /d"}) {
    const Arguments arguments = parse(line);
    ASSERT_NE(arguments.command, nullptr) << line;
    EXPECT_EQ(arguments.command->name(), "user add");
    EXPECT_EQ(arguments.invocation.get("--email"), "a@b.example");
    EXPECT_EQ(arguments.form, Form::json);
    EXPECT_THAT(arguments.settings, ElementsAre(Pair("data", "/d")));
  }
}

TEST(ParseArguments, WordsMayStandBeforeOrAfterOptions) {
  EXPECT_EQ(parse("user show ada@b.example --json").invocation.get("USER"), "ada@b.example");
  EXPECT_EQ(parse("user show --json ada@b.example").invocation.get("USER"), "ada@b.example");
  EXPECT_EQ(parse("app set --name Orders orders").invocation.get("APP"), "orders");
}

TEST(ParseArguments, WordsAfterTheDoubleDashAreNoOptions) {
  EXPECT_EQ(parse("user show -- --json").invocation.get("USER"), "--json");
}

TEST(ParseArguments, RepeatableOptionTakesOneValueOrMore) {
  const auto roles = [](const std::string& line) { return parse(line).invocation.all("--role"); };
  EXPECT_THAT(roles("member set --app a --user u --role x --role y"), ElementsAre("x", "y"));
  EXPECT_THAT(roles("member set --app a --user u --role x y"), ElementsAre("x", "y"));
  EXPECT_THAT(roles("member set --app a --role x y --user u"), ElementsAre("x", "y"));
  EXPECT_THAT(roles("member set u --app a --role x y"), ElementsAre("x", "y"));
}

TEST(ParseArguments, LastWordAfterARepeatableOptionFillsAPlaceThatWouldStayEmpty) {
  const Arguments arguments = parse("app set --redirect-uri https://a.example/1 https://a.example/2 orders");
  EXPECT_EQ(arguments.invocation.get("APP"), "orders");
  EXPECT_THAT(arguments.invocation.all("--redirect-uri"),
              ElementsAre("https://a.example/1", "https://a.example/2"));
}

TEST(ParseArguments, WordMayBeGivenAsAnOption) {
  EXPECT_EQ(parse("member remove --app a u").invocation.get("USER"), "u");
  EXPECT_EQ(parse("member remove --app a --user u").invocation.get("USER"), "u");
  EXPECT_EQ(parse("role delete --app a --name editor").invocation.get("ROLE"), "editor");
}

TEST(ParseArguments, ValueMayHoldEqualsSignsAndASingleDash) {
  EXPECT_EQ(parse("user add --email=a=b --name -x").invocation.get("--email"), "a=b");
  EXPECT_EQ(parse("user add --email a --name -x").invocation.get("--name"), "-x");
}

TEST(ParseArguments, HelpWinsOverWhatIsMissing) {
  EXPECT_EQ(parse("--help").wish, Arguments::Wish::help);
  EXPECT_EQ(parse("user --help").noun, "user");
  EXPECT_EQ(parse("user add --help").command->name(), "user add");
  EXPECT_EQ(parse("user add -h").command->name(), "user add");
  EXPECT_EQ(parse("help user add").command->name(), "user add");
  EXPECT_EQ(parse("--version").wish, Arguments::Wish::version);
}

struct Wrong {
  const char* line;
  const char* complaint;
};
class WrongUsageTest : public testing::TestWithParam<Wrong> {};

TEST_P(WrongUsageTest, IsRefusedWithTheReasonAndWhereToReadMore) {
  const std::string complaint = refuse(GetParam().line);
  EXPECT_THAT(complaint, HasSubstr(GetParam().complaint)) << GetParam().line;
  EXPECT_THAT(complaint, HasSubstr("see gatehouse ")) << GetParam().line;
}

INSTANTIATE_TEST_SUITE_P(
    Each, WrongUsageTest,
    testing::Values(
        Wrong{"", "name a command"}, Wrong{"--json", "name a command"},
        Wrong{"user", "name a verb after user"},
        Wrong{"usr list", "there is no command \"usr\"; did you mean user?"},
        Wrong{"user lst", "there is no command \"user lst\"; did you mean list?; see gatehouse user --help"},
        Wrong{"user list --jsn", "there is no option --jsn; did you mean --json?"},
        Wrong{"user list -j", "there is no option -j"},
        Wrong{"user list --email a", "there is no option --email"},
        Wrong{"--email a user list", "user list has no option --email"},
        Wrong{"user list extra", "\"extra\" is one word too many"},
        Wrong{"user show", "user show needs USER"}, Wrong{"user show a b", "\"b\" is one word too many"},
        Wrong{"user add", "user add needs --email EMAIL"}, Wrong{"user add --email", "--email needs a value"},
        Wrong{"user add --email --json", "--email needs a value"},
        Wrong{"user add --email a --email b", "--email stands twice"},
        Wrong{"user add --email a --admin=yes", "--admin takes no value"},
        Wrong{"user list --json=yes", "--json takes no value"},
        Wrong{"user list --data a --data b", "--data stands twice"},
        Wrong{"member set --app a --user u w", "\"w\" is one word too many"},
        Wrong{"member set --app a --role r", "member set needs USER"},
        Wrong{"user list --master-key x", "set GATEHOUSE_MASTER_KEY"}));

TEST(CommandTable, AnOptionTakesAValueEverywhereOrNowhere) {
  std::map<std::string_view, bool> switches;
  for (const Command& command : command_table()) {
    for (const Option& option : command.options) {
      const auto [known, added] = switches.emplace(option.name, option.shape.empty());
      EXPECT_EQ(known->second, option.shape.empty()) << option.name;
      EXPECT_EQ(find_setting(option.name.substr(2)), nullptr) << option.name;
    }
  }
}

TEST(CommandTable, EveryCommandIsCompleteAndItsExampleIsLawful) {
  for (const Command& command : command_table()) {
    EXPECT_FALSE(command.summary.empty()) << command.name();
    EXPECT_TRUE(command.run) << command.name();
    const auto nouns = noun_table();
    EXPECT_TRUE(
        std::any_of(nouns.begin(), nouns.end(), [&](const Noun& noun) { return noun.name == command.noun; }));
    std::string example(command.example);
    std::erase(example, '\'');
    const auto plain = example.find("Ada Lovelace");
    if (plain != example.npos) example.replace(plain, 12, "Ada");
    const Arguments arguments = parse(example);
    EXPECT_EQ(arguments.command, &command) << command.example;
  }
}

}  // namespace
}  // namespace gatehouse::server
