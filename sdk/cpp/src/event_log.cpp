// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/event_log.h"

namespace gatehouse::sdk {

void EventLog::report(LogLevel level, const http::Request& request, std::string code, std::string detail) {
  const AppEvent event{.code = std::move(code),
                       .detail = std::move(detail),
                       .method = std::string(http::to_text(request.method)),
                       .path = request.path,
                       .request_id = request.request_id};
  log_.log(level, event.detail,
           {{"code", event.code},
            {"method", event.method},
            {"path", event.path},
            {"request_id", event.request_id}});
  if (on_event_) on_event_(event);
}

}  // namespace gatehouse::sdk
