// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include <boost/json.hpp>

#include "core/http/status.h"
#include "server/access/route_problems.h"
#include "server/features/openapi/describe_shape.h"
#include "server/features/openapi/mount.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return lower;
}

json::value json_type(const char* type, bool may_be_null) {
  if (!may_be_null) return type;
  return json::array{type, "null"};
}

json::array describe_values(const Field& field) {
  json::array values(field.values.begin(), field.values.end());
  if (field.may_be_null) values.emplace_back(nullptr);  // the type alone would not let it in
  return values;
}

json::object describe_field(const Field& field) {
  json::object schema = {{"description", field.description}};
  switch (field.type) {
    case Field::Type::text:
      schema["type"] = json_type("string", field.may_be_null);
      schema["maxLength"] = field.max_bytes;
      if (!field.values.empty()) schema["enum"] = describe_values(field);
      break;
    case Field::Type::flag:
      schema["type"] = json_type("boolean", field.may_be_null);
      break;
    case Field::Type::integer:
      schema["type"] = json_type("integer", field.may_be_null);
      if (!field.bounds) break;
      schema["minimum"] = field.bounds->least;
      schema["maximum"] = field.bounds->most;
      break;
    case Field::Type::text_list:
      schema["type"] = json_type("array", field.may_be_null);
      schema["items"] = json::object{{"type", "string"}, {"maxLength", field.max_bytes}};
      break;
  }
  return schema;
}

