// SPDX-License-Identifier: Apache-2.0
#include "server/app/command_line/import_users.h"

#include <fstream>
#include <iterator>
#include <map>
#include <optional>

#include <boost/json.hpp>

#include "core/http/form.h"
#include "server/app/command_line/command_context.h"
#include "server/app/command_line/csv.h"
#include "server/app/command_line/show.h"
#include "server/model/email.h"
#include "server/model/user.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;
using http::Method;

struct Row {
  unsigned line;
  std::string email;
  std::string name;
};

std::string place(unsigned line) {
  return "line " + std::to_string(line) + ": ";
}

Outcome<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file.is_open() || file.bad()) return fail(Refusal{path + " can't be read; name a CSV file"});
  return text;
}

/// Checks what can be told from the file alone. Complaints go to `bad`.
std::vector<Row> read_rows(const std::vector<CsvRecord>& records, std::vector<std::string>& bad) {
  std::vector<Row> rows;
  std::map<std::string, unsigned> seen;
  for (const auto& [fields, line] : records) {
    if (&fields == &records.front().fields && fields.front() == "email") continue;
    if (fields.size() > 3) {
      bad.push_back(place(line) + "has " + std::to_string(fields.size()) +
                    " fields; at most email,name[,passwordHash]");
      continue;
    }
    const auto email = parse_email(fields[0]);
    if (!email) {
      bad.push_back(place(line) + "the e-mail address " + std::string(kEmailRule));
      continue;
    }
    Row row{line, *email, fields.size() > 1 ? fields[1] : ""};
    if (!row.name.empty() && !is_person_name(row.name)) {
      bad.push_back(place(line) + "the name is no readable text of 1 to 200 bytes");
    }
    if (fields.size() > 2 && !fields[2].empty()) {
      bad.push_back(place(line) + "password hashes can't be imported yet; leave the field empty");
    }
    if (const auto [first, added] = seen.emplace(*email, line); !added) {
      bad.push_back(place(line) + *email + " stands on line " + std::to_string(first->second) + " already");
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

/// Checks the rows against the users there are.
Outcome<void> find_taken(Api& api, const std::vector<Row>& rows, std::vector<std::string>& bad) {
  for (const Row& row : rows) {
    const auto page = api.get("/api/v1/users?email=" + http::percent_encode(row.email));
    if (!page) return fail(page.error());
    if (!page->as_object().at("items").as_array().empty()) {
      bad.push_back(place(row.line) + row.email + " has an account already");
    }
  }
  return {};
}

/// Adds the rows; takes back what it added when one is refused after all.
Outcome<json::array> add_rows(Api& api, const std::vector<Row>& rows) {
  json::array added;
  for (const Row& row : rows) {
    json::object body{{"email", row.email}};
    if (!row.name.empty()) body["name"] = row.name;
    auto user = api.send(Method::post, "/api/v1/operator/users", body);
    if (user) {
      added.push_back(std::move(*user));
      continue;
    }
    std::string kept;
    for (const json::value& one : added) {
      const std::string id = show(one.as_object(), "id");
      if (!api.send(Method::delete_, "/api/v1/users/" + http::percent_encode(id))) kept += " " + id;
    }
    const std::string rest =
        kept.empty() ? "; nothing was imported" : "; these could not be taken back:" + kept;
    return fail(Refusal{place(row.line) + user.error().line + rest});
  }
  return added;
}

}  // namespace

Outcome<Output> import_users(CommandContext& context) {
  const auto text = read_file(context.invocation.get("FILE"));
  if (!text) return fail(text.error());
  const auto records = parse_csv(*text);
  if (!records) {
    return fail(
        Refusal{place(records.error()) + "a quoted field must be closed and end with a comma or a new line"});
  }
  std::vector<std::string> bad;
  const auto rows = read_rows(*records, bad);
  if (const auto checked = find_taken(context.api, rows, bad); !checked) return fail(checked.error());
  if (!bad.empty()) {
    std::string lines = "nothing was imported; mend these rows first:";
    for (const std::string& line : bad) lines += "\n  " + line;
    return fail(Refusal{lines});
  }
  const auto added = add_rows(context.api, rows);
  if (!added) return fail(added.error());
  return make_output(
      *added, "Imported " + std::to_string(added->size()) + (added->size() == 1 ? " user.\n" : " users.\n"));
}

}  // namespace gatehouse::server
