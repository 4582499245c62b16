// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

/// Writes small files in the MaxMind DB format for tests, because Debian ships none.
/// https://maxmind.github.io/MaxMind-DB/, version 2.0.
namespace gatehouse::place_file {

inline std::string text(std::string_view value) {
  return char(2 << 5 | value.size()) + std::string(value);
}
inline std::string map(std::initializer_list<std::pair<std::string_view, std::string>> members) {
  std::string bytes(1, char(7 << 5 | members.size()));
  for (const auto& [name, value] : members) bytes += text(name) + value;
  return bytes;
}
inline std::string number(int type, std::uint64_t value, int bytes) {
  std::string written =
      type <= 7 ? std::string(1, char(type << 5 | bytes)) : std::string{char(bytes), char(type - 7)};
  for (int i = bytes - 1; i >= 0; --i) written += char(value >> (8 * i) & 0xFF);
  return written;
}

/// A file that knows 203.0.113.0/24 alone, with `entry` as what it says of it.
inline void write(const std::filesystem::path& file, const std::string& entry) {
  constexpr std::uint32_t kPrefix = 203U << 24 | 0U << 16 | 113U << 8;
  constexpr std::uint32_t kNodes = 24;
  std::string tree;
  const auto record = [&](std::uint32_t value) {
    for (int shift = 16; shift >= 0; shift -= 8) tree += char(value >> shift & 0xFF);
  };
  for (std::uint32_t depth = 0; depth < kNodes; ++depth) {
    const bool right = (kPrefix >> (31 - depth) & 1) != 0;
    const std::uint32_t next = depth + 1 < kNodes ? depth + 1 : kNodes + 16;
    record(right ? kNodes : next);
    record(right ? next : kNodes);
  }
  const auto metadata = map({{"node_count", number(6, kNodes, 4)},
                             {"record_size", number(5, 24, 2)},
                             {"ip_version", number(5, 4, 2)},
                             {"database_type", text("Test-City")},
                             {"languages", std::string{char(1), char(4)} + text("en")},
                             {"binary_format_major_version", number(5, 2, 2)},
                             {"binary_format_minor_version", number(5, 0, 2)},
                             {"build_epoch", number(9, 1'700'000'000, 8)},
                             {"description", map({{"en", text("test")}})}});
  std::ofstream(file, std::ios::binary)
      << tree << std::string(16, '\0') << entry << "\xAB\xCD\xEFMaxMind.com" << metadata;
}

}  // namespace gatehouse::place_file
