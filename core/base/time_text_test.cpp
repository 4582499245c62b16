// SPDX-License-Identifier: Apache-2.0
#include "core/base/time_text.h"

#include <gtest/gtest.h>

namespace gatehouse {
namespace {

TEST(Rfc3339, WritesUtcWithMilliseconds) {
  EXPECT_EQ(to_rfc3339(Time(std::chrono::milliseconds(1795428900250))), "2026-11-23T10:15:00.250Z");
  EXPECT_EQ(to_rfc3339(Time{}), "1970-01-01T00:00:00.000Z");
}

TEST(Rfc3339, ReadsWhatItWrites) {
  for (const std::int64_t at : {0LL, 1LL, 951782400000LL, 1795428900250LL, 4102444800000LL}) {
    const Time time{std::chrono::milliseconds(at)};
    EXPECT_EQ(parse_rfc3339(to_rfc3339(time)), time);
  }
}

TEST(Rfc3339, ReadsOffsetsAndFractions) {
  EXPECT_EQ(to_rfc3339(*parse_rfc3339("2026-11-23T12:15:00.25+02:00")), "2026-11-23T10:15:00.250Z");
  EXPECT_EQ(to_rfc3339(*parse_rfc3339("2026-11-23T10:15:00Z")), "2026-11-23T10:15:00.000Z");
}

TEST(Rfc3339, RefusesAnythingElse) {
  for (const char* text :
       {"", "2026-11-23", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-23T24:00:00Z",
        "2026-11-23T10:15:00", "2026-11-23T10:15:00.Z", "2026-11-23T10:15:00Zx", "2026-11-23 10:15:00Z",
        "+026-11-23T10:15:00Z", "2026-11-23T10:15:00+2:00"}) {
    EXPECT_FALSE(parse_rfc3339(text)) << text;
  }
}

TEST(HttpDate, IsImfFixdate) {
  EXPECT_EQ(to_http_date(Time(std::chrono::milliseconds(784111777000))), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST(Duration, ReadsUnits) {
  EXPECT_EQ(parse_duration("90"), std::chrono::seconds(90));
  EXPECT_EQ(parse_duration("90s"), std::chrono::seconds(90));
  EXPECT_EQ(parse_duration("15m"), std::chrono::minutes(15));
  EXPECT_EQ(parse_duration("4h"), std::chrono::hours(4));
  EXPECT_EQ(parse_duration("7d"), std::chrono::days(7));
}

TEST(Duration, RefusesAnythingElse) {
  for (const char* text : {"", "m", "-1s", "1w", "1.5h", "15 m", "99999999999999999999", "9999999999d"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
}

}  // namespace
}  // namespace gatehouse
