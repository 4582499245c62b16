// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "core/base/time_text.h"
#include "core/http/problem.h"
#include "core/http/router.h"
#include "server/access/route_problems.h"

namespace gatehouse::server {

/// What is wrong with a value that should have this shape; empty when nothing is. `where` is its place.
inline std::string find_misfit(const boost::json::value& value, const Shape& shape,
                               const std::string& where = "$");

inline std::string find_misfit_of_object(const boost::json::object& object, const Shape& shape,
                                         const std::string& where) {
  for (const auto& [name, value] : object) {
    const std::string wanted(name);
    const auto declared = std::find_if(shape.children.begin(), shape.children.end(),
                                       [&](const Shape& it) { return it.member == wanted; });
    if (declared == shape.children.end()) return where + "." + wanted + " is not declared";
    if (auto misfit = find_misfit(value, *declared, where + "." + wanted); !misfit.empty()) return misfit;
  }
  for (const auto& member : shape.children) {
    if (!member.is_optional && !object.contains(member.member))
      return where + "." + member.member + " is missing";
  }
  return "";
}

inline std::string find_misfit_of_items(const boost::json::value& value, const Shape& item,
                                        const std::string& where) {
  if (const auto* array = value.if_array()) {
    for (const auto& each : *array) {
      if (auto misfit = find_misfit(each, item, where + "[]"); !misfit.empty()) return misfit;
    }
    return "";
  }
  for (const auto& [name, each] : value.as_object()) {
    if (auto misfit = find_misfit(each, item, where + "." + std::string(name)); !misfit.empty())
      return misfit;
  }
  return "";
}

inline std::string find_misfit(const boost::json::value& value, const Shape& shape,
                               const std::string& where) {
  if (value.is_null() && shape.kind != Shape::Kind::anything)
    return shape.may_be_null ? "" : where + " is null";
  const auto need = [&](bool fits, const char* what) { return fits ? "" : where + " is no " + what; };
  const auto* text = value.if_string();
  const auto is_one_of = [&] {
    return shape.values.empty() ||
           std::find(shape.values.begin(), shape.values.end(), std::string_view(*text)) != shape.values.end();
  };
  switch (shape.kind) {
    case Shape::Kind::text:
      return need(text != nullptr && is_one_of(), "text of the declared ones");
    case Shape::Kind::time:
      return need(text != nullptr && parse_rfc3339(*text).has_value(), "time");
    case Shape::Kind::flag:
      return need(value.is_bool(), "flag");
    case Shape::Kind::integer:
      return need(value.is_int64() || value.is_uint64(), "whole number");
    case Shape::Kind::number:
      return need(value.is_number(), "number");
    case Shape::Kind::list:
      return value.is_array() ? find_misfit_of_items(value, shape.children.at(0), where)
                              : where + " is no list";
    case Shape::Kind::map:
      return value.is_object() ? find_misfit_of_items(value, shape.children.at(0), where)
                               : where + " is no map";
    case Shape::Kind::object:
      return value.is_object() ? find_misfit_of_object(value.as_object(), shape, where)
                               : where + " is no object";
    case Shape::Kind::anything:
      break;
  }
  return "";
}

/// Holds answers of the API against what their routes declare, so that what OpenAPI says is what is sent.
class AnswerCheck {
 public:
  explicit AnswerCheck(const Routes& routes) : routes_(routes) {
    for (std::size_t i = 0; i < routes.size(); ++i) router_.add(routes[i].method, routes[i].path, i);
  }

  void check(const http::Request& request, const http::Response& response) const {
    const auto outcome = router_.find(request.method, request.path);
    const auto* match = std::get_if<http::Router::Match>(&outcome);
    if (match == nullptr || request.method == http::Method::head) return;
    const auto& route = routes_[match->route];
    // Where nothing is declared, nothing is promised: EveryAnswerIsDeclared sees to it that it is.
    if (route.answers.empty() || !route.path.starts_with("/api/v1/")) return;
    const auto misfit = response.status < 400 ? find_misfit_of_answer(route, response)
                                              : find_misfit_of_problem(route, response);
    EXPECT_EQ(misfit, "") << http::to_text(route.method) << ' ' << route.path << " answered "
                          << response.status << ' ' << response.body.substr(0, 400);
  }

 private:
  static std::string find_misfit_of_answer(const Route& route, const http::Response& response) {
    const auto declared = std::find_if(route.answers.begin(), route.answers.end(),
                                       [&](const Success& it) { return it.status == response.status; });
    if (declared == route.answers.end()) return "the status is not declared";
    const auto type = response.headers.find("Content-Type").value_or("");
    if (!declared->body) return type == declared->content_type ? "" : "the content type is not declared";
    if (type != "application/json") return "the answer is no JSON";
    boost::json::error_code error;
    const auto json = boost::json::parse(response.body, error);
    return error ? "the answer is no JSON" : find_misfit(json, *declared->body);
  }
  static std::string find_misfit_of_problem(const Route& route, const http::Response& response) {
    if (response.status >= 500) return "";
    const auto code = http::problem_code(response);
    // Said before any route is looked for.
    if (code == "unknown_host") return "";
    const auto problems = problems_of(route);
    const bool is_declared = std::any_of(problems.begin(), problems.end(), [&](const ProblemCode& it) {
      return it.status == response.status && it.code == code;
    });
    return is_declared ? "" : "the problem " + code + " is not declared";
  }

  const Routes& routes_;
  http::Router router_;
};

}  // namespace gatehouse::server
