// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/clock.h"
#include "core/sql/connection.h"
#include "server/model/ids.h"

namespace gatehouse::server {

/// What somebody else's app asks of a user with these scopes, a sentence each, by the names `grant1` to
/// `grant7` of its place on the page that asks. Nothing is agreed to that did not stand there.
[[nodiscard]] std::vector<std::pair<std::string_view, std::string>> asked_of_user(std::string_view scope);

/// Keeps that the user agreed to these scopes, beside what they agreed to before.
void add_consent(sql::Connection& connection, const UserId& user, const AppId& app, std::string_view scope,
                 Time now);

}  // namespace gatehouse::server
