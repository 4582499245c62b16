// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include <boost/json.hpp>

#include "server/access/json_text.h"
#include "server/features/users/mount.h"
#include "server/features/users/user_changes.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kMostAtOnce = 500;

struct Action {
  UserChange change = nullptr;
  /// Whether a user whose version stays the same was so already.
  bool shows_in_version = false;
};

const std::map<std::string, Action, std::less<>>& actions() {
  static const std::map<std::string, Action, std::less<>> all = {{"disable", {disable_user, true}},
                                                                 {"enable", {enable_user, true}},
                                                                 {"delete", {delete_user, false}},
                                                                 {"sign_out", {sign_user_out, false}}};
  return all;
}

struct Wanted {
  Action action;
  std::vector<std::string> ids;
  bool skips_refused = false;
};

Result<Wanted, http::Response> read_wanted(const Body& body) {
  std::vector<http::FieldError> errors;
  Wanted wanted;
  wanted.action = actions().at(*body.text("action"));
  wanted.ids = *body.texts("ids");
  if (wanted.ids.empty() || wanted.ids.size() > kMostAtOnce) {
    errors.push_back({"ids", "must name 1 to 500 users"});
  } else if (std::set(wanted.ids.begin(), wanted.ids.end()).size() != wanted.ids.size()) {
    errors.push_back({"ids", "must name each user once"});
  }
  wanted.skips_refused = body.text("mode") == "skip_bad";
  if (!errors.empty()) return fail(invalid_fields(std::move(errors)));
  return wanted;
}

/// One of many results.
struct ForOne {
  std::string id;
  std::string status = "done";
  std::string code = {};  ///< why refused
  std::string detail = {};
};

ForOne refuse(const std::string& id, const http::Response& response) {
  const auto problem = boost::json::parse(response.body).as_object();
  return {id, "refused", std::string(problem.at("code").as_string()),
          std::string(problem.at("detail").as_string())};
}

ForOne change_one(sql::Connection& connection, const Users& users, const Call& call, const Action& action,
                  const std::string& id) {
  if (call.caller.kind() == Caller::Kind::user && call.caller.user().id.value() == id) {
    return {id, "refused", "own_account", "Your own account is not changed together with others."};
  }
  const auto before = users::find(connection, UserId(id));
  const auto outcome = action.change(connection, users, call, UserId(id));
  if (const auto* refused = std::get_if<http::Response>(&outcome)) return refuse(id, *refused);
  const bool is_same = before && before->version == std::get<User>(outcome).version;
  return {id, action.shows_in_version && is_same ? "unchanged" : "done"};
}

bool is_refused(const ForOne& one) {
  return one.status == "refused";
}

/// Changes them one after the other, so that each is judged after those before; takes all back when one is
/// refused and none are to be skipped.
std::vector<ForOne> change_all(sql::Connection& connection, const Users& users, const Call& call,
                               const Wanted& wanted) {
  connection.query("savepoint change_many");
  std::vector<ForOne> results;
  for (const auto& id : wanted.ids) {
    results.push_back(change_one(connection, users, call, wanted.action, id));
  }
  if (!wanted.skips_refused && std::any_of(results.begin(), results.end(), is_refused)) {
    connection.query("rollback to savepoint change_many");
  }
  connection.query("release savepoint change_many");
  return results;
}

http::Response refuse_all(const std::vector<ForOne>& results) {
  std::vector<http::FieldError> errors;
  for (const auto& one : results) {
    if (is_refused(one)) errors.push_back({one.id, one.detail});
  }
  return http::problem(409, "some_refused", "Not all of these users can be changed so; none was changed.",
                       errors);
}

http::Response show(const std::vector<ForOne>& results) {
  boost::json::array items;
  std::map<std::string, std::size_t, std::less<>> counts = {{"done", 0}, {"unchanged", 0}, {"refused", 0}};
  for (const auto& one : results) {
    ++counts[one.status];
    boost::json::object item = {{"id", one.id}, {"status", one.status}};
    if (is_refused(one)) {
      item["code"] = one.code;
      item["detail"] = one.detail;
    }
    items.push_back(std::move(item));
  }
  boost::json::object json;
  for (const auto& [status, count] : counts) json[status] = count;
  json["items"] = std::move(items);
  return json_answer(200, json);
}

Shape bulk_shape() {
  using namespace shape;
  return object("BulkChange",
                {{"done", integer()},
                 {"unchanged", integer()},
                 {"refused", integer()},
                 {"items", list_of(object("", {{"id", text()},
                                               {"status", one_of({"done", "unchanged", "refused"})},
                                               {"code", text().optional()},
                                               {"detail", text().optional()}}))}});
}

std::vector<Field> bulk_fields() {
  std::vector<std::string> names;
  for (const auto& [name, action] : actions()) names.push_back(name);
  return {Field::text("action", "What to do to each.").required().one_of(std::move(names)),
          Field::text_list("ids", "Ids of 1 to 500 users.").required().at_most(100),
          Field::text("mode",
                      "all_or_none (default): one refusal changes nobody; skip_bad: the others are changed.")
              .one_of({"all_or_none", "skip_bad"})};
}

}  // namespace

Route change_many_route(Users users) {
  return {.method = http::Method::post,
          .path = "/api/v1/users/bulk",
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "Disable, enable, delete or sign out many users at once",
          .body = bulk_fields(),
          .answers = {{200, bulk_shape()}},
          .refusals = {{409, "some_refused"}},
          .handle = [users, fields = bulk_fields()](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            const auto wanted = read_wanted(*body);
            if (!wanted) return wanted.error();
            const auto results = users.database.write(
                [&](sql::Connection& connection) { return change_all(connection, users, call, *wanted); });
            const bool any_refused = std::any_of(results.begin(), results.end(), is_refused);
            return any_refused && !wanted->skips_refused ? refuse_all(results) : show(results);
          }};
}

}  // namespace gatehouse::server
