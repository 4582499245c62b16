// SPDX-License-Identifier: Apache-2.0
#include "core/net/chunked_decoder.h"

#include <algorithm>

#include "core/http/syntax.h"

namespace gatehouse::net {
namespace {

constexpr unsigned kMaxSizeDigits = 8;

}  // namespace

std::size_t ChunkedDecoder::feed(std::string_view bytes) {
  std::size_t used = 0;
  while (used < bytes.size() && !done() && !refusal_) {
    if (state_ != State::data) {
      if (!step(bytes[used])) break;
      ++used;
      continue;
    }
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(chunk_, bytes.size() - used));
    content_.append(bytes.substr(used, size));
    used += size;
    chunk_ -= size;
    if (chunk_ == 0) state_ = State::data_cr;
  }
  return used;
}

bool ChunkedDecoder::refuse(Refusal refusal) {
  refusal_ = refusal;
  return false;
}

bool ChunkedDecoder::expect(char c, char wanted, State next) {
  if (c != wanted) return refuse({400, "bad_request", "The chunked content is malformed."});
  state_ = next;
  return true;
}

bool ChunkedDecoder::step_size(char c) {
  if (c == '\r' && state_ == State::size) {
    state_ = State::size_lf;
    return true;
  }
  const auto digit = http::hex_digit(c);
  if (!digit || ++digits_ > kMaxSizeDigits)
    return refuse({400, "bad_request", "A chunk's size is malformed."});
  chunk_ = chunk_ * 16 + *digit;
  if (chunk_ > limit_ - content_.size())
    return refuse({413, "content_too_large", "The content is too large."});
  state_ = State::size;
  return true;
}

bool ChunkedDecoder::step(char c) {
  switch (state_) {
    case State::size_first:
    case State::size:
      return step_size(c);
    case State::size_lf:
      return expect(c, '\n', chunk_ == 0 ? State::end_cr : State::data);
    case State::data_cr:
      return expect(c, '\r', State::data_lf);
    case State::data_lf:
      digits_ = 0;
      return expect(c, '\n', State::size_first);
    case State::end_cr:
      return expect(c, '\r', State::end_lf);  // a trailer field would start here
    case State::end_lf:
      return expect(c, '\n', State::done);
    case State::data:
    case State::done:
      break;
  }
  return false;
}

}  // namespace gatehouse::net
