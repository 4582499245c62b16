// SPDX-License-Identifier: Apache-2.0
#include "core/base/log.h"

#include <condition_variable>
#include <mutex>

#include <gtest/gtest.h>

namespace gatehouse {
namespace {

std::string logged(LogFormat format, const std::function<void(Logger&)>& use) {
  FixedClock clock(Time(std::chrono::milliseconds(1795428900250)));
  std::string lines;
  {
    Logger logger(clock, format, LogLevel::info, [&](std::string_view more) { lines += more; });
    use(logger);
  }
  return lines;
}

TEST(Logger, WritesJsonWithTypedFields) {
  EXPECT_EQ(
      logged(LogFormat::json,
             [](Logger& log) {
               log.info("signed in", {{"user", "u1"}, {"count", 3}, {"new", true}});
             }),
      "{\"time\":\"2026-11-23T10:15:00.250Z\",\"level\":\"info\",\"message\":\"signed in\",\"user\":\"u1\","
      "\"count\":3,\"new\":true}\n");
}

TEST(Logger, WritesTextWithQuotedValues) {
  EXPECT_EQ(logged(LogFormat::text,
                   [](Logger& log) {
                     log.error("no", {{"why", "it broke"}, {"id", "7"}});
                   }),
            "2026-11-23T10:15:00.250Z error   no why=\"it broke\" id=7\n");
}

TEST(Logger, LeavesOutWhatIsBelowTheLeastLevel) {
  EXPECT_EQ(logged(LogFormat::text, [](Logger& log) { log.debug("noise"); }), "");
}

// IN-10
TEST(Logger, KeepsHostileValuesOnOneLine) {
  const auto line = logged(LogFormat::json, [](Logger& log) {
    log.info("a\nb\x1b[31m", {{"field", "\",\"admin\":true,\"x\":\"\xe2\x80\xae\xc2\x85"}});
  });
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  EXPECT_NE(line.find(R"(a\nb\u001b[31m)"), std::string::npos);
  EXPECT_NE(line.find(R"(\",\"admin\":true,\"x\":\"\u202e\u0085)"), std::string::npos);
}

TEST(Logger, BlockedSinkDropsAndCountsInsteadOfBlocking) {
  FixedClock clock(Time{});
  std::mutex mutex;
  std::condition_variable released;
  bool open = false;
  std::string lines;
  {
    Logger logger(clock, LogFormat::text, LogLevel::info, [&](std::string_view more) {
      std::unique_lock lock(mutex);
      released.wait(lock, [&] { return open; });
      lines += more;
    });
    const std::string big(60000, 'x');
    for (int i = 0; i < 50; ++i) logger.info(big);
    EXPECT_GT(logger.dropped(), 0U);
    {
      const std::lock_guard lock(mutex);
      open = true;
    }
    released.notify_all();
  }
  EXPECT_NE(lines.find("log records dropped"), std::string::npos);
}

}  // namespace
}  // namespace gatehouse
