// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/response.h"
#include "server/access/caller.h"
#include "server/model/user.h"

namespace gatehouse::server {

[[nodiscard]] http::Response user_answer(int status, const User& user);
[[nodiscard]] http::Response no_such_user();

/// Why a caller may not take part in deciding over `user`; absent when they may. An owner is changed by
/// owners (and the machine's owner) only.
[[nodiscard]] std::optional<http::Response> refuse_over(const Caller& caller, const User& user);
/// 429: the mailbox got several links to set a password just now.
[[nodiscard]] http::Response too_many_password_links();
/// 409: the platform must keep an owner who can sign in.
[[nodiscard]] http::Response last_owner();

}  // namespace gatehouse::server
