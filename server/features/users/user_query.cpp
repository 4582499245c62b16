// SPDX-License-Identifier: Apache-2.0
#include "server/features/users/user_query.h"

#include "core/base/utf8.h"
#include "server/access/body.h"
#include "server/model/search_text.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kMostSearchBytes = 200;
/// Three letters of the alphabet, or one of a script that says more with each.
constexpr std::size_t kLeastSearchBytes = 3;

bool is_search(std::string_view text) {
  return text.size() <= kMostSearchBytes && is_valid_utf8(text) &&
         make_search_text(text).size() >= kLeastSearchBytes;
}

/// Takes a parameter through `parse`; what it does not know is an error.
template <class Parse, class Into>
void take(const http::FormParameters& query, const char* name, Parse parse, const char* rule, Into& into,
          std::vector<http::FieldError>& errors) {
  const auto text = query.find(name);
  if (!text || text->empty()) return;
  into = parse(*text);
  if (!into) errors.push_back({name, rule});
}

std::optional<bool> parse_flag(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

std::optional<AppId> parse_app(std::string_view text) {
  return text.size() <= 100 ? std::optional(AppId(std::string(text))) : std::nullopt;
}

}  // namespace

std::vector<QueryParameter> user_query_parameters() {
  return {
      {"search",
       "Three or more characters: words, each of which is part of a name or of the address, in any order and "
       "without regard to case and accents. A whole address finds its user alone."},
      {"state", "active, pending (never signed in) or disabled."},
      {"role", "Platform role: owner, administrator or auditor."},
      {"verified", "true or false: whether the address is verified."},
      {"app", "Members of the app with this id."},
      {"sort",
       "created (default), newest, name, email or lastSignIn (latest first). A search that finds more than "
       "1,000 users comes newest first instead; the answer's sort says how it is sorted."}};
}

Result<user_list::Request, http::Response> parse_user_query(const http::FormParameters& query) {
  user_list::Request request;
  std::vector<http::FieldError> errors;
  if (const auto search = query.find("search"); search && !search->empty()) {
    if (!is_search(*search))
      errors.push_back({"search", "must have at least 3 letters or digits and at most 200 bytes"});
    request.search = *search;
  }
  auto& filter = request.filter;
  take(query, "state", user_list::parse_state, "must be active, pending or disabled", filter.state, errors);
  take(query, "role", parse_platform_role, "must be owner, administrator or auditor", filter.role, errors);
  take(query, "verified", parse_flag, "must be true or false", filter.verified, errors);
  take(query, "app", parse_app, "must be the id of an app", filter.app, errors);
  std::optional<user_list::Sort> sort;
  take(query, "sort", user_list::parse_sort, "must be created, newest, name, email or lastSignIn", sort,
       errors);
  request.sort = sort.value_or(user_list::Sort::created);
  if (!errors.empty()) return fail(invalid_fields(std::move(errors)));
  return request;
}

http::Response bad_cursor() {
  return invalid_fields({{"cursor", "is not one that this list gave"}});
}

}  // namespace gatehouse::server
