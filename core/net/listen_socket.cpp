// SPDX-License-Identifier: Apache-2.0
#include "core/net/listen_socket.h"

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <system_error>
#include <unistd.h>

namespace gatehouse::net {
namespace {

constexpr int kBacklog = 1024;

[[noreturn]] void refuse(const std::string& where, const std::string& reason) {
  throw std::runtime_error("cannot listen on " + where + ": " + reason);
}

std::string last_error() {
  return std::generic_category().message(errno);
}

FileDescriptor open_socket(int family, const std::string& where) {
  FileDescriptor socket(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (socket.number() < 0) refuse(where, last_error());
  return socket;
}

void set_option(const FileDescriptor& socket, int level, int name, const std::string& where) {
  const int on = 1;
  if (::setsockopt(socket.number(), level, name, &on, sizeof on) != 0) refuse(where, last_error());
}

using Addresses = std::unique_ptr<::addrinfo, decltype(&::freeaddrinfo)>;

Addresses resolve(const std::string& host, std::uint16_t port, const std::string& where) {
  ::addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  ::addrinfo* list = nullptr;
  const int error =
      ::getaddrinfo(host.empty() ? nullptr : host.c_str(), std::to_string(port).c_str(), &hints, &list);
  if (error != 0) refuse(where, ::gai_strerror(error));
  return {list, &::freeaddrinfo};
}

// `localhost` means both families; programs that know one of them know IPv4.
const ::addrinfo& preferred(const ::addrinfo& first) {
  for (const auto* each = &first; each != nullptr; each = each->ai_next) {
    if (each->ai_family == AF_INET) return *each;
  }
  return first;
}

::sockaddr_un unix_address(const std::string& path) {
  ::sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) refuse(path, "the path is longer than a socket's path may be");
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

void remove_stale(const std::string& path, const ::sockaddr_un& address) {
  struct ::stat status {};
  if (::lstat(path.c_str(), &status) != 0) return;
  if (!S_ISSOCK(status.st_mode)) refuse(path, "there is a file of that name that is no socket");
  const auto probe = open_socket(AF_UNIX, path);
  if (::connect(probe.number(), reinterpret_cast<const ::sockaddr*>(&address), sizeof address) == 0 ||
      errno != ECONNREFUSED) {
    refuse(path, "another program listens there");
  }
  ::unlink(path.c_str());
}

}  // namespace

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  if (this != &other) {
    if (number_ >= 0) ::close(number_);
    number_ = other.release();
  }
  return *this;
}

FileDescriptor::~FileDescriptor() {
  if (number_ >= 0) ::close(number_);
}

FileDescriptor listen_tcp(const std::string& host, std::uint16_t port, PortUse use) {
  const auto where = host + ":" + std::to_string(port);
  const auto addresses = resolve(host, port, where);
  const auto& address = preferred(*addresses);
  auto socket = open_socket(address.ai_family, where);
  set_option(socket, SOL_SOCKET, SO_REUSEADDR, where);
  if (use == PortUse::shared) set_option(socket, SOL_SOCKET, SO_REUSEPORT, where);
  if (::bind(socket.number(), address.ai_addr, address.ai_addrlen) != 0) refuse(where, last_error());
  if (::listen(socket.number(), kBacklog) != 0) refuse(where, last_error());
  return socket;
}

std::uint16_t bound_port(const FileDescriptor& socket) {
  ::sockaddr_storage address{};
  ::socklen_t size = sizeof address;
  ::getsockname(socket.number(), reinterpret_cast<::sockaddr*>(&address), &size);
  return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<::sockaddr_in6&>(address).sin6_port
                                             : reinterpret_cast<::sockaddr_in&>(address).sin_port);
}

FileDescriptor listen_unix(const std::string& path) {
  const auto address = unix_address(path);
  remove_stale(path, address);
  auto socket = open_socket(AF_UNIX, path);
  if (::bind(socket.number(), reinterpret_cast<const ::sockaddr*>(&address), sizeof address) != 0)
    refuse(path, last_error());
  // Nobody can connect before `listen`, so the mode holds from the first moment without a umask of the whole
  // process.
  if (::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0) refuse(path, last_error());
  if (::listen(socket.number(), kBacklog) != 0) refuse(path, last_error());
  return socket;
}

}  // namespace gatehouse::net
