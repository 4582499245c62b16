// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>

#include "server/model/audit_event.h"

namespace gatehouse::server {

/// An event as the API, exports and streams write it.
[[nodiscard]] boost::json::object to_json(const AuditEvent& event);

}  // namespace gatehouse::server
