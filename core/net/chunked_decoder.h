// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/net/refusal.h"

namespace gatehouse::net {

/// Reads chunked content (RFC 9112, section 7.1) that comes little by little. Chunk extensions and trailer
/// fields are refused: nobody needs them here, and proxies read them in different ways.
class ChunkedDecoder {
 public:
  explicit ChunkedDecoder(std::size_t limit) : limit_(limit) {}

  /// Takes the content in `bytes` and returns how many of them belong to it. Less than all only when `done`
  /// or `refusal`.
  std::size_t feed(std::string_view bytes);
  [[nodiscard]] bool done() const { return state_ == State::done; }
  [[nodiscard]] const std::optional<Refusal>& refusal() const { return refusal_; }
  [[nodiscard]] std::string& content() { return content_; }

 private:
  enum class State { size_first, size, size_lf, data, data_cr, data_lf, end_cr, end_lf, done };
  bool step(char c);
  bool step_size(char c);
  bool refuse(Refusal refusal);
  bool expect(char c, char wanted, State next);

  std::size_t limit_;
  State state_ = State::size_first;
  std::uint64_t chunk_ = 0;  ///< bytes of the chunk still to come
  unsigned digits_ = 0;
  std::string content_;
  std::optional<Refusal> refusal_;
};

}  // namespace gatehouse::net
