// SPDX-License-Identifier: Apache-2.0
#include "server/storage/user_list.h"

#include "server/storage/user_index.h"
#include "server/storage/user_row.h"
#include "server/storage/user_walk.h"

namespace gatehouse::server::user_list {
namespace {

constexpr std::size_t kFewMembers = 500;

std::string_view name_of(Sort sort) {
  switch (sort) {
    case Sort::created:
      return "created";
    case Sort::newest:
      return "newest";
    case Sort::name:
      return "name";
    case Sort::email:
      return "email";
    case Sort::last_sign_in:
      return "lastSignIn";
  }
  return "";
}

/// Which rows are gone through: all that one index gives in order. What else is filtered, is by looking.
struct Source {
  std::string from = "users";
  std::string where = "true";
  std::vector<sql::Value> parameters;
};

bool is_by_id(Sort sort) {
  return sort == Sort::created || sort == Sort::newest;
}

bool has_few_members(sql::Connection& connection, const AppId& app) {
  return connection.query("select 1 from members where app_id = ? limit ?", app, kFewMembers + 1).size() <=
         kFewMembers;
}

Source choose_source(sql::Connection& connection, const Filter& filter, Sort sort) {
  if (filter.role) return {"users", "platform_role = '" + std::string(to_text(*filter.role)) + "'", {}};
  if (filter.app && (is_by_id(sort) || has_few_members(connection, *filter.app))) {
    return {"members cross join users on users.id = members.user_id",
            "members.app_id = ?",
            {sql::to_value(*filter.app)}};
  }
  if (filter.state == State::active) return {"users", "state = 'active'", {}};
  if (filter.state == State::pending) return {"users", "state = 'pending'", {}};
  if (filter.state == State::disabled) return {"users", "state = 'disabled'", {}};
  if (filter.verified == false && is_by_id(sort)) return {"users", "email_verified = 0", {}};
  return {};
}

/// How a sort is written: what comes after a place, and the order.
struct Order {
  std::string id;  ///< column of the id in the source's own index
  std::string after;
  std::string order;
};

Order order_of(Sort sort, const Source& source) {
  const std::string id = source.from == "users" ? "users.id" : "members.user_id";
  switch (sort) {
    case Sort::created:
      return {id, id + " > ?", id};
    case Sort::newest:
      return {id, id + " < ?", id + " desc"};
    case Sort::name:
      return {id, "(name_key, users.id) > (?, ?)", "name_key, users.id"};
    case Sort::email:
      return {id, "email > ?", "email"};
    case Sort::last_sign_in:
      return {id, "(sign_in_key, users.id) < (?, ?)", "sign_in_key desc, users.id desc"};
  }
  return {};
}

void put_position(const ListPosition& after, Sort sort, std::vector<sql::Value>& parameters) {
  switch (sort) {
    case Sort::created:
    case Sort::newest:
      parameters.emplace_back(after.id);
      return;
    case Sort::email:
      parameters.emplace_back(after.key);
      return;
    case Sort::name:
      parameters.emplace_back(after.key);
      break;
    case Sort::last_sign_in:
      parameters.emplace_back(std::int64_t(std::strtoll(after.key.c_str(), nullptr, 10)));
      break;
  }
  parameters.emplace_back(after.id);
}

std::vector<Candidate> fetch(sql::Connection& connection, const Filter& filter, const Source& source,
                             Sort sort, const ListPosition& after, std::size_t limit) {
  const auto order = order_of(sort, source);
  std::vector<sql::Value> parameters;
  put_member_parameter(filter, parameters);
  parameters.insert(parameters.end(), source.parameters.begin(), source.parameters.end());
  std::string rest = "where " + source.where;
  if (!after.id.empty()) {
    rest += " and " + order.after;
    put_position(after, sort, parameters);
  }
  rest += " order by " + order.order + " limit ?";
  parameters.push_back(sql::to_value(limit));
  const auto rows = connection.run(select_users_from(source.from, rest, member_column(filter)), parameters);
  std::vector<Candidate> candidates;
  candidates.reserve(rows.size());
  for (const auto row : rows) {
    auto user = to_user(row);
    auto position = make_position(user, sort);
    candidates.push_back({std::move(user), !filter.app || row.get<bool>(kUserColumns), std::move(position)});
  }
  return candidates;
}

}  // namespace

ListPosition make_position(const User& user, Sort sort) {
  ListPosition position{std::string(name_of(sort)), {}, user.id.value()};
  if (sort == Sort::name) position.key = user_index::make_name_key(user);
  if (sort == Sort::email) position.key = user.email;
  if (sort == Sort::last_sign_in) {
    position.key = std::to_string(user.last_sign_in_at.value_or(Time{}).time_since_epoch().count());
  }
  return position;
}

std::optional<Page<User>> list_sorted(sql::Connection& connection, const Request& request,
                                      const PageRequest& page) {
  const auto sort = request.sort.value_or(Sort::created);
  ListPosition from{std::string(name_of(sort)), {}, {}};
  if (!page.after.empty()) {
    auto parsed = ListPosition::parse(page.after);
    if (!parsed || parsed->walk != from.walk) return std::nullopt;
    from = std::move(*parsed);
  }
  const auto source = choose_source(connection, request.filter, sort);
  return walk(
      from, page.limit,
      [&](const ListPosition& after, std::size_t limit) {
        return fetch(connection, request.filter, source, sort, after, limit);
      },
      [&](const Candidate& candidate) { return fits(request.filter, candidate); });
}

}  // namespace gatehouse::server::user_list
