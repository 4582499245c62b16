// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "server/access/audit.h"
#include "server/access/json_text.h"
#include "server/access/new_user.h"
#include "server/features/set_up/mount.h"
#include "server/session/first_administrator.h"
#include "server/storage/audit_events.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

// One answer for a wrong, used or outdated token and for a platform that is set up: nothing to probe.
http::Response closed() {
  return http::problem(404, "not_found", "This set-up link is not valid, or was used.");
}

std::vector<Field> set_up_fields() {
  auto fields = new_user_fields();
  fields.push_back(Field::text("token", "The one-time token of the set-up link.").required().at_most(200));
  fields.push_back(Field::text("password", "The new administrator's password.").required().at_most(1024));
  return fields;
}

}  // namespace

bool SetUp::is_open() const {
  return database.read(first_administrator::is_open);
}

http::Response SetUp::operator()(const Call& call, const Body& body) const {
  const SecretString token(*body.text("token"));
  const auto is_valid = [&](sql::Connection& connection) {
    return first_administrator::is_valid_token(connection, token);
  };
  if (!database.read(is_valid)) return closed();

  auto user = make_user(body, clock, random);
  if (!user) return invalid_fields(user.error());
  const auto password = check_new_password(*body.text("password"), user->email);
  if (!password) return invalid_fields(password.error());
  const auto phc = passwords.hash(*password);
  if (!phc) return overloaded();

  user->email_verified = true;
  user->platform_role = PlatformRole::owner;
  user->last_sign_in_at = clock.now();
  const auto session = sessions.make(user->id, {"pwd"}, call.request);
  enum class Outcome { done, closed, email_taken };
  const auto outcome = database.write([&](sql::Connection& connection) {
    if (!is_valid(connection)) return Outcome::closed;
    if (users::insert(connection, *user, *phc) == users::Inserted::email_taken) return Outcome::email_taken;
    first_administrator::close(connection);
    sessions.insert(connection, session);
    auto event = make_audit_event(call, clock.now(), "platform.set_up", user->id.value());
    event.actor = user->id.value();
    event.session_id = session.session.id.value();
    audit_events::append(connection, event);
    return Outcome::done;
  });
  if (outcome == Outcome::closed) return closed();
  if (outcome == Outcome::email_taken) return email_taken();
  auto response = json_answer(201, to_json(*user, UserView::own));
  sessions.set_cookie(response, session);
  return response;
}

void mount_set_up(Routes& routes, const SetUp& set_up) {
  const auto fields = set_up_fields();
  routes.push_back({.method = http::Method::post,
                    .path = "/api/v1/setup",
                    .access = Access::anyone(),
                    .summary = "Make the first administrator with the one-time token, and sign in as them",
                    .body = fields,
                    .answers = {{201, user_shape(UserView::own)}},
                    .refusals = {{404, "not_found"}},
                    .handle = [set_up, fields](const Call& call) {
                      if (!set_up.is_open()) return closed();
                      const auto body = parse_body(call.request, fields);
                      return body ? set_up(call, *body) : body.error();
                    }});
}

}  // namespace gatehouse::server
