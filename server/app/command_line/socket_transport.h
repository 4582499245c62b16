// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "server/app/command_line/transport.h"

namespace gatehouse::server {

/// A transport to the server that listens on that Unix socket; null when none does.
[[nodiscard]] std::unique_ptr<Transport> find_running_server(const std::filesystem::path& socket);

}  // namespace gatehouse::server
