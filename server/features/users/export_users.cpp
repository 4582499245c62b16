// SPDX-License-Identifier: Apache-2.0
#include "core/base/time_text.h"
#include "server/access/paging.h"
#include "server/features/users/mount.h"
#include "server/features/users/user_query.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kRowsAPage = 5000;
constexpr std::string_view kHeadings =
    "email,name,firstName,lastName,locale,timeZone,disabled,emailVerified,platformRole,createdAt,"
    "lastSignInAt,"
    "id\r\n";

// A spreadsheet takes a cell that begins so for a formula; an apostrophe before it makes it a text.
bool looks_like_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

void put_field(std::string& csv, std::string_view text) {
  csv += '"';
  if (looks_like_formula(text)) csv += '\'';
  for (const char c : text) {
    if (c == '"') csv += '"';
    csv += c;
  }
  csv += "\",";
}

void put_time(std::string& csv, const std::optional<Time>& time) {
  if (time) csv += to_rfc3339(*time);
  csv += ',';
}

void put_user(std::string& csv, const User& user) {
  put_field(csv, user.email);
  put_field(csv, user.name);
  put_field(csv, user.first_name);
  put_field(csv, user.last_name);
  put_field(csv, user.locale.value_or(""));
  put_field(csv, user.time_zone.value_or(""));
  csv += user.is_disabled() ? "true," : "false,";
  csv += user.email_verified ? "true," : "false,";
  csv += user.platform_role ? to_text(*user.platform_role) : "";
  csv += ',';
  put_time(csv, user.created_at);
  put_time(csv, user.last_sign_in_at);
  csv += user.id.value() + "\r\n";
}

}  // namespace

Route export_users_route(Users users) {
  auto parameters = user_query_parameters();
  parameters.push_back({"cursor", "Value of the Next-Cursor header of the page before."});
  return {.method = http::Method::get,
          .path = "/api/v1/users/export",
          .access = Access::requires_permission(PlatformPermission::view_platform),
          .summary = "Users as CSV, 5,000 a page; the header Next-Cursor says where to go on",
          .query = parameters,
          .answers = {{200, {}, "text/csv; charset=utf-8"}},
          .handle = [users, parameters](const Call& call) {
            const auto query = parse_query(call.request, parameters);
            if (!query) return query.error();
            auto page = parse_page(*query);
            if (!page) return page.error();
            page->limit = kRowsAPage;
            const auto request = parse_user_query(*query);
            if (!request) return request.error();
            const auto found = users.database.read(
                [&](sql::Connection& connection) { return user_list::find(connection, *request, *page); });
            if (!found) return bad_cursor();
            http::Response response;
            response.status = 200;
            response.headers.set("Content-Type", "text/csv; charset=utf-8");
            response.headers.set("Content-Disposition", "attachment; filename=\"users.csv\"");
            if (!found->next.empty()) response.headers.set("Next-Cursor", found->next);
            if (page->after.empty()) response.body = kHeadings;
            for (const auto& user : found->items) put_user(response.body, user);
            return response;
          }};
}

}  // namespace gatehouse::server
