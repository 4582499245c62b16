// SPDX-License-Identifier: Apache-2.0
#include "server/storage/user_terms.h"

#include <algorithm>
#include <sstream>

#include "server/model/search_text.h"

namespace gatehouse::server::user_terms {
namespace {

using user_list::State;

constexpr std::size_t kPieceBytes = 3;

std::string find_text(const User& user) {
  return make_search_text(user.display_name() + " " + user.first_name + " " + user.last_name + " " +
                          user.email);
}

std::vector<std::string> split(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
  }
  return text;
}

void put_pieces(const std::string& word, std::size_t bytes, std::vector<std::string>& terms) {
  for (std::size_t at = 0; at + bytes <= word.size(); ++at) terms.push_back(word.substr(at, bytes));
}

void make_distinct(std::vector<std::string>& texts) {
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
}

// No piece of a word has a colon.
std::string of_state(State state) {
  switch (state) {
    case State::active:
      return "state:active";
    case State::pending:
      return "state:pending";
    case State::disabled:
      return "state:disabled";
  }
  return "";
}

std::string of_verified(bool verified) {
  return verified ? "verified:yes" : "verified:no";
}

std::string of_role(PlatformRole role) {
  return "role:" + std::string(to_text(role));
}

bool is_in(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

bool Search::finds(const User& user) const {
  const auto text = find_text(user);
  return std::ranges::all_of(words, [&](const auto& word) { return is_in(text, word); }) &&
         std::ranges::all_of(pieces, [&](const auto& piece) { return is_in(user.email, piece); });
}

Search parse_search(const std::string& text) {
  Search search;
  search.words = split(make_search_text(text));
  make_distinct(search.words);
  for (auto& part : split(text)) {
    if (is_in(part, "@")) search.pieces.push_back(lower(std::move(part)));
  }
  return search;
}

std::vector<std::string> of_user(const User& user) {
  std::vector<std::string> terms = {of_state(state_of(user)), of_verified(user.email_verified)};
  if (user.platform_role) terms.push_back(of_role(*user.platform_role));
  auto words = split(find_text(user));
  make_distinct(words);
  for (const auto& word : words) {
    for (std::size_t bytes = 1; bytes <= kPieceBytes; ++bytes) put_pieces(word, bytes, terms);
  }
  make_distinct(terms);
  return terms;
}

std::string of_member(const AppId& app) {
  return "app:" + app.value();
}

std::vector<std::string> of_filter(const user_list::Filter& filter) {
  std::vector<std::string> terms;
  if (filter.state) terms.push_back(of_state(*filter.state));
  if (filter.role) terms.push_back(of_role(*filter.role));
  if (filter.verified) terms.push_back(of_verified(*filter.verified));
  if (filter.app) terms.push_back(of_member(*filter.app));
  return terms;
}

std::vector<std::string> of_search(const Search& search) {
  std::vector<std::string> terms;
  for (const auto& word : search.words) put_pieces(word, std::min(word.size(), kPieceBytes), terms);
  make_distinct(terms);
  return terms;
}

State state_of(const User& user) {
  if (user.is_disabled()) return State::disabled;
  return user.last_sign_in_at ? State::active : State::pending;
}

}  // namespace gatehouse::server::user_terms
