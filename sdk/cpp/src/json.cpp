// SPDX-License-Identifier: Apache-2.0
#include "gatehouse/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <boost/json.hpp>

namespace gatehouse {
namespace {

Json from_boost(const boost::json::value& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      return {};
    case boost::json::kind::bool_:
      return value.get_bool();
    case boost::json::kind::int64:
      return value.get_int64();
    case boost::json::kind::uint64:  // only what does not fit a signed number
      return static_cast<double>(value.get_uint64());
    case boost::json::kind::double_:
      return value.get_double();
    case boost::json::kind::string:
      return std::string(value.get_string());
    case boost::json::kind::array: {
      Json::Array array;
      for (const auto& element : value.get_array()) array.push_back(from_boost(element));
      return array;
    }
    case boost::json::kind::object: {
      Json::Object object;  // Boost.JSON has left the last of equal names alone
      for (const auto& [name, member] : value.get_object()) object.emplace_back(name, from_boost(member));
      return Json(std::move(object));
    }
  }
  return {};
}

/// Which characters stand for themselves in a JSON string (RFC 8259, section 7).
constexpr auto kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < plain.size(); ++c) plain[c] = c != '"' && c != '\\';
  return plain;
}();
constexpr auto kIsPlain = [](char c) { return kPlain[static_cast<unsigned char>(c)]; };

void write_escaped(char c, std::string& out) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  out += '\\';
  if (c == '"' || c == '\\') {
    out += c;
    return;
  }
  out += "u00";
  out += kHex[static_cast<unsigned char>(c) >> 4];
  out += kHex[c & 15];
}

/// Appends JSON text.
struct Writer {
  std::string& out;

  void operator()(std::monostate) { out += "null"; }
  void operator()(bool value) { out += value ? "true" : "false"; }
  void operator()(std::int64_t number) { write_number(number); }
  void operator()(double number) {
    // JSON has no infinity and no NaN (RFC 8259, section 6).
    std::isfinite(number) ? write_number(number) : void(out += "null");
  }
  void operator()(const std::string& text) {
    out += '"';
    for (auto from = text.begin(); from != text.end();) {
      const auto end = std::find_if_not(from, text.end(), kIsPlain);
      out.append(from, end);
      if (end == text.end()) break;
      write_escaped(*end, out);
      from = end + 1;
    }
    out += '"';
  }
  void operator()(const Json::Array& elements) {
    out += '[';
    for (const auto& element : elements) {
      element.visit(*this);
      out += ',';
    }
    close(']', !elements.empty());
  }
  void operator()(const Json::Object& members) {
    out += '{';
    for (const auto& [name, member] : members) {
      (*this)(name);
      out += ':';
      member.visit(*this);
      out += ',';
    }
    close('}', !members.empty());
  }

 private:
  template <class Number>
  void write_number(Number number) {
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
  }
  void close(char end, bool has_comma) { has_comma ? void(out.back() = end) : out.push_back(end); }
};

}  // namespace

Json::Json(std::initializer_list<Element> list) {
  const auto is_member = [](const Element& element) { return element.is_member(); };
  if (list.size() == 0 || !std::all_of(list.begin(), list.end(), is_member)) {
    *this = array(list);
    return;
  }
  value_.emplace<Object>().reserve(list.size());
  for (const auto& element : list) {
    const auto* pair = element.list_.begin();
    set(std::move(std::get<std::string>(pair[0].value_.value_)), pair[1].take());
  }
}

Json Json::array(std::initializer_list<Element> elements) {
  Array array;
  array.reserve(elements.size());
  for (const auto& element : elements) array.push_back(element.take());
  return array;
}

Json Json::object(std::initializer_list<Member> members) {
  Json json;
  json.value_ = Object();
  for (const auto& [name, value] : members) json.set(name, value);
  return json;
}

Json Json::parse(std::string_view text) {
  boost::system::error_code error;
  const auto value = boost::json::parse({text.data(), text.size()}, error);
  if (error) throw JsonError("Not valid JSON: " + error.message());
  return from_boost(value);
}

std::string Json::to_text() const {
  std::string out;
  out.reserve(256);
  visit(Writer{out});
  return out;
}

template <class T>
const T& Json::get(std::string_view wanted) const {
  if (const auto* value = std::get_if<T>(&value_)) return *value;
  throw JsonError("The JSON value is not " + std::string(wanted));
}

bool Json::as_bool() const {
  return get<bool>("a boolean");
}

std::int64_t Json::as_int() const {
  return get<std::int64_t>("an integer");
}

double Json::as_double() const {
  return is_int() ? static_cast<double>(as_int()) : get<double>("a number");
}

const std::string& Json::as_string() const {
  return get<std::string>("a string");
}

const Json::Array& Json::as_array() const {
  return get<Array>("an array");
}

const Json::Object& Json::as_object() const {
  return get<Object>("an object");
}

const Json* Json::find(std::string_view name) const {
  const auto* object = std::get_if<Object>(&value_);
  if (object == nullptr) return nullptr;
  for (const auto& [key, value] : *object) {
    if (key == name) return &value;
  }
  return nullptr;
}

const Json& Json::at(std::string_view name) const {
  if (const auto* value = find(name)) return *value;
  throw JsonError("The JSON value has no member \"" + std::string(name) + '"');
}

const Json& Json::at(std::size_t index) const {
  const auto& array = as_array();
  if (index < array.size()) return array[index];
  throw JsonError("The JSON array has no element " + std::to_string(index));
}

std::size_t Json::size() const {
  if (is_array()) return as_array().size();
  return is_object() ? as_object().size() : 0;
}

Json& Json::set(std::string name, Json value) {
  if (is_null()) value_ = Object();
  auto* object = std::get_if<Object>(&value_);
  if (object == nullptr) throw JsonError("The JSON value is not an object");
  for (auto& [key, present] : *object) {
    if (key != name) continue;
    present = std::move(value);
    return *this;
  }
  object->emplace_back(std::move(name), std::move(value));
  return *this;
}

Json& Json::push_back(Json value) {
  if (is_null()) value_ = Array();
  auto* array = std::get_if<Array>(&value_);
  if (array == nullptr) throw JsonError("The JSON value is not an array");
  array->push_back(std::move(value));
  return *this;
}

}  // namespace gatehouse
