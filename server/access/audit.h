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

}  // namespace gatehouse::server
