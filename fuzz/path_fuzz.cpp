// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/base/utf8.h"
#include "core/http/form.h"
#include "core/http/path.h"
#include "core/http/router.h"

using namespace gatehouse;

namespace {

http::Router make_router() {
  http::Router router;
  router.add(http::Method::get, "/", 0);
  router.add(http::Method::get, "/a/{b}", 1);
  router.add(http::Method::post, "/a/b", 2);
  router.add(http::Method::get, "/a/{b}/c/{d}", 3);
  router.add(http::Method::get, "/{x}/{y}/{z}", 4);
  return router;
}

}  // namespace

/// Decoding a path that is taken adds no slash and no dot segment, and the router finds what it says it
/// found.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto router = make_router();
  const std::string_view path(reinterpret_cast<const char*>(data), size);
  const auto outcome = router.find(http::Method::get, path);
  if (!http::is_unambiguous_path(path)) return 0;
  const auto decoded = http::percent_decode(path);
  if (!decoded || !is_valid_utf8(*decoded)) std::abort();
  const auto whole = *decoded + "/";
  for (const auto* bad : {"//", "/./", "/../", "\\"}) {
    // a trailing slash of the path's own makes the first of them
    if (whole.find(bad) != std::string::npos && !(std::string_view(bad) == "//" && path.ends_with('/')))
      std::abort();
  }
  if (const auto* match = std::get_if<http::Router::Match>(&outcome)) {
    for (const auto& [name, value] : match->params) {
      if (value.empty() || value.find('/') != std::string::npos) std::abort();
    }
  }
  return 0;
}
