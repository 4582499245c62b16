// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace gatehouse::sql {

/// Prepared statements of one connection by their text; the one used longest ago goes first when there are
/// too many. Not thread-safe.
template <class Statement>
class StatementCache {
 public:
  explicit StatementCache(std::size_t limit = 128) : limit_(limit) {}

  /// The kept statement, or nullptr. Valid until the next `insert`, `remove` or `clear`.
  Statement* find(std::string_view text) {
    const auto found = by_text_.find(text);
    if (found == by_text_.end()) return nullptr;
    statements_.splice(statements_.begin(), statements_, found->second);
    return &found->second->second;
  }

  Statement& insert(std::string_view text, Statement statement) {
    if (statements_.size() >= limit_) remove(statements_.back().first);
    statements_.emplace_front(std::string(text), std::move(statement));
    by_text_[statements_.front().first] = statements_.begin();
    return statements_.front().second;
  }

  void remove(std::string_view text) {
    const auto found = by_text_.find(text);
    if (found == by_text_.end()) return;
    const auto node = found->second;
    by_text_.erase(found);
    statements_.erase(node);
  }

  void clear() {
    by_text_.clear();
    statements_.clear();
  }

 private:
  using Statements = std::list<std::pair<std::string, Statement>>;
  std::size_t limit_;
  Statements statements_;
  std::unordered_map<std::string_view, typename Statements::iterator> by_text_;
};

}  // namespace gatehouse::sql
