// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "server/access/route.h"
#include "server/model/audit_event.h"

namespace gatehouse::server {

/// An event of this call with actor, session, address and request id filled in; outcome `success` until told
/// otherwise.
[[nodiscard]] AuditEvent make_audit_event(const Call& call, Time now, std::string action,
                                          std::string target = {});

/// Of a call that was refused: its target is the route, as `GET /api/v1/users/{id}`, its reason a stable
/// code. For RefusalLog.
[[nodiscard]] AuditEvent make_refusal_event(const Call& call, const std::string& route_path,
                                            std::string reason);

}  // namespace gatehouse::server
