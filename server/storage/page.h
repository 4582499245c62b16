// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace gatehouse::server {

/// Where to go on in a list: rows after `after` (an id; empty: from the start), at most `limit`.
struct PageRequest {
  std::string after;
  std::size_t limit = 50;
};

template <class T>
struct Page {
  std::vector<T> items;
  std::string next;  ///< `after` of the next page; empty: this was the last
};

/// Makes a page of rows that were asked for with limit + 1: the one too many only says that there is more.
template <class T, class KeyOf>
Page<T> make_page(std::vector<T> rows, std::size_t limit, KeyOf key_of) {
  Page<T> page{std::move(rows), {}};
  if (page.items.size() > limit) {
    page.items.resize(limit);
    page.next = key_of(page.items.back());
  }
  return page;
}

}  // namespace gatehouse::server
