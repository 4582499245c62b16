// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "core/http/problem.h"
#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/access/short_list.h"
#include "server/features/users/import_rows.h"
#include "server/features/users/mount.h"
#include "server/features/users/run_import.h"
#include "server/storage/audit_events.h"

namespace gatehouse::server {
namespace {

using user_imports::Import;
using user_imports::Mode;
using user_imports::Row;
using user_imports::State;

constexpr std::int64_t kMostUnfinished = 2;
constexpr std::int64_t kMostRows = 200'000;
constexpr std::int64_t kMostRowsInOneCall = 5'000;
constexpr std::size_t kRowsShown = 20;
constexpr std::string_view kIdPrefix = "imp_";

boost::json::object to_json(const Import& import) {
  boost::json::array columns;
  for (const auto& column : import.columns) columns.emplace_back(column);
  return {{"id", import.id},
          {"state", user_imports::to_text(import.state)},
          {"mode", import.mode ? boost::json::value(user_imports::to_text(*import.mode)) : nullptr},
          {"columns", std::move(columns)},
          {"lines", import.lines},
          {"rows", import.rows},
          {"bad", import.bad},
          {"added", import.added},
          {"doneLines", import.done_line},
          {"createdAt", server::to_json(std::optional(import.created_at))},
          {"changedAt", server::to_json(std::optional(import.changed_at))}};
}

Shape import_shape() {
  using namespace shape;
  return object("UserImport", {{"id", text()},
                               {"state", text()},
                               {"mode", one_of({"all_or_none", "skip_bad"}).nullable()},
                               {"columns", list_of(text())},
                               {"lines", integer()},
                               {"rows", integer()},
                               {"bad", integer()},
                               {"added", integer()},
                               {"doneLines", integer()},
                               {"createdAt", time()},
                               {"changedAt", time()}});
}

Shape row_shape() {
  using namespace shape;
  return object("ImportedRow", {{"line", integer()},
                                {"email", text()},
                                {"name", text()},
                                {"field", text().nullable()},
                                {"message", text().nullable()}});
}

Shape imported_shape() {
  using namespace shape;
  return object("ImportedUsers", {{"rows", integer()},
                                  {"bad", integer()},
                                  {"added", integer()},
                                  {"columns", list_of(text())},
                                  {"errors", list_of(row_shape())},
                                  {"preview", list_of(row_shape()).optional()}});
}

boost::json::object to_json(const Row& row) {
  boost::json::object json = {{"line", row.line},
                              {"email", row.user.email},
                              {"name", row.user.email.empty() ? row.user.name : row.user.display_name()},
                              {"field", nullptr},
                              {"message", nullptr}};
  if (!row.bad_field.empty()) {
    json["field"] = row.bad_field;
    json["message"] = row.bad_message;
  }
  return json;
}

boost::json::array to_json(const std::vector<Row>& rows) {
  boost::json::array json;
  for (const auto& row : rows) json.push_back(to_json(row));
  return json;
}

http::Response no_such_import() {
  return http::problem(404, "not_found", "There is no such import.");
}

http::Response wrong_state(const Import& import) {
  return http::problem(409, "wrong_state",
                       "This import is " + std::string(user_imports::to_text(import.state)) + ".");
}

Import make_import(const Users& users) {
  Import import;
  import.id = make_sortable_text(kIdPrefix, users.clock, users.random);
  import.created_at = import.changed_at = users.clock.now();
  return import;
}

/// Takes in what was read; the answer that refuses is instead of it.
std::optional<http::Response> take_in(sql::Connection& connection, const Users& users, Import& import,
                                      ImportRows read) {
  import.columns = std::move(read.columns);
  import.separator = std::move(read.separator);
  import.lines += read.lines;
  import.rows += std::int64_t(read.rows.size());
  if (import.rows > kMostRows) {
    return http::problem(422, "too_many_rows", "One import takes at most 200,000 rows; make several.");
  }
  import.bad += user_imports::put_rows(connection, import.id, std::move(read.rows));
  import.changed_at = users.clock.now();
  user_imports::update(connection, import);
  return std::nullopt;
}

// 422 that names each bad row with its line, of which a problem's own form knows nothing.
http::Response refuse_rows(const Page<Row>& bad, const Import& import) {
  auto response = http::problem(422, "bad_rows",
                                std::to_string(import.bad) + " of " + std::to_string(import.rows) +
                                    " rows can't be brought in; nobody was added.");
  auto json = boost::json::parse(response.body).as_object();
  boost::json::array errors;
  for (const auto& row : bad.items) {
    errors.push_back({{"line", row.line}, {"field", row.bad_field}, {"message", row.bad_message}});
  }
  json["errors"] = std::move(errors);
  response.body = boost::json::serialize(json);
  return response;
}

std::vector<Field> mode_field() {
  return {Field::text("mode", "all_or_none: a bad row keeps all out; skip_bad: the good ones come in.")
              .required()
              .one_of({"all_or_none", "skip_bad"})};
}

std::optional<Import> find_import(const Users& users, const Call& call) {
  return users.database.read([&](sql::Connection& connection) {
    return user_imports::find(connection, call.request.param("import"));
  });
}

using ImportOutcome = std::variant<Import, http::Response>;

http::Response answer(const ImportOutcome& outcome) {
  if (const auto* refused = std::get_if<http::Response>(&outcome)) return *refused;
  return json_answer(200, to_json(std::get<Import>(outcome)));
}

Result<std::optional<std::int64_t>, http::Response> read_line(const Call& call,
                                                              const std::vector<QueryParameter>& parameters) {
  const auto query = parse_query(call.request, parameters);
  if (!query) return fail(query.error());
  const auto line = query->find("line");
  std::optional<std::int64_t> number;
  if (line) number = std::strtoll(std::string(*line).c_str(), nullptr, 10);
  return number;
}

/// The whole of a small import in one transaction, which leaves nothing behind but the users.
http::Response import_at_once(sql::Connection& connection, const Users& users, const Call& call,
                              ImportRows read, std::optional<Mode> mode) {
  auto import = make_import(users);
  user_imports::insert(connection, import);
  (void)take_in(connection, users, import, std::move(read));
  import.mode = mode;
  if (mode) import.state = State::running;
  while (import.state == State::running) import = run_import(connection, users, call, std::move(import));
  const auto bad = user_imports::list_rows(connection, import.id, true, {"", kMostPageItems});
  const auto first = user_imports::list_rows(connection, import.id, false, {"", kRowsShown});
  user_imports::remove(connection, import.id);
  if (import.state == State::refused) return refuse_rows(bad, import);
  boost::json::object json = {{"rows", import.rows}, {"bad", import.bad}, {"added", import.added}};
  json["columns"] = to_json(import).at("columns");
  json["errors"] = to_json(bad.items);
  if (!mode) json["preview"] = to_json(first.items);
  return json_answer(200, json);
}

}  // namespace

Route import_users_route(Users users) {
  const std::vector<QueryParameter> parameters = {
      {"mode", "preview (default): only say what would happen; all_or_none; skip_bad."}};
  return {.method = http::Method::post,
          .path = "/api/v1/users/import",
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "Add users of a text/csv body, or of JSON {\"rows\": [...]}, up to 5,000 at once",
          .uploads = import_uploads(),
          .query = parameters,
          .answers = {{200, imported_shape()}},
          .refusals = {{422, "malformed_csv"}, {422, "too_many_rows"}, {422, "bad_rows"}},
          .handle = [users, parameters](const Call& call) {
            const auto query = parse_query(call.request, parameters);
            if (!query) return query.error();
            const auto text = query->find("mode").value_or("preview");
            const auto mode = user_imports::parse_mode(text);
            if (!mode && text != "preview") {
              return invalid_fields({{"mode", "must be preview, all_or_none or skip_bad"}});
            }
            auto read = read_import_rows(users, call, {});
            if (!read) return read.error();
            if (std::int64_t(read->rows.size()) > kMostRowsInOneCall) {
              return http::problem(422, "too_many_rows",
                                   "One call takes at most 5,000 rows; begin an import with POST "
                                   "/api/v1/users/imports for more.");
            }
            return users.database.write([&](sql::Connection& connection) {
              return import_at_once(connection, users, call, std::move(*read), mode);
            });
          }};
}

Route begin_import_route(Users users) {
  const std::vector<Field> fields = {Field::text_list(
      "columns",
      "What the file's columns are, in order: email, name, firstName, lastName, locale, timeZone, "
      "disabled, or - for one to leave out. Without it, the file's first line says.")};
  return {.method = http::Method::post,
          .path = "/api/v1/users/imports",
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "Begin an import of many users",
          .body = fields,
          .answers = {{201, import_shape()}},
          .refusals = {{409, "too_many_imports"}},
          .handle = [users, fields](const Call& call) {
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            auto import = make_import(users);
            import.columns = body->texts("columns").value_or(std::vector<std::string>{});
            for (const auto& column : import.columns) {
              if (column != "-" && !is_import_column(column)) {
                return invalid_fields({{"columns", "must be columns of an import, or -"}});
              }
            }
            const bool begun = users.database.write([&](sql::Connection& connection) {
              if (user_imports::count_unfinished(connection, users.clock.now() - user_imports::kKept) >=
                  kMostUnfinished)
                return false;
              user_imports::insert(connection, import);
              user_imports::update(connection, import);
              return true;
            });
            if (!begun) {
              return http::problem(409, "too_many_imports",
                                   "Two imports are unfinished. Finish or remove one of them first.");
            }
            return json_answer(201, to_json(import));
          }};
}

Route list_imports_route(Users users) {
  return {.method = http::Method::get,
          .path = "/api/v1/users/imports",
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "Imports of the last day, newest first",
          .query = short_list_parameters(),
          .answers = {{200, shape::page_of(import_shape())}},
          .handle = [users](const Call& call) {
            const auto imports = users.database.read(user_imports::list);
            boost::json::array items;
            for (const auto& import : imports) items.push_back(to_json(import));
            return short_list_answer(call.request, std::move(items), Order::descending, by_member("id"));
          }};
}

Route show_import_route(Users users) {
  return {.method = http::Method::get,
          .path = "/api/v1/users/imports/{import}",
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "How far an import is",
          .answers = {{200, import_shape()}},
          .handle = [users](const Call& call) {
            const auto import = find_import(users, call);
            return import ? json_answer(200, to_json(*import)) : no_such_import();
          }};
}

Route put_import_rows_route(Users users) {
  const std::vector<QueryParameter> parameters = {
      {"line",
       "Number of the body's first line in the file; a piece that was taken already is refused by it."}};
  return {
      .method = http::Method::post,
      .path = "/api/v1/users/imports/{import}/rows",
      .access = Access::requires_permission(PlatformPermission::manage_users),
      .summary = "Send the next piece of the file, whole lines, at most 1 MiB",
      .uploads = import_uploads(),
      .query = parameters,
      .answers = {{200, import_shape()}},
      .refusals = {{409, "wrong_state"}, {409, "wrong_line"}, {422, "malformed_csv"}, {422, "too_many_rows"}},
      .handle = [users, parameters](const Call& call) {
        const auto known = find_import(users, call);
        if (!known) return no_such_import();
        const auto line = read_line(call, parameters);
        if (!line) return line.error();
        auto read = read_import_rows(users, call, *known);
        if (!read) return read.error();
        return answer(users.database.write([&](sql::Connection& connection) -> ImportOutcome {
          auto import = user_imports::find(connection, known->id);
          if (!import) return no_such_import();
          if (import->state != State::receiving) return wrong_state(*import);
          if (import->lines != known->lines || line->value_or(import->lines + 1) != import->lines + 1) {
            return http::problem(409, "wrong_line",
                                 "The next line is " + std::to_string(import->lines + 1) + ".");
          }
          if (auto refused = take_in(connection, users, *import, *read)) return *refused;
          return *import;
        }));
      }};
}

Route list_import_rows_route(Users users) {
  const auto parameters = page_parameters({{"bad", "true: only rows that can't be brought in."}});
  return {.method = http::Method::get,
          .path = "/api/v1/users/imports/{import}/rows",
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "Rows of an import, and what is wrong with the bad ones",
          .query = parameters,
          .answers = {{200, shape::page_of(row_shape())}},
          .handle = [users, parameters](const Call& call) {
            const auto import = find_import(users, call);
            if (!import) return no_such_import();
            const auto query = parse_query(call.request, parameters);
            if (!query) return query.error();
            const auto page = parse_page(*query);
            if (!page) return page.error();
            const bool only_bad = query->find("bad") == "true";
            const auto rows = users.database.read([&](sql::Connection& connection) {
              return user_imports::list_rows(connection, import->id, only_bad, *page);
            });
            return list_answer(to_json(rows.items), rows.next);
          }};
}

Route run_import_route(Users users) {
  return {.method = http::Method::post,
          .path = "/api/v1/users/imports/{import}/run",
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "Bring in the next rows; to be called until the state is done or refused",
          .body = mode_field(),
          .answers = {{200, import_shape()}},
          .refusals = {{409, "wrong_state"}, {422, "bad_rows"}},
          .handle = [users, fields = mode_field()](const Call& call) {
            if (!find_import(users, call)) return no_such_import();
            const auto body = parse_body(call.request, fields);
            if (!body) return body.error();
            const auto mode = user_imports::parse_mode(*body->text("mode"));
            return answer(users.database.write([&](sql::Connection& connection) -> ImportOutcome {
              auto import = user_imports::find(connection, call.request.param("import"));
              if (!import) return no_such_import();
              const bool goes_on = import->state == State::running && import->mode == mode;
              const bool begins = import->state == State::receiving || import->state == State::refused;
              if (!goes_on && !begins) return wrong_state(*import);
              import->mode = mode;
              import->state = State::running;
              return run_import(connection, users, call, std::move(*import));
            }));
          }};
}

Route remove_import_route(Users users) {
  return {.method = http::Method::delete_,
          .path = "/api/v1/users/imports/{import}",
          .access = Access::requires_permission(PlatformPermission::manage_users),
          .summary = "Give an import up, or clear a finished one away; who was added stays",
          .answers = {{204}},
          .refusals = {{409, "wrong_state"}},
          .handle = [users](const Call& call) {
            const bool removed = users.database.write([&](sql::Connection& connection) {
              return user_imports::remove(connection, call.request.param("import"));
            });
            return removed ? http::no_content() : no_such_import();
          }};
}

}  // namespace gatehouse::server
