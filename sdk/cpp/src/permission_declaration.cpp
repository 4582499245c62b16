// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/permission_declaration.h"

#include "core/http/form.h"
#include "gatehouse/json.h"
#include "sdk/cpp/src/sign_in/basic_credentials.h"
#include "sdk/cpp/src/stop_signals.h"

namespace gatehouse::sdk {

void PermissionDeclaration::start() {
  if (parts_.permissions.empty() || thread_.joinable()) return;
  const StopSignalsBlocked while_threads_are_made;
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void PermissionDeclaration::finish() {
  if (thread_.joinable()) thread_.join();
}

void PermissionDeclaration::run(const std::stop_token& stop) {
  for (std::size_t tries = 0;; ++tries) {
    switch (declare(stop)) {
      case Outcome::done:
        return;
      case Outcome::refused:
        parts_.log.warning("the platform does not take the permissions of the schema");
        return;
      case Outcome::unreachable:
        break;
    }
    if (tries == parts_.pauses.size()) {
      parts_.log.warning(
          "the platform could not be told the permissions of the schema; the next start tries");
      return;
    }
    std::unique_lock lock(mutex_);
    stopped_.wait_for(lock, stop, parts_.pauses[tries], [] { return false; });
    if (stop.stop_requested()) return;
  }
}

PermissionDeclaration::Outcome PermissionDeclaration::declare(const std::stop_token& stop) const {
  Json::Array names;
  for (const auto& name : parts_.permissions) names.emplace_back(name);
  net::ClientRequest request{.method = http::Method::put,
                             .url = parts_.platform_url + "/api/v1/apps/" +
                                    http::percent_encode(parts_.app_id) + "/declared-permissions",
                             .headers = {},
                             .body = Json(Json::Object{{"permissions", Json(std::move(names))}}).to_text(),
                             .unix_socket = {},
                             .stop = stop};
  for (const auto& secret : parts_.secrets) {
    request.headers = {};
    request.headers.set("Content-Type", "application/json");
    request.headers.set("Authorization", basic_credentials(parts_.app_id, secret));
    const auto response = parts_.send(request);
    if (!response || response->status >= 500 || response->status == 429) return Outcome::unreachable;
    if (response->status == 200) return Outcome::done;
    if (response->status != 401) return Outcome::refused;
  }
  return Outcome::refused;
}

}  // namespace gatehouse::sdk
