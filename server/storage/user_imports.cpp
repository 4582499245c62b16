// SPDX-License-Identifier: Apache-2.0
#include "server/storage/user_imports.h"

#include <sstream>

namespace gatehouse::server::user_imports {
namespace {

constexpr std::string_view kSelect =
    "select id, state, mode, columns, lines, rows, bad, added, done_line, created_at, changed_at, "
    "separator from user_imports ";
constexpr std::string_view kSelectRows =
    "select line, email, first_name, last_name, name, locale, time_zone, disabled, password_hash, bad_field, "
    "bad_message from user_import_rows ";

State parse_state(std::string_view text) {
  for (const auto state : {State::receiving, State::running, State::done}) {
    if (text == to_text(state)) return state;
  }
  return State::refused;
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ",") + word;
  return text;
}

std::vector<std::string> split(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; std::getline(in, word, ',');) words.push_back(word);
  return words;
}

Import to_import(const sql::Rows::Row& row) {
  Import import;
  import.id = row.get<std::string>(0);
  import.state = parse_state(row.get<std::string>(1));
  import.mode = parse_mode(row.get<std::string>(2));
  import.columns = split(row.get<std::string>(3));
  import.lines = row.get<std::int64_t>(4);
  import.rows = row.get<std::int64_t>(5);
  import.bad = row.get<std::int64_t>(6);
  import.added = row.get<std::int64_t>(7);
  import.done_line = row.get<std::int64_t>(8);
  import.created_at = row.get<Time>(9);
  import.changed_at = row.get<Time>(10);
  import.separator = row.get<std::string>(11);
  return import;
}

Row to_row(const sql::Rows::Row& from) {
  Row row;
  row.line = from.get<std::int64_t>(0);
  row.user.email = from.get<std::string>(1);
  row.user.first_name = from.get<std::string>(2);
  row.user.last_name = from.get<std::string>(3);
  row.user.name = from.get<std::string>(4);
  row.user.locale = from.get<std::optional<std::string>>(5);
  row.user.time_zone = from.get<std::optional<std::string>>(6);
  if (from.get<bool>(7)) row.user.disabled_at = Time{};
  row.password_hash = from.get<std::optional<std::string>>(8);
  row.bad_field = from.get<std::optional<std::string>>(9).value_or("");
  row.bad_message = from.get<std::optional<std::string>>(10).value_or("");
  return row;
}

std::vector<Row> to_rows(const sql::Rows& from) {
  std::vector<Row> rows;
  rows.reserve(from.size());
  for (const auto row : from) rows.push_back(to_row(row));
  return rows;
}

bool put(sql::Connection& connection, std::string_view import_id, const Row& row) {
  const bool is_good = row.bad_field.empty();
  const auto or_null = [&](const std::string& text) { return is_good ? std::nullopt : std::optional(text); };
  const auto rows = connection.query(
      "insert into user_import_rows (import_id, line, email, first_name, last_name, name, locale, time_zone, "
      "disabled, password_hash, bad_field, bad_message) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
      "on conflict (import_id, email) where bad_field is null do nothing",
      import_id, row.line, row.user.email, row.user.first_name, row.user.last_name, row.user.name,
      row.user.locale, row.user.time_zone, row.user.is_disabled(), row.password_hash, or_null(row.bad_field),
      or_null(row.bad_message));
  return rows.affected() == 1;
}

}  // namespace

std::string_view to_text(State state) {
  switch (state) {
    case State::receiving:
      return "receiving";
    case State::running:
      return "running";
    case State::done:
      return "done";
    case State::refused:
      return "refused";
  }
  return "";
}

std::string_view to_text(Mode mode) {
  switch (mode) {
    case Mode::all_or_none:
      return "all_or_none";
    case Mode::skip_bad:
      return "skip_bad";
  }
  return "";
}

std::optional<Mode> parse_mode(std::string_view text) {
  if (text == "all_or_none") return Mode::all_or_none;
  if (text == "skip_bad") return Mode::skip_bad;
  return std::nullopt;
}

