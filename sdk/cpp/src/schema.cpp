// SPDX-License-Identifier: Apache-2.0
#include "gatehouse/schema.h"

#include <fstream>
#include <sstream>

#include "gatehouse/env.h"

namespace gatehouse {
namespace {

std::vector<std::string> parse_permissions(const Json& document, const std::string& origin) {
  std::vector<std::string> permissions;
  const auto* list = document.find("permissions");
  if (list == nullptr) return permissions;
  const StartError wrong(origin + ": \"permissions\" must be a list of texts such as \"orders:delete\"");
  if (!list->is_array()) throw wrong;
  for (const auto& permission : list->as_array()) {
    if (!permission.is_string() || permission.as_string().empty()) throw wrong;
    permissions.push_back(permission.as_string());
  }
  return permissions;
}

AppSchema parse_schema(std::string_view text, const std::string& origin) {
  AppSchema schema;
  try {
    schema.document = Json::parse(text);
  } catch (const JsonError& error) {
    throw StartError(origin + ": " + error.what());
  }
  const auto* id = schema.document.find("id");
  if (id == nullptr || !id->is_string() || id->as_string().empty()) {
    throw StartError(origin + ": the schema needs an \"id\": the app's id at the platform, a string");
  }
  schema.id = id->as_string();
  const auto* name = schema.document.find("name");
  schema.name = name != nullptr && name->is_string() ? name->as_string() : schema.id;
  schema.permissions = parse_permissions(schema.document, origin);
  return schema;
}

}  // namespace

AppSchema AppSchema::from_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) throw StartError(path + ": the app's schema can't be read");
  return parse_schema(text.str(), path);
}

AppSchema AppSchema::from_text(std::string_view json) {
  return parse_schema(json, "AppSchema::from_text");
}

}  // namespace gatehouse
