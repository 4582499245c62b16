// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "core/http/security_headers.h"
#include "server/access/cross_origin.h"
#include "server/features/signals/mount.h"

namespace gatehouse::server {
namespace {

/// SSF 1.0, section 7.1; `gatehouse_` members are ours.
std::string transmitter_configuration(const std::string& issuer) {
  return boost::json::serialize(boost::json::object{
      {"spec_version", "1_0"},
      {"issuer", issuer},
      {"jwks_uri", issuer + "/oauth2/jwks"},
      {"delivery_methods_supported", boost::json::array{"urn:ietf:rfc:8936", "urn:ietf:rfc:8935"}},
      {"configuration_endpoint", issuer + "/ssf/stream"},
      {"status_endpoint", issuer + "/ssf/status"},
      {"add_subject_endpoint", issuer + "/ssf/subjects/add"},
      {"remove_subject_endpoint", issuer + "/ssf/subjects/remove"},
      {"verification_endpoint", issuer + "/ssf/verify"},
      {"authorization_schemes", boost::json::array{boost::json::object{{"spec_urn", "urn:ietf:rfc:6749"}}}},
      {"default_subjects", "ALL"},
      {"gatehouse_state_endpoint", issuer + "/ssf/state"}});
}

}  // namespace

Route signals_configuration_route(const Signals& signals) {
  return {.method = http::Method::get,
          .path = "/.well-known/ssf-configuration",
          .access = Access::anyone(),
          .summary = "Shared Signals transmitter configuration",
          .handle = [json = transmitter_configuration(signals.issuer),
                     &database = signals.database](const Call& call) {
            auto response = http::json_response(200, json);
            response.headers.set("Cache-Control", "public, max-age=300");
            allow_registered_origin(response, call.request, database);
            http::add_api_security_headers(response);
            return response;
          }};
}

}  // namespace gatehouse::server
