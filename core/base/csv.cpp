// SPDX-License-Identifier: Apache-2.0
#include "core/base/csv.h"

#include <algorithm>
#include <array>

namespace gatehouse {
namespace {

class CsvParser {
 public:
  CsvParser(std::string_view text, char separator) : text_(text), separator_(separator) {}

  Result<std::vector<CsvRecord>, unsigned> parse() {
    while (at_ < text_.size()) {
      CsvRecord record{{}, line_};
      do {
        record.fields.emplace_back();
        if (!read_field(record.fields.back())) return fail(line_);
      } while (take(separator_));
      const bool ended = at_ == text_.size() || take('\n') || (take('\r') && take('\n'));
      if (!ended) return fail(line_);
      const bool blank = record.fields.size() == 1 && record.fields.front().empty();
      if (!blank) records_.push_back(std::move(record));
    }
    return std::move(records_);
  }

 private:
  bool take(char wanted) {
    if (at_ == text_.size() || text_[at_] != wanted) return false;
    ++at_;
    if (wanted == '\n') ++line_;
    return true;
  }

  bool read_field(std::string& field) {
    if (take('"')) return read_quoted(field);
    const char ends[] = {separator_, '\r', '\n', '"'};
    const auto end = std::min(text_.find_first_of({ends, sizeof ends}, at_), text_.size());
    field = text_.substr(at_, end - at_);
    at_ = end;
    return true;
  }

  bool read_quoted(std::string& field) {
    while (at_ < text_.size()) {
      if (take('"')) {
        if (!take('"')) return true;
        field += '"';
      } else {
        if (text_[at_] == '\n') ++line_;
        field += text_[at_++];
      }
    }
    return false;
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  unsigned line_ = 1;
  std::vector<CsvRecord> records_;
};

}  // namespace

Result<std::vector<CsvRecord>, unsigned> parse_csv(std::string_view text, char separator) {
  return CsvParser(text, separator).parse();
}

char find_separator(std::string_view text) {
  constexpr std::string_view kSeparators = ",;\t";
  std::array<std::size_t, kSeparators.size()> counts{};
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n') break;
    if (const auto which = kSeparators.find(c); which != kSeparators.npos) ++counts[which];
  }
  return kSeparators[std::size_t(std::max_element(counts.begin(), counts.end()) - counts.begin())];
}

std::size_t measure_records(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text.size();
  std::size_t whole = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') quoted = !quoted;
    if (text[at] != '\n' || quoted) continue;
    if (at + 1 > bytes && whole > 0) return whole;
    whole = at + 1;
    if (whole > bytes) return whole;
  }
  return whole > 0 && whole <= bytes ? whole : text.size();
}

}  // namespace gatehouse
