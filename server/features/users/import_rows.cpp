// SPDX-License-Identifier: Apache-2.0
#include "server/features/users/import_rows.h"

#include <algorithm>
#include <array>
#include <map>

#include <boost/json.hpp>

#include "core/base/csv.h"
#include "core/base/utf8.h"
#include "core/crypto/password_hasher.h"
#include "core/http/problem.h"
#include "server/access/new_user.h"
#include "server/access/profile_fields.h"
#include "server/model/search_text.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;
using Members = std::map<std::string, Body::Value, std::less<>>;
using user_imports::Row;

constexpr std::size_t kMostFieldBytes = 1000;
constexpr std::array kColumns = {"email",  "name",     "firstName", "lastName",
                                 "locale", "timeZone", "disabled",  "passwordHash"};

// What other systems and spreadsheets call them, in search form.
const std::map<std::string, std::string, std::less<>>& headings() {
  static const std::map<std::string, std::string, std::less<>> all = {{"email", "email"},
                                                                      {"e mail", "email"},
                                                                      {"mail", "email"},
                                                                      {"email address", "email"},
                                                                      {"e mail address", "email"},
                                                                      {"e mail adresse", "email"},
                                                                      {"name", "name"},
                                                                      {"full name", "name"},
                                                                      {"display name", "name"},
                                                                      {"displayname", "name"},
                                                                      {"firstname", "firstName"},
                                                                      {"first name", "firstName"},
                                                                      {"given name", "firstName"},
                                                                      {"vorname", "firstName"},
                                                                      {"lastname", "lastName"},
                                                                      {"last name", "lastName"},
                                                                      {"family name", "lastName"},
                                                                      {"surname", "lastName"},
                                                                      {"nachname", "lastName"},
                                                                      {"locale", "locale"},
                                                                      {"language", "locale"},
                                                                      {"sprache", "locale"},
                                                                      {"timezone", "timeZone"},
                                                                      {"time zone", "timeZone"},
                                                                      {"zeitzone", "timeZone"},
                                                                      {"disabled", "disabled"},
                                                                      {"gesperrt", "disabled"},
                                                                      {"passwordhash", "passwordHash"}};
  return all;
}

std::optional<bool> parse_flag(std::string_view text) {
  const auto folded = make_search_text(text);
  if (folded == "true" || folded == "yes" || folded == "1") return true;
  if (folded == "false" || folded == "no" || folded == "0") return false;
  return std::nullopt;
}

std::string text_of(const Members& members, std::string_view name) {
  const auto found = members.find(name);
  const auto* text = found == members.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? std::string() : std::string(cut_text(*text, kMostFieldBytes));
}

void take_disabled(const Members& members, Row& row, std::vector<http::FieldError>& errors) {
  const auto found = members.find("disabled");
  if (found == members.end()) return;
  auto flag = std::get_if<bool>(&found->second) != nullptr ? std::optional(std::get<bool>(found->second))
                                                           : parse_flag(text_of(members, "disabled"));
  if (!flag) return errors.push_back({"disabled", "must be true or false"});
  if (*flag) row.user.disabled_at = Time{};
}

// An account's hash decides who gets in, so it is for the machine's owner alone.
void take_password_hash(const Call& call, const Members& members, Row& row,
                        std::vector<http::FieldError>& errors) {
  if (members.find("passwordHash") == members.end()) return;
  auto hash = text_of(members, "passwordHash");
  if (!call.caller.is_operator()) {
    errors.push_back({"passwordHash", "can be brought in by the command line only"});
  } else if (!crypto::parse_password_cost(hash)) {
    errors.push_back({"passwordHash", "must be an argon2id hash of at most 256 MiB, 16 passes and 4 lanes"});
  } else {
    row.password_hash = std::move(hash);
  }
}

Row make_row(const Users& users, const Call& call, std::int64_t line, const Members& members) {
  Row row;
  row.line = line;
  std::vector<http::FieldError> errors;
  for (const auto& [name, value] : members) {
    if (!is_import_column(name)) errors.push_back({name, "is not a field that can be set here"});
  }
  const Body body(members);
  if (auto user = make_user(body, users.clock, users.random)) {
    row.user = std::move(*user);
    const auto more = apply_profile(body, row.user);
    errors.insert(errors.end(), more.begin(), more.end());
  } else {
    errors.insert(errors.end(), user.error().begin(), user.error().end());
    row.user.email = text_of(members, "email");
    row.user.name = text_of(members, "name");
  }
  take_disabled(members, row, errors);
  take_password_hash(call, members, row, errors);
  if (!errors.empty()) {
    row.bad_field = errors.front().field;
    row.bad_message = errors.front().message;
  }
  return row;
}

Row make_bad_row(std::int64_t line, std::string message) {
  Row row;
  row.line = line;
  row.bad_field = "row";
  row.bad_message = std::move(message);
  return row;
}

// Spreadsheets, and our own export, put an apostrophe before what would be a formula.
std::string without_guard(const std::string& field) {
  const bool is_guarded = field.size() > 1 && field[0] == '\'' &&
                          std::string_view("=+-@").find(field[1]) != std::string_view::npos;
  return is_guarded ? field.substr(1) : field;
}

// Headings may be in words that are not known here; but no person's row is without an address.
bool is_heading(const CsvRecord& record) {
  return std::none_of(record.fields.begin(), record.fields.end(),
                      [](const std::string& field) { return field.find('@') != std::string::npos; });
}

