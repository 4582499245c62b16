// SPDX-License-Identifier: Apache-2.0
#include "server/app/command_line/socket_transport.h"

#include <chrono>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/net/http_client.h"

namespace gatehouse::server {
namespace {

/// True when somebody accepts there: a socket file alone may be left from a server that was killed.
bool is_listening(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) return false;
  path.copy(address.sun_path, path.size());
  const int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return false;
  const bool accepted =
      connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  close(descriptor);
  return accepted;
}

class SocketTransport final : public Transport {
 public:
  explicit SocketTransport(std::string socket) : socket_(std::move(socket)) {}

  Outcome<http::Response> send(const http::Request& request) override {
    net::ClientRequest outgoing;
    outgoing.method = request.method;
    outgoing.url = "http://localhost" + request.path + (request.query.empty() ? "" : "?" + request.query);
    outgoing.headers = request.headers;
    outgoing.body = request.body;
    outgoing.timeout = std::chrono::seconds(60);
    outgoing.body_limit = 64 * 1024 * 1024;
    outgoing.unix_socket = socket_;
    auto answer = client_.send(outgoing);
    if (!answer) {
      return fail(Refusal{"the server at " + socket_ + " gave no answer: " + answer.error().detail +
                          "; look at its log, or stop it and try again"});
    }
    return http::Response{answer->status, std::move(answer->headers), std::move(answer->body)};
  }

 private:
  std::string socket_;
  net::HttpClient client_{{.threads = 1}};
};

}  // namespace

std::unique_ptr<Transport> find_running_server(const std::filesystem::path& socket) {
  if (!is_listening(socket)) return nullptr;
  return std::make_unique<SocketTransport>(socket);
}

}  // namespace gatehouse::server
