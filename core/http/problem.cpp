// SPDX-License-Identifier: Apache-2.0
#include "core/http/problem.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "core/http/security_headers.h"

namespace gatehouse::http {
namespace {

boost::json::array to_json(const std::vector<FieldError>& errors) {
  boost::json::array list;
  for (const auto& error : errors) {
    list.push_back(boost::json::object{{"field", error.field}, {"message", error.message}});
  }
  return list;
}

}  // namespace

Response problem(int status, std::string_view code, std::string_view detail,
                 const std::vector<FieldError>& errors) {
  boost::json::object body{{"type", "about:blank"},
                           {"title", status_phrase(status)},
                           {"status", status},
                           {"detail", detail},
                           {"code", code}};
  if (!errors.empty()) body["errors"] = to_json(errors);
  Response response{.status = status, .headers = {}, .body = boost::json::serialize(body)};
  response.headers.add("Content-Type", "application/problem+json");
  add_api_security_headers(response);
  return response;
}

std::string problem_code(const Response& response) {
  if (response.headers.find("Content-Type") != "application/problem+json") return "";
  boost::system::error_code error;
  const auto body = boost::json::parse(response.body, error);
  const auto* object = error ? nullptr : body.if_object();
  const auto* code = object ? object->if_contains("code") : nullptr;
  return code && code->is_string() ? std::string(code->as_string()) : "";
}

}  // namespace gatehouse::http
