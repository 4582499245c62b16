// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/http/path.h"
#include "core/net/chunked_decoder.h"
#include "core/net/request_head.h"

using namespace gatehouse;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

// What comes in two pieces is read like what comes at once.
std::size_t scan(const net::ServerLimits& limits, std::string_view text, std::size_t first) {
  net::HeadScanner scanner(limits);
  auto outcome = scanner.scan(text.substr(0, first));
  if (std::holds_alternative<net::HeadScanner::Incomplete>(outcome)) outcome = scanner.scan(text);
  const auto* complete = std::get_if<net::HeadScanner::Complete>(&outcome);
  return complete == nullptr ? 0 : complete->size;
}

void check_content(std::string_view text, std::size_t first) {
  net::ChunkedDecoder whole(4096);
  net::ChunkedDecoder pieces(4096);
  const auto used = whole.feed(text);
  auto used_in_pieces = pieces.feed(text.substr(0, first));
  if (!pieces.done() && !pieces.refusal()) used_in_pieces += pieces.feed(text.substr(used_in_pieces));
  if (whole.done() && pieces.done()) require(used == used_in_pieces && whole.content() == pieces.content());
  require(whole.content().size() <= 4096);
}

}  // namespace

/// A head that is taken has one host, one framing and one reading of its path, in any pieces; its content
/// likewise.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t first = (data[0] * 256U + data[1]) % size;
  const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
  const net::ServerLimits limits;
  const auto end = scan(limits, text, text.size());
  const auto cut = first < text.size() ? first : text.size();
  require(end == scan(limits, text, cut) || end == 0 || cut >= end);
  if (end == 0) return 0;
  const auto outcome = net::parse_head(text.substr(0, end));
  const auto* head = std::get_if<net::RequestHead>(&outcome);
  if (head == nullptr) return 0;
  const auto& headers = head->request.headers;
  require(http::is_unambiguous_path(head->request.path));
  require(headers.count("Host") <= 1);
  require(headers.count("Content-Length") + headers.count("Transfer-Encoding") ==
          (head->framing.kind == net::Framing::Kind::none ? 0U : 1U));
  if (head->framing.kind == net::Framing::Kind::chunked)
    check_content(text.substr(end), cut > end ? cut - end : 0);
  return 0;
}
