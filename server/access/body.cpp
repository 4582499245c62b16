// SPDX-License-Identifier: Apache-2.0
#include "server/access/body.h"

#include <algorithm>
#include <limits>

#include <boost/json/basic_parser_impl.hpp>

namespace gatehouse::server {
namespace {

constexpr std::size_t kMostBodyBytes = 64 * 1024;
constexpr std::size_t kMostListItems = 1000;

namespace json = boost::json;

/// Receives parser events and keeps the top-level members; a repeated name or a non-object ends the parse.
/// A tree is never built, so hostile nesting costs nothing.
struct MemberCollector {
  static constexpr std::size_t max_object_size = 1000;
  static constexpr std::size_t max_array_size = kMostListItems;
  static constexpr std::size_t max_key_size = 200;
  static constexpr std::size_t max_string_size = kMostBodyBytes;

  std::map<std::string, Body::Value, std::less<>> members;
  std::string key, text;
  std::vector<std::string> list;
  int depth = 0;
  bool list_is_plain = true;
  bool repeated = false, not_object = false;

  bool put(Body::Value value, json::error_code& error) {
    if (depth == 1) {
      if (!members.emplace(key, std::move(value)).second) {
        repeated = true;
        error = json::error::syntax;
        return false;
      }
    } else if (depth == 2) {
      if (auto* item = std::get_if<std::string>(&value)) {
        list.push_back(std::move(*item));
      } else {
        list_is_plain = false;
      }
    } else if (depth == 0) {
      not_object = true;
      error = json::error::syntax;
      return false;
    }
    return true;
  }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) {
    ++depth;
    if (depth > 1) list_is_plain = false;
    return true;
  }
  bool on_object_end(std::size_t, json::error_code& error) {
    --depth;
    return depth == 0 || put(Body::Other{}, error);
  }
  bool on_array_begin(json::error_code& error) {
    if (depth == 0) {
      not_object = true;
      error = json::error::syntax;
      return false;
    }
    if (++depth == 2) {
      list.clear();
      list_is_plain = true;
    } else {
      list_is_plain = false;
    }
    return true;
  }
  bool on_array_end(std::size_t, json::error_code& error) {
    if (--depth != 1) return true;
    return list_is_plain ? put(std::move(list), error) : put(Body::Other{}, error);
  }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    if (depth == 1) pending_key.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    if (depth == 1) {
      key = pending_key.append(part.data(), part.size());
      pending_key.clear();
    }
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    text.append(part.data(), part.size());
    return true;
  }
  bool on_string(json::string_view part, std::size_t, json::error_code& error) {
    text.append(part.data(), part.size());
    return put(std::exchange(text, {}), error);
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, json::error_code& error) {
    return put(number, error);
  }
  bool on_uint64(std::uint64_t, json::string_view, json::error_code& error) {
    return put(Body::Other{}, error);
  }
  bool on_double(double, json::string_view, json::error_code& error) { return put(Body::Other{}, error); }
  bool on_bool(bool on, json::error_code& error) { return put(on, error); }
  bool on_null(json::error_code& error) { return put(Body::Null{}, error); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

  std::string pending_key;
};

bool is_json(const http::Request& request) {
  if (request.headers.count("Content-Type") != 1) return false;
  const auto value = *request.header("Content-Type");
  auto type = value.substr(0, value.find(';'));
  while (!type.empty() && type.back() == ' ') type.remove_suffix(1);
  return http::equal_ignoring_case(type, "application/json");
}

std::string_view expected(Field::Type type) {
  switch (type) {
    case Field::Type::text:
      return "must be a text";
    case Field::Type::flag:
      return "must be true or false";
    case Field::Type::integer:
      return "must be a whole number";
    case Field::Type::text_list:
      return "must be a list of texts";
  }
  return "";
}

bool has_type(const Body::Value& value, Field::Type type) {
  switch (type) {
    case Field::Type::text:
      return std::holds_alternative<std::string>(value);
    case Field::Type::flag:
      return std::holds_alternative<bool>(value);
    case Field::Type::integer:
      return std::holds_alternative<std::int64_t>(value);
    case Field::Type::text_list:
      return std::holds_alternative<std::vector<std::string>>(value);
  }
  return false;
}

bool is_too_long(const Body::Value& value, std::size_t max_bytes) {
  if (const auto* text = std::get_if<std::string>(&value)) return text->size() > max_bytes;
  if (const auto* list = std::get_if<std::vector<std::string>>(&value)) {
    return std::any_of(list->begin(), list->end(), [&](const auto& text) { return text.size() > max_bytes; });
  }
  return false;
}

/// `must be a, b or c`
std::string say_allowed(const Field& field) {
  auto words = field.values;
  if (field.may_be_null) words.emplace_back("null");
  std::string rule = "must be " + words.front();
  for (std::size_t i = 1; i < words.size(); ++i) rule += (i + 1 == words.size() ? " or " : ", ") + words[i];
  return rule;
}

std::optional<std::string> find_value_fault(const Field& field, const Body::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value); text != nullptr && !field.values.empty()) {
    const bool is_allowed = std::find(field.values.begin(), field.values.end(), *text) != field.values.end();
    if (!is_allowed) return say_allowed(field);
  }
  if (const auto* number = std::get_if<std::int64_t>(&value); number != nullptr && field.bounds) {
    const auto [least, most] = *field.bounds;
    if (*number < least || *number > most)
      return "must be from " + std::to_string(least) + " to " + std::to_string(most);
  }
  return std::nullopt;
}

