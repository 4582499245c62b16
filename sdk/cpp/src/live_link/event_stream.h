// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/base/secret_string.h"
#include "core/net/http_client.h"
#include "gatehouse/json.h"

namespace gatehouse::sdk {

/// How this process names itself at the platform.
struct InstanceName {
  std::string id;       ///< drawn at each start
  std::string host;     ///< the machine's
  std::string version;  ///< the library's
};

struct StreamFailure {
  enum class Kind {
    unreachable,  ///< no answer
    busy,         ///< a passing trouble (5xx, 429)
    gone,         ///< the platform knows the stream no more: make a new one
    refused,      ///< not our app, or not our secret
    unsound,      ///< an answer that makes no sense, or a platform without streams
    stopped,
  };
  Kind kind = Kind::unreachable;
  std::string detail;
  std::optional<std::chrono::seconds> retry_after = std::nullopt;
};

/// One app's stream of security events at the platform: Shared Signals Framework 1.0, delivered by polling
/// (RFC 8936). Blocks its thread. For one thread.
class EventStream {
 public:
  using Send = std::function<Result<net::ClientResponse, net::ClientFailure>(const net::ClientRequest&)>;
  template <class Value>
  using Outcome = Result<Value, StreamFailure>;

  struct Batch {
    std::vector<std::pair<std::string, std::string>> sets;  ///< jti and text
    bool more_available = false;
  };
  /// What became of the events of the last batch.
  struct Receipt {
    std::vector<std::string> applied;                 ///< jti
    std::map<std::string, std::string> refused = {};  ///< jti and why
  };
  struct Parts {
    std::string platform_url;
    std::string app_id;
    std::vector<SecretString> secrets;
    InstanceName instance;
    Send send;
  };
  explicit EventStream(Parts parts) : parts_(std::move(parts)) {}

  /// Finds the endpoints and makes a stream that begins now.
  [[nodiscard]] Outcome<void> open(const std::stop_token& stop);
  [[nodiscard]] Outcome<std::string> fetch_state(const std::stop_token& stop);
  /// The platform's published keys, as JSON.
  [[nodiscard]] Outcome<std::string> fetch_keys(const std::stop_token& stop);
  /// Returns with the next events, or with none when the platform ends the wait, after at most half a minute.
  [[nodiscard]] Outcome<Batch> poll(const Receipt& receipt, const std::stop_token& stop);
  /// So that the platform does not wait for this instance to acknowledge anything more.
  void close();

 private:
  [[nodiscard]] Outcome<net::ClientResponse> ask(net::ClientRequest request);
  [[nodiscard]] Outcome<net::ClientResponse> ask_openly(const net::ClientRequest& request);
  [[nodiscard]] Outcome<std::string> endpoint(const Json& answer, std::string_view name) const;
  [[nodiscard]] Json description() const;

  Parts parts_;
  std::size_t secret_ = 0;  ///< the one that the platform took last
  std::string configuration_endpoint_, state_endpoint_, jwks_uri_, poll_url_, stream_id_;
};

}  // namespace gatehouse::sdk
