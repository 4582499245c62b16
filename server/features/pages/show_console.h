// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/access/route.h"

namespace gatehouse::server {

/// The console and every address within it: one page, whose script shows what the address names. Who is not
/// signed in is sent to do so and comes back to that address; who may not view the platform is told so.
[[nodiscard]] Routes show_console_routes();

}  // namespace gatehouse::server
