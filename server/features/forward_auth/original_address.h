// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/http/request.h"
#include "server/model/app.h"

namespace gatehouse::server {

/// True for an address at the app's base URL's origin, or at that of one of its redirect URIs, which every
/// browser reads alike.
[[nodiscard]] bool is_address_of(const App& app, std::string_view address);

/// Where the browser behind the proxy wanted to go, when the proxy may be believed and the address is the
/// app's own; else the app's base URL; absent when it has none.
///
/// Of a peer that is no trusted proxy, core/net has taken the host out. Caddy and Traefik say it by
/// X-Forwarded-Proto, -Host and -Uri; for nginx our guide sets X-Original-URL.
[[nodiscard]] std::optional<std::string> find_original_address(const http::Request& request, const App& app);

/// Whether a redirect that we answer reaches the browser: nginx makes 500 of it, and is told by
/// X-Original-URL that it is not to be tried.
[[nodiscard]] bool passes_redirects_on(const http::Request& request);

}  // namespace gatehouse::server
