// SPDX-License-Identifier: Apache-2.0
#include "server/storage/list_position.h"

#include "core/base/base64url.h"
#include "core/base/bytes.h"

namespace gatehouse::server {

std::string ListPosition::to_text() const {
  return encode_base64url(as_bytes(walk + "\n" + key + "\n" + id));
}

std::optional<ListPosition> ListPosition::parse(std::string_view text) {
  const auto bytes = decode_base64url(text);
  if (!bytes) return std::nullopt;
  const std::string whole(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  const auto first = whole.find('\n');
  const auto second = whole.find('\n', first + 1);
  if (first == whole.npos || second == whole.npos) return std::nullopt;
  return ListPosition{whole.substr(0, first), whole.substr(first + 1, second - first - 1),
                      whole.substr(second + 1)};
}

}  // namespace gatehouse::server
