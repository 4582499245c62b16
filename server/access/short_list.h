// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/http/response.h"
#include "server/access/route.h"

namespace boost::json {
class object;
class array;
}  // namespace boost::json

namespace gatehouse::server {

/// What the route of a list takes that is short enough to be read whole.
[[nodiscard]] std::vector<QueryParameter> short_list_parameters(std::vector<QueryParameter> more = {});

enum class Order { ascending, descending };
/// Tells items of a list apart, and sorts them.
using KeyOf = std::function<std::string(const boost::json::object&)>;
[[nodiscard]] KeyOf by_member(std::string name);

/// Answers with the page that `limit` and `cursor` ask for. The cursor is the key of the last item given, so
/// items may come and go between two pages.
[[nodiscard]] http::Response short_list_answer(const http::Request& request, boost::json::array items,
                                               Order order, const KeyOf& key_of);

}  // namespace gatehouse::server
