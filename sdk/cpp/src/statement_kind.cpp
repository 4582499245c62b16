// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/statement_kind.h"

#include <algorithm>
#include <array>
#include <string>

namespace gatehouse::sdk {

namespace {

bool is_letter(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') || character == '_';
}

/// The next word in lower case, taken off the statement; empty at the end.
std::string take_word(std::string_view& statement) {
  const auto begin = std::find_if(statement.begin(), statement.end(), is_letter);
  const auto end = std::find_if_not(begin, statement.end(), is_letter);
  std::string word(begin, end);
  for (auto& character : word) character = char(character | 0x20);
  statement = std::string_view(end, statement.end());
  return word;
}

template <std::size_t Count>
bool is_any(const std::array<std::string_view, Count>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 4> kReading{"select", "with", "values", "show"};
/// In a statement that begins as one that reads: a write inside WITH, SELECT INTO, SELECT FOR UPDATE, and the
/// functions of sequences and locks.
constexpr std::array<std::string_view, 14> kWriting{
    "insert",  "update", "delete",   "merge",   "into",    "share",     "replace",
    "nextval", "setval", "get_lock", "lastval", "currval", "pg_notify", "release_lock"};

}  // namespace

StatementKind find_statement_kind(std::string_view statement) {
  if (!is_any(kReading, take_word(statement))) return StatementKind::writes;
  for (auto word = take_word(statement); !word.empty(); word = take_word(statement)) {
    if (is_any(kWriting, word)) return StatementKind::writes;
  }
  return StatementKind::reads;
}

}  // namespace gatehouse::sdk
