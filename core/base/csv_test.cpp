// SPDX-License-Identifier: Apache-2.0
#include "core/base/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatehouse {
namespace {

using testing::ElementsAre;

TEST(ParseCsv, ReadsFieldsAndLines) {
  const auto records = parse_csv("a@b.example,Ada\r\n\nc@d.example,\n\"e\",\"x, \"\"y\"\"\nz\"\nf").value();
  ASSERT_EQ(records.size(), 4U);
  EXPECT_THAT(records[0].fields, ElementsAre("a@b.example", "Ada"));
  EXPECT_THAT(records[1].fields, ElementsAre("c@d.example", ""));
  EXPECT_THAT(records[2].fields, ElementsAre("e", "x, \"y\"\nz"));
  EXPECT_THAT(records[3].fields, ElementsAre("f"));
  EXPECT_EQ(records[0].line, 1U);
  EXPECT_EQ(records[1].line, 3U);
  EXPECT_EQ(records[3].line, 6U);
}

TEST(ParseCsv, EmptyTextHoldsNoRecord) {
  EXPECT_TRUE(parse_csv("").value().empty());
  EXPECT_TRUE(parse_csv("\n\r\n").value().empty());
}

TEST(ParseCsv, BrokenQuotingIsRefusedWithItsLine) {
  EXPECT_EQ(parse_csv("a\n\"open").error(), 2U);
  EXPECT_EQ(parse_csv("\"a\"b").error(), 1U);
  EXPECT_EQ(parse_csv("a\"b").error(), 1U);
  EXPECT_EQ(parse_csv("a\rb").error(), 1U);
}

TEST(ParseCsv, SeparatesByWhatItIsTold) {
  const auto records = parse_csv("a@b.example;Lovelace, Ada\n\"x;y\";z\n", ';').value();
  EXPECT_THAT(records[0].fields, ElementsAre("a@b.example", "Lovelace, Ada"));
  EXPECT_THAT(records[1].fields, ElementsAre("x;y", "z"));
}

TEST(FindSeparator, LooksAtTheFirstLine) {
  EXPECT_EQ(find_separator("email,name\na;b;c;d\n"), ',');
  EXPECT_EQ(find_separator("E-Mail;Vorname;Nachname\r\na,b,c,d\r\n"), ';');
  EXPECT_EQ(find_separator("email\tname"), '\t');
  EXPECT_EQ(find_separator("\"a;b;c\",d"), ',');
  EXPECT_EQ(find_separator("email"), ',');
  EXPECT_EQ(find_separator(""), ',');
}

TEST(MeasureRecords, CutsBetweenRecordsOnly) {
  EXPECT_EQ(measure_records("ab\ncd\nef", 100), 8U);
  EXPECT_EQ(measure_records("ab\ncd\nef", 7), 6U);
  EXPECT_EQ(measure_records("ab\ncd\nef", 4), 3U);
  EXPECT_EQ(measure_records("\"a\nb\"\ncd\n", 4), 6U);
  EXPECT_EQ(measure_records("abcdef\ngh\n", 2), 7U);
  EXPECT_EQ(measure_records("abcdef", 2), 6U);
}

}  // namespace
}  // namespace gatehouse
