// SPDX-License-Identifier: Apache-2.0
#include "core/http/headers.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace gatehouse::http {
namespace {

TEST(Headers, NamesCompareWithoutRegardToCase) {
  Headers headers;
  headers.add("Content-Type", "text/plain");
  EXPECT_EQ(headers.find("content-TYPE"), "text/plain");
  EXPECT_FALSE(headers.find("Content-Typ"));
}

TEST(Headers, AddKeepsEarlierFieldsAndSetReplacesThem) {
  Headers headers;
  headers.add("Vary", "Accept");
  headers.add("vary", "Cookie");
  EXPECT_EQ(headers.count("VARY"), 2u);
  EXPECT_EQ(headers.find("Vary"), "Accept");
  headers.set("Vary", "Origin");
  EXPECT_EQ(headers.count("Vary"), 1u);
  EXPECT_EQ(headers.find("Vary"), "Origin");
}

TEST(Headers, NothingCanBeInjected) {
  Headers headers;
  using namespace std::string_view_literals;
  for (const auto value : {"a\r\nSet-Cookie: b"sv, "a\nb"sv, "a\rb"sv, "a\0b"sv, "a\x7f"sv}) {
    EXPECT_THROW(headers.add("X", value), std::invalid_argument);
    EXPECT_THROW(headers.set("X", value), std::invalid_argument);
  }
  for (const auto name : {""sv, "a b"sv, "a:"sv, "a\r\n"sv}) {
    EXPECT_THROW(headers.add(name, "v"), std::invalid_argument);
  }
  EXPECT_EQ(headers.size(), 0u);
}

}  // namespace
}  // namespace gatehouse::http
