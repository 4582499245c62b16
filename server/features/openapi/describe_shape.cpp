// SPDX-License-Identifier: Apache-2.0
#include "server/features/openapi/describe_shape.h"

#include <stdexcept>

namespace gatehouse::server {
namespace {

namespace json = boost::json;

json::object describe_object(const Shape& shape, json::object& components) {
  json::object properties;
  json::array required;
  for (const auto& member : shape.children) {
    properties[member.member] = describe_shape(member, components);
    if (!member.is_optional) required.push_back(json::value(member.member));
  }
  json::object schema = {
      {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

json::object refer_to(const std::string& name, json::object schema, json::object& components) {
  const auto* known = components.if_contains(name);
  if (known && *known != json::value(schema))
    throw std::invalid_argument("two different shapes are called " + name);
  components[name] = std::move(schema);
  return {{"$ref", "#/components/schemas/" + name}};
}

json::object describe_text(const Shape& shape) {
  json::object schema = {{"type", "string"}};
  if (!shape.values.empty()) schema["enum"] = json::array(shape.values.begin(), shape.values.end());
  return schema;
}

json::object describe_value(const Shape& shape, json::object& components) {
  switch (shape.kind) {
    case Shape::Kind::text:
      return describe_text(shape);
    case Shape::Kind::time:
      return {{"type", "string"}, {"format", "date-time"}};
    case Shape::Kind::flag:
      return {{"type", "boolean"}};
    case Shape::Kind::integer:
      return {{"type", "integer"}};
    case Shape::Kind::number:
      return {{"type", "number"}};
    case Shape::Kind::list:
      return {{"type", "array"}, {"items", describe_shape(shape.children.at(0), components)}};
    case Shape::Kind::map:
      return {{"type", "object"}, {"additionalProperties", describe_shape(shape.children.at(0), components)}};
    case Shape::Kind::object: {
      auto schema = describe_object(shape, components);
      return shape.name.empty() ? schema : refer_to(shape.name, std::move(schema), components);
    }
    case Shape::Kind::anything:
      break;
  }
  return {};
}

}  // namespace

json::object describe_shape(const Shape& shape, json::object& components) {
  auto schema = describe_value(shape, components);
  if (!shape.may_be_null) return schema;
  const auto* type = schema.if_contains("type");
  if (type == nullptr || schema.contains("enum")) {
    return {{"anyOf", json::array{std::move(schema), json::object{{"type", "null"}}}}};
  }
  schema["type"] = json::array{*type, "null"};
  return schema;
}

}  // namespace gatehouse::server
