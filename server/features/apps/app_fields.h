// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "server/access/body.h"
#include "server/access/no_such_app.h"
#include "server/access/shape.h"
#include "server/model/app.h"

namespace boost::json {
class object;
}

namespace gatehouse::server {

enum class AppFieldsFor { adding, changing };
/// Members of an app that may be set.
[[nodiscard]] std::vector<Field> app_fields(AppFieldsFor use);
/// Applies a body that has passed app_fields; what comes back is not empty when a value is not acceptable.
[[nodiscard]] std::vector<http::FieldError> apply_app_fields(const Body& body, App& app);

/// An app as the API shows one; never with its secret.
[[nodiscard]] boost::json::object to_json(const App& app);
[[nodiscard]] Shape app_shape();
[[nodiscard]] http::Response app_answer(const App& app);
/// The same with more members.
[[nodiscard]] http::Response app_answer(const App& app, const boost::json::object& json);

}  // namespace gatehouse::server
