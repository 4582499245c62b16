// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>

namespace gatehouse::server {

/// Whether there is an IANA time zone of this name, such as Europe/Zurich, Etc/GMT+1 or UTC. Where the system
/// has no database of them, the form of the name alone counts.
[[nodiscard]] bool is_time_zone(std::string_view name,
                                const std::filesystem::path& database = "/usr/share/zoneinfo");
inline constexpr const char* kTimeZoneRule = "must be the name of a time zone, such as Europe/Zurich or UTC";

}  // namespace gatehouse::server
