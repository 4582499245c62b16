// SPDX-License-Identifier: Apache-2.0
#include "server/access/new_user.h"

#include "server/model/email.h"
#include "server/model/password.h"

namespace gatehouse::server {
namespace {

constexpr const char* kNameRule = "must be one line of readable text of at most 200 bytes";

void take_name(const Body& body, const char* field, std::string& into,
               std::vector<http::FieldError>& errors) {
  const auto text = body.text(field);
  if (!text || text->empty()) return;
  if (!is_person_name(*text)) errors.push_back({field, kNameRule});
  into = *text;
}

}  // namespace

std::vector<Field> new_user_fields() {
  return {Field::text("email", "E-mail address; it identifies the person.").required().at_most(254),
          Field::text("name", "Full name.").at_most(200),
          Field::text("firstName", "First name.").at_most(200),
          Field::text("lastName", "Last name.").at_most(200)};
}

Result<User, std::vector<http::FieldError>> make_user(const Body& body, const Clock& clock,
                                                      RandomSource& random) {
  std::vector<http::FieldError> errors;
  User user;
  const auto email = parse_email(body.text("email").value_or(""));
  if (!email) errors.push_back({"email", std::string(kEmailRule)});
  take_name(body, "name", user.name, errors);
  take_name(body, "firstName", user.first_name, errors);
  take_name(body, "lastName", user.last_name, errors);
  if (!errors.empty()) return fail(std::move(errors));
  user.id = UserId(make_sortable_text(kUserIdPrefix, clock, random));
  user.email = *email;
  user.created_at = user.updated_at = clock.now();
  return user;
}

Result<SecretString, std::vector<http::FieldError>> check_new_password(const std::string& password,
                                                                       const std::string& email) {
  auto normalized = normalize_password(password);
  if (!normalized || !is_acceptable_password(*normalized, email)) {
    return fail(std::vector<http::FieldError>{{"password", std::string(kPasswordRule)}});
  }
  return std::move(*normalized);
}

http::Response email_taken() {
  return invalid_fields({{"email", "belongs to another user already"}});
}

}  // namespace gatehouse::server
