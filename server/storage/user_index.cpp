// SPDX-License-Identifier: Apache-2.0
#include "server/storage/user_index.h"

#include <algorithm>

#include "server/model/search_text.h"
#include "server/storage/user_row.h"

namespace gatehouse::server::user_index {
namespace {

constexpr std::size_t kNameKeyBytes = 60;
/// Shorter endings are worth a row only where a word begins with them.
constexpr std::size_t kLeastBytes = 3;

bool begins_character(std::string_view text, std::size_t at) {
  return (static_cast<unsigned char>(text[at]) & 0xc0U) != 0x80U && text[at] != ' ';
}

bool begins_word(std::string_view text, std::size_t at) {
  return at == 0 || text[at - 1] == ' ';
}

/// Calls `visit` with each ending that is a key, uncut.
template <class Visit>
void visit_endings(std::string_view text, Visit visit) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!begins_character(text, at)) continue;
    if (text.size() - at < kLeastBytes && !begins_word(text, at)) continue;
    visit(text.substr(at));
  }
}

void put(std::vector<std::string>& texts, std::string text) {
  if (text.empty() || std::find(texts.begin(), texts.end(), text) != texts.end()) return;
  texts.push_back(std::move(text));
}

/// `Ada King Lovelace` as `lovelace ada king`.
std::string put_last_word_first(const std::string& name) {
  const auto gap = name.rfind(' ');
  if (gap == std::string::npos) return name;
  return name.substr(gap + 1) + " " + name.substr(0, gap);
}

std::vector<std::string> list_keys(const User& user) {
  std::vector<std::string> keys;
  for (const auto& text : list_texts(user)) {
    visit_endings(text, [&](std::string_view ending) { keys.emplace_back(cut_text(ending, kKeyBytes)); });
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

}  // namespace

std::string make_name_key(const User& user) {
  return std::string(cut_text(make_search_text(user.display_name()), kNameKeyBytes));
}

std::vector<std::string> list_texts(const User& user) {
  std::vector<std::string> texts;
  const auto name = make_search_text(user.display_name());
  put(texts, name);
  const auto first = make_search_text(user.first_name);
  const auto last = make_search_text(user.last_name);
  if (first.empty() || last.empty()) {
    put(texts, put_last_word_first(name));
    put(texts, first + last);
  } else {
    put(texts, first + " " + last);
    put(texts, last + " " + first);
  }
  const auto at = user.email.find('@');
  put(texts, make_search_text(user.email.substr(0, at)));
  put(texts, make_search_text(user.email.substr(at + 1)));
  return texts;
}

std::optional<std::string> find_first_key(const std::vector<std::string>& texts, std::string_view beginning) {
  std::optional<std::string> first;
  for (const auto& text : texts) {
    visit_endings(text, [&](std::string_view ending) {
      if (!ending.starts_with(beginning)) return;
      const auto key = cut_text(ending, kKeyBytes);
      if (!first || key < *first) first = std::string(key);
    });
  }
  return first;
}

void add(sql::Connection& connection, const Numbered& users) {
  std::vector<std::pair<std::string, std::int64_t>> rows;
  for (const auto& [user, number] : users) {
    for (auto& key : list_keys(*user)) rows.emplace_back(std::move(key), number);
  }
  // In the table's order: neighbours then share the pages that are read and written.
  std::sort(rows.begin(), rows.end());
  for (const auto& [key, number] : rows) {
    connection.query("insert into user_search (key, number) values (?, ?)", key, number);
  }
}

void remove(sql::Connection& connection, const User& user, std::int64_t number) {
  for (const auto& key : list_keys(user)) {
    connection.query("delete from user_search where key = ? and number = ?", key, number);
  }
}

std::int64_t take_numbers(sql::Connection& connection, std::size_t count) {
  return connection.query("update user_counts set next_number = next_number + ? returning next_number", count)
             .first()
             .get<std::int64_t>(0) -
         std::int64_t(count);
}

bool add_missing(sql::Connection& connection, std::size_t limit) {
  static const std::string statement = select_users("where number is null order by id limit ?");
  const auto users = to_users(connection.query(statement, limit));
  if (users.empty()) return false;
  auto number = take_numbers(connection, users.size());
  Numbered numbered;
  for (const auto& user : users) {
    connection.query("update users set number = ?, name_key = ? where id = ?", number, make_name_key(user),
                     user.id);
    numbered.emplace_back(&user, number++);
  }
  add(connection, numbered);
  return users.size() == limit;
}

}  // namespace gatehouse::server::user_index
