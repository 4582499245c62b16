// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/sql/connection.h"
#include "server/storage/page.h"
#include "server/storage/users.h"

/// Files of users on their way in. As in storage/users.h.
namespace gatehouse::server::user_imports {

/// Since somebody touched one last.
inline constexpr std::chrono::hours kKept{24};

enum class State { receiving, running, done, refused };
enum class Mode { all_or_none, skip_bad };
[[nodiscard]] std::string_view to_text(State state);
[[nodiscard]] std::string_view to_text(Mode mode);
[[nodiscard]] std::optional<Mode> parse_mode(std::string_view text);

struct Import {
  std::string id;
  State state = State::receiving;
  std::optional<Mode> mode;
  std::vector<std::string> columns;  ///< of the file; empty until its beginning came
  std::string separator = ",";       ///< of the file's fields
  std::int64_t lines = 0;
  std::int64_t rows = 0;
  std::int64_t bad = 0;
  std::int64_t added = 0;
  std::int64_t done_line = 0;
  Time created_at;
  Time changed_at;
};

/// One row of a file: a user to be, or what is wrong with it.
struct Row {
  std::int64_t line = 0;
  User user;  ///< without an id
  std::optional<std::string> password_hash;
  std::string bad_field;  ///< empty: the row is good
  std::string bad_message;
};

void insert(sql::Connection& connection, const Import& import);
[[nodiscard]] std::optional<Import> find(sql::Connection& connection, std::string_view id);
/// Newest first; there are never many.
[[nodiscard]] std::vector<Import> list(sql::Connection& connection);
void update(sql::Connection& connection, const Import& import);
bool remove(sql::Connection& connection, std::string_view id);
/// Removes those that nobody touched since `before`: at most `limit` rows of files, and who has none left.
void remove_old(sql::Connection& connection, Time before, std::size_t limit);
/// Those that somebody touched since then.
[[nodiscard]] std::int64_t count_unfinished(sql::Connection& connection, Time since);

/// Keeps rows, and notes as bad those whose address stands in the file already or belongs to a user. Gives
/// how many of them are bad.
[[nodiscard]] std::int64_t put_rows(sql::Connection& connection, std::string_view import_id,
                                    std::vector<Row> rows);
[[nodiscard]] std::vector<Row> list_good(sql::Connection& connection, std::string_view import_id,
                                         std::int64_t after_line, std::size_t limit);
/// `page.after` is a line number as text.
[[nodiscard]] Page<Row> list_rows(sql::Connection& connection, std::string_view import_id, bool only_bad,
                                  const PageRequest& page);
void mark_bad(sql::Connection& connection, std::string_view import_id, std::int64_t line,
              std::string_view field, std::string_view message);
/// What is not needed once the import has ended; what was bad stays to be read.
void drop_good_rows(sql::Connection& connection, std::string_view import_id);

}  // namespace gatehouse::server::user_imports
