// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>

#include "core/http/form.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/features/app_links/instance_json.h"

namespace gatehouse::server {
namespace {

struct Revoking {
  http::Method method;
  std::string_view path;
};

/// What may end a token, or change what it says, before its time.
constexpr std::array kRevoking = {
    Revoking{http::Method::post, "/api/v1/users/{id}/disable"},
    Revoking{http::Method::delete_, "/api/v1/users/{id}"},
    Revoking{http::Method::post, "/api/v1/users/bulk"},
    Revoking{http::Method::put, "/api/v1/operator/users/{id}/password"},
    Revoking{http::Method::delete_, "/api/v1/me/sessions/{id}"},
    Revoking{http::Method::post, "/api/v1/me/password"},
    Revoking{http::Method::delete_, "/api/v1/me/consents/{app}"},
    Revoking{http::Method::delete_, "/api/v1/sessions/{id}"},
    Revoking{http::Method::post, "/api/v1/sessions/end-all"},
    Revoking{http::Method::post, "/api/v1/keys/{kid}/withdraw"},
    Revoking{http::Method::delete_, "/api/v1/users/{id}/sessions"},
    Revoking{http::Method::delete_, "/api/v1/users/{id}/sessions/{session}"},
    Revoking{http::Method::put, "/api/v1/apps/{id}/members/{user}"},
    Revoking{http::Method::delete_, "/api/v1/apps/{id}/members/{user}"},
    Revoking{http::Method::patch, "/api/v1/apps/{id}/roles/{name}"},
    Revoking{http::Method::delete_, "/api/v1/apps/{id}/roles/{name}"},
    Revoking{http::Method::patch, "/api/v1/apps/{id}/policy"},
    Revoking{http::Method::post, "/api/v1/apps/{id}/secret/rotate"},
    Revoking{http::Method::post, "/api/v1/apps/{id}/sign-everybody-out"},
};

const QueryParameter kWait{"wait",
                           "Seconds, 1 to 60, to wait for every live instance to hear of it; `acknowledged` "
                           "then says whether all have, `unacknowledged` lists those that have not and that "
                           "one may see."};

bool is_revoking(const Route& route) {
  return std::any_of(kRevoking.begin(), kRevoking.end(), [&](const Revoking& one) {
    return one.method == route.method && one.path == route.path;
  });
}

/// Absent when the call doesn't ask to wait.
std::optional<std::string> find_wait(const http::Request& request) {
  const auto query = http::parse_form(request.query);
  const auto text = query ? query->find("wait") : std::nullopt;
  return text ? std::optional(std::string(*text)) : std::nullopt;
}

std::optional<std::chrono::seconds> parse_wait(std::string_view text) {
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size() || seconds < 1 || seconds > kMostWaitSeconds) {
    return std::nullopt;
  }
  return std::chrono::seconds(seconds);
}

/// Names those that the caller may see; whether there are others `acknowledged` tells.
http::Response with_unacknowledged(http::Response response, std::vector<LiveInstances::Instance> behind,
                                   const Caller& caller) {
  boost::json::error_code error;
  auto body = boost::json::parse(response.body, error);
  auto object = !error && body.is_object() ? std::move(body.as_object()) : boost::json::object();
  object["acknowledged"] = behind.empty();
  std::erase_if(behind, [&](const auto& instance) {
    return !caller.may(AppPermission::view_app, instance.stream.app_id);
  });
  object["unacknowledged"] = to_json(behind);
  response.status = 200;
  response.body = boost::json::serialize(object);
  response.headers.set("Content-Type", "application/json");
  return response;
}

http::Response handle_and_wait(const AppLinks& links, const Call& call,
                               const std::function<http::Response(const Call&)>& handle) {
  const auto asked = find_wait(call.request);
  if (!asked) return handle(call);
  const auto limit = parse_wait(*asked);
  if (!limit) return invalid_fields({{"wait", "must be 1 to 60 seconds"}});
  auto response = handle(call);
  if (response.status < 200 || response.status > 299) return response;
  return with_unacknowledged(std::move(response), links.instances.wait(AppId(), *limit), call.caller);
}

/// Who waits is told more, and something where there was nothing.
std::vector<Success> with_acknowledgement(std::vector<Success> answers) {
  const auto more = acknowledgement_shape();
  bool is_said_with_200 = false;
  for (auto& answer : answers) {
    if (answer.status != 200 || !answer.body) continue;
    is_said_with_200 = true;
    for (auto member : more.children) {
      member.is_optional = true;
      answer.body->children.push_back(std::move(member));
    }
    if (!answer.body->name.empty()) answer.body->name += "AndAcknowledgement";
  }
  if (!is_said_with_200 && !answers.empty()) answers.push_back({200, more});
  return answers;
}

}  // namespace

void offer_waiting(Routes& routes, const AppLinks& links) {
  for (auto& route : routes) {
    if (!is_revoking(route)) continue;
    route.query.push_back(kWait);
    route.answers = with_acknowledgement(std::move(route.answers));
    route.handle = [links, handle = std::move(route.handle)](const Call& call) {
      return handle_and_wait(links, call, handle);
    };
  }
}

}  // namespace gatehouse::server
