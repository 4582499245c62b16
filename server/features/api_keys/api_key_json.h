// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/access/shape.h"
#include "server/model/api_key.h"

namespace boost::json {
class object;
}

namespace gatehouse::server {

/// A key as the API shows one; never with its secret.
[[nodiscard]] boost::json::object to_json(const ApiKey& key);
[[nodiscard]] Shape api_key_shape();

}  // namespace gatehouse::server
