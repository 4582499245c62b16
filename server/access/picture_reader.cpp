// SPDX-License-Identifier: Apache-2.0
#include "server/access/picture_reader.h"

#include <algorithm>

#include "core/http/problem.h"
#include "server/session/password_service.h"

namespace gatehouse::server {
namespace {

using picture::PictureError;

http::Response refusal(PictureError error, const picture::PictureBounds& bounds) {
  switch (error) {
    case PictureError::too_many_bytes:
      return http::problem(413, "picture_too_large",
                           "A picture may have at most " + std::to_string(bounds.bytes / 1024) + " KiB.");
    case PictureError::too_many_pixels:
      return http::problem(422, "picture_too_large",
                           "A picture may be at most " + std::to_string(bounds.side) +
                               " pixels wide and high, and have " +
                               std::to_string(bounds.pixels / 1'000'000) + " million in all.");
    case PictureError::unknown_format:
      return http::problem(422, "picture_format", "A picture must be a PNG, JPEG or WebP file.");
    case PictureError::damaged:
      return http::problem(422, "picture_damaged",
                           "This picture can't be read. Save it again as PNG, without animation.");
  }
  return http::problem(422, "picture_damaged", "This picture can't be read.");
}

bool is_said_to_be_picture(const http::Request& request) {
  const auto types = picture_uploads();
  return std::find(types.begin(), types.end(), request.header("Content-Type").value_or("")) != types.end();
}

Result<std::string, PictureError> rewrite(const std::string& body, const PictureRules& rules) {
  auto picture = picture::parse_picture(as_bytes(body), rules.bounds);
  if (!picture) return fail(picture.error());
  if (rules.shape == PictureRules::Shape::square) {
    return picture::to_png(picture::scale_to(picture::crop_to_square(std::move(*picture)), rules.side));
  }
  return picture::to_png(picture::fit_within(std::move(*picture), rules.side));
}

}  // namespace

std::vector<std::string> picture_uploads() {
  return {"image/png", "image/jpeg", "image/webp", "application/octet-stream"};
}

Result<std::string, http::Response> PictureReader::read(const http::Request& request,
                                                        const PictureRules& rules) const {
  if (!is_said_to_be_picture(request)) {
    return fail(http::problem(415, "picture_format",
                              "Send the bytes of the picture, as image/png, image/jpeg or image/webp."));
  }
  auto png = pool_.run([&] { return rewrite(request.body, rules); });
  if (!png) return fail(overloaded());
  if (!*png) return fail(refusal(png->error(), rules.bounds));
  return std::move(**png);
}

}  // namespace gatehouse::server
