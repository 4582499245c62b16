// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>

#include "server/access/shape.h"
#include "server/model/audit_event.h"

namespace gatehouse::server {

/// An event as the API, exports and streams write it.
[[nodiscard]] boost::json::object to_json(const AuditEvent& event);

/// With the names that the API adds.
[[nodiscard]] Shape event_shape();

}  // namespace gatehouse::server
