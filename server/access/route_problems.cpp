// SPDX-License-Identifier: Apache-2.0
#include "server/access/route_problems.h"

#include <algorithm>

namespace gatehouse::server {

std::vector<ProblemCode> problems_of(const Route& route) {
  auto problems = route.refusals;
  const auto add = [&](std::vector<ProblemCode> more) {
    problems.insert(problems.end(), more.begin(), more.end());
  };
  add({{400, "malformed_query"}, {422, "invalid_fields"}});
  if (!route.access.is_public()) add({{401, "unauthenticated"}, {403, "forbidden"}});
  if (route.path.find('{') != std::string::npos) add({{404, "not_found"}});
  if (route.method != http::Method::get) {
    add({{400, "malformed_json"},
         {403, "origin_mismatch"},
         {413, "body_too_large"},
         {415, "unsupported_media_type"}});
  }
  const auto is_picture = [](const std::string& type) { return type.starts_with("image/"); };
  if (std::any_of(route.uploads.begin(), route.uploads.end(), is_picture))
    add({{413, "picture_too_large"},
         {415, "picture_format"},
         {422, "picture_too_large"},
         {422, "picture_format"},
         {422, "picture_damaged"}});
  return problems;
}

}  // namespace gatehouse::server
