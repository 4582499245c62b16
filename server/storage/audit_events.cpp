// SPDX-License-Identifier: Apache-2.0
#include "server/storage/audit_events.h"

#include <algorithm>
#include <charconv>
#include <compare>
#include <functional>
#include <iterator>
#include <limits>
#include <string_view>
#include <utility>

#include "core/crypto/sha256.h"
#include "server/storage/statistics.h"

namespace gatehouse::server::audit_events {
namespace {

constexpr std::string_view kColumns =
    "id, at, action, outcome, reason, actor, target, app_id, session_id, client_address, request_id, "
    "chain_hash";
constexpr std::size_t kRowsAtOnce = 1000;

/// Where the chain has come to.
struct Link {
  std::int64_t id = 0;
  Bytes hash;
};

std::string select(std::string_view rest) {
  return "select " + std::string(kColumns) + " from audit_events " + std::string(rest);
}

AuditEvent to_event(const sql::Rows::Row& row) {
  return {row.get<std::int64_t>(0), row.get<Time>(1),        row.get<std::string>(2), row.get<std::string>(3),
          row.get<std::string>(4),  row.get<std::string>(5), row.get<std::string>(6), row.get<std::string>(7),
          row.get<std::string>(8),  row.get<std::string>(9), row.get<std::string>(10)};
}

/// Every field with its length before it, so that no two events read alike.
Bytes hash_event(const AuditEvent& event, const Bytes& previous) {
  std::string text(as_text(previous));
  const auto add = [&](std::string_view field) {
    text += std::to_string(field.size());
    text += ':';
    text += field;
  };
  add(std::to_string(event.id));
  add(std::to_string(event.at.time_since_epoch().count()));
  for (const auto* field : {&event.action, &event.outcome, &event.reason, &event.actor, &event.target,
                            &event.app_id, &event.session_id, &event.client_address, &event.request_id}) {
    add(*field);
  }
  const auto digest = crypto::sha256(as_bytes(text));
  return {digest.begin(), digest.end()};
}

std::vector<AuditEvent> to_events(const sql::Rows& rows) {
  std::vector<AuditEvent> events;
  events.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) events.push_back(to_event(rows[i]));
  return events;
}

/// A place in the log as pages see it: newest first, those of one moment by their ids.
struct Place {
  std::int64_t at = std::numeric_limits<std::int64_t>::max();
  std::int64_t id = 0;

  auto operator<=>(const Place&) const = default;  // NOLINT(modernize-use-nullptr)
};

Place place_of(const AuditEvent& event) {
  return {event.at.time_since_epoch().count(), event.id};
}

std::string to_cursor(Place place) {
  return std::to_string(place.at) + '.' + std::to_string(place.id);
}
std::string cursor_of(const AuditEvent& event) {
  return to_cursor(place_of(event));
}

/// Anything that is no cursor of ours is the newest place.
Place parse_cursor(std::string_view text) {
  Place place;
  const auto dot = std::min(text.find('.'), text.size());
  const auto* const end = text.data() + text.size();
  if (std::from_chars(text.data(), text.data() + dot, place.at).ec != std::errc()) return {};
  if (dot < text.size()) std::from_chars(text.data() + dot + 1, end, place.id);
  return place;
}

/// One search: the index that finds fewest is walked from the newest event down, and what else is looked for
/// is compared row by row.
class Search {
 public:
  Search(const Filter& filter, Place before, std::int64_t most_scanned = kMostScanned)
      : most_scanned_(most_scanned), before_(before) {
    // Sorted by how few events usually share a value; strangers and the operator have very many.
    const bool is_person = filter.actor && *filter.actor != "anonymous" && *filter.actor != "operator";
    if (is_person) add("actor", filter.actor);
    add("target", filter.target);
    add("app_id", filter.app);
    add("action", filter.action);
    if (!is_person) add("actor", filter.actor);
    add("outcome", filter.outcome);
    leaves_out_platform_ = filter.of_any_app && !filter.app;
    if (filter.from) from_ = filter.from->time_since_epoch().count();
    if (filter.until && filter.until->time_since_epoch().count() <= before_.at) {
      before_ = {filter.until->time_since_epoch().count(), 0};
    }
  }

