// SPDX-License-Identifier: Apache-2.0
#include "server/access/json_text.h"

#include <boost/json.hpp>

#include "core/base/time_text.h"

namespace gatehouse::server {
namespace {

boost::json::value or_null(const std::optional<std::string>& text) {
  return text ? boost::json::value(*text) : boost::json::value(nullptr);
}

}  // namespace

http::Response json_answer(int status, const boost::json::object& body) {
  return http::json_response(status, boost::json::serialize(body));
}

boost::json::value to_json(const std::optional<Time>& time) {
  return time ? boost::json::value(to_rfc3339(*time)) : boost::json::value(nullptr);
}

boost::json::object to_json(const User& user, UserView view) {
  boost::json::object json = {{"id", user.id.value()},
                              {"email", user.email},
                              {"emailVerified", user.email_verified},
                              {"firstName", user.first_name},
                              {"lastName", user.last_name},
                              {"name", user.display_name()},
                              {"avatarUrl", or_null(user.avatar_path())},
                              {"locale", or_null(user.locale)},
                              {"timeZone", or_null(user.time_zone)},
                              {"createdAt", to_rfc3339(user.created_at)},
                              {"lastSignInAt", to_json(user.last_sign_in_at)}};
  if (view == UserView::administration) {
    json["platformRole"] =
        user.platform_role ? boost::json::value(to_text(*user.platform_role)) : boost::json::value(nullptr);
    json["disabledAt"] = to_json(user.disabled_at);
    json["updatedAt"] = to_rfc3339(user.updated_at);
  }
  return json;
}

Shape user_shape(UserView view) {
  const auto own = shape::object("Profile", {{"id", shape::text()},
                                             {"email", shape::text()},
                                             {"emailVerified", shape::flag()},
                                             {"firstName", shape::text()},
                                             {"lastName", shape::text()},
                                             {"name", shape::text()},
                                             {"avatarUrl", shape::text().nullable()},
                                             {"locale", shape::text().nullable()},
                                             {"timeZone", shape::text().nullable()},
                                             {"createdAt", shape::time()},
                                             {"lastSignInAt", shape::time().nullable()}});
  if (view == UserView::own) return own;
  return own.extended("User",
                      {{"platformRole", shape::one_of({"owner", "administrator", "auditor"}).nullable()},
                       {"disabledAt", shape::time().nullable()},
                       {"updatedAt", shape::time()}});
}

Shape person_shape() {
  return shape::object("Person", {{"id", shape::text()}, {"email", shape::text()}, {"name", shape::text()}});
}

http::Response list_answer(boost::json::array items, const std::string& next) {
  return json_answer(200,
                     {{"items", std::move(items)},
                      {"nextCursor", next.empty() ? boost::json::value(nullptr) : boost::json::value(next)}});
}

}  // namespace gatehouse::server