void insert(sql::Connection& connection, const Import& import) {
  connection.query(
      "insert into user_imports (id, state, mode, columns, lines, rows, bad, added, done_line, created_at, "
      "changed_at) values (?, 'receiving', '', '', 0, 0, 0, 0, 0, ?, ?)",
      import.id, import.created_at, import.changed_at);
}

std::optional<Import> find(sql::Connection& connection, std::string_view id) {
  static const std::string statement = std::string(kSelect) + "where id = ?";
  const auto rows = connection.query(statement, id);
  if (rows.empty()) return std::nullopt;
  return to_import(rows[0]);
}

std::vector<Import> list(sql::Connection& connection) {
  static const std::string statement = std::string(kSelect) + "order by id desc limit 100";
  std::vector<Import> imports;
  for (const auto row : connection.query(statement)) imports.push_back(to_import(row));
  return imports;
}

void update(sql::Connection& connection, const Import& import) {
  connection.query(
      "update user_imports set state = ?, mode = ?, columns = ?, lines = ?, rows = ?, bad = ?, added = ?, "
      "done_line = ?, changed_at = ?, separator = ? where id = ?",
      to_text(import.state), import.mode ? to_text(*import.mode) : "", join(import.columns), import.lines,
      import.rows, import.bad, import.added, import.done_line, import.changed_at, import.separator,
      import.id);
}

bool remove(sql::Connection& connection, std::string_view id) {
  return connection.query("delete from user_imports where id = ?", id).affected() == 1;
}

void remove_old(sql::Connection& connection, Time before, std::size_t limit) {
  connection.query(
      "delete from user_import_rows where (import_id, line) in (select r.import_id, r.line from user_imports "
      "i "
      "join user_import_rows r on r.import_id = i.id where i.changed_at < ? limit ?)",
      before, limit);
  connection.query(
      "delete from user_imports where changed_at < ? and not exists (select 1 from user_import_rows where "
      "import_id = id)",
      before);
}

std::int64_t count_unfinished(sql::Connection& connection, Time since) {
  return connection
      .query("select count(*) from user_imports where changed_at >= ? and state in ('receiving', 'running')",
             since)
      .first()
      .get<std::int64_t>(0);
}

std::int64_t put_rows(sql::Connection& connection, std::string_view import_id, std::vector<Row> rows) {
  std::int64_t bad = 0;
  for (auto& row : rows) {
    if (row.bad_field.empty() && users::find_by_email(connection, row.user.email)) {
      row.bad_field = "email";
      row.bad_message = "belongs to another user already";
    }
    if (!put(connection, import_id, row)) {
      row.bad_field = "email";
      row.bad_message = "stands in the file already";
      (void)put(connection, import_id, row);
    }
    if (!row.bad_field.empty()) ++bad;
  }
  return bad;
}

std::vector<Row> list_good(sql::Connection& connection, std::string_view import_id, std::int64_t after_line,
                           std::size_t limit) {
  static const std::string statement =
      std::string(kSelectRows) +
      "where import_id = ? and line > ? and bad_field is null order by line limit ?";
  return to_rows(connection.query(statement, import_id, after_line, limit));
}

Page<Row> list_rows(sql::Connection& connection, std::string_view import_id, bool only_bad,
                    const PageRequest& page) {
  static const std::string all =
      std::string(kSelectRows) + "where import_id = ? and line > ? order by line limit ?";
  static const std::string bad =
      std::string(kSelectRows) +
      "where import_id = ? and line > ? and bad_field is not null order by line limit ?";
  const auto after = std::int64_t(std::strtoll(page.after.c_str(), nullptr, 10));
  auto rows = to_rows(connection.query(only_bad ? bad : all, import_id, after, page.limit + 1));
  return make_page(std::move(rows), page.limit, [](const Row& row) { return std::to_string(row.line); });
}

void mark_bad(sql::Connection& connection, std::string_view import_id, std::int64_t line,
              std::string_view field, std::string_view message) {
  connection.query(
      "update user_import_rows set bad_field = ?, bad_message = ? where import_id = ? and line = ?", field,
      message, import_id, line);
}

void drop_good_rows(sql::Connection& connection, std::string_view import_id) {
  connection.query("delete from user_import_rows where import_id = ? and bad_field is null", import_id);
}

}  // namespace gatehouse::server::user_imports
