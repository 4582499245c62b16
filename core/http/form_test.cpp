// SPDX-License-Identifier: Apache-2.0
#include "core/http/form.h"

#include <gtest/gtest.h>

namespace gatehouse::http {
namespace {

TEST(Form, DecodesNamesAndValuesInOrder) {
  const auto form = parse_form("a=1&b+c=x%20y%2B&&empty=&bare&u=%E2%82%AC");
  ASSERT_TRUE(form);
  const std::vector<std::pair<std::string, std::string>> expected{
      {"a", "1"}, {"b c", "x y+"}, {"empty", ""}, {"bare", ""}, {"u", "\xe2\x82\xac"}};
  EXPECT_EQ(form->pairs(), expected);
  EXPECT_FALSE(form->has_duplicates());
  EXPECT_EQ(form->find("empty"), "");
  EXPECT_FALSE(form->find("missing"));
}

TEST(Form, RepeatedParameterIsToldAndNotFound) {
  const auto form = parse_form("a=1&b=2&%61=3");
  ASSERT_TRUE(form);
  EXPECT_TRUE(form->has_duplicates());
  EXPECT_FALSE(form->find("a"));
  EXPECT_EQ(form->find("b"), "2");
}

TEST(Form, BrokenTextIsRefused) {
  for (const auto* text : {"a=%", "a=%4", "a=%zz", "%=1", "a=%ff", "a=%c0%80", "a=%00", "a=\xff"}) {
    EXPECT_FALSE(parse_form(text)) << text;
  }
}

TEST(Form, MoreThan256ParametersAreRefused) {
  std::string text = "p=1";
  for (int i = 1; i < 256; ++i) text += "&p=1";
  EXPECT_TRUE(parse_form(text));
  EXPECT_FALSE(parse_form(text + "&p=1"));
}

TEST(PercentCoding, EncodesAllButTheUnreserved) {
  EXPECT_EQ(percent_encode("aZ09-._~ +/%\xc3"), "aZ09-._~%20%2B%2F%25%C3");
}

TEST(PercentCoding, DecodesWhatItEncodes) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  EXPECT_EQ(percent_decode(percent_encode(all)), all);
  EXPECT_EQ(percent_decode("a+b"), "a+b");
  EXPECT_FALSE(percent_decode("%a"));
  EXPECT_FALSE(percent_decode("%+1"));
}

}  // namespace
}  // namespace gatehouse::http
