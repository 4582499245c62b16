// SPDX-License-Identifier: Apache-2.0
#include "server/features/signals/mount.h"

namespace gatehouse::server {

void mount_signals(Routes& routes, const Signals& signals) {
  routes.push_back(signals_configuration_route(signals));
  mount_stream_routes(routes, signals);
  mount_stream_service_routes(routes, signals);
  routes.push_back(poll_route(signals));
  routes.push_back(state_route(signals));
}

}  // namespace gatehouse::server
