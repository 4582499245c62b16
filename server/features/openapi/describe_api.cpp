// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <boost/json.hpp>

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

json::object describe_route(const Route& route) {
  const json::object problem = {
      {"description", "Refused or failed"},
      {"content",
       json::object{{"application/problem+json",
                     json::object{{"schema", json::object{{"$ref", "#/components/schemas/Problem"}}}}}}}};
  json::object operation = {
      {"summary", route.summary},
      {"responses",
       json::object{{"2XX", json::object{{"description", "Done"}}}, {"4XX", problem}, {"5XX", problem}}}};
  if (auto parameters = describe_parameters(route); !parameters.empty())
    operation["parameters"] = std::move(parameters);
  if (!route.body.empty()) operation["requestBody"] = describe_body(route.body);
  if (!route.uploads.empty()) operation["requestBody"] = describe_uploads(route.uploads);
  if (route.access.is_public()) operation["security"] = json::array{};
  return operation;
}

json::object problem_schema() {
  const json::object text = {{"type", "string"}};
  const json::object field_error = {{"type", "object"},
                                    {"properties", json::object{{"field", text}, {"message", text}}}};
  return {{"type", "object"},
          {"required", json::array{"type", "title", "status", "code"}},
          {"properties", json::object{{"type", text},
                                      {"title", text},
                                      {"status", json::object{{"type", "integer"}}},
                                      {"detail", text},
                                      {"code", text},
                                      {"errors", json::object{{"type", "array"}, {"items", field_error}}}}}};
}

}  // namespace

std::string describe_api(const Routes& routes, const std::string& public_url) {
  json::object paths;
  for (const auto& route : routes) {
    if (!route.path.starts_with("/api/") || route.access.is_local_only()) continue;
    auto& operations = paths[route.path];
    if (!operations.is_object()) operations.emplace_object();
    operations.as_object()[lower_case(http::to_text(route.method))] = describe_route(route);
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
                                  {"schemas", json::object{{"Problem", problem_schema()}}}}}});
}

void mount_openapi(Routes& routes, const std::string& public_url) {
  const Route self{.method = http::Method::get,
                   .path = "/api/v1/openapi.json",
                   .access = Access::anyone(),
                   .summary = "This description"};
  auto described = routes;
  described.push_back(self);
  auto route = self;
  route.handle = [text = describe_api(described, public_url)](const Call&) {
    return http::json_response(200, text);
  };
  routes.push_back(std::move(route));
}

}  // namespace gatehouse::server
