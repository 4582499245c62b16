// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace gatehouse {

/// A string identifier of one kind of thing; ids of different kinds do not mix.
/// `using UserId = Id<struct UserIdTag>;`
template <class Tag>
class Id {
 public:
  Id() = default;
  explicit Id(std::string value) : value_(std::move(value)) {}
  [[nodiscard]] const std::string& value() const { return value_; }
  [[nodiscard]] bool empty() const { return value_.empty(); }
  friend auto operator<=>(const Id&, const Id&) = default;

 private:
  std::string value_;
};

}  // namespace gatehouse

template <class Tag>
struct std::hash<gatehouse::Id<Tag>> {
  std::size_t operator()(const gatehouse::Id<Tag>& id) const { return std::hash<std::string>()(id.value()); }
};
