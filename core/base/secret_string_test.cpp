// SPDX-License-Identifier: Apache-2.0
#include "core/base/secret_string.h"

#include <ostream>
#include <type_traits>

#include <gtest/gtest.h>

namespace gatehouse {
namespace {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};

TEST(SecretString, CannotBePrinted) {
  EXPECT_FALSE(Printable<SecretString>);
  EXPECT_FALSE((std::is_convertible_v<SecretString, std::string_view>));
}

TEST(SecretString, ComparesByContent) {
  EXPECT_TRUE(SecretString("one") == SecretString("one"));
  EXPECT_FALSE(SecretString("one") == SecretString("two"));
  EXPECT_FALSE(SecretString("one") == SecretString("one more"));
}

TEST(SecretString, MovedFromIsEmpty) {
  SecretString first("a secret long enough to be on the heap");
  const SecretString second(std::move(first));
  EXPECT_EQ(second.reveal(), "a secret long enough to be on the heap");
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): that it is wiped is the point
}

}  // namespace
}  // namespace gatehouse