json::object describe_body(const std::vector<Field>& fields) {
  json::object properties;
  json::array required;
  for (const auto& field : fields) {
    properties[field.name] = describe_field(field);
    if (field.is_required) required.push_back(json::value(field.name));
  }
  json::object schema = {
      {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  const bool is_needed = !required.empty();
  if (is_needed) schema["required"] = std::move(required);
  return {{"required", is_needed},
          {"content", json::object{{"application/json", json::object{{"schema", std::move(schema)}}}}}};
}

/// OpenAPI 3.1, section 4.8.14.3: bytes as they are have no schema.
json::object describe_upload(std::string_view type) {
  if (type.starts_with("image/") || type == "application/octet-stream") return {};
  const char* kind = type == "application/json" ? "object" : "string";
  return {{"schema", json::object{{"type", kind}}}};
}

json::object describe_uploads(const std::vector<std::string>& types) {
  json::object content;
  for (const auto& type : types) content[type] = describe_upload(type);
  return {{"required", true}, {"content", std::move(content)}};
}

json::array describe_parameters(const Route& route) {
  json::array parameters;
  const std::string& path = route.path;
  for (auto open = path.find('{'); open != std::string::npos; open = path.find('{', open + 1)) {
    parameters.push_back(json::object{{"name", path.substr(open + 1, path.find('}', open) - open - 1)},
                                      {"in", "path"},
                                      {"required", true},
                                      {"schema", json::object{{"type", "string"}}}});
  }
  for (const auto& parameter : route.query) {
    parameters.push_back(json::object{{"name", parameter.name},
                                      {"in", "query"},
                                      {"description", parameter.description},
                                      {"schema", json::object{{"type", "string"}}}});
  }
  return parameters;
}

json::object any_problem() {
  return {{"$ref", "#/components/schemas/Problem"}};
}

json::object problem_content(json::value schema) {
  return {{"application/problem+json", json::object{{"schema", std::move(schema)}}}};
}

/// One answer for each status that refuses, with the codes that it may have.
void describe_problems(const Route& route, json::object& responses) {
  std::map<int, std::set<std::string>> codes;
  for (const auto& [status, code] : problems_of(route)) codes[status].insert(code);
  for (const auto& [status, names] : codes) {
    const json::object named = {
        {"properties",
         json::object{{"code", json::object{{"enum", json::array(names.begin(), names.end())}}}}}};
    responses[std::to_string(status)] = json::object{
        {"description", http::status_phrase(status)},
        {"content", problem_content(json::object{{"allOf", json::array{any_problem(), named}}})}};
  }
  responses["5XX"] = json::object{{"description", "Failed"}, {"content", problem_content(any_problem())}};
}

json::object describe_success(const Success& success, json::object& components) {
  json::object response = {{"description", http::status_phrase(success.status)}};
  json::object content;
  if (success.body) {
    content["application/json"] = json::object{{"schema", describe_shape(*success.body, components)}};
  } else if (!success.content_type.empty()) {
    content[success.content_type] = json::object();
  }
  if (!content.empty()) response["content"] = std::move(content);
  return response;
}

json::object describe_responses(const Route& route, json::object& components) {
  json::object responses;
  for (const auto& success : route.answers)
    responses[std::to_string(success.status)] = describe_success(success, components);
  if (route.answers.empty()) responses["2XX"] = json::object{{"description", "Done"}};
  describe_problems(route, responses);
  return responses;
}

json::object describe_route(const Route& route, json::object& components) {
  json::object operation = {{"summary", route.summary}, {"responses", describe_responses(route, components)}};
  if (auto parameters = describe_parameters(route); !parameters.empty())
    operation["parameters"] = std::move(parameters);
  if (!route.body.empty()) operation["requestBody"] = describe_body(route.body);
  if (!route.uploads.empty()) operation["requestBody"] = describe_uploads(route.uploads);
  if (route.access.is_public()) operation["security"] = json::array{};
  return operation;
}

bool is_described(const Route& route) {
  return route.path.starts_with("/api/") && !route.access.is_local_only();
}

/// Every stable code that any call may answer with.
json::array list_codes(const Routes& routes) {
  std::set<std::string> codes = {"database_unavailable", "internal_error",      "overloaded", "stopping",
                                 "storage_full",         "too_many_connections"};
  for (const auto& route : routes) {
    if (!is_described(route)) continue;
    for (const auto& problem : problems_of(route)) codes.insert(problem.code);
  }
  return json::array(codes.begin(), codes.end());
}

/// docs/guides/json-api.md, "Signing in".
json::object challenge_schema() {
  const json::object text = {{"type", "string"}};
  const json::object number = {{"type", "integer"}};
  return {
      {"type", "object"},
      {"description",
       "With 403 `challenge_required` of signing in alone: find `puzzles` nonces so that "
       "SHA-256(SHA-256(task) || puzzle || nonce) begins with `bits` zero bits, both numbers as 4 bytes, "
       "most significant first, and send the same again with `challengeSolution`."},
      {"properties", json::object{{"type", json::object{{"const", "proof-of-work"}}},
                                  {"algorithm", json::object{{"const", "SHA-256"}}},
                                  {"task", text},
                                  {"puzzles", number},
                                  {"bits", number},
                                  {"expiresAt", json::object{{"type", "string"}, {"format", "date-time"}}}}}};
}

json::object problem_schema(json::array codes) {
  const json::object text = {{"type", "string"}};
  const json::object field_error = {{"type", "object"},
                                    {"properties", json::object{{"field", text}, {"message", text}}}};
  return {{"type", "object"},
          {"required", json::array{"type", "title", "status", "code"}},
          {"properties", json::object{{"type", text},
                                      {"title", text},
                                      {"status", json::object{{"type", "integer"}}},
                                      {"detail", text},
                                      {"code", json::object{{"type", "string"}, {"enum", std::move(codes)}}},
                                      {"errors", json::object{{"type", "array"}, {"items", field_error}}},
                                      {"challenge", challenge_schema()}}}};
}

}  // namespace

std::string describe_api(const Routes& routes, const std::string& public_url) {
  json::object paths;
  json::object schemas = {{"Problem", problem_schema(list_codes(routes))}};
  for (const auto& route : routes) {
    if (!is_described(route)) continue;
    auto& operations = paths[route.path];
    if (!operations.is_object()) operations.emplace_object();
    operations.as_object()[lower_case(http::to_text(route.method))] = describe_route(route, schemas);
  }
  const json::object session = {{"type", "apiKey"}, {"in", "cookie"}, {"name", "gatehouse_session"}};
  return json::serialize(json::object{
      {"openapi", "3.1.0"},
      {"info", json::object{{"title", "Gatehouse"},
                            {"version", "1"},
                            {"description",
                             "Central sign-in for self-hosted apps. Errors are RFC 9457 problems with a "
                             "stable `code`. Times are RFC 3339 in UTC."}}},
      {"servers", json::array{json::object{{"url", public_url}}}},
      {"security", json::array{json::object{{"session", json::array{}}}}},
      {"paths", std::move(paths)},
      {"components", json::object{{"securitySchemes", json::object{{"session", session}}},
                                  {"schemas", std::move(schemas)}}}});
}

void mount_openapi(Routes& routes, const std::string& public_url) {
  const Route self{.method = http::Method::get,
                   .path = "/api/v1/openapi.json",
                   .access = Access::anyone(),
                   .summary = "This description",
                   .answers = {{200, shape::anything()}}};
  auto described = routes;
  described.push_back(self);
  auto route = self;
  route.handle = [text = describe_api(described, public_url)](const Call&) {
    return http::json_response(200, text);
  };
  routes.push_back(std::move(route));
}

}  // namespace gatehouse::server
