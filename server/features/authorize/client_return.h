// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/http/form.h"
#include "core/http/response.h"
#include "core/sql/database.h"
#include "server/model/app.h"

namespace gatehouse::server {

/// How answers travel (OAuth 2.0 Multiple Response Type Encoding Practices, section 2.1).
enum class ResponseMode { query, form_post };

/// The app that asks, and the registered address that answers may go to. Only when both are known to belong
/// together is anything ever redirected (RFC 6749, section 4.1.2.1).
struct ClientReturn {
  App app;
  std::string redirect_uri;
  std::optional<std::string> state;
  ResponseMode response_mode = ResponseMode::query;

  /// A redirect, or a form that posts itself, with these parameters, `state` as it came and `iss` (RFC 9207,
  /// section 2).
  [[nodiscard]] http::Response answer(http::FormParameters parameters, std::string_view issuer) const;
};

/// The failure is a sentence for the person whose browser this is.
[[nodiscard]] Result<ClientReturn, std::string> find_client_return(sql::Database& database,
                                                                   const http::FormParameters& parameters);

}  // namespace gatehouse::server
