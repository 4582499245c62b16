// SPDX-License-Identifier: Apache-2.0
#include "core/place/place_finder.h"

#include <maxminddb.h>

namespace gatehouse {
namespace {

std::optional<std::string> read_text(MMDB_lookup_result_s& result, const char* thing, const char* language) {
  MMDB_entry_data_s data;
  if (MMDB_get_value(&result.entry, &data, thing, "names", language, nullptr) != MMDB_SUCCESS)
    return std::nullopt;
  if (!data.has_data || data.type != MMDB_DATA_TYPE_UTF8_STRING || data.data_size == 0) return std::nullopt;
  return std::string(data.utf8_string, data.data_size);
}

std::optional<std::string> read_name(MMDB_lookup_result_s& result, const char* thing,
                                     std::string_view language) {
  for (std::string tag(language); !tag.empty();
       tag.resize(tag.find('-') == std::string::npos ? 0 : tag.rfind('-'))) {
    if (auto name = read_text(result, thing, tag.c_str())) return name;
  }
  return read_text(result, thing, "en");
}

}  // namespace

void PlaceFinder::Close::operator()(MMDB_s* database) const {
  MMDB_close(database);
  delete database;
}

Result<PlaceFinder, std::string> PlaceFinder::open(const std::filesystem::path& file) {
  auto opened = std::make_unique<MMDB_s>();
  const int status = MMDB_open(file.c_str(), MMDB_MODE_MMAP, opened.get());
  if (status != MMDB_SUCCESS) {
    return fail(file.string() + " is no usable MaxMind DB file: " + MMDB_strerror(status));
  }
  return PlaceFinder(std::unique_ptr<MMDB_s, Close>(opened.release()));
}

std::optional<std::string> PlaceFinder::find(std::string_view address, std::string_view language) const {
  int text_error = 0;
  int file_error = 0;
  auto result = MMDB_lookup_string(database_.get(), std::string(address).c_str(), &text_error, &file_error);
  if (text_error != 0 || file_error != MMDB_SUCCESS || !result.found_entry) return std::nullopt;
  auto city = read_name(result, "city", language);
  auto country = read_name(result, "country", language);
  if (!city) return country;
  return country ? *city + ", " + *country : city;
}

}  // namespace gatehouse
