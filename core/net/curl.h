// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <new>
#include <stdexcept>
#include <string>

#include <curl/curl.h>

// Private to core/net: libcurl's objects with owners. Their functions fail only out of memory or by a mistake
// of ours.
namespace gatehouse::net::curl {

using Easy = std::unique_ptr<CURL, decltype(&::curl_easy_cleanup)>;
using List = std::unique_ptr<::curl_slist, decltype(&::curl_slist_free_all)>;

inline void check(CURLcode code) {
  if (code != CURLE_OK)
    throw std::runtime_error(std::string("libcurl refuses an option: ") + ::curl_easy_strerror(code));
}

template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
  check(::curl_easy_setopt(easy, option, value));
}

inline void append(List& list, const std::string& line) {
  auto* longer = ::curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  (void)list.release();
  list.reset(longer);
}

}  // namespace gatehouse::net::curl
