// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/response.h"
#include "server/access/route.h"
#include "server/model/app.h"
#include "server/storage/waiting_requests.h"

namespace gatehouse::server {

/// Whom a request that is to wait counts for.
[[nodiscard]] waiting_requests::Asker asker_of(const Call& call, const App& client);

/// Too many wait already.
[[nodiscard]] http::Response too_many_wait(Time now, Time free_at);

}  // namespace gatehouse::server
