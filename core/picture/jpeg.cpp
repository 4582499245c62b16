// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <turbojpeg.h>

#include "core/picture/formats.h"

namespace gatehouse::picture {
namespace {

using Decoder = std::unique_ptr<void, int (*)(tjhandle)>;

const unsigned char* data_of(ByteView bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

Result<Picture, PictureError> parse_jpeg(ByteView bytes, const PictureBounds& bounds) {
  const Decoder decoder(tjInitDecompress(), tjDestroy);
  if (!decoder) throw std::bad_alloc();
  int width = 0;
  int height = 0;
  int subsampling = 0;
  int colours = 0;
  if (tjDecompressHeader3(decoder.get(), data_of(bytes), bytes.size(), &width, &height, &subsampling,
                          &colours) != 0 ||
      width < 0 || height < 0) {
    return fail(PictureError::damaged);
  }
  if (const auto refused = refuse_size(unsigned(width), unsigned(height), bounds)) return fail(*refused);
  if (colours == TJCS_CMYK || colours == TJCS_YCCK) return fail(PictureError::damaged);
  Picture picture{std::uint32_t(width), std::uint32_t(height), {}};
  picture.rgba.resize(std::size_t(4) * picture.width * picture.height);
  // Thousands of scans over one picture would cost minutes for a few bytes.
  constexpr int kFlags = TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS;
  if (tjDecompress2(decoder.get(), data_of(bytes), bytes.size(), picture.rgba.data(), width, 0, height,
                    TJPF_RGBA, kFlags) != 0) {
    return fail(PictureError::damaged);
  }
  return turn_upright(std::move(picture), find_orientation(bytes));
}

}  // namespace gatehouse::picture
