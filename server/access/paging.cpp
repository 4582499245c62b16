// SPDX-License-Identifier: Apache-2.0
#include "server/access/paging.h"

#include <algorithm>
#include <charconv>

#include "server/access/etag.h"

namespace gatehouse::server {

Result<http::FormParameters, http::Response> parse_query(const http::Request& request,
                                                         const std::vector<QueryParameter>& allowed) {
  auto query = http::parse_form(request.query);
  if (!query) return fail(http::problem(400, "malformed_query", "The query string is not properly encoded."));
  std::vector<http::FieldError> errors;
  if (query->has_duplicates()) errors.push_back({"query", "names a parameter twice"});
  for (const auto& [name, value] : query->pairs()) {
    const auto& wanted = name;
    const bool known =
        std::any_of(allowed.begin(), allowed.end(), [&](const auto& it) { return it.name == wanted; });
    if (!known) errors.push_back({name, "is not a parameter that this call takes"});
  }
  if (!errors.empty()) return fail(invalid_fields(std::move(errors)));
  return std::move(*query);
}

Result<PageRequest, http::Response> parse_page(const http::FormParameters& query) {
  PageRequest page;
  if (const auto limit = query.find("limit")) {
    const auto [end, error] = std::from_chars(limit->data(), limit->data() + limit->size(), page.limit);
    if (error != std::errc() || end != limit->data() + limit->size() || page.limit < 1 ||
        page.limit > kMostPageItems) {
      return fail(invalid_fields({{"limit", "must be a whole number from 1 to 500"}}));
    }
  }
  if (const auto cursor = query.find("cursor")) {
    if (cursor->size() > 500) return fail(invalid_fields({{"cursor", "is not one that a list gave"}}));
    page.after = *cursor;
  }
  return page;
}

std::vector<QueryParameter> page_parameters(std::vector<QueryParameter> more) {
  std::vector<QueryParameter> all = {{"limit", "How many items at most, 1 to 500; default 50."},
                                     {"cursor", "nextCursor of the page before."}};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

std::string version_etag(std::int64_t version) {
  return "\"v" + std::to_string(version) + "\"";
}

std::optional<http::Response> refuse_stale(const http::Request& request, std::int64_t version) {
  return refuse_other_than(request, version_etag(version));
}

std::optional<http::Response> refuse_other_than(const http::Request& request, std::string_view etag) {
  const auto wanted = request.header("If-Match");
  if (!wanted || *wanted == "*" || *wanted == etag) return std::nullopt;
  return http::problem(412, "stale",
                       "It was changed since you read it. Read it again, then repeat your change.");
}

http::Response changed_meanwhile() {
  return http::problem(409, "changed_meanwhile",
                       "It was changed at the same moment by somebody else. Read it again, then repeat.");
}

}  // namespace gatehouse::server
