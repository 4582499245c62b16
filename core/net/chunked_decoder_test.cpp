// SPDX-License-Identifier: Apache-2.0
#include "core/net/chunked_decoder.h"

#include <gtest/gtest.h>

namespace gatehouse::net {
namespace {

TEST(ChunkedDecoder, ReadsTheSameInAnyPieces) {
  const std::string text = "3\r\nabc\r\n00a\r\n0123456789\r\n0\r\n\r\nNEXT";
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    ChunkedDecoder decoder(100);
    std::string waiting;
    std::size_t given = 0;
    while (!decoder.done() && given < text.size()) {
      waiting += text.substr(given, piece);
      given += piece;
      waiting.erase(0, decoder.feed(waiting));
    }
    EXPECT_FALSE(decoder.refusal());
    EXPECT_EQ(decoder.content(), "abc0123456789");
    EXPECT_TRUE(std::string_view("NEXT").starts_with(waiting)) << piece;
  }
}

TEST(ChunkedDecoder, LimitCountsAllChunks) {
  ChunkedDecoder fits(4);
  EXPECT_EQ(fits.feed("2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n"), 19u);
  EXPECT_TRUE(fits.done());
  ChunkedDecoder over(3);
  over.feed("2\r\nab\r\n2\r\n");
  ASSERT_TRUE(over.refusal());
  EXPECT_EQ(over.refusal()->status, 413);
}

TEST(ChunkedDecoder, NothingIsTakenAfterARefusal) {
  ChunkedDecoder decoder(100);
  decoder.feed("1;x\r\n");
  EXPECT_TRUE(decoder.refusal());
  EXPECT_EQ(decoder.feed("0\r\n\r\n"), 0u);
  EXPECT_FALSE(decoder.done());
}

}  // namespace
}  // namespace gatehouse::net
