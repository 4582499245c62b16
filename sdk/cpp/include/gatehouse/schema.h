// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "gatehouse/json.h"

namespace gatehouse {

/// What an app says of itself: the JSON of `kottster-app.json`. Unknown members are kept.
struct AppSchema {
  std::string id;  ///< the app's id at the platform; tokens must carry it
  std::string name;
  Json document;  ///< all of it

  /// Throw StartError, naming the file, when it can't be read, is no JSON object or has no `id`.
  static AppSchema from_file(const std::string& path);
  static AppSchema from_text(std::string_view json);
};

}  // namespace gatehouse
