// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>

#include "server/features/app_links/mount.h"

namespace gatehouse::server {

/// Longest that a caller may wait for instances.
inline constexpr std::int64_t kMostWaitSeconds = 60;

[[nodiscard]] boost::json::object to_json(const LiveInstances::Instance& instance);
[[nodiscard]] boost::json::array to_json(const std::vector<LiveInstances::Instance>& instances);

[[nodiscard]] Shape instance_shape();
/// Of `acknowledged` and `unacknowledged`.
[[nodiscard]] Shape acknowledgement_shape();

}  // namespace gatehouse::server
