// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/http/method.h"

namespace gatehouse::http {

/// Finds which of a fixed set of routes a method and path belong to. Patterns are literal segments and
/// `{name}` segments (one segment each, not empty); a literal beats a parameter. HEAD is served by GET
/// routes. Built once, then read from any thread.
class Router {
 public:
  struct Match {
    std::size_t route;                                        ///< index given to `add`
    std::vector<std::pair<std::string, std::string>> params;  ///< percent-decoded
  };
  struct NotFound {};
  struct MethodNotAllowed {
    std::string allow;  ///< value for the Allow header
  };
  using Outcome = std::variant<Match, NotFound, MethodNotAllowed>;

  Router();
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  /// Throws std::invalid_argument for a bad pattern or one that is there already.
  void add(Method method, std::string_view pattern, std::size_t route);
  [[nodiscard]] Outcome find(Method method, std::string_view path) const;

 private:
  struct Node;
  std::unique_ptr<Node> root_;
};

}  // namespace gatehouse::http
