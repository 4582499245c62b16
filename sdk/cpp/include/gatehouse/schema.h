// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gatehouse/json.h"

namespace gatehouse {

/// What an app says of itself: the JSON of `kottster-app.json`. Unknown members are kept.
struct AppSchema {
  std::string id;  ///< the app's id at the platform; tokens must carry it
  std::string name;
  /// What its roles can be made of, such as `orders:delete`. With a `platform_url`, the platform is told at
  /// the start, where an administrator accepts or rejects them.
  std::vector<std::string> permissions;
  Json document;  ///< all of it

  /// Throw StartError, naming the file, when it can't be read, is no JSON object, has no `id`, or its
  /// `permissions` are no list of texts.
  static AppSchema from_file(const std::string& path);
  static AppSchema from_text(std::string_view json);
};

}  // namespace gatehouse