std::optional<std::string> find_fault(const Field& field, const Body::Value* value) {
  if (value == nullptr) return field.is_required ? std::optional<std::string>("is required") : std::nullopt;
  if (std::holds_alternative<Body::Null>(*value) && field.may_be_null) return std::nullopt;
  if (!has_type(*value, field.type)) return std::string(expected(field.type));
  if (is_too_long(*value, field.max_bytes)) {
    return "must have at most " + std::to_string(field.max_bytes) + " bytes";
  }
  return find_value_fault(field, *value);
}

std::vector<http::FieldError> find_faults(const MemberCollector& collected,
                                          const std::vector<Field>& fields) {
  std::vector<http::FieldError> errors;
  for (const auto& [name, value] : collected.members) {
    const bool known =
        std::any_of(fields.begin(), fields.end(), [&](const Field& field) { return field.name == name; });
    if (!known) errors.push_back({name, "is not a field that can be set here"});
  }
  for (const auto& field : fields) {
    const auto found = collected.members.find(field.name);
    const auto* value = found == collected.members.end() ? nullptr : &found->second;
    if (auto fault = find_fault(field, value)) errors.push_back({field.name, *fault});
  }
  return errors;
}

}  // namespace

bool Body::is_null(std::string_view name) const {
  const auto found = members_.find(name);
  return found != members_.end() && std::holds_alternative<Null>(found->second);
}

http::Response invalid_fields(std::vector<http::FieldError> errors) {
  return http::problem(422, "invalid_fields", "Some fields can't be accepted; nothing was changed.", errors);
}

Result<Body, http::Response> parse_body(const http::Request& request, const std::vector<Field>& fields) {
  MemberCollector* collected = nullptr;
  json::parse_options options;
  options.max_depth = 16;
  json::basic_parser<MemberCollector> parser(options);
  collected = &parser.handler();
  if (!request.body.empty()) {
    if (!is_json(request)) {
      return fail(
          http::problem(415, "unsupported_media_type", "Send JSON with Content-Type: application/json."));
    }
    if (request.body.size() > kMostBodyBytes) {
      return fail(http::problem(413, "body_too_large", "The body may have at most 64 KiB."));
    }
    json::error_code error;
    const auto used = parser.write_some(false, request.body.data(), request.body.size(), error);
    if (error || used != request.body.size()) {
      const auto* detail = collected->repeated     ? "The JSON body names a member twice."
                           : collected->not_object ? "The JSON body must be an object."
                                                   : "The body is not valid JSON.";
      return fail(http::problem(400, "malformed_json", detail));
    }
  }
  auto errors = find_faults(*collected, fields);
  if (!errors.empty()) return fail(invalid_fields(std::move(errors)));
  return Body(std::move(collected->members));
}

}  // namespace gatehouse::server
