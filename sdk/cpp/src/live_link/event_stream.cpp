// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/live_link/event_stream.h"

#include <charconv>

#include "core/http/form.h"
#include "core/token/secret_key.h"
#include "sdk/cpp/src/live_link/json_text.h"
#include "sdk/cpp/src/live_link/signed_by_platform.h"
#include "sdk/cpp/src/sign_in/basic_credentials.h"

namespace gatehouse::sdk {
namespace {

using namespace std::chrono_literals;
using Kind = StreamFailure::Kind;

constexpr const char* kPollDelivery = "urn:ietf:rfc:8936";
constexpr auto kLongPoll = 30s;  // the platform ends it after 25 s
constexpr auto kMostEvents = 200;
constexpr std::size_t kLongestBatch = std::size_t{64} * 1024 * 1024;

StreamFailure unanswered(const net::ClientFailure& failure) {
  const bool is_stop = failure.kind == net::ClientFailureKind::stopped;
  return {is_stop ? Kind::stopped : Kind::unreachable, failure.detail};
}

std::optional<std::chrono::seconds> retry_after(const net::ClientResponse& answer) {
  const auto text = answer.headers.find("Retry-After");
  unsigned seconds = 0;
  if (!text || std::from_chars(text->data(), text->data() + text->size(), seconds).ec != std::errc())
    return std::nullopt;
  return std::chrono::seconds(std::min(seconds, 300U));
}

StreamFailure explain(const net::ClientRequest& request, const net::ClientResponse& answer) {
  const auto detail = request.url + " answered " + std::to_string(answer.status);
  if (answer.status == 404 || answer.status == 410) return {Kind::gone, detail};
  if (answer.status == 401 || answer.status == 403) return {Kind::refused, detail};
  if (answer.status >= 500 || answer.status == 429 || answer.status == 408 || answer.status == 409)
    return {Kind::busy, detail, retry_after(answer)};
  return {Kind::unsound, detail};
}

EventStream::Outcome<Json> parse(const EventStream::Outcome<net::ClientResponse>& answer) {
  if (!answer) return fail(answer.error());
  try {
    auto json = Json::parse(answer->body);
    if (json.is_object()) return json;
  } catch (const JsonError&) {
  }
  return fail(StreamFailure{Kind::unsound, "an answer of the platform's streams is no JSON object"});
}

Json to_json(const EventStream::Receipt& receipt) {
  auto errors = Json::object();
  for (const auto& [id, why] : receipt.refused)
    errors.set(id, Json{{"err", "invalid_request"}, {"description", why}});
  return {{"maxEvents", kMostEvents},
          {"returnImmediately", false},
          {"ack", Json(receipt.applied)},
          {"setErrs", std::move(errors)}};
}

}  // namespace

EventStream::Outcome<void> EventStream::open(const std::stop_token& stop) {
  const auto discovery =
      parse(ask_openly({.url = parts_.platform_url + "/.well-known/ssf-configuration", .stop = stop}));
  if (!discovery) return fail(discovery.error());
  if (text_of(*discovery, "issuer") != parts_.platform_url)
    return fail(StreamFailure{Kind::unsound, "the platform's stream configuration names another issuer"});
  for (const auto& [name, place] :
       {std::pair("configuration_endpoint", &configuration_endpoint_),
        std::pair("gatehouse_state_endpoint", &state_endpoint_), std::pair("jwks_uri", &jwks_uri_)}) {
    auto url = endpoint(*discovery, name);
    if (!url) return fail(url.error());
    *place = *std::move(url);
  }
  const auto made = parse(ask({.method = http::Method::post,
                               .url = configuration_endpoint_,
                               .body = description().to_text(),
                               .stop = stop}));
  if (!made) return fail(made.error());
  stream_id_ = text_of(*made, "stream_id");
  const auto* delivery = made->find("delivery");
  if (stream_id_.empty() || delivery == nullptr)
    return fail(StreamFailure{Kind::unsound, "the platform's new stream has no id or no delivery"});
  auto poll_url = endpoint(*delivery, "endpoint_url");
  if (!poll_url) return fail(poll_url.error());
  poll_url_ = *std::move(poll_url);
  return {};
}

Json EventStream::description() const {
  auto kids = Json::array();
  for (const auto& secret : parts_.secrets) kids.push_back(token::secret_key_id(secret));
  return {{"delivery", Json::object({{"method", kPollDelivery}})},
          {"gatehouse_instance",
           {{"id", parts_.instance.id},
            {"host", parts_.instance.host},
            {"version", parts_.instance.version},
            {"secrets", std::move(kids)}}}};
}

EventStream::Outcome<std::string> EventStream::fetch_keys(const std::stop_token& stop) {
  auto answer = ask_openly({.url = jwks_uri_, .stop = stop});
  if (!answer) return fail(answer.error());
  return std::move(answer->body);
}

EventStream::Outcome<std::string> EventStream::fetch_state(const std::stop_token& stop) {
  const auto before = state_endpoint_.find('?') == std::string::npos ? "?stream_id=" : "&stream_id=";
  auto answer = ask({.url = state_endpoint_ + before + http::percent_encode(stream_id_),
                     .timeout = 60s,
                     .body_limit = kLongestState,
                     .stop = stop});
  if (!answer) return fail(answer.error());
  return std::move(answer->body);
}

EventStream::Outcome<EventStream::Batch> EventStream::poll(const Receipt& receipt,
                                                           const std::stop_token& stop) {
  const auto answer = parse(ask({.method = http::Method::post,
                                 .url = poll_url_,
                                 .body = to_json(receipt).to_text(),
                                 .timeout = kLongPoll,
                                 .body_limit = kLongestBatch,
                                 .stop = stop}));
  if (!answer) return fail(answer.error());
  Batch batch;
  const auto* more = answer->find("moreAvailable");
  batch.more_available = more != nullptr && *more == Json(true);
  const auto* sets = answer->find("sets");
  if (sets == nullptr || !sets->is_object())
    return fail(StreamFailure{Kind::unsound, "the answer to a poll has no sets"});
  for (const auto& [id, set] : sets->as_object())
    batch.sets.emplace_back(id, set.is_string() ? set.as_string() : "");
  return batch;
}

void EventStream::close() {
  if (stream_id_.empty()) return;
  const auto before = configuration_endpoint_.find('?') == std::string::npos ? "?stream_id=" : "&stream_id=";
  (void)ask({.method = http::Method::delete_,
             .url = configuration_endpoint_ + before + http::percent_encode(stream_id_),
             .connect_timeout = 200ms,
             .timeout = 400ms});
  stream_id_.clear();
}

EventStream::Outcome<net::ClientResponse> EventStream::ask_openly(const net::ClientRequest& request) {
  auto answer = parts_.send(request);
  if (!answer) return fail(unanswered(answer.error()));
  if (answer->status != 200) return fail(explain(request, *answer));
  return *std::move(answer);
}

EventStream::Outcome<net::ClientResponse> EventStream::ask(net::ClientRequest request) {
  request.headers.set("Accept", "application/json, application/jwt");
  if (!request.body.empty()) request.headers.set("Content-Type", "application/json");
  // During a rotation the platform may know only one of our secrets as the client secret.
  for (std::size_t tried = 1;; ++tried) {
    request.headers.set("Authorization", basic_credentials(parts_.app_id, parts_.secrets[secret_]));
    auto answer = parts_.send(request);
    if (!answer) return fail(unanswered(answer.error()));
    if (answer->status >= 200 && answer->status < 300) return *std::move(answer);
    if (answer->status != 401 || tried == parts_.secrets.size()) return fail(explain(request, *answer));
    secret_ = (secret_ + 1) % parts_.secrets.size();
  }
}

EventStream::Outcome<std::string> EventStream::endpoint(const Json& answer, std::string_view name) const {
  auto url = text_of(answer, name);
  // Our secret goes there.
  if (url.starts_with(parts_.platform_url + "/")) return url;
  return fail(StreamFailure{Kind::unsound, "the platform gives no sound " + std::string(name)});
}

}  // namespace gatehouse::sdk
