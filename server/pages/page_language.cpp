// SPDX-License-Identifier: Apache-2.0
#include "server/pages/page_language.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <vector>

#include "console/page_languages.h"
#include "server/pages/fill_page.h"

namespace gatehouse::server {
namespace {

using console::PageLanguage;

constexpr std::string_view kTextOpening = "<!--text:";
constexpr std::string_view kTextClosing = "-->";
/// What fill_page makes of `<!--text:lang-->` when the reader has chosen a language: `lang=de`.
constexpr std::string_view kChosen = "lang=";

bool equals_ignoring_case(std::string_view left, std::string_view right) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; };
  return std::ranges::equal(left, right, {}, lower, lower);
}

/// RFC 4647, section 3.4: the tag, then what is left of it without its last part.
const PageLanguage* find_language(std::string_view tag) {
  while (!tag.empty()) {
    for (const auto& language : console::page_languages()) {
      if (equals_ignoring_case(language.tag, tag)) return &language;
    }
    const auto end = tag.rfind('-');
    tag = end == std::string_view::npos ? std::string_view() : tag.substr(0, end);
  }
  return nullptr;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

struct Wanted {
  std::string_view tag;
  int weight = 1000;  ///< of the quality value, in thousandths
};

Wanted parse_wanted(std::string_view item) {
  const auto end = std::min(item.find(';'), item.size());
  Wanted wanted{trim(item.substr(0, end))};
  const auto quality = item.find("q=", end);
  if (quality == std::string_view::npos) return wanted;
  wanted.weight = 0;
  int unit = 1000;
  for (const char c : trim(item.substr(quality + 2))) {
    if (c == '.') continue;
    if (c < '0' || c > '9') break;
    wanted.weight += (c - '0') * unit;
    unit /= 10;
  }
  return wanted;
}

const PageLanguage& choose(std::string_view chosen, std::string_view accept_language) {
  if (const auto* language = find_language(chosen)) return *language;
  const PageLanguage* best = nullptr;
  int best_weight = 0;
  while (!accept_language.empty()) {
    const auto end = std::min(accept_language.find(','), accept_language.size());
    const auto wanted = parse_wanted(accept_language.substr(0, end));
    accept_language.remove_prefix(std::min(end + 1, accept_language.size()));
    const auto* language = wanted.weight > best_weight ? find_language(wanted.tag) : nullptr;
    if (language == nullptr) continue;
    best = language;
    best_weight = wanted.weight;
  }
  return best != nullptr ? *best : console::page_languages().front();
}

std::string content_of(std::string_view mark, const PageLanguage& language) {
  if (mark == "lang" || mark.starts_with(kChosen)) return std::string(language.tag);
  if (mark == "script") {
    if (language.script.empty()) return {};
    return R"(<script type="application/json" id="page-texts">)" + std::string(language.script) + "</script>";
  }
  std::size_t number = 0;
  const auto read = std::from_chars(mark.data(), mark.data() + mark.size(), number);
  const bool is_known = read.ec == std::errc() && number < language.texts.size();
  return is_known ? std::string(language.texts[number]) : std::string();
}

std::string_view chosen_language(std::string_view html) {
  const auto mark = html.find(kTextOpening);
  if (mark == std::string_view::npos) return {};
  const auto rest = html.substr(mark + kTextOpening.size());
  if (!rest.starts_with(kChosen)) return {};
  return rest.substr(kChosen.size(), std::min(rest.find(kTextClosing), rest.size()) - kChosen.size());
}

}  // namespace

std::string_view choose_page_language(std::string_view chosen, std::string_view accept_language) {
  return choose(chosen, accept_language).tag;
}

std::string page_text(std::string_view english) {
  static const auto numbers = [] {
    std::map<std::string_view, std::size_t> found;
    const auto texts = console::page_languages().front().texts;
    for (std::size_t i = 0; i < texts.size(); ++i) found.emplace(texts[i], i);
    return found;
  }();
  const auto number = numbers.find(english);
  if (number == numbers.end()) return escape_html(english);
  return std::string(kTextOpening) + std::to_string(number->second) + std::string(kTextClosing);
}

void translate_page(http::Response& response, std::string_view accept_language) {
  if (!response.headers.find("Content-Type").value_or("").starts_with("text/html")) return;
  std::string_view rest = response.body;
  auto opening = rest.find(kTextOpening);
  if (opening == std::string_view::npos) return;
  const auto& language = choose(chosen_language(rest), accept_language);
  std::string out;
  out.reserve(rest.size() * 2);
  for (; opening != std::string_view::npos; opening = rest.find(kTextOpening)) {
    const auto closing = rest.find(kTextClosing, opening);
    if (closing == std::string_view::npos) break;
    const auto start = opening + kTextOpening.size();
    out += rest.substr(0, opening);
    out += content_of(rest.substr(start, closing - start), language);
    rest.remove_prefix(closing + kTextClosing.size());
  }
  out += rest;
  response.body = std::move(out);
}

}  // namespace gatehouse::server
