// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::server {

/// What a JSON value of an answer looks like: declared beside the function that writes it and named by the
/// routes that answer with it. OpenAPI is made from it, and tests hold every real answer against it. An
/// object has the members that are declared and no others.
struct Shape {
  enum class Kind { text, time, flag, integer, number, list, object, map, anything };
  Kind kind = Kind::anything;
  bool may_be_null = false;
  bool is_optional = false;  ///< as a member: may be missing
  std::string name;          ///< of an object: its component in OpenAPI; empty: described in place
  std::string member;        ///< as a member: what it is called
  std::vector<std::string> values = {};  ///< of a text: it is one of these; empty: any
  std::vector<Shape> children = {};      ///< members of an object, the one kind of item of a list or map

  [[nodiscard]] Shape nullable() &&;
  [[nodiscard]] Shape optional() &&;
  /// The same object with more members, under another name.
  [[nodiscard]] Shape extended(std::string new_name, std::vector<std::pair<std::string, Shape>> more) const;
};

namespace shape {

[[nodiscard]] Shape text();
[[nodiscard]] Shape one_of(std::vector<std::string> values);
[[nodiscard]] Shape time();  ///< RFC 3339
[[nodiscard]] Shape flag();
[[nodiscard]] Shape integer();
[[nodiscard]] Shape number();
/// Where nothing can be said: what others define, such as JWKs.
[[nodiscard]] Shape anything();
[[nodiscard]] Shape list_of(Shape item);
/// An object with any member names, whose values look alike.
[[nodiscard]] Shape map_of(Shape value);
[[nodiscard]] Shape object(std::string name, std::vector<std::pair<std::string, Shape>> members);
/// `{"items": [...], "nextCursor": ...}`
[[nodiscard]] Shape page_of(Shape item);

}  // namespace shape

/// An answer that a route gives when all went well.
struct Success {
  int status = 200;
  std::optional<Shape> body = {};
  std::string content_type = {};  ///< of a body that isn't JSON
};

/// A stable code of a problem, with the status that it comes with.
struct ProblemCode {
  int status;
  std::string code;
};

}  // namespace gatehouse::server