  Page<AuditEvent> run(sql::Connection& connection, std::size_t limit) const {
    if (wanted_.size() > 1 || leaves_out_platform_) return run_bounded(connection, limit);
    auto parameters = walked();
    parameters.push_back(sql::to_value(limit + 1));
    return make_page(to_events(connection.run(select(walk() + "limit ?"), parameters)), limit, cursor_of);
  }

 private:
  void add(std::string_view column, const std::optional<std::string>& value) {
    if (value) wanted_.emplace_back(column, *value);
  }
  static constexpr const char* kNewestFirst = "order by at desc, id desc ";

  /// The rows of the index that is walked.
  [[nodiscard]] std::string range() const {
    std::string text = "where (at, id) < (?, ?) and at >= ? ";
    if (!wanted_.empty()) {
      const auto& column = wanted_.front().first;
      text += "and " + column + " = ? ";
      // Tells SQLite that the index without empty values serves.
      if (column == "target" || column == "app_id") text += "and " + column + " <> '' ";
    }
    return text;
  }
  [[nodiscard]] std::string walk() const { return range() + kNewestFirst; }
  [[nodiscard]] std::vector<sql::Value> walked() const {
    std::vector<sql::Value> values = {sql::to_value(before_.at), sql::to_value(before_.id),
                                      sql::to_value(from_)};
    if (!wanted_.empty()) values.push_back(sql::to_value(wanted_.front().second));
    return values;
  }

  [[nodiscard]] Page<AuditEvent> run_bounded(sql::Connection& connection, std::size_t limit) const {
    const auto end = find_end_of_scan(connection);
    auto statement = range();
    auto parameters = walked();
    // Joined to nothing, a column keeps its value and loses its index: the walk stays on the one chosen
    // above.
    if (leaves_out_platform_) statement += "and app_id || '' <> '' ";
    for (std::size_t i = 1; i < wanted_.size(); ++i) {
      statement += "and " + wanted_[i].first + " || '' = ? ";
      parameters.push_back(sql::to_value(wanted_[i].second));
    }
    if (end) {
      statement += "and (at, id) >= (?, ?) ";
      parameters.push_back(sql::to_value(end->at));
      parameters.push_back(sql::to_value(end->id));
    }
    parameters.push_back(sql::to_value(limit + 1));
    const auto rows = connection.run(select(statement + kNewestFirst + "limit ?"), parameters);
    auto page = make_page(to_events(rows), limit, cursor_of);
    if (page.next.empty() && end) page.next = to_cursor(*end);
    return page;
  }

  /// The last row that may be looked at for one page; absent: all that are left may be.
  [[nodiscard]] std::optional<Place> find_end_of_scan(sql::Connection& connection) const {
    auto parameters = walked();
    parameters.push_back(sql::to_value(most_scanned_ - 1));
    const auto rows =
        connection.run("select at, id from audit_events " + walk() + "limit 1 offset ?", parameters);
    if (rows.empty()) return std::nullopt;
    return Place{rows[0].get<std::int64_t>(0), rows[0].get<std::int64_t>(1)};
  }

  std::vector<std::pair<std::string, std::string>> wanted_;
  bool leaves_out_platform_ = false;
  std::int64_t most_scanned_;
  Place before_;
  std::int64_t from_ = std::numeric_limits<std::int64_t>::min();
};

Link load_head(sql::Connection& connection) {
  const auto rows = connection.query("select id, chain_hash from audit_head");
  return rows.empty() ? Link() : Link{rows[0].get<std::int64_t>(0), rows[0].get<Bytes>(1)};
}

/// What the next event follows: the head, unless somebody meddled with it. An event is never lost for that.
Link find_last(sql::Connection& connection) {
  const auto rows = connection.query("select id, chain_hash from audit_events order by id desc limit 1");
  auto head = load_head(connection);
  if (rows.empty() || rows[0].get<std::int64_t>(0) <= head.id) return head;
  return {rows[0].get<std::int64_t>(0), rows[0].get<Bytes>(1)};
}

}  // namespace

