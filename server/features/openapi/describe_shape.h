// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>

#include "server/access/shape.h"

namespace gatehouse::server {

/// The JSON schema (2020-12, as OpenAPI 3.1 has them) of a shape. Objects with a name become components, once
/// each, and are referred to. Throws std::invalid_argument when two different objects have the same name.
[[nodiscard]] boost::json::object describe_shape(const Shape& shape, boost::json::object& components);

}  // namespace gatehouse::server
