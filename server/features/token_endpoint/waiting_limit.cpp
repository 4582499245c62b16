// SPDX-License-Identifier: Apache-2.0
#include "server/features/token_endpoint/waiting_limit.h"

#include <algorithm>

#include "core/net/ip_address.h"
#include "server/features/token_endpoint/oauth_error.h"

namespace gatehouse::server {

waiting_requests::Asker asker_of(const Call& call, const App& client) {
  if (!client.is_public()) return {client.id, ""};
  const auto address = net::IpAddress::parse(call.request.client_address);
  return {client.id, address ? address->subscriber().to_text() : call.request.client_address};
}

http::Response too_many_wait(Time now, Time free_at) {
  auto response = to_response({429, "temporarily_unavailable", "too many requests wait already, try later"});
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(free_at - now).count();
  response.headers.set("Retry-After", std::to_string(std::max<std::int64_t>(seconds, 1)));
  return response;
}

}  // namespace gatehouse::server
