// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/http/request.h"
#include "core/http/response.h"
#include "core/net/blocking_pool.h"
#include "core/picture/picture.h"

namespace gatehouse::server {

/// What an uploaded picture may be, and what becomes of it.
struct PictureRules {
  enum class Shape { as_it_is, square };
  picture::PictureBounds bounds;
  std::uint32_t side = 512;  ///< what is larger is made smaller; a square is made exactly this wide
  Shape shape = Shape::as_it_is;
};

/// Content types under which one may send a picture; what it is, its bytes say.
[[nodiscard]] std::vector<std::string> picture_uploads();

/// Uploaded pictures, decoded and written anew on threads of their own, so that nobody but the uploader
/// waits.
class PictureReader {
 public:
  explicit PictureReader(net::BlockingPool& pool) : pool_(pool) {}

  /// The request's body, which is the bytes of a PNG, JPEG or WebP file, as a PNG of our own making. The
  /// error is the answer to give: 415 for a body that is said to be something else, 413 or 422 for a picture
  /// that is not taken, 503 when too many wait.
  [[nodiscard]] Result<std::string, http::Response> read(const http::Request& request,
                                                         const PictureRules& rules) const;

 private:
  net::BlockingPool& pool_;
};

}  // namespace gatehouse::server
