// SPDX-License-Identifier: Apache-2.0
#include "core/token/secret_key.h"

#include <gtest/gtest.h>

namespace gatehouse::token {
namespace {

const std::string kGood = "b7d1f0e4c2a95836b7d1f0e4c2a95836";

TEST(SecretKey, GoodOnesPass) {
  EXPECT_TRUE(check_secret_key(kGood));
  EXPECT_TRUE(check_secret_key("pässwörter-über-zweiunddreißig-Bytes"));
  EXPECT_TRUE(check_secret_key(kGood + std::string(5000, 'x')));
}

TEST(SecretKey, EachFaultIsNamed) {
  const auto fault = [](std::string_view secret) { return check_secret_key(secret).error(); };
  EXPECT_EQ(fault(""), SecretKeyFault::too_short);
  EXPECT_EQ(fault(kGood.substr(1)), SecretKeyFault::too_short);
  EXPECT_EQ(fault("abcdefgabcdefgabcdefgabcdefgabcdefg"), SecretKeyFault::too_few_distinct_characters);
  EXPECT_EQ(fault("ééééééééééééééééééééé"), SecretKeyFault::too_few_distinct_characters);
  EXPECT_EQ(fault(kGood + ","), SecretKeyFault::holds_comma);
  EXPECT_EQ(fault(kGood + " "), SecretKeyFault::holds_white_space);
  EXPECT_EQ(fault(kGood + "\n"), SecretKeyFault::holds_white_space);
  EXPECT_EQ(fault(kGood + "\xc2\xa0"), SecretKeyFault::holds_white_space);
  EXPECT_EQ(fault(kGood + "\xe2\x80\x8b"), SecretKeyFault::holds_white_space);
  EXPECT_EQ(fault(kGood + std::string(1, '\0')), SecretKeyFault::holds_white_space);
  EXPECT_EQ(fault(kGood + "\xff"), SecretKeyFault::not_utf8);
  EXPECT_EQ(fault("a-string-secret-at-least-256-bits-long"), SecretKeyFault::printed_in_documentation);
  EXPECT_EQ(fault("sample-secret-" + kGood), SecretKeyFault::printed_in_documentation);
}

TEST(SecretKey, EachFaultHasItsOwnCodeAndMend) {
  for (const auto fault : {SecretKeyFault::too_short, SecretKeyFault::too_few_distinct_characters,
                           SecretKeyFault::holds_comma, SecretKeyFault::holds_white_space,
                           SecretKeyFault::not_utf8, SecretKeyFault::printed_in_documentation}) {
    EXPECT_TRUE(to_code(fault).starts_with("secret_"));
    EXPECT_GT(to_sentence(fault).size(), 40U);
  }
}

TEST(SecretKeys, CurrentAndNextAreRead) {
  EXPECT_EQ(parse_secret_keys(kGood)->size(), 1U);
  const auto both = parse_secret_keys(kGood + "," + kGood + "x");
  ASSERT_EQ(both->size(), 2U);
  EXPECT_EQ((*both)[1].reveal(), kGood + "x");
}

TEST(SecretKeys, ABadPartSpoilsAll) {
  EXPECT_EQ(parse_secret_keys("").error(), SecretKeyFault::too_short);
  EXPECT_EQ(parse_secret_keys(kGood + ",").error(), SecretKeyFault::too_short);
  EXPECT_EQ(parse_secret_keys("," + kGood).error(), SecretKeyFault::too_short);
  EXPECT_EQ(parse_secret_keys(kGood + ", " + kGood).error(), SecretKeyFault::holds_white_space);
  EXPECT_EQ(parse_secret_keys(kGood + "," + kGood + "," + kGood).error(), SecretKeyFault::holds_comma);
}

}  // namespace
}  // namespace gatehouse::token
