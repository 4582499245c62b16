// SPDX-License-Identifier: Apache-2.0
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/token/app_token_signer.h"
#include "server/app/command_line/run_command_line.h"

namespace gatehouse::server {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr const char* kSecret = "correct-horse-battery-staple-0123456789";

struct NoPlatform final : Platform {
  Outcome<std::unique_ptr<Transport>> open(const Settings&, AbsentPlatform) override {
    return fail(Refusal{"asked for a platform"});
  }
  Outcome<void> serve(const ReadSettings&) override { return fail(Refusal{"asked to serve"}); }
};

class LocalTokenTest : public testing::Test {
 protected:
  LocalTokenTest() {
    FixedRandom random;
    token_ = token::sign_app_token(token::SigningKey::hs256(SecretString(kSecret)),
                                   {.issuer = "https://auth.example.com",
                                    .user_id = "usr_1",
                                    .app_id = "orders",
                                    .email = "ada@example.com",
                                    .name = "Ada\x1b[2J",
                                    .issued_at = clock_.now(),
                                    .lifetime = std::chrono::minutes(15)},
                                   random);
    environment_["APP_SECRET"] = kSecret;
  }
  int run(std::vector<std::string> arguments, const std::string& input = "") {
    std::istringstream in(input);
    std::ostringstream out, err;
    Console console{in, out, err};
    NoPlatform platform;
    const int status = run_command_line(arguments, environment_, clock_, console, platform);
    out_ = out.str();
    err_ = err.str();
    return status;
  }
  int verify(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"token",      "verify", token_,  "--secret-env",
                                       "APP_SECRET", "--app",  "orders"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }

  FixedClock clock_{from_unix_seconds(1800000000)};
  Environment environment_;
  std::string token_, out_, err_;
};

TEST_F(LocalTokenTest, InspectShowsHeaderAndClaims) {
  EXPECT_EQ(run({"token", "inspect", token_}), kDone);
  EXPECT_THAT(out_, AllOf(HasSubstr("alg             HS256"), HasSubstr("appId           orders"),
                          HasSubstr("1800000900  (2027-01-15T08:15:00.000Z)"), HasSubstr("Ada?[2J"),
                          HasSubstr("Nothing of this is verified")));
}

TEST_F(LocalTokenTest, InspectReadsStandardInput) {
  EXPECT_EQ(run({"token", "inspect", "--json"}, token_ + "\n"), kDone);
  EXPECT_THAT(out_, AllOf(testing::StartsWith("{\"header\":{"), HasSubstr("\"claims\":{"),
                          HasSubstr("\"appId\":\"orders\"")));
  EXPECT_EQ(run({"token", "inspect"}, ""), kRefused);
}

TEST_F(LocalTokenTest, InspectRefusesWhatIsNoToken) {
  EXPECT_EQ(run({"token", "inspect", "nonsense"}), kRefused);
  EXPECT_THAT(err_, HasSubstr("this is no token: "));
  EXPECT_EQ(out_, "");
}

TEST_F(LocalTokenTest, VerifySaysValid) {
  EXPECT_EQ(verify(), kDone) << err_;
  EXPECT_EQ(out_, "The token is valid until 2027-01-15T08:15:00.000Z.\n");
  EXPECT_EQ(verify({"--issuer", "https://auth.example.com", "--json"}), kDone);
  EXPECT_THAT(out_, testing::StartsWith("{\"valid\":true,\"claims\":{"));
}

TEST_F(LocalTokenTest, VerifyTakesTwoSecrets) {
  environment_["APP_SECRET"] = std::string("another-secret-of-the-app-9876543210,") + kSecret;
  EXPECT_EQ(verify(), kDone) << err_;
}

TEST_F(LocalTokenTest, VerifySaysWhyNotWithTheStableCode) {
  EXPECT_EQ(verify({"--issuer", "https://other.example.com"}), kRefused);
  EXPECT_THAT(err_, AllOf(HasSubstr("the token is not valid: "), HasSubstr("(wrong_issuer)")));
  clock_.advance(std::chrono::hours(1));
  EXPECT_EQ(verify({"--json"}), kRefused);
  EXPECT_THAT(out_, AllOf(HasSubstr("\"valid\":false"), HasSubstr("\"code\":\"expired\"")));
  EXPECT_THAT(err_, HasSubstr("(expired)"));
  environment_["APP_SECRET"] = "another-secret-of-the-app-9876543210";
  EXPECT_EQ(verify(), kRefused);
  EXPECT_THAT(err_, HasSubstr("(signature_invalid)"));
}

TEST_F(LocalTokenTest, VerifyRefusesAMissingOrWeakSecretWithoutShowingIt) {
  environment_["APP_SECRET"] = "hush";
  EXPECT_EQ(verify(), kRefused);
  EXPECT_THAT(err_, AllOf(HasSubstr("APP_SECRET: "), testing::Not(HasSubstr("hush"))));
  environment_.clear();
  EXPECT_EQ(verify(), kRefused);
  EXPECT_THAT(err_, HasSubstr("APP_SECRET is not set"));
}

TEST_F(LocalTokenTest, VerifyNeedsAppAndSecret) {
  EXPECT_EQ(run({"token", "verify", token_, "--app", "orders"}), kWrongUsage);
  EXPECT_EQ(run({"token", "verify", token_, "--secret-env", "APP_SECRET"}), kWrongUsage);
  EXPECT_EQ(run({"token", "verify", token_, "--secret-env", "APP_SECRET", "--app="}), kWrongUsage);
}

}  // namespace
}  // namespace gatehouse::server
