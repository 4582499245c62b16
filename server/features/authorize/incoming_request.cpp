// SPDX-License-Identifier: Apache-2.0
#include "server/features/authorize/incoming_request.h"

#include "server/access/form_body.h"
#include "server/storage/pushed_requests.h"

namespace gatehouse::server {
namespace {

constexpr std::string_view kPushedUriPrefix = "urn:ietf:params:oauth:request_uri:";

std::optional<http::FormParameters> read_parameters(const http::Request& request) {
  if (request.method != http::Method::post) return http::parse_form(request.query);
  auto body = parse_form_body(request);
  if (!body) return std::nullopt;
  return std::move(*body);
}

/// Only what was pushed counts, not what stands beside its name (RFC 9126, section 4).
http::FormParameters name_of(const http::FormParameters& given) {
  http::FormParameters address;
  for (const std::string_view name :
       {std::string_view("client_id"), std::string_view("request_uri"), Reauthentication::kParameter}) {
    if (const auto value = given.find(name)) address.add(std::string(name), std::string(*value));
  }
  return address;
}

}  // namespace

std::string used_request() {
  return "This request has been used already, or is too old.";
}

RequestReader::RequestReader(const Clock& clock, sql::Database& database,
                             const Reauthentication& reauthentication)
    : clock_(clock), database_(database), reauthentication_(reauthentication) {}

Result<IncomingRequest, std::string> RequestReader::read(const http::Request& request) const {
  const auto parameters = read_parameters(request);
  if (!parameters) return fail(std::string("The address that led here is not properly written."));
  return find(*parameters, Asked::by_address);
}

Result<IncomingRequest, std::string> RequestReader::resume(const http::FormParameters& address) const {
  return find(address, Asked::by_our_page);
}

void RequestReader::use_up(const IncomingRequest& request) const {
  if (!request.pushed_as) return;
  database_.write(
      [&](sql::Connection& connection) { return pushed_requests::remove(connection, *request.pushed_as); });
}

Result<IncomingRequest, std::string> RequestReader::find(const http::FormParameters& given,
                                                         Asked asked) const {
  if (!given.find("request_uri").value_or("").starts_with(kPushedUriPrefix)) {
    return IncomingRequest{given, given, std::nullopt};
  }
  auto pushed = find_pushed(given, asked);
  if (!pushed) return fail(used_request());
  return std::move(*pushed);
}

std::optional<IncomingRequest> RequestReader::find_pushed(const http::FormParameters& given,
                                                          Asked asked) const {
  const auto client_id = given.find("client_id");
  if (!client_id || given.has_duplicates()) return std::nullopt;
  const auto uri_hash = crypto::sha256(as_bytes(*given.find("request_uri")));
  const auto pushed = database_.read([&](sql::Connection& connection) {
    return pushed_requests::find(connection, uri_hash, AppId(std::string(*client_id)));
  });
  if (!pushed) return std::nullopt;
  auto address = name_of(given);
  const bool is_begun = asked == Asked::by_our_page || reauthentication_.asked_at(address);
  const auto end = pushed->expires_at + (is_begun ? Reauthentication::kLifetime : std::chrono::minutes(0));
  auto parameters = http::parse_form(pushed->parameters);
  if (clock_.now() >= end || !parameters) return std::nullopt;
  return IncomingRequest{std::move(*parameters), std::move(address), uri_hash};
}

}  // namespace gatehouse::server
