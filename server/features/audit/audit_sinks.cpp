// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include <boost/json.hpp>

#include "core/base/base64url.h"
#include "core/base/time_text.h"
#include "core/crypto/hmac.h"
#include "server/features/audit/audit_stream.h"
#include "server/features/audit/event_json.h"

namespace gatehouse::server {
namespace {

/// Opens, writes, syncs and closes; the error is errno's text.
Result<void, std::string> append_to_file(const std::string& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return fail(std::string(std::strerror(errno)));
  while (!text.empty()) {
    const auto written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) break;
    text.remove_prefix(std::size_t(written));
  }
  const bool done = text.empty() && ::fdatasync(file) == 0;
  const int error = errno;
  ::close(file);
  if (!done) return fail(std::string(std::strerror(error)));
  return {};
}

class FileSink final : public AuditSink {
 public:
  explicit FileSink(std::string path) : path_(std::move(path)) {}

  Result<void, std::string> take(const std::vector<AuditEvent>& events) override {
    std::string lines;
    for (const auto& event : events) lines += boost::json::serialize(to_json(event)) + '\n';
    // Disks can take their time; requests on this thread must not wait for them.
    auto written = pool_.run([&] { return append_to_file(path_, lines); });
    if (!written) return fail(std::string("the thread for it is busy"));
    return std::move(*written);
  }

 private:
  std::string path_;
  net::BlockingPool pool_{{.name = "audit", .threads = 1, .queue_limit = 1}};
};

/// Standard base64 with padding (RFC 4648, section 4), which Standard Webhooks asks for.
std::string encode_base64(ByteView bytes) {
  auto text = encode_base64url(bytes);
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

/// `whsec_` and base64, checked when the setting was read.
crypto::HmacSha256Key webhook_key(const SecretString& key) {
  std::string text(key.reveal().substr(std::string_view("whsec_").size()));
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  while (text.ends_with('=')) text.pop_back();
  return crypto::HmacSha256Key(decode_base64url(text).value());
}

class WebhookSink final : public AuditSink {
 public:
  WebhookSink(const Clock& clock, std::string url, const SecretString& key)
      : clock_(clock), url_(std::move(url)), key_(webhook_key(key)) {}

  Result<void, std::string> take(const std::vector<AuditEvent>& events) override {
    const auto answer = client_.send(make_request(events));
    if (!answer) return fail(answer.error().detail);
    if (answer->status < 200 || answer->status > 299)
      return fail("the receiver answers " + std::to_string(answer->status));
    return {};
  }

 private:
  [[nodiscard]] net::ClientRequest make_request(const std::vector<AuditEvent>& events) const {
    boost::json::array items;
    for (const auto& event : events) items.push_back(to_json(event));
    net::ClientRequest request{.method = http::Method::post, .url = url_};
    request.body = boost::json::serialize(boost::json::object{{"type", "audit.events"},
                                                              {"timestamp", to_rfc3339(events.back().at)},
                                                              {"data", {{"events", std::move(items)}}}});
    request.timeout = std::chrono::seconds(20);
    const auto id = "audit_" + std::to_string(events.front().id) + "_" + std::to_string(events.back().id);
    const auto timestamp = std::to_string(to_unix_seconds(clock_.now()));
    const auto mac = key_.compute(as_bytes(id + '.' + timestamp + '.' + request.body));
    request.headers.set("Content-Type", "application/json");
    request.headers.set("webhook-id", id);
    request.headers.set("webhook-timestamp", timestamp);
    request.headers.set("webhook-signature", "v1," + encode_base64(mac));
    return request;
  }

  const Clock& clock_;
  std::string url_;
  crypto::HmacSha256Key key_;
  net::HttpClient client_{
      {.threads = 1, .queue_limit = 1, .user_agent = "gatehouse-audit", .allow_address = {}}};
};

}  // namespace

std::unique_ptr<AuditSink> make_file_sink(std::string path) {
  return std::make_unique<FileSink>(std::move(path));
}

std::unique_ptr<AuditSink> make_webhook_sink(const Clock& clock, std::string url, SecretString key) {
  return std::make_unique<WebhookSink>(clock, std::move(url), key);
}

}  // namespace gatehouse::server
