// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "server/access/body.h"
#include "server/access/shape.h"
#include "server/model/api_key.h"

namespace boost::json {
class object;
}

namespace gatehouse::server {

enum class AccountFieldsFor { adding, changing };
[[nodiscard]] std::vector<Field> account_fields(AccountFieldsFor use);
/// Applies a body that has passed account_fields; what comes back is not empty when a value is not
/// acceptable.
[[nodiscard]] std::vector<http::FieldError> apply_account_fields(const Body& body, Time now,
                                                                 ServiceAccount& account);
[[nodiscard]] boost::json::object to_json(const ServiceAccount& account);
[[nodiscard]] Shape account_shape();

}  // namespace gatehouse::server
