// SPDX-License-Identifier: Apache-2.0
#include "core/http/security_headers.h"
#include "server/features/signals/receiver.h"

namespace gatehouse::server {

Route state_route(const Signals& signals) {
  return receiver_route(
      http::Method::get, "/ssf/state", "All that counts about an app's tokens now, signed",
      [signals](const Call& call, const App& app) {
        const auto id = stream_id_of(call.request);
        const auto stream = signals.database.read(
            [&](sql::Connection& connection) { return signal_streams::find(connection, app.id, id); });
        if (!stream) return no_such_stream(id);
        http::Response response;
        response.body = signals.state.sign(app.id);
        response.headers.set("Content-Type", "application/jwt");
        http::add_api_security_headers(response);
        return response;
      },
      signals);
}

}  // namespace gatehouse::server
