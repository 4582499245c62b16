// SPDX-License-Identifier: Apache-2.0
#include "server/features/audit/mount.h"

#include <functional>
#include <map>

#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/features/audit/event_json.h"
#include "server/model/email.h"
#include "server/storage/audit_events.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kMostFilterBytes = 254;

std::vector<QueryParameter> parameters() {
  return page_parameters(
      {{"actor", "Who did it: a user's id or e-mail address, an app's id, `operator` or `anonymous`."},
       {"action", "What was done, as `user.sign_in`."},
       {"app", "The app's id."},
       {"target", "What was acted on: an id, or a user's e-mail address."},
       {"outcome", "`success` or `failure`."},
       {"from", "Events at this moment or later, as 2026-11-23T00:00:00Z."},
       {"to", "Events before this moment."}});
}

/// Each as the query has it; what is not lawful is named in `errors`.
class FilterReader {
 public:
  explicit FilterReader(const http::FormParameters& query) : query_(query) {}

  [[nodiscard]] std::optional<std::string> text(std::string_view name) {
    const auto value = query_.find(name);
    if (!value) return std::nullopt;
    if (value->empty() || value->size() > kMostFilterBytes)
      errors_.push_back({std::string(name), "must have 1 to 254 bytes"});
    return std::string(*value);
  }
  [[nodiscard]] std::optional<Time> time(std::string_view name) {
    const auto value = query_.find(name);
    if (!value) return std::nullopt;
    const auto parsed = parse_rfc3339(*value);
    if (!parsed) errors_.push_back({std::string(name), "must be a time such as 2026-11-23T10:15:00Z"});
    return parsed;
  }
  [[nodiscard]] Result<audit_events::Filter, http::Response> read() {
    audit_events::Filter filter{.actor = text("actor"),
                                .action = text("action"),
                                .app = text("app"),
                                .target = text("target"),
                                .outcome = text("outcome"),
                                .from = time("from"),
                                .until = time("to")};
    if (filter.outcome && *filter.outcome != "success" && *filter.outcome != "failure")
      errors_.push_back({"outcome", "must be success or failure"});
    if (!errors_.empty()) return fail(invalid_fields(std::move(errors_)));
    return filter;
  }

 private:
  const http::FormParameters& query_;
  std::vector<http::FieldError> errors_;
};

/// Events name users by id; people know them by address.
void resolve_address(sql::Connection& connection, std::optional<std::string>& who) {
  const auto email = who ? parse_email(*who) : std::nullopt;
  const auto user = email ? users::find_by_email(connection, *email) : std::nullopt;
  if (user) who = user->id.value();
}

/// What the caller may see of what they look for: all of it, or what happened in the apps that they look
/// after.
Page<AuditEvent> find_visible(sql::Connection& connection, const Caller& caller, const PageRequest& page,
                              audit_events::Filter filter) {
  resolve_address(connection, filter.actor);
  resolve_address(connection, filter.target);
  if (caller.may(PlatformPermission::view_platform)) return audit_events::list(connection, page, filter);
  // As of an app that does not exist.
  if (filter.app && !caller.may(AppPermission::view_app, AppId(*filter.app))) return {};
  filter.of_any_app = true;
  if (filter.app || caller.may_everywhere(AppPermission::view_app))
    return audit_events::list(connection, page, filter);
  return audit_events::list_of_apps(connection, page, filter,
                                    caller.rights().named_apps(AppPermission::view_app));
}

/// Names for the ids in events, so that readers who may not look up users know who it was.
class Names {
 public:
  explicit Names(sql::Connection& connection) : connection_(connection) {}

  /// Null for what is no user, or none any more.
  [[nodiscard]] boost::json::value of(const std::string& id) {
    if (!id.starts_with(kUserIdPrefix)) return nullptr;
    const auto [place, is_new] = known_.try_emplace(id);
    if (is_new) {
      const auto user = users::find(connection_, UserId(id));
      if (user) place->second = user->display_name();
    }
    return place->second;
  }

 private:
  sql::Connection& connection_;
  std::map<std::string, boost::json::value, std::less<>> known_;
};

boost::json::array to_json(sql::Connection& connection, const std::vector<AuditEvent>& events) {
  Names names(connection);
  boost::json::array items;
  for (const auto& event : events) {
    auto json = to_json(event);
    json["actorName"] = names.of(event.actor);
    json["targetName"] = names.of(event.target);
    items.push_back(std::move(json));
  }
  return items;
}

}  // namespace

void mount_audit(Routes& routes, sql::Database& database) {
  routes.push_back({.method = http::Method::get,
                    .path = "/api/v1/audit-events",
                    .access = Access::requires_permission_or_in_some_app(PlatformPermission::view_platform,
                                                                         AppPermission::view_app),
                    .summary =
                        "The audit log, newest first, for managers of apps that of their apps; a page may be "
                        "short and still have a next one",
                    .query = parameters(),
                    .answers = {{200, shape::page_of(event_shape())}},
                    .handle = [&database](const Call& call) {
                      const auto query = parse_query(call.request, parameters());
                      if (!query) return query.error();
                      const auto page = parse_page(*query);
                      if (!page) return page.error();
                      const auto filter = FilterReader(*query).read();
                      if (!filter) return filter.error();
                      boost::json::array items;
                      const auto next = database.read([&](sql::Connection& connection) {
                        const auto found = find_visible(connection, call.caller, *page, *filter);
                        items = to_json(connection, found.items);
                        return found.next;
                      });
                      return list_answer(std::move(items), next);
                    }});
  routes.push_back({.method = http::Method::post,
                    .path = "/api/v1/operator/audit-events/verify",
                    .access = Access::local_operator(),
                    .summary = "Go through the chain of the audit log; names the first broken event",
                    .handle = [&database](const Call&) {
                      const auto check = database.read(audit_events::verify_chain);
                      boost::json::object json = {{"checked", check.checked}, {"firstBroken", nullptr}};
                      if (check.first_broken) json["firstBroken"] = std::to_string(*check.first_broken);
                      return json_answer(200, json);
                    }});
}

}  // namespace gatehouse::server
