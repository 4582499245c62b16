// SPDX-License-Identifier: Apache-2.0
#include "core/http/router.h"

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>

#include "core/http/form.h"
#include "core/http/syntax.h"

namespace gatehouse::http {
namespace {

std::vector<std::string_view> split_segments(std::string_view path) {
  std::vector<std::string_view> segments;
  do {
    path.remove_prefix(1);
    segments.push_back(path.substr(0, path.find('/')));
    path.remove_prefix(segments.back().size());
  } while (!path.empty());
  return segments;
}

std::optional<std::string_view> parameter_name(std::string_view segment) {
  if (segment.size() < 2 || segment.front() != '{' || segment.back() != '}') return std::nullopt;
  return segment.substr(1, segment.size() - 2);
}

[[noreturn]] void refuse(std::string_view pattern, std::string_view reason) {
  throw std::invalid_argument("route " + std::string(pattern) + ": " + std::string(reason));
}

}  // namespace

struct Router::Node {
  struct Endpoint {
    std::size_t route;
    std::vector<std::string> names;
  };
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> parameter;
  std::map<Method, Endpoint> endpoints;

  /// Walks `segments` from `depth`, literals first, until a leaf has the method; a leaf without it leaves its
  /// methods in `allowed`. `values` holds the parameters of the way taken.
  const Endpoint* walk(const std::vector<std::string>& segments, std::size_t depth, Method method,
                       std::vector<std::string>& values, std::vector<Method>& allowed) const {
    if (depth == segments.size()) return find_endpoint(method, allowed);
    if (const auto child = literals.find(segments[depth]); child != literals.end()) {
      if (const auto* found = child->second->walk(segments, depth + 1, method, values, allowed)) return found;
    }
    if (!parameter || segments[depth].empty()) return nullptr;
    values.push_back(segments[depth]);
    if (const auto* found = parameter->walk(segments, depth + 1, method, values, allowed)) return found;
    values.pop_back();
    return nullptr;
  }

  const Endpoint* find_endpoint(Method method, std::vector<Method>& allowed) const {
    if (const auto found = endpoints.find(method); found != endpoints.end()) return &found->second;
    // RFC 9110, section 9.3.2: HEAD is GET without the content
    const auto get = endpoints.find(Method::get);
    if (method == Method::head && get != endpoints.end()) return &get->second;
    for (const auto& endpoint : endpoints) allowed.push_back(endpoint.first);
    if (get != endpoints.end()) allowed.push_back(Method::head);
    return nullptr;
  }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Method method, std::string_view pattern, std::size_t route) {
  if (pattern.empty() || pattern.front() != '/') refuse(pattern, "must start with /");
  auto* node = root_.get();
  std::vector<std::string> names;
  for (const auto segment : split_segments(pattern)) {
    if (const auto name = parameter_name(segment)) {
      if (!is_token(*name)) refuse(pattern, "has a parameter without a name");
      if (std::find(names.begin(), names.end(), *name) != names.end())
        refuse(pattern, "names a parameter twice");
      names.emplace_back(*name);
      if (!node->parameter) node->parameter = std::make_unique<Node>();
      node = node->parameter.get();
    } else {
      if (segment.find_first_of("{}%") != segment.npos) refuse(pattern, "has a bad segment");
      auto& child = node->literals[std::string(segment)];
      if (!child) child = std::make_unique<Node>();
      node = child.get();
    }
  }
  if (!node->endpoints.try_emplace(method, Node::Endpoint{route, std::move(names)}).second) {
    refuse(pattern, "is there already for " + std::string(to_text(method)));
  }
}

Router::Outcome Router::find(Method method, std::string_view path) const {
  if (path.empty() || path.front() != '/') return NotFound{};
  std::vector<std::string> segments;
  for (const auto encoded : split_segments(path)) {
    auto segment = percent_decode(encoded);
    if (!segment) return NotFound{};
    segments.push_back(std::move(*segment));
  }
  std::vector<std::string> values;
  std::vector<Method> allowed;
  if (const auto* found = root_->walk(segments, 0, method, values, allowed)) {
    Match match{found->route, {}};
    for (std::size_t i = 0; i < values.size(); ++i)
      match.params.emplace_back(found->names[i], std::move(values[i]));
    return match;
  }
  if (allowed.empty()) return NotFound{};
  std::sort(allowed.begin(), allowed.end());
  allowed.erase(std::unique(allowed.begin(), allowed.end()), allowed.end());
  MethodNotAllowed refusal;
  for (const auto each : allowed)
    refusal.allow += (refusal.allow.empty() ? "" : ", ") + std::string(to_text(each));
  return refusal;
}

}  // namespace gatehouse::http
