// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/features/sign_in/sign_in.h"
#include "server/features/sign_in/sign_out.h"

namespace gatehouse::server {

inline void mount_sign_in(Routes& routes, const SignIn& sign_in, const SignOut& sign_out) {
  routes.push_back(sign_in_route(sign_in));
  routes.push_back(sign_out_route(sign_out));
}

}  // namespace gatehouse::server
