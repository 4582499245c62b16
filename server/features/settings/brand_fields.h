// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "server/access/body.h"
#include "server/access/shape.h"
#include "server/model/brand.h"

namespace boost::json {
class object;
}

namespace gatehouse::server {

/// Members of a brand that may be set; null: inherited.
[[nodiscard]] std::vector<Field> brand_fields();
/// Applies a body that has passed brand_fields; what is not acceptable is added to `errors`.
void apply_brand_fields(const Body& body, Brand& brand, std::vector<http::FieldError>& errors);

/// A brand as the API shows one: null where it says nothing itself.
[[nodiscard]] boost::json::object to_json(const Brand& brand);
/// The same with nothing left open, as people see it.
[[nodiscard]] boost::json::object to_effective_json(const Brand& brand);
[[nodiscard]] Shape brand_shape();
/// What is stored, and what counts.
[[nodiscard]] Shape branding_shape();

}  // namespace gatehouse::server
