// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "server/access/body.h"
#include "server/storage/sign_up_policy.h"

namespace gatehouse::server {

/// Reads who may sign up; what is wrong with the two members goes to `errors` under their names. Absent
/// members leave the policy as it is.
struct SignUpMembers {
  std::string mode;
  std::string domains;
};
void apply_sign_up_policy(const Body& body, const SignUpMembers& members, SignUpPolicy& policy,
                          std::vector<http::FieldError>& errors);

}  // namespace gatehouse::server
