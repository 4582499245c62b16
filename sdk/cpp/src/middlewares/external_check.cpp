// SPDX-License-Identifier: Apache-2.0
#include "core/http/form.h"
#include "gatehouse/fetch.h"
#include "gatehouse/middlewares.h"

namespace gatehouse {
namespace {

/// Percent-encoding leaves dots alone, and a segment of dots means another path (RFC 3986, section 5.2.4).
std::string encode(const std::string& value) {
  if (value == "." || value == "..") throw FetchError("a user id of dots has no place in a path");
  return http::percent_encode(value);
}

std::string fill_in(std::string url, std::string_view place, const std::string& value) {
  for (auto at = url.find(place); at != url.npos; at = url.find(place, at)) {
    const auto encoded = encode(value);
    url.replace(at, place.size(), encoded);
    at += encoded.size();
  }
  return url;
}

bool says_success(const Json& answer) {
  const auto* success = answer.find("success");
  return success != nullptr && success->is_bool() && success->as_bool();
}

}  // namespace

Middleware external_check(ExternalCheckOptions options) {
  return [options = std::move(options)](Request& req, Response& res, Next next) {
    bool success = false;
    try {
      const auto url = fill_in(fill_in(options.url, "{id}", req.user().id), "{email}", req.user().email);
      const auto answer = fetch(url, {.timeout = options.timeout});
      // What comes with a failure is no verdict, whatever it says.
      if (!answer.ok()) return res.status(500).json({{"error", options.failed}});
      success = says_success(answer.json());
    } catch (const FetchError&) {
      return res.status(500).json({{"error", options.failed}});
    } catch (const JsonError&) {
      return res.status(500).json({{"error", options.failed}});
    }
    if (!success) return res.status(403).json({{"error", options.refused}});
    next();
  };
}

}  // namespace gatehouse
