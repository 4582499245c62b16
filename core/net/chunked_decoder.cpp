// SPDX-License-Identifier: Apache-2.0
#include "core/net/chunked_decoder.h"

#include <cstdint>
#include <functional>

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace gatehouse::net {
namespace {

namespace beast = boost::beast::http;

/// The parser takes chunks behind a head only; the real one was read before, by stricter rules.
constexpr std::string_view kHead = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
/// A chunk's size without extensions is far shorter: whoever sends more without a line's end means harm.
constexpr std::size_t kMostSizeLine = 64;

/// Beast waits for CR LF; a line that ended without CR never gets one.
bool has_bare_newline(std::string_view text) {
  const auto newline = text.find('\n');
  return newline != text.npos && (newline == 0 || text[newline - 1] != '\r');
}

Refusal malformed() {
  return {400, "bad_request", "The chunked content is malformed."};
}

}  // namespace

struct ChunkedDecoder::State {
  beast::request_parser<beast::string_body> parser;
  std::function<void(std::uint64_t, boost::string_view, boost::system::error_code&)> on_chunk_header =
      [](std::uint64_t, boost::string_view extensions, boost::system::error_code& error) {
        if (!extensions.empty()) error = beast::error::bad_chunk_extension;
      };
};

ChunkedDecoder::ChunkedDecoder(std::size_t limit) : state_(std::make_unique<State>()) {
  auto& parser = state_->parser;
  parser.body_limit(limit);
  parser.on_chunk_header(state_->on_chunk_header);
  boost::system::error_code error;
  parser.put(boost::asio::buffer(kHead.data(), kHead.size()), error);
  parser.eager(true);
}

ChunkedDecoder::~ChunkedDecoder() = default;

std::size_t ChunkedDecoder::feed(std::string_view bytes) {
  auto& parser = state_->parser;
  std::size_t used = 0;
  while (used < bytes.size() && !done() && !refusal_) {
    boost::system::error_code error;
    const auto taken = parser.put(boost::asio::buffer(bytes.data() + used, bytes.size() - used), error);
    used += taken;
    if (error == beast::error::need_more || (!error && taken == 0)) {
      const auto waiting = bytes.substr(used);
      if (waiting.size() > kMostSizeLine || has_bare_newline(waiting)) refusal_ = malformed();
      break;
    }
    if (error == beast::error::body_limit) {
      refusal_ = {413, "content_too_large", "The content is too large."};
    } else if (error) {
      refusal_ = malformed();
    }
  }
  const auto& fields = parser.get();
  if (!refusal_ && std::distance(fields.begin(), fields.end()) > 1) refusal_ = malformed();  // a trailer
  return used;
}

bool ChunkedDecoder::done() const {
  return !refusal_ && state_->parser.is_done();
}

std::string& ChunkedDecoder::content() {
  return state_->parser.get().body();
}

}  // namespace gatehouse::net