void append(sql::Connection& connection, const AuditEvent& event) {
  const auto last = find_last(connection);
  auto chained = event;
  chained.id = last.id + 1;
  const auto hash = hash_event(chained, last.hash);
  connection.query(
      "insert into audit_events (id, at, action, outcome, reason, actor, target, app_id, session_id, "
      "client_address, request_id, chain_hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      chained.id, chained.at, chained.action, chained.outcome, chained.reason, chained.actor, chained.target,
      chained.app_id, chained.session_id, chained.client_address, chained.request_id, hash);
  connection.query("update audit_head set id = ?, chain_hash = ?", chained.id, hash);
  if (event.action == "user.sign_in") {
    statistics::add(connection, event.at,
                    event.outcome == "success" ? statistics::Kind::sign_in : statistics::Kind::failure, 1);
  }
}

Page<AuditEvent> list(sql::Connection& connection, const PageRequest& page, const Filter& filter) {
  return Search(filter, parse_cursor(page.after)).run(connection, page.limit);
}

Page<AuditEvent> list_of_apps(sql::Connection& connection, const PageRequest& page, const Filter& filter,
                              const std::vector<AppId>& apps) {
  const auto share = std::max<std::int64_t>(kMostScanned / std::max<std::int64_t>(std::ssize(apps), 1), 100);
  std::vector<AuditEvent> found;
  std::optional<Place> end;
  for (const auto& app : apps) {
    auto of_one = filter;
    of_one.app = app.value();
    auto part = Search(of_one, parse_cursor(page.after), share).run(connection, page.limit);
    std::ranges::move(part.items, std::back_inserter(found));
    if (!part.next.empty()) end = std::max(end, std::optional(parse_cursor(part.next)));
  }
  // Below the place where one of the searches stopped, events of that app may be missing.
  std::erase_if(found, [&](const AuditEvent& event) { return end && place_of(event) < *end; });
  std::ranges::sort(found, std::greater(), place_of);
  auto woven = make_page(std::move(found), page.limit, cursor_of);
  if (woven.next.empty() && end) woven.next = to_cursor(*end);
  return woven;
}

std::vector<AuditEvent> list_after(sql::Connection& connection, std::int64_t after, std::size_t limit) {
  static const std::string statement = select("where id > ? order by id limit ?");
  return to_events(connection.query(statement, after, limit));
}

std::vector<AuditEvent> list_about(sql::Connection& connection, const std::string& who, std::size_t limit) {
  // Each half walks its own index from the newest on.
  static const std::string statement = select(
      "where id in (select id from (select id from audit_events where actor = ? order by at desc limit ?) "
      "union select id from (select id from audit_events where target = ? and target <> '' order by at desc "
      "limit ?)) "
      "order by id desc limit ?");
  const auto rows = connection.query(statement, who, limit, who, limit, limit);
  std::vector<AuditEvent> events;
  for (std::size_t i = 0; i < rows.size(); ++i) events.push_back(to_event(rows[i]));
  return events;
}

ChainCheck verify_chain(sql::Connection& connection) {
  static const std::string statement = select("where id > ? order by id limit ?");
  ChainCheck check;
  Link last;
  for (;;) {
    const auto rows = connection.query(statement, last.id, kRowsAtOnce);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto event = to_event(rows[i]);
      auto hash = rows[i].get<Bytes>(11);
      if (event.id != last.id + 1 || hash != hash_event(event, last.hash)) {
        check.first_broken = event.id;
        return check;
      }
      last = {event.id, std::move(hash)};
      ++check.checked;
    }
    if (rows.size() < kRowsAtOnce) break;
  }
  // The newest ones were taken away, or the head was.
  const auto head = load_head(connection);
  if (head.id != last.id || head.hash != last.hash) check.first_broken = std::min(head.id, last.id) + 1;
  return check;
}

}  // namespace gatehouse::server::audit_events
