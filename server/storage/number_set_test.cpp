// SPDX-License-Identifier: Apache-2.0
#include "server/storage/number_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatehouse::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

NumberSet every(std::size_t step) {
  NumberSet set;
  for (std::size_t number = 0; number < NumberSet::kNumbers; number += step) set.add(number);
  return set;
}

TEST(NumberSet, HoldsWhatWasAddedAndNotRemoved) {
  NumberSet set;
  EXPECT_TRUE(set.empty());
  for (const std::size_t number : {0U, 63U, 64U, 16383U}) set.add(number);
  set.remove(64);
  set.remove(65);
  EXPECT_THAT(set.list(), ElementsAre(0, 63, 16383));
  EXPECT_TRUE(set.has(63));
  EXPECT_FALSE(set.has(64));
  EXPECT_EQ(set.size(), 3U);
}

TEST(NumberSet, IsTheSameAfterBeingStored) {
  for (const std::size_t step : {1U, 2U, 7U, 16U, 17U, 100U, 16383U}) {
    const auto set = every(step);
    const auto bytes = set.encode();
    EXPECT_LE(bytes.size(), 2048U);
    EXPECT_EQ(NumberSet::decode(bytes).list(), set.list()) << step;
  }
  EXPECT_EQ(every(100).encode().size(), 2 * every(100).size());
  EXPECT_THAT(NumberSet::decode({}).list(), IsEmpty());
}

TEST(NumberSet, KeepsWhatIsCommon) {
  auto set = every(2);
  set.keep_common(every(3));
  EXPECT_EQ(set.list(), every(6).list());
}

}  // namespace
}  // namespace gatehouse::server
