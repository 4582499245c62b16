// SPDX-License-Identifier: Apache-2.0
#include "core/sql/placeholders.h"

#include <gtest/gtest.h>

namespace gatehouse::sql {
namespace {

TEST(Placeholders, AreNumberedInOrder) {
  const auto numbered = number_placeholders("insert into t values (?, ?,?)");
  EXPECT_EQ(numbered.text, "insert into t values ($1, $2,$3)");
  EXPECT_EQ(numbered.parameters, 3U);
}

TEST(Placeholders, DoubledIsTheOperator) {
  EXPECT_EQ(number_placeholders("select j ?? 'a' and k ??| ? from t").text,
            "select j ? 'a' and k ?| $1 from t");
}

class PlaceholdersKept : public ::testing::TestWithParam<const char*> {};

TEST_P(PlaceholdersKept, QuestionMarksThatAreNotParameters) {
  const auto numbered = number_placeholders(GetParam());
  EXPECT_EQ(numbered.text, GetParam());
  EXPECT_EQ(numbered.parameters, 0U);
}

INSTANTIATE_TEST_SUITE_P(Statements, PlaceholdersKept,
                         ::testing::Values("", "select 1", "select 'a?b'", "select 'it''s ?'",
                                           "select \"a?\"\"?\"", "select E'\\'?'", "select e'\\\\?'",
                                           "select 1 -- why?\n", "-- ?", "select /* ? /* ? */ ? */ 1", "/* ?",
                                           "select $$ ? $$", "select $tag$ ? $$ ? $tag$", "select $tag$ ?",
                                           "select 'open ?", "select \"open ?", "select E'open \\"));

TEST(Placeholders, QuotesEndWhereTheyEnd) {
  EXPECT_EQ(number_placeholders("select '?', ?").text, "select '?', $1");
  EXPECT_EQ(number_placeholders("select '\\', ?").text, "select '\\', $1");
  EXPECT_EQ(number_placeholders("select E'\\'', ?").text, "select E'\\'', $1");
  EXPECT_EQ(number_placeholders("select \"a\", ?").text, "select \"a\", $1");
  EXPECT_EQ(number_placeholders("select 1 -- ?\n, ?").text, "select 1 -- ?\n, $1");
  EXPECT_EQ(number_placeholders("/* /* */ */ ?").text, "/* /* */ */ $1");
  EXPECT_EQ(number_placeholders("$a$ ? $b$ $a$ ?").text, "$a$ ? $b$ $a$ $1");
}

TEST(Placeholders, StandApartFromTheirNeighbours) {
  EXPECT_EQ(number_placeholders("limit?offset?").text, "limit $1 offset $2");
  EXPECT_EQ(number_placeholders("?1").text, "$1 1");
  EXPECT_EQ(number_placeholders("$?$ ? $").text, "$ $1 $ $2 $");
}

TEST(Placeholders, DollarInANameIsNoQuote) {
  EXPECT_EQ(number_placeholders("select a$b$ ? from t").text, "select a$b$ $1 from t");
  EXPECT_EQ(number_placeholders("select name'?'").text, "select name'?'");
  EXPECT_EQ(number_placeholders("select $ ?").text, "select $ $1");
}

}  // namespace
}  // namespace gatehouse::sql
