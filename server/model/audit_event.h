// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "core/base/clock.h"

namespace gatehouse::server {

/// One decision or change, for the audit log. Texts are empty where they do not apply; none ever holds a
/// secret.
struct AuditEvent {
  std::int64_t id = 0;  ///< given by the store
  Time at{};
  std::string action;   ///< `user.sign_in`, `app.created`, ...
  std::string outcome;  ///< `success` or `failure`
  std::string reason;   ///< stable code, of a failure
  std::string actor;    ///< id of a user, service account or app; `operator` or `anonymous`
  std::string target;   ///< id of what was acted on
  std::string app_id;
  std::string session_id;  ///< or id of an API key: by what the actor was known
  std::string client_address;
  std::string request_id;
};

}  // namespace gatehouse::server
