// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/net/refusal.h"

namespace gatehouse::net {

/// Reads chunked content (RFC 9112, section 7.1) that comes little by little, by Boost.Beast's parser. Chunk
/// extensions and trailer fields are refused: nobody needs them here, and proxies read them in different
/// ways.
class ChunkedDecoder {
 public:
  explicit ChunkedDecoder(std::size_t limit);
  ~ChunkedDecoder();

  /// Takes the content in `bytes` and returns how many of them belong to it. What is left over is to be given
  /// again with more behind it, unless `done` or `refusal`.
  std::size_t feed(std::string_view bytes);
  [[nodiscard]] bool done() const;
  [[nodiscard]] const std::optional<Refusal>& refusal() const { return refusal_; }
  [[nodiscard]] std::string& content();

 private:
  struct State;
  std::unique_ptr<State> state_;
  std::optional<Refusal> refusal_;
};

}  // namespace gatehouse::net
