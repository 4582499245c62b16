// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/features/users/mount.h"
#include "server/features/users/user_answers.h"
#include "server/features/users/user_query.h"
#include "server/model/email.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

std::optional<user_list::Found> find_by_email(sql::Connection& connection, std::string_view email) {
  const auto canonical = parse_email(email);
  auto user = canonical ? users::find_by_email(connection, *canonical) : std::nullopt;
  user_list::Found found;
  if (user) found.items.push_back(std::move(*user));
  return found;
}

http::Response found_answer(const user_list::Found& found) {
  boost::json::array items;
  for (const auto& user : found.items) items.push_back(to_json(user, UserView::administration));
  boost::json::object answer = {{"items", std::move(items)}, {"nextCursor", nullptr}};
  if (!found.next.empty()) answer["nextCursor"] = found.next;
  answer["sort"] = user_list::to_text(found.sort);
  return json_answer(200, answer);
}

}  // namespace

Route list_users_route(Users users) {
  auto parameters = page_parameters(user_query_parameters());
  parameters.push_back({"email", "Only the user with exactly this address."});
  return {.method = http::Method::get,
          .path = "/api/v1/users",
          .access = Access::requires_permission(PlatformPermission::view_platform),
          .summary = "Users, searched, filtered and sorted",
          .query = parameters,
          .answers = {{200, shape::page_of(user_shape(UserView::administration))
                                .extended("", {{"sort", shape::text()}})}},
          .handle = [users, parameters](const Call& call) {
            const auto query = parse_query(call.request, parameters);
            if (!query) return query.error();
            const auto page = parse_page(*query);
            if (!page) return page.error();
            const auto request = parse_user_query(*query);
            if (!request) return request.error();
            const auto email = query->find("email");
            const auto found = users.database.read([&](sql::Connection& connection) {
              return email ? find_by_email(connection, *email) : user_list::find(connection, *request, *page);
            });
            return found ? found_answer(*found) : bad_cursor();
          }};
}

Route show_user_route(Users users) {
  return {.method = http::Method::get,
          .path = "/api/v1/users/{id}",
          .access = Access::requires_permission(PlatformPermission::view_platform),
          .summary = "One user",
          .answers = {{200, user_shape(UserView::administration)}},
          .handle = [users](const Call& call) {
            const auto user = users.database.read([&](sql::Connection& connection) {
              return users::find(connection, UserId(call.request.param("id")));
            });
            return user ? user_answer(200, *user) : no_such_user();
          }};
}

}  // namespace gatehouse::server
