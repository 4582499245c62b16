// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdlib.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/app/command_line/command_line_fixture.h"
#include "server/app/command_line/command_table.h"
#include "server/app/command_line/help.h"

namespace gatehouse::server {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

TEST_F(CommandLineTest, UserAddSendsWhatWasGivenAndShowsTheUser) {
  answer(201, R"({"id":"usr_1","email":"ada@b.example"})");
  EXPECT_EQ(run({"user", "add", "--email", "ada@b.example", "--name", "Ada", "--admin", "--password-stdin"},
                "pass word\nmore"),
            kDone);
  EXPECT_THAT(
      platform_.asked,
      ElementsAre(
          "POST /api/v1/operator/users {\"email\":\"ada@b.example\",\"name\":\"Ada\",\"platformRole\":"
          "\"administrator\",\"password\":\"pass word\"}"));
  EXPECT_EQ(out_, "Added ada@b.example (usr_1).\n");
  EXPECT_EQ(err_, "");
}

TEST_F(CommandLineTest, LinkToSetAPasswordIsMailedAlsoWithANewUser) {
  answer(201, R"({"id":"usr_1","email":"ada@b.example"})");
  EXPECT_EQ(run({"user", "add", "--email", "ada@b.example", "--send-link"}), kDone);
  answer(202, "{}");
  EXPECT_EQ(run({"user", "send-link", "usr_1"}), kDone);
  EXPECT_THAT(platform_.asked,
              ElementsAre("POST /api/v1/operator/users {\"email\":\"ada@b.example\",\"sendLink\":true}",
                          "POST /api/v1/users/usr_1/password-link {}"));
  EXPECT_EQ(out_, "A link to set a password is on its way to usr_1.\n");
}

TEST_F(CommandLineTest, JsonPrintsThePlatformsObject) {
  answer(201, R"({"id":"usr_1","email":"ada@b.example","name":null})");
  EXPECT_EQ(run({"--json", "user", "add", "--email", "ada@b.example"}), kDone);
  EXPECT_EQ(out_, "{\"id\":\"usr_1\",\"email\":\"ada@b.example\",\"name\":null}\n");
}

TEST_F(CommandLineTest, ListsFollowTheCursorToTheEnd) {
  answer(200, R"({"items":[{"id":"a","email":"a@b.example"}],"nextCursor":"a b"})");
  answer(200, R"({"items":[{"id":"c","email":"c@b.example"}],"nextCursor":null})");
  EXPECT_EQ(run({"user", "list", "--json"}), kDone);
  EXPECT_THAT(platform_.asked,
              ElementsAre("GET /api/v1/users?limit=500", "GET /api/v1/users?limit=500&cursor=a%20b"));
  EXPECT_EQ(out_, "[{\"id\":\"a\",\"email\":\"a@b.example\"},{\"id\":\"c\",\"email\":\"c@b.example\"}]\n");
}

TEST_F(CommandLineTest, EmptyListIsAnEmptyArrayOrASentence) {
  answer(200, R"({"items":[],"nextCursor":null})");
  EXPECT_EQ(run({"app", "list", "--json"}), kDone);
  EXPECT_EQ(out_, "[]\n");
  answer(200, R"({"items":[],"nextCursor":null})");
  EXPECT_EQ(run({"app", "list"}), kDone);
  EXPECT_THAT(out_, HasSubstr("gatehouse app add"));
}

TEST_F(CommandLineTest, TableColumnsLineUpAndControlCharactersAreReplaced) {
  answer(200,
         R"({"items":[{"name":"\u001b[2Jé","permissions":["a","b"]},{"name":"editor","permissions":[]}]})");
  EXPECT_EQ(run({"role", "list", "--app", "orders"}), kDone);
  EXPECT_EQ(out_, "ROLE    PERMISSIONS\n?[2Jé   a, b\neditor\n");
}

TEST_F(CommandLineTest, UserIsFoundByAddressOrTakenAsId) {
  answer(200, R"({"items":[{"id":"usr_1"}]})");
  answer(200, R"({"id":"usr_1","email":"a+b@c.example"})");
  EXPECT_EQ(run({"user", "disable", "a+b@c.example"}), kDone);
  EXPECT_THAT(platform_.asked,
              ElementsAre("GET /api/v1/users?email=a%2Bb%40c.example", "POST /api/v1/users/usr_1/disable"));
  platform_.asked.clear();
  answer(204, "");
  EXPECT_EQ(run({"user", "delete", "usr_1"}), kDone);
  EXPECT_THAT(platform_.asked, ElementsAre("DELETE /api/v1/users/usr_1"));
}

TEST_F(CommandLineTest, EveryCommandThatMayEndATokenWaitsWhereAsked) {
  const auto wait = [&](std::vector<std::string> words, const std::string& input = "") {
    answer(200, R"({"ended":2,"unacknowledged":[{"appId":"orders","host":"","name":"i-7"}]})");
    words.insert(words.end(), {"--wait", "10s"});
    platform_.asked.clear();
    EXPECT_EQ(run(words, input), kRefused) << words[0];
    EXPECT_THAT(err_, HasSubstr("not every live instance has heard of it yet: orders@i-7"));
    return platform_.asked.back();
  };
  EXPECT_EQ(wait({"session", "end", "ses_1"}), "DELETE /api/v1/sessions/ses_1?wait=10");
  EXPECT_EQ(wait({"session", "end", "--user", "usr_1"}), "DELETE /api/v1/users/usr_1/sessions?wait=10");
  EXPECT_THAT(wait({"session", "end", "--everybody"}), StartsWith("POST /api/v1/sessions/end-all?wait=10 "));
  EXPECT_THAT(wait({"member", "set", "--app", "orders", "usr_1", "--role", "clerk"}),
              StartsWith("PUT /api/v1/apps/orders/members/usr_1?wait=10 "));
  EXPECT_EQ(wait({"member", "remove", "--app", "orders", "usr_1"}),
            "DELETE /api/v1/apps/orders/members/usr_1?wait=10");
  EXPECT_THAT(wait({"role", "set", "clerk", "--app", "orders", "--no-permissions"}),
              StartsWith("PATCH /api/v1/apps/orders/roles/clerk?wait=10 "));
  EXPECT_EQ(wait({"role", "delete", "clerk", "--app", "orders"}),
            "DELETE /api/v1/apps/orders/roles/clerk?wait=10");
  EXPECT_THAT(wait({"app", "policy", "orders", "--require-claim", "sid"}),
              StartsWith("PATCH /api/v1/apps/orders/policy?wait=10 "));
  EXPECT_THAT(wait({"user", "set-password", "usr_1", "--password-stdin"}, "pass word\n"),
              StartsWith("PUT /api/v1/operator/users/usr_1/password?wait=10 "));
  platform_.asked.clear();
  EXPECT_EQ(run({"app", "policy", "orders", "--wait", "10s"}), kWrongUsage);
  EXPECT_EQ(run({"session", "end", "ses_1", "--wait", "2m"}), kWrongUsage);
  EXPECT_THAT(platform_.asked, IsEmpty());
}

TEST_F(CommandLineTest, UnknownAddressIsRefused) {
  answer(200, R"({"items":[]})");
  EXPECT_EQ(run({"user", "show", "no@b.example"}), kRefused);
  EXPECT_THAT(err_, AllOf(HasSubstr("no user with the e-mail address no@b.example"),
                          HasSubstr("gatehouse user list")));
  EXPECT_EQ(out_, "");
}

TEST_F(CommandLineTest, ProblemAnswerBecomesOneLine) {
  answer(422, R"({"title":"x","status":422,"detail":"The request is not valid.","code":"invalid_request",
                  "errors":[{"field":"email","message":"must be an e-mail address"},{"field":"name","message":"is empty"}]})");
  EXPECT_EQ(run({"user", "add", "--email", "nonsense"}), kRefused);
  EXPECT_EQ(err_,
            "gatehouse: The request is not valid: --email must be an e-mail address; --name is empty "
            "(invalid_request)\n");
}

TEST_F(CommandLineTest, AnswerThatIsNoProblemIsStillOneLine) {
  answer(502, "<html>");
  EXPECT_EQ(run({"user", "list"}), kRefused);
  EXPECT_THAT(err_, HasSubstr("status 502"));
}

TEST_F(CommandLineTest, OnlyCommandsToBeginWithMakeAPlatform) {
  platform_.closed = "no";
  EXPECT_EQ(run({"user", "add", "--email", "a@b.example", "--data", "/d"}), kRefused);
  EXPECT_EQ(platform_.absent, AbsentPlatform::make);
  EXPECT_EQ(platform_.data, "/d");
  EXPECT_EQ(run({"user", "list"}), kRefused);
  EXPECT_EQ(platform_.absent, AbsentPlatform::refuse);
}

TEST_F(CommandLineTest, PlatformThatCantBeOpenedIsRefused) {
  platform_.closed = "the data folder is in use";
  EXPECT_EQ(run({"user", "list"}), kRefused);
  EXPECT_EQ(err_, "gatehouse: the data folder is in use\n");
  EXPECT_EQ(run({"serve"}), kRefused);
}

TEST_F(CommandLineTest, PasswordThatIsMissingIsRefusedBeforeAnythingIsSent) {
  EXPECT_EQ(run({"user", "add", "--email", "a@b.example", "--password-stdin"}, ""), kRefused);
  EXPECT_EQ(run({"user", "add", "--email", "a@b.example", "--password-stdin"}, "\n"), kRefused);
  EXPECT_THAT(err_, HasSubstr("password"));
  EXPECT_THAT(platform_.asked, IsEmpty());
}

TEST_F(CommandLineTest, AppAddShowsTheSecretKeyOnce) {
  answer(201,
         R"({"id":"orders","name":"Orders","secretKey":"s3cret","redirectUris":["https://o.example/cb"]})");
  EXPECT_EQ(run({"app", "add", "--name", "Orders", "--redirect-uri", "https://o.example/cb",
                 "--token-lifetime", "5m"}),
            kDone);
  EXPECT_THAT(platform_.asked,
              ElementsAre("POST /api/v1/apps {\"name\":\"Orders\",\"redirectUris\":[\"https://o.example/"
                          "cb\"],\"tokenLifetimeSeconds\":300}"));
  EXPECT_THAT(out_, AllOf(HasSubstr("secret key     s3cret\n"), HasSubstr("not shown again")));
}

TEST_F(CommandLineTest, AppAddSaysWhereTheAppHearsOfSignOuts) {
  answer(201, R"({"id":"orders","name":"Orders"})");
  EXPECT_EQ(run({"app", "add", "--name", "Orders", "--backchannel-logout-uri", "https://o.example/out"}),
            kDone);
  EXPECT_THAT(platform_.asked.front(), HasSubstr(R"("backchannelLogoutUri":"https://o.example/out")"));
}

TEST_F(CommandLineTest, RotationHasThreeSteps) {
  answer(200, R"({"secretKey":"next"})");
  answer(200, "{}");
  answer(200, "{}");
  EXPECT_EQ(run({"app", "rotate-secret", "orders"}), kDone);
  EXPECT_EQ(run({"app", "rotate-secret", "orders", "--activate"}), kDone);
  EXPECT_EQ(run({"app", "rotate-secret", "orders", "--retire"}), kDone);
  EXPECT_THAT(platform_.asked,
              ElementsAre("POST /api/v1/apps/orders/secret/rotate {\"step\":\"prepare\"}",
                          "POST /api/v1/apps/orders/secret/rotate {\"step\":\"activate\",\"force\":true}",
                          "POST /api/v1/apps/orders/secret/rotate {\"step\":\"retire\"}"));
  EXPECT_EQ(run({"app", "rotate-secret", "orders", "--activate", "--retire"}), kWrongUsage);
  EXPECT_EQ(run({"app", "rotate-secret", "orders", "--now"}), kWrongUsage);
  answer(200, R"({"refusedFrom":"2026-11-30T12:00:00.000Z"})");
  EXPECT_EQ(run({"app", "rotate-secret", "orders", "--retire", "--now"}), kDone);
  EXPECT_EQ(platform_.asked.back(),
            "POST /api/v1/apps/orders/secret/rotate {\"step\":\"retire\",\"now\":true}");
}

TEST_F(CommandLineTest, MemberSetReplacesAllRoles) {
  answer(200, R"({"roles":["editor"]})");
  EXPECT_EQ(run({"member", "set", "--app", "orders", "--user", "usr_1", "--role", "editor"}), kDone);
  EXPECT_THAT(platform_.asked, ElementsAre("PUT /api/v1/apps/orders/members/usr_1 {\"roles\":[\"editor\"]}"));
}

TEST_F(CommandLineTest, MembersAreListedWithTheirUsers) {
  answer(200, R"({"items":[{"user":{"id":"usr_1","email":"a@b.example","name":"Ada"},"roles":["x","y"]}]})");
  EXPECT_EQ(run({"member", "list", "--app", "orders"}), kDone);
  EXPECT_EQ(out_, "USER   E-MAIL       NAME  ROLES\nusr_1  a@b.example  Ada   x, y\n");
}

TEST_F(CommandLineTest, RoleNamesArePercentEncodedInPaths) {
  answer(200, R"({"name":"two words","permissions":[]})");
  EXPECT_EQ(run({"role", "set", "two words", "--app", "orders", "--no-permissions"}), kDone);
  EXPECT_THAT(platform_.asked,
              ElementsAre("PATCH /api/v1/apps/orders/roles/two%20words {\"permissions\":[]}"));
}

TEST_F(CommandLineTest, CommandsThatWouldChangeNothingAreWrongUsage) {
  EXPECT_EQ(run({"app", "set", "orders"}), kWrongUsage);
  EXPECT_EQ(run({"role", "set", "editor", "--app", "orders"}), kWrongUsage);
  EXPECT_EQ(run({"app", "set", "orders", "--token-lifetime", "soon"}), kWrongUsage);
  EXPECT_EQ(run({"token", "issue", "--app", "orders", "--user", "u", "--ttl", "soon"}), kWrongUsage);
  EXPECT_THAT(platform_.asked, IsEmpty());
}

TEST_F(CommandLineTest, TokenIssuePrintsTheTokenAlone) {
  answer(200, R"({"token":"a.b.c","expiresAt":"2026-01-01T00:00:00.000Z"})");
  EXPECT_EQ(run({"token", "issue", "--app", "orders", "--user", "usr_1", "--ttl", "15m"}), kDone);
  EXPECT_THAT(
      platform_.asked,
      ElementsAre(
          "POST /api/v1/operator/tokens {\"appId\":\"orders\",\"ttlSeconds\":900,\"userId\":\"usr_1\"}"));
  EXPECT_EQ(out_, "a.b.c\n");
}

TEST_F(CommandLineTest, AllBadSettingsAreShownAtOnce) {
  environment_["GATEHOUSE_LISTEN"] = "nowhere";
  EXPECT_EQ(run({"user", "list", "--public-url", "ftp://x"}), kRefused);
  EXPECT_THAT(err_, AllOf(HasSubstr("listen (GATEHOUSE_LISTEN)"), HasSubstr("public_url (--public-url)")));
  EXPECT_THAT(platform_.asked, IsEmpty());
}

TEST_F(CommandLineTest, ServeGetsTheSettings) {
  EXPECT_EQ(run({"serve", "--public-url", "https://auth.example.com/"}), kDone);
  EXPECT_EQ(platform_.served, "https://auth.example.com");
}

TEST_F(CommandLineTest, HelpAndVersionGoToStandardOutput) {
  EXPECT_EQ(run({"--help"}), kDone);
  EXPECT_THAT(out_,
              AllOf(HasSubstr("Usage: gatehouse NOUN"), HasSubstr("\n  member "), HasSubstr("--data DIR")));
  EXPECT_EQ(run({"member", "--help"}), kDone);
  EXPECT_THAT(out_, AllOf(HasSubstr("member set"), HasSubstr("member remove"), HasSubstr("Example:")));
  EXPECT_EQ(run({"--version"}), kDone);
  EXPECT_THAT(out_, StartsWith("gatehouse "));
  EXPECT_EQ(err_, "");
}

TEST_F(CommandLineTest, EveryCommandExplainsItselfWithAnExample) {
  for (const Command& command : command_table()) {
    std::vector<std::string> words{std::string(command.noun), "--help"};
    if (!command.verb.empty()) words.insert(words.begin() + 1, std::string(command.verb));
    EXPECT_EQ(run(words), kDone);
    EXPECT_THAT(out_,
                AllOf(HasSubstr(command.name()), HasSubstr("Usage: "), HasSubstr("Example:\n  gatehouse ")));
    for (const Option& option : command.options) EXPECT_THAT(out_, HasSubstr(option.name));
  }
}

TEST_F(CommandLineTest, WrongUsageIsStatusTwoOnStandardError) {
  EXPECT_EQ(run({}), kWrongUsage);
  EXPECT_EQ(run({"usr"}), kWrongUsage);
  EXPECT_EQ(out_, "");
  EXPECT_THAT(err_, StartsWith("gatehouse: "));
}

TEST(CommandLineManual, CommittedPageIsFresh) {
  std::ifstream file("docs/reference/command-line.md", std::ios::binary);
  const std::string page((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  EXPECT_EQ(page, make_command_line_manual())
      << "run build/dev/bin/write_reference and commit what it writes";
}

class ImportTest : public CommandLineTest {
 protected:
  ImportTest() {
    std::string pattern = std::filesystem::temp_directory_path() / "gatehouse-import-XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~ImportTest() override { std::filesystem::remove_all(folder_); }
  int import(const std::string& text, std::vector<std::string> more = {}) {
    const std::string path = folder_ / "people.csv";
    std::ofstream(path) << text;
    std::vector<std::string> words = {"user", "import", path};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
  void answer_begun() {
    answer(201, R"({"id":"imp_1"})");
    answer(200, R"({"id":"imp_1","state":"receiving"})");
  }
  void answer_import(const std::string& state, int bad, int added) {
    answer(200, R"({"id":"imp_1","state":")" + state + R"(","lines":4,"doneLines":2,"rows":3,"bad":)" +
                    std::to_string(bad) + R"(,"added":)" + std::to_string(added) + "}");
  }
  void answer_bad_row() {
    answer(200,
           R"({"items":[{"line":3,"email":"x","field":"email","message":"is none"}],"nextCursor":null})");
  }
  void answer_no_bad_row() { answer(200, R"({"items":[],"nextCursor":null})"); }
  std::filesystem::path folder_;
};

TEST_F(ImportTest, SendsTheFileAndRunsItToItsEnd) {
  answer_begun();
  answer_import("running", 0, 2);
  answer_import("done", 0, 3);
  answer_no_bad_row();
  answer(204, "");
  EXPECT_EQ(import("email,name\nAda@b.example,Ada\n"), kDone) << err_;
  EXPECT_THAT(platform_.asked,
              ElementsAre("POST /api/v1/users/imports {}",
                          "POST /api/v1/users/imports/imp_1/rows email,name\nAda@b.example,Ada\n",
                          "POST /api/v1/users/imports/imp_1/run {\"mode\":\"all_or_none\"}",
                          "POST /api/v1/users/imports/imp_1/run {\"mode\":\"all_or_none\"}",
                          "GET /api/v1/users/imports/imp_1/rows?bad=true&limit=500",
                          "DELETE /api/v1/users/imports/imp_1"));
  EXPECT_EQ(out_, "Imported 3 users.\n");
}

TEST_F(ImportTest, ReportsEveryBadRowAndAddsNothing) {
  answer_begun();
  answer_import("refused", 1, 0);
  answer_bad_row();
  answer(204, "");
  EXPECT_EQ(import("nonsense"), kRefused);
  EXPECT_THAT(err_, AllOf(HasSubstr("nothing was imported"), HasSubstr("line 3: x: email is none")));
}

TEST_F(ImportTest, AsksHowFarItIsWhenAnAnswerIsLost) {
  answer_begun();
  answer(504, R"({"detail":"No answer in time.","code":"timeout"})");
  answer_import("receiving", 0, 0);
  answer(409, R"({"detail":"This import is done.","code":"wrong_state"})");
  answer_import("done", 0, 3);
  answer_no_bad_row();
  answer(204, "");
  EXPECT_EQ(import("email\na@b.example\n"), kDone) << err_;
  EXPECT_EQ(out_, "Imported 3 users.\n");
}

TEST_F(ImportTest, LeavesBadRowsOutWhereAsked) {
  answer_begun();
  answer_import("done", 1, 2);
  answer_bad_row();
  answer(204, "");
  EXPECT_EQ(import("nonsense", {"--skip-bad", "--json"}), kDone);
  EXPECT_THAT(platform_.asked.at(2), HasSubstr("skip_bad"));
  EXPECT_THAT(out_, StartsWith(R"({"rows":3,"bad":1,"added":2,"errors":[{"line":3)"));
  EXPECT_THAT(err_, HasSubstr("left out"));
}

TEST_F(ImportTest, DryRunImportsNothing) {
  answer_begun();
  answer_import("receiving", 1, 0);
  answer_bad_row();
  answer(204, "");
  EXPECT_EQ(import("nonsense", {"--dry-run"}), kRefused);
  EXPECT_THAT(platform_.asked, Not(testing::Contains(HasSubstr("/run"))));
  EXPECT_EQ(out_, "3 rows checked, 1 bad row; nothing was imported.\n");
}

TEST_F(ImportTest, MissingOrBrokenFileIsRefused) {
  EXPECT_EQ(run({"user", "import", folder_ / "absent.csv"}), kRefused);
  EXPECT_THAT(err_, HasSubstr("can't be read"));
  answer(201, R"({"id":"imp_1"})");
  answer(422, R"({"detail":"Line 1: a quoted field must be closed.","code":"malformed_csv"})");
  answer(204, "");
  EXPECT_EQ(import("\"open"), kRefused);
  EXPECT_THAT(err_, HasSubstr("Line 1: a quoted field"));
}

TEST_F(ImportTest, ExportFollowsTheCursorAndWritesAFile) {
  http::Response first{200, {}, "email\r\na@b.example\r\n"};
  first.headers.set("Next-Cursor", "a b");
  platform_.answers.push_back(first);
  answer(200, "c@b.example\r\n");
  const std::string path = folder_ / "out.csv";
  EXPECT_EQ(run({"user", "export", path}), kDone) << err_;
  EXPECT_THAT(platform_.asked,
              ElementsAre("GET /api/v1/users/export", "GET /api/v1/users/export?cursor=a%20b"));
  std::ifstream file(path, std::ios::binary);
  EXPECT_EQ(std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>()),
            "email\r\na@b.example\r\nc@b.example\r\n");
}

TEST_F(CommandLineTest, SearchesAreSentEncoded) {
  answer(200, R"({"items":[],"nextCursor":null})");
  EXPECT_EQ(run({"user", "list", "--search", "ada l", "--state", "disabled"}), kDone);
  EXPECT_THAT(platform_.asked, ElementsAre("GET /api/v1/users?search=ada%20l&state=disabled&limit=500"));
  EXPECT_THAT(out_, HasSubstr("no such user"));
}

}  // namespace
}  // namespace gatehouse::server
