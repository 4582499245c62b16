// SPDX-License-Identifier: Apache-2.0
#include "server/features/token_endpoint/oauth_form.h"

#include "server/access/form_body.h"

namespace gatehouse::server {

Result<http::FormParameters, OAuthError> parse_oauth_form(const http::Request& request) {
  auto parameters = parse_form_body(request);
  if (!parameters) {
    switch (parameters.error()) {
      case FormBodyFault::wrong_content_type:
        return fail(invalid_request("the body must be application/x-www-form-urlencoded"));
      case FormBodyFault::too_large:
        return fail(OAuthError{413, "invalid_request", "the body is larger than 64 KiB"});
      case FormBodyFault::malformed:
        return fail(invalid_request("the body is not properly encoded"));
    }
  }
  if (parameters->has_duplicates()) return fail(invalid_request("a parameter stands more than once"));
  return std::move(*parameters);
}

}  // namespace gatehouse::server
