// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "core/http/request.h"
#include "core/net/refusal.h"
#include "core/net/server.h"

namespace gatehouse::net {

/// Looks for the end of a request's head in bytes that come little by little, and refuses as early as can be.
class HeadScanner {
 public:
  explicit HeadScanner(const ServerLimits& limits) : limits_(limits) {}
  struct Incomplete {};
  struct Complete {
    std::size_t size;  ///< of the head, the empty line included
  };
  /// `buffer` holds all bytes so far; those seen by an earlier call are not looked at again.
  std::variant<Incomplete, Complete, Refusal> scan(std::string_view buffer);

 private:
  [[nodiscard]] std::optional<Refusal> check_limits(std::size_t bytes) const;

  const ServerLimits& limits_;
  std::size_t seen_ = 0;        ///< bytes searched for a line's end
  std::size_t line_start_ = 0;  ///< of the line under way
  std::size_t lines_ = 0;       ///< complete ones
  std::size_t fields_start_ = 0;
};

/// How the content after a head is framed (RFC 9112, section 6).
struct Framing {
  enum class Kind { none, length, chunked };
  Kind kind = Kind::none;
  std::uint64_t length = 0;
};

struct RequestHead {
  http::Request request;  ///< method, path, query and headers are set
  Framing framing;
  bool keep_alive = true;
  bool expects_continue = false;
};

/// Reads a whole head that a HeadScanner found complete. Boost.Beast parses it; what two readers could still
/// take in two ways is refused here (RFC 9112, sections 3.2, 6.1 and 6.3).
[[nodiscard]] std::variant<RequestHead, Refusal> parse_head(std::string_view head);

}  // namespace gatehouse::net
