// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace gatehouse::http {

/// The methods that reach a handler (RFC 9110, section 9). TRACE, CONNECT and unknown ones are answered
/// before.
enum class Method { get, head, post, put, patch, delete_, options };

[[nodiscard]] std::string_view to_text(Method method);
/// Case-sensitive, as RFC 9110 section 9.1 has it.
[[nodiscard]] std::optional<Method> parse_method(std::string_view text);

}  // namespace gatehouse::http
