// SPDX-License-Identifier: Apache-2.0
#include "server/access/short_list.h"

#include <algorithm>

#include <boost/json.hpp>

#include "server/access/json_text.h"
#include "server/access/paging.h"

namespace gatehouse::server {
namespace {

struct Keyed {
  std::string key;
  boost::json::value item;
};

std::vector<Keyed> sort(boost::json::array items, Order order, const KeyOf& key_of) {
  std::vector<Keyed> sorted;
  for (auto& item : items) sorted.push_back({key_of(item.as_object()), std::move(item)});
  std::stable_sort(sorted.begin(), sorted.end(), [order](const Keyed& a, const Keyed& b) {
    return order == Order::ascending ? a.key < b.key : b.key < a.key;
  });
  return sorted;
}

}  // namespace

std::vector<QueryParameter> short_list_parameters(std::vector<QueryParameter> more) {
  auto all = page_parameters(std::move(more));
  all.front().description = "How many items at most, 1 to 500; default 500.";
  return all;
}

KeyOf by_member(std::string name) {
  return [name = std::move(name)](const boost::json::object& item) {
    return std::string(item.at(name).as_string());
  };
}

http::Response short_list_answer(const http::Request& request, boost::json::array items, Order order,
                                 const KeyOf& key_of) {
  const auto query = http::parse_form(request.query).value_or(http::FormParameters{});
  auto asked = parse_page(query);
  if (!asked) return asked.error();
  if (!query.find("limit")) asked->limit = kMostPageItems;
  auto rest = sort(std::move(items), order, key_of);
  std::erase_if(rest, [&](const Keyed& one) {
    return !asked->after.empty() &&
           (order == Order::ascending ? one.key <= asked->after : one.key >= asked->after);
  });
  auto page = make_page(std::move(rest), asked->limit, [](const Keyed& last) { return last.key; });
  boost::json::array given;
  for (auto& one : page.items) given.push_back(std::move(one.item));
  return list_answer(std::move(given), page.next);
}

}  // namespace gatehouse::server
