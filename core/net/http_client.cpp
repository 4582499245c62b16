// SPDX-License-Identifier: Apache-2.0
#include "core/net/http_client.h"

#include <memory>
#include <mutex>
#include <netinet/in.h>
#include <new>
#include <optional>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include <curl/curl.h>

#include "core/http/syntax.h"
#include "core/net/blocking_pool.h"
#include "core/net/curl.h"
#include "core/net/ip_address.h"

namespace gatehouse::net {
namespace {

using curl::append;
using curl::check;
using curl::Easy;
using curl::List;
using curl::set;
using Multi = std::unique_ptr<CURLM, decltype(&::curl_multi_cleanup)>;

/// One exchange at a time, with the connections that it keeps. A multi handle, since only that can be woken
/// from another thread.
struct Handle {
  Multi multi{::curl_multi_init(), &::curl_multi_cleanup};
  Easy easy{::curl_easy_init(),
            &::curl_easy_cleanup};  // goes before the multi handle that holds its connections
};

/// What libcurl's callbacks fill while one exchange runs.
struct Exchange {
  const ClientRequest& request;
  const std::function<bool(const std::string&)>& allow_address;
  ClientResponse response{};
  std::size_t header_bytes = 0;
  bool too_large = false;
  bool refused_address = false;
};

constexpr std::size_t kMaxHeaderBytes = 64 * 1024;
constexpr std::size_t kStopReceiving = 0;

std::size_t take_content(char* data, std::size_t size, std::size_t count, void* pointer) {
  auto& exchange = *static_cast<Exchange*>(pointer);
  const auto bytes = size * count;
  if (exchange.response.body.size() + bytes > exchange.request.body_limit) {
    exchange.too_large = true;
    return kStopReceiving;
  }
  exchange.response.body.append(data, bytes);
  return bytes;
}

std::size_t take_header_line(char* data, std::size_t size, std::size_t count, void* pointer) {
  auto& exchange = *static_cast<Exchange*>(pointer);
  const auto bytes = size * count;
  exchange.header_bytes += bytes;
  if (exchange.header_bytes > kMaxHeaderBytes) {
    exchange.too_large = true;
    return kStopReceiving;
  }
  std::string_view line(data, bytes);
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  // A status line starts over: what came before belonged to 100 Continue.
  if (line.starts_with("HTTP/")) {
    exchange.response.headers = {};
    return bytes;
  }
  const auto colon = line.find(':');
  if (colon == line.npos) return bytes;
  const auto value = http::trim_whitespace(line.substr(colon + 1));
  if (http::is_token(line.substr(0, colon)) && http::is_field_value(value)) {
    exchange.response.headers.add(line.substr(0, colon), value);
  }
  return bytes;
}

std::optional<std::string> numeric_address(const ::curl_sockaddr& address) {
  if (address.family == AF_INET) {
    const auto& v4 = reinterpret_cast<const ::sockaddr_in&>(address.addr);
    return IpAddress::from_bytes_v4(reinterpret_cast<const unsigned char*>(&v4.sin_addr)).to_text();
  }
  if (address.family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const ::sockaddr_in6&>(address.addr);
    return IpAddress::from_bytes_v6(v6.sin6_addr.s6_addr).to_text();
  }
  return std::nullopt;
}

// An exception must not pass through libcurl: an address that can't be judged is refused.
bool may_dial(const Exchange& exchange, const ::curl_sockaddr& address) noexcept {
  if (!exchange.request.unix_socket.empty() || !exchange.allow_address) return true;
  try {
    const auto text = numeric_address(address);
    return text && exchange.allow_address(*text);
  } catch (...) {
    return false;
  }
}

// Asked here, at the address really dialled, no second look-up of the name can slip past (DNS rebinding).
::curl_socket_t open_socket(void* pointer, ::curlsocktype, ::curl_sockaddr* address) {
  auto& exchange = *static_cast<Exchange*>(pointer);
  if (!may_dial(exchange, *address)) {
    exchange.refused_address = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

ClientFailureKind kind_of(CURLcode code) {
  switch (code) {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_LOGIN_DENIED:  // credentials in the URL
    case CURLE_URL_MALFORMAT:
      return ClientFailureKind::bad_url;
    case CURLE_COULDNT_RESOLVE_HOST:
      return ClientFailureKind::resolve;
    case CURLE_COULDNT_CONNECT:
      return ClientFailureKind::connect;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
      return ClientFailureKind::tls;
    case CURLE_OPERATION_TIMEDOUT:
      return ClientFailureKind::timeout;
    default:
      return ClientFailureKind::other;
  }
}

// libcurl's texts can quote a URL with its credentials: only the fixed text of the code goes on.
ClientFailure failure_of(CURLcode code, const Exchange& exchange) {
  if (exchange.request.stop.stop_requested()) return {ClientFailureKind::stopped, "the call was given up"};
  if (exchange.too_large) return {ClientFailureKind::too_large, "the answer is larger than allowed"};
  if (exchange.refused_address)
    return {ClientFailureKind::refused_address, "the address is not one that may be called"};
  return {kind_of(code), ::curl_easy_strerror(code)};
}

void set_method(CURL* easy, const ClientRequest& request) {
  if (request.method == http::Method::head) {
    set(easy, CURLOPT_NOBODY, 1L);
    return;
  }
  if (request.method == http::Method::get && request.body.empty()) return;
  if (!request.body.empty() || request.method == http::Method::post || request.method == http::Method::put ||
      request.method == http::Method::patch) {
    set(easy, CURLOPT_POST, 1L);
    set(easy, CURLOPT_POSTFIELDS, request.body.data());
    set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  }
  set(easy, CURLOPT_CUSTOMREQUEST, std::string(http::to_text(request.method)).c_str());
}

List header_list(const ClientRequest& request) {
  List list(nullptr, &::curl_slist_free_all);
  for (const auto& field : request.headers) {
    // libcurl takes `Name:` as leave it out, and `Name;` as an empty value.
    append(list, field.value.empty() ? field.name + ";" : field.name + ": " + field.value);
  }
  if (!request.headers.find("Expect")) append(list, "Expect:");
  if (!request.headers.find("Content-Type")) append(list, "Content-Type:");
  return list;
}

void set_policy(CURL* easy, const std::string& user_agent) {
  set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  set(easy, CURLOPT_FOLLOWLOCATION, 0L);
  set(easy, CURLOPT_PROXY, "");  // not even from the environment
  set(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(easy, CURLOPT_HTTP09_ALLOWED, 0L);
  set(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  set(easy, CURLOPT_USERAGENT, user_agent.c_str());
}

/// curl_easy_perform, but it ends when it is told to stop.
CURLcode run_to_end(const Handle& handle, const std::stop_token& stop) {
  auto* multi = handle.multi.get();
  const std::stop_callback wake(stop, [multi] { ::curl_multi_wakeup(multi); });
  if (::curl_multi_add_handle(multi, handle.easy.get()) != CURLM_OK) return CURLE_FAILED_INIT;
  CURLcode code = CURLE_ABORTED_BY_CALLBACK;
  for (int running = 1; running != 0 && !stop.stop_requested();) {
    constexpr int kAtMost = 1000;
    if (::curl_multi_perform(multi, &running) != CURLM_OK) break;
    if (running != 0 && ::curl_multi_poll(multi, nullptr, 0, kAtMost, nullptr) != CURLM_OK) break;
  }
  int left = 0;
  while (const auto* message = ::curl_multi_info_read(multi, &left)) {
    if (message->msg == CURLMSG_DONE) code = message->data.result;
  }
  ::curl_multi_remove_handle(multi, handle.easy.get());
  return code;
}

}  // namespace

struct HttpClient::Impl {
  explicit Impl(Options given)
      : options(std::move(given)),
        pool({.name = "http-client", .threads = options.threads, .queue_limit = options.queue_limit}) {}

  Handle take_handle();
  void give_back(Handle handle);
  Result<ClientResponse, ClientFailure> perform(const ClientRequest& request);
  CURLcode run(const Handle& handle, Exchange& exchange) const;

  const Options options;
  std::mutex mutex;
  std::vector<Handle> handles;  ///< idle ones, with their connections
  BlockingPool pool;            ///< last: its threads end first
};

Handle HttpClient::Impl::take_handle() {
  {
    const std::lock_guard lock(mutex);
    if (!handles.empty()) {
      auto handle = std::move(handles.back());
      handles.pop_back();
      return handle;
    }
  }
  Handle handle;
  if (!handle.multi || !handle.easy) throw std::bad_alloc();
  return handle;
}

void HttpClient::Impl::give_back(Handle handle) {
  ::curl_easy_reset(handle.easy.get());  // keeps connections and the name cache
  const std::lock_guard lock(mutex);
  handles.push_back(std::move(handle));
}

CURLcode HttpClient::Impl::run(const Handle& handle, Exchange& exchange) const {
  auto* easy = handle.easy.get();
  const auto& request = exchange.request;
  const auto headers = header_list(request);
  set_policy(easy, options.user_agent);
  if (::curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str()) != CURLE_OK) return CURLE_URL_MALFORMAT;
  set_method(easy, request);
  set(easy, CURLOPT_HTTPHEADER, headers.get());
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_timeout.count()));
  set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  set(easy, CURLOPT_WRITEFUNCTION, &take_content);
  set(easy, CURLOPT_WRITEDATA, &exchange);
  set(easy, CURLOPT_HEADERFUNCTION, &take_header_line);
  set(easy, CURLOPT_HEADERDATA, &exchange);
  set(easy, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  set(easy, CURLOPT_OPENSOCKETDATA, &exchange);
  if (!request.unix_socket.empty()) set(easy, CURLOPT_UNIX_SOCKET_PATH, request.unix_socket.c_str());
  return run_to_end(handle, request.stop);
}

Result<ClientResponse, ClientFailure> HttpClient::Impl::perform(const ClientRequest& request) {
  Exchange exchange{.request = request, .allow_address = options.allow_address};
  auto handle = take_handle();
  const auto code = run(handle, exchange);
  long status = 0;
  ::curl_easy_getinfo(handle.easy.get(), CURLINFO_RESPONSE_CODE, &status);
  give_back(std::move(handle));
  if (code != CURLE_OK) return fail(failure_of(code, exchange));
  exchange.response.status = static_cast<int>(status);
  return std::move(exchange.response);
}

HttpClient::HttpClient(Options options) {
  static const bool initialised = ::curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  if (!initialised) throw std::runtime_error("libcurl does not start");
  impl_ = std::make_unique<Impl>(std::move(options));
}

HttpClient::~HttpClient() = default;

Result<ClientResponse, ClientFailure> HttpClient::send(const ClientRequest& request) {
  auto outcome = impl_->pool.run([&] { return impl_->perform(request); });
  if (!outcome)
    return fail(ClientFailure{ClientFailureKind::overloaded, "too many calls are waiting already"});
  return std::move(*outcome);
}

}  // namespace gatehouse::net
