// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/base/secret_string.h"
#include "core/http/request.h"
#include "server/storage/apps.h"

namespace gatehouse::server {

/// What an app says of itself in client_secret_basic (RFC 6749, section 2.3.1).
struct BasicCredentials {
  std::string id;
  SecretString secret;
  /// The same as sent. Many clients leave out the encoding that section 2.3.1 asks for, and a secret with `+`
  /// or `%` must work for them too.
  SecretString secret_as_sent;
};

/// Absent unless the request has one Authorization header, and that is well-formed Basic.
[[nodiscard]] std::optional<BasicCredentials> read_basic_credentials(const http::Request& request);

/// Whether what was given is one of an app's secrets, each of which counts while they rotate. In constant
/// time.
[[nodiscard]] bool is_secret_of(const apps::Secrets& secrets, const SecretString& secret,
                                const SecretString& secret_as_sent);

}  // namespace gatehouse::server
