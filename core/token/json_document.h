// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "core/base/result.h"

// The JSON of tokens and keys: small, hostile, and to be read in exactly one way. Stricter than RFC 8259:
// UTF-8 is checked, duplicate member names, lone surrogates, U+0000 and more than 16 levels are refused.
namespace gatehouse::token {

enum class JsonKind : std::uint8_t { null_, false_, true_, number, string, array, object };

enum class JsonError { syntax, duplicate_member, too_deep, too_many_values, too_large };

inline constexpr int kMostJsonLevels = 16;

/// One value of a parsed text: nodes lie in document order, a container right before what it holds.
struct JsonNode {
  std::uint32_t name = 0;  ///< offset of the member's name; meaningless outside objects
  std::uint32_t value = 0;
  std::uint32_t size : 28 = 0;
  JsonKind kind : 4 = JsonKind::null_;
  std::uint16_t name_size = 0;
  std::uint16_t end = 0;  ///< index of the first node after this value and all that it holds
};

/// A value in a JsonDocument, which must outlive it. Cheap to copy.
class JsonValue {
 public:
  JsonValue(const char* text, const JsonNode* nodes, std::uint16_t index)
      : text_(text), nodes_(nodes), index_(index) {}

  [[nodiscard]] JsonKind kind() const { return node().kind; }
  [[nodiscard]] std::uint16_t index() const { return index_; }
  /// The member's name, escapes resolved; for values of objects only.
  [[nodiscard]] std::string_view name() const { return {text_ + node().name, node().name_size}; }
  /// A string's content with escapes resolved; any other value as it is spelled.
  [[nodiscard]] std::string_view text() const { return {text_ + node().value, node().size}; }

  /// Absent unless a string.
  [[nodiscard]] std::optional<std::string_view> as_string() const;
  /// Absent unless a number without fraction and exponent within +-(2^53 - 1), which every JSON reader holds
  /// exactly.
  [[nodiscard]] std::optional<std::int64_t> as_integer() const;
  /// The member of that name; absent when there is none or this is no object.
  [[nodiscard]] std::optional<JsonValue> find(std::string_view name) const;
  /// True for an array that has this string among its elements.
  [[nodiscard]] bool holds(std::string_view wanted) const;
  /// True for an array that holds nothing but strings.
  [[nodiscard]] bool is_array_of_strings() const;

  /// The value at an index() of the same document.
  [[nodiscard]] JsonValue at(std::uint16_t index) const { return {text_, nodes_, index}; }

  /// The members of an object or the elements of an array; nothing for other kinds. A range that owns what it
  /// needs, so that `for (const auto& one : value.find("x")->children())` is sound, which begin() and end()
  /// here would not be.
  class Children;
  [[nodiscard]] Children children() const;

 private:
  [[nodiscard]] const JsonNode& node() const { return nodes_[index_]; }
  const char* text_;
  const JsonNode* nodes_;
  std::uint16_t index_;
};

class JsonValue::Children {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = JsonValue;
    using difference_type = std::ptrdiff_t;
    using pointer = const JsonValue*;
    using reference = const JsonValue&;

    explicit Iterator(JsonValue value) : value_(value) {}
    reference operator*() const { return value_; }
    pointer operator->() const { return &value_; }
    Iterator& operator++() {
      value_.index_ = value_.node().end;
      return *this;
    }
    bool operator==(const Iterator& other) const { return value_.index_ == other.value_.index_; }

   private:
    JsonValue value_;
  };

  explicit Children(JsonValue parent) : parent_(parent) {}
  [[nodiscard]] Iterator begin() const { return Iterator(parent_.at(std::uint16_t(parent_.index_ + 1))); }
  [[nodiscard]] Iterator end() const { return Iterator(parent_.at(parent_.node().end)); }

 private:
  JsonValue parent_;
};

inline JsonValue::Children JsonValue::children() const {
  return Children(*this);
}

/// Room to parse one text of `text_size` bytes: on the stack for what tokens usually take, else on the heap.
class JsonScratch {
 public:
  JsonScratch(std::size_t text_size, std::size_t most_values);

  /// Where the text goes before parsing: `text_size` bytes. What lies behind may be overwritten meanwhile.
  [[nodiscard]] std::span<std::byte> room() { return std::as_writable_bytes(std::span(text_, room_)); }

  /// Parses the first `size` bytes of room() as one object.
  [[nodiscard]] Result<JsonValue, JsonError> parse_object(std::size_t size);

  JsonScratch(const JsonScratch&) = delete;
  JsonScratch& operator=(const JsonScratch&) = delete;

 private:
  friend class JsonDocument;
  static constexpr std::size_t kSmall = 8 * 1024;
  std::size_t most_values_;
  std::size_t values_ = 0;
  std::size_t text_used_ = 0;
  std::size_t room_;
  char* text_;
  JsonNode* nodes_;
  std::unique_ptr<std::byte[]> large_;
  alignas(JsonNode) std::byte small_[kSmall];
};

/// A parsed object that owns its text, in one piece of memory.
class JsonDocument {
 public:
  /// Keeps what was parsed in `scratch`.
  explicit JsonDocument(const JsonScratch& scratch);
  /// Parses an object; `text` may have up to 256 KiB and 4096 values.
  [[nodiscard]] static Result<JsonDocument, JsonError> parse(std::string_view text);

  [[nodiscard]] JsonValue root() const { return value(0); }
  [[nodiscard]] JsonValue value(std::uint16_t index) const {
    return {reinterpret_cast<const char*>(memory_.get() + nodes_size_),
            reinterpret_cast<const JsonNode*>(memory_.get()), index};
  }

 private:
  std::size_t nodes_size_;
  std::unique_ptr<std::byte[]> memory_;
};

}  // namespace gatehouse::token
