// SPDX-License-Identifier: Apache-2.0
#include "server/features/token_endpoint/begin_device.h"

#include <array>

#include "core/crypto/sha256.h"
#include "core/http/security_headers.h"
#include "core/token/json_writer.h"
#include "server/access/audit.h"
#include "server/features/token_endpoint/oauth_form.h"
#include "server/features/token_endpoint/waiting_limit.h"
#include "server/issuance/scope.h"
#include "server/model/user_code.h"
#include "server/storage/audit_events.h"
#include "server/storage/device_requests.h"

namespace gatehouse::server {
namespace {

/// No vowels, so that no words come about, and nothing that looks like something else (section 6.1). Eight of
/// these are 34 bits, of which a person who must be signed in may try few.
constexpr std::string_view kLetters = "BCDFGHJKLMNPQRSTVWXZ";

std::string make_user_code(RandomSource& random) {
  std::string code;
  while (code.size() < kUserCodeLetters) {
    std::array<std::byte, 1> byte{};
    random.fill(byte);
    const auto number = std::to_integer<unsigned>(byte[0]);
    if (number < 240) code += kLetters[number % kLetters.size()];  // 240 = 12 * 20: no letter comes oftener
  }
  return code;
}

}  // namespace

http::Response BeginDevice::operator()(const Call& call) const {
  const auto parameters = parse_oauth_form(call.request);
  if (!parameters) return to_response(parameters.error());
  const auto client = authenticate(call, *parameters);
  if (!client) return to_response(client.error());
  const auto scope = parse_scope(parameters->find("scope").value_or(""));
  if (!scope)
    return to_response(OAuthError{400, "invalid_scope", "scope holds a character that no scope has"});

  const auto now = clock.now();
  const auto asker = asker_of(call, *client);
  const auto device_code = make_random_text(random, 32);
  device_requests::DeviceRequest request{.app_id = client->id,
                                         .scope = *scope,
                                         .poll_interval = kInterval,
                                         .created_at = now,
                                         .expires_at = now + kLifetime,
                                         .client_address = asker.address};
  auto event = make_audit_event(call, now, "app.begin_device", client->id.value());
  event.actor = event.app_id = client->id.value();
  const auto full_until = database.write([&](sql::Connection& connection) {
    const auto free_at =
        waiting_requests::find_free_at(connection, waiting_requests::Kind::device, asker, now);
    if (free_at) return free_at;
    do {
      request.user_code = make_user_code(random);
    } while (device_requests::insert(connection, request, crypto::sha256(as_bytes(device_code))) ==
             device_requests::Inserted::code_taken);
    audit_events::append(connection, event);
    return free_at;
  });
  if (full_until) return too_many_wait(now, *full_until);
  const auto address = issuer + "/device";
  token::JsonWriter body;
  const auto user_code = show_user_code(request.user_code);
  body.add("device_code", device_code).add("user_code", user_code);
  body.add("verification_uri", address);
  body.add("verification_uri_complete", address + "?user_code=" + user_code);
  body.add("expires_in", std::int64_t(std::chrono::seconds(kLifetime).count()));
  body.add("interval", kInterval.count());
  auto response = http::json_response(200, body.text());
  http::add_api_security_headers(response);
  return response;
}

void mount_begin_device(Routes& routes, const BeginDevice& begin) {
  routes.push_back({.method = http::Method::post,
                    .path = std::string(BeginDevice::kPath),
                    .access = Access::anyone(),  // the app authenticates itself
                    .summary = "OAuth 2.0 device authorization endpoint",
                    .handle = begin});
}

}  // namespace gatehouse::server
