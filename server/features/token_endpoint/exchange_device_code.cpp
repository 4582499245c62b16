// SPDX-License-Identifier: Apache-2.0
#include "server/features/token_endpoint/exchange_device_code.h"

#include "core/crypto/sha256.h"
#include "server/access/audit.h"
#include "server/storage/audit_events.h"
#include "server/storage/device_requests.h"
#include "server/storage/grants.h"

namespace gatehouse::server {
namespace {

constexpr std::chrono::seconds kSlowDown{5};

/// RFC 8628, section 3.5; absent when somebody has agreed.
std::optional<OAuthError> judge(const device_requests::DeviceRequest& request, Time now) {
  if (now >= request.expires_at) return OAuthError{400, "expired_token", "the code has expired: begin anew"};
  if (request.refused) return OAuthError{400, "access_denied", "the user does not agree to it"};
  if (now < request.last_poll_at + request.poll_interval) {
    return OAuthError{400, "slow_down", "ask 5 seconds less often"};
  }
  if (!request.grant_id) return OAuthError{400, "authorization_pending", "nobody has decided yet"};
  return std::nullopt;
}

}  // namespace

Result<Granted, OAuthError> ExchangeDeviceCode::operator()(const Call& call, const App& client,
                                                           const http::FormParameters& parameters) const {
  const auto code = parameters.find("device_code").value_or("");
  if (code.empty()) return fail(invalid_request("device_code is missing"));
  const auto now = context.clock.now();
  const auto hash = crypto::sha256(as_bytes(code));
  const auto refresh_token = make_refresh_token(context.random);
  auto base_event = make_audit_event(call, now, "app.exchange_device_code");
  base_event.actor = base_event.app_id = client.id.value();

  using Outcome = Result<Granted, OAuthError>;
  return context.database.write([&](sql::Connection& connection) -> Outcome {
    const auto request = device_requests::find(connection, hash);
    if (!request || request->app_id != client.id) {
      return fail(invalid_grant("the device code is not valid, or not for this app"));
    }
    if (const auto fault = judge(*request, now)) {
      const auto slower = fault->error == "slow_down" ? kSlowDown : std::chrono::seconds(0);
      device_requests::note_poll(connection, hash, request->poll_interval + slower, now);
      return fail(*fault);
    }
    auto event = base_event;
    const auto grant = grants::find(connection, *request->grant_id);
    auto admission = grant ? find_admission(connection, context, *grant) : fail(std::string("grant_ended"));
    if (!device_requests::remove(connection, hash) || !admission) {
      event.outcome = "failure";
      event.reason = admission ? "code_reused" : admission.error();
      audit_events::append(connection, event);
      return fail(invalid_grant("the device code is not valid any more"));
    }
    event.target = grant->user_id.value();
    event.session_id = grant->session_id.value();
    auto kept = begin_refresh_tokens(connection, context, *admission, *grant, refresh_token);
    audit_events::append(connection, event);
    return Granted{std::move(*admission), grant->scope, "", std::move(kept), {}};
  });
}

}  // namespace gatehouse::server
