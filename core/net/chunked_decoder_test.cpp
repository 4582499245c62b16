// SPDX-License-Identifier: Apache-2.0
#include "core/net/chunked_decoder.h"

#include <gtest/gtest.h>

namespace gatehouse::net {
namespace {

TEST(ChunkedDecoder, ReadsTheSameInAnyPieces) {
  const std::string text = "3\r\nabc\r\n00a\r\n0123456789\r\n0\r\n\r\nNEXT";
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    ChunkedDecoder decoder(100);
    std::size_t used = 0;
    while (!decoder.done() && used < text.size())
      used += decoder.feed(std::string_view(text).substr(used, piece));
    EXPECT_FALSE(decoder.refusal());
    EXPECT_EQ(decoder.content(), "abc0123456789");
    EXPECT_EQ(text.substr(used), "NEXT") << piece;
  }
}

TEST(ChunkedDecoder, LimitCountsAllChunks) {
  ChunkedDecoder fits(4);
  EXPECT_EQ(fits.feed("2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n"), 19u);
  EXPECT_TRUE(fits.done());
  ChunkedDecoder over(3);
  over.feed("2\r\nab\r\n2");
  ASSERT_TRUE(over.refusal());
  EXPECT_EQ(over.refusal()->status, 413);
}

TEST(ChunkedDecoder, NothingIsTakenAfterARefusal) {
  ChunkedDecoder decoder(100);
  EXPECT_EQ(decoder.feed("1;x\r\n"), 1u);
  EXPECT_TRUE(decoder.refusal());
  EXPECT_EQ(decoder.feed("0\r\n\r\n"), 0u);
  EXPECT_FALSE(decoder.done());
}

}  // namespace
}  // namespace gatehouse::net