Result<std::vector<std::string>, http::Response> read_headings(const CsvRecord& record) {
  std::vector<std::string> columns;
  std::vector<http::FieldError> errors;
  for (const auto& heading : record.fields) {
    auto column = column_of_heading(heading);
    if (column.empty()) {
      errors.push_back({std::string(cut_text(heading, 100)), "is not a column that can be brought in"});
    } else if (std::find(columns.begin(), columns.end(), column) != columns.end()) {
      errors.push_back({column, "stands for two columns"});
    }
    columns.push_back(std::move(column));
  }
  if (!errors.empty()) return fail(invalid_fields(std::move(errors)));
  return columns;
}

Row read_record(const Users& users, const Call& call, const CsvRecord& record, std::int64_t line,
                const std::vector<std::string>& columns) {
  if (record.fields.size() > columns.size()) {
    return make_bad_row(line, "has " + std::to_string(record.fields.size()) + " fields, but there are " +
                                  std::to_string(columns.size()) + " columns");
  }
  Members members;
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    if (record.fields[i].empty() || columns[i] == "-") continue;
    members.emplace(columns[i], without_guard(record.fields[i]));
  }
  return make_row(users, call, line, members);
}

Result<ImportRows, http::Response> read_csv(const Users& users, const Call& call,
                                            const user_imports::Import& import) {
  std::string_view text = call.request.body;
  if (import.lines == 0 && text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  ImportRows read{import.columns, {}, std::count(text.begin(), text.end(), '\n'), import.separator};
  if (import.lines == 0) read.separator = find_separator(text);
  const auto records = parse_csv(text, read.separator.front());
  if (!records) {
    return fail(http::problem(422, "malformed_csv",
                              "Line " + std::to_string(import.lines + records.error()) +
                                  ": a quoted field must be closed and end with a comma or a new line."));
  }
  if (!text.empty() && text.back() != '\n') ++read.lines;
  for (std::size_t i = 0; i < records->size(); ++i) {
    const auto& record = (*records)[i];
    if (i == 0 && import.lines == 0 && is_heading(record)) {
      if (!read.columns.empty()) continue;  // said already
      auto columns = read_headings(record);
      if (!columns) return fail(columns.error());
      read.columns = std::move(*columns);
      continue;
    }
    if (read.columns.empty()) read.columns = {"email", "name", "passwordHash"};
    read.rows.push_back(read_record(users, call, record, import.lines + record.line, read.columns));
  }
  return read;
}

Body::Value to_value(const json::value& value) {
  if (value.is_null()) return Body::Null{};
  if (value.is_bool()) return value.as_bool();
  if (value.is_string()) return std::string(value.as_string());
  return Body::Other{};
}

Row read_object(const Users& users, const Call& call, const json::value& value, std::int64_t line) {
  if (!value.is_object()) return make_bad_row(line, "must be an object");
  Members members;
  for (const auto& [name, member] : value.get_object()) {
    const auto text = to_value(member);
    if (std::holds_alternative<Body::Null>(text)) continue;
    if (std::holds_alternative<Body::Other>(text))
      return make_bad_row(line, std::string(name) + " must be a text");
    members.emplace(std::string(name), text);
  }
  return make_row(users, call, line, members);
}

Result<ImportRows, http::Response> read_json(const Users& users, const Call& call,
                                             const user_imports::Import& import) {
  json::parse_options options;
  options.max_depth = 4;
  json::error_code error;
  const auto parsed = json::parse(call.request.body, error, {}, options);
  if (error) return fail(http::problem(400, "malformed_json", "The body is not valid JSON."));
  const auto* object = parsed.if_object();
  const auto* rows = object == nullptr ? nullptr : object->if_contains("rows");
  if (rows == nullptr || !rows->is_array() || object->size() != 1) {
    return fail(invalid_fields({{"rows", "must be a list of objects, and the only member"}}));
  }
  ImportRows read{import.columns, {}, std::int64_t(rows->get_array().size()), import.separator};
  std::int64_t line = import.lines;
  for (const auto& row : rows->get_array()) read.rows.push_back(read_object(users, call, row, ++line));
  return read;
}

/// What is wrong with text that is not UTF-8, and what its owner may do.
std::optional<std::string> find_encoding_fault(std::string_view text) {
  constexpr std::string_view kHint = " Save it as UTF-8; a spreadsheet calls that CSV UTF-8.";
  // A byte order mark, or the zeros of Latin letters.
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff") || text.find('\0') != text.npos) {
    return "The file is text in UTF-16." + std::string(kHint);
  }
  if (!is_valid_utf8(text)) return "The file is not text in UTF-8." + std::string(kHint);
  return std::nullopt;
}

std::string media_type(const http::Request& request) {
  const auto header = request.header("Content-Type").value_or("");
  return std::string(header.substr(0, header.find_first_of("; ")));
}

}  // namespace

bool is_import_column(const std::string& name) {
  return std::find(kColumns.begin(), kColumns.end(), name) != kColumns.end();
}

std::string column_of_heading(std::string_view heading) {
  const auto found = headings().find(make_search_text(heading));
  return found == headings().end() ? std::string() : found->second;
}

std::vector<std::string> import_uploads() {
  return {"text/csv", "application/json"};
}

Result<ImportRows, http::Response> read_import_rows(const Users& users, const Call& call,
                                                    const user_imports::Import& import) {
  if (const auto fault = find_encoding_fault(call.request.body)) {
    return fail(http::problem(422, "malformed_csv", *fault));
  }
  const auto type = media_type(call.request);
  if (http::equal_ignoring_case(type, "text/csv")) return read_csv(users, call, import);
  if (http::equal_ignoring_case(type, "application/json")) return read_json(users, call, import);
  return fail(http::problem(415, "unsupported_media_type", "Send text/csv or application/json."));
}

}  // namespace gatehouse::server
