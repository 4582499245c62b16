// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/http/response.h"
#include "server/access/shape.h"
#include "server/model/user.h"

namespace boost::json {
class object;
class value;
class array;
}  // namespace boost::json

namespace gatehouse::server {

/// A JSON answer of the API.
[[nodiscard]] http::Response json_answer(int status, const boost::json::object& body);

/// A user as the API shows one: the members of `GET /api/v1/me`, plus `disabledAt` and `platformRole` for
/// administrators.
enum class UserView { own, administration };
[[nodiscard]] boost::json::object to_json(const User& user, UserView view);
[[nodiscard]] Shape user_shape(UserView view);
/// Somebody by id, address and name.
[[nodiscard]] Shape person_shape();

/// RFC 3339, or null.
[[nodiscard]] boost::json::value to_json(const std::optional<Time>& time);

/// `{"items": [...], "nextCursor": ...}`; an empty `next` is null.
[[nodiscard]] http::Response list_answer(boost::json::array items, const std::string& next);

}  // namespace gatehouse::server
