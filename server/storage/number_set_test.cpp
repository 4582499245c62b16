// SPDX-License-Identifier: Apache-2.0
#include "server/storage/number_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatehouse::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::size_t kLast = NumberSet::kNumbers - 1;

NumberSet every(std::size_t step) {
  NumberSet set;
  for (std::size_t number = 0; number < NumberSet::kNumbers; number += step) set.add(number);
  return set;
}

TEST(NumberSet, HoldsWhatWasAddedAndNotRemoved) {
  NumberSet set;
  EXPECT_TRUE(set.empty());
  for (const std::size_t number : {std::size_t(0), std::size_t(63), std::size_t(64), kLast}) set.add(number);
  set.remove(64);
  set.remove(65);
  EXPECT_THAT(set.list(), ElementsAre(0, 63, kLast));
  EXPECT_TRUE(set.has(63));
  EXPECT_FALSE(set.has(64));
  EXPECT_EQ(set.size(), 3U);
}

TEST(NumberSet, IsTheSameAfterBeingStored) {
  for (const std::size_t step : {std::size_t(1), std::size_t(2), std::size_t(7), std::size_t(16),
                                 std::size_t(17), std::size_t(100), kLast}) {
    const auto set = every(step);
    const auto bytes = set.encode();
    EXPECT_LE(bytes.size(), 2016U);
    EXPECT_EQ(NumberSet::decode(bytes).list(), set.list()) << step;
  }
  EXPECT_EQ(every(100).encode().size(), 2 * every(100).size());
  EXPECT_THAT(NumberSet::decode({}).list(), IsEmpty());
}

TEST(NumberSet, KeepsWhatIsCommon) {
  auto set = every(2);
  set.keep_common(every(3).encode());
  EXPECT_EQ(set.list(), every(6).list());
  set.keep_common(every(100).encode());
  EXPECT_EQ(set.list(), every(300).list());
}

}  // namespace
}  // namespace gatehouse::server
