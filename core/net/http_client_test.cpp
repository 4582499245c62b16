// SPDX-License-Identifier: Apache-2.0
#include "core/net/http_client.h"

#include <atomic>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "core/net/fiber.h"
#include "core/net/ip_address.h"
#include "core/net/testing/running_server.h"

namespace gatehouse::net {
namespace {

using namespace std::chrono_literals;
using testing::RunningServer;

std::string url_of(RunningServer& server, std::string_view path = "/", std::string_view scheme = "http") {
  return std::string(scheme) + "://127.0.0.1:" + std::to_string(server->port()) + std::string(path);
}

ClientFailureKind failure_of(HttpClient& client, const ClientRequest& request) {
  const auto outcome = client.send(request);
  EXPECT_FALSE(outcome);
  return outcome ? ClientFailureKind::other : outcome.error().kind;
}

http::Response echo(const http::Request& request) {
  auto response = http::text_response(201, std::string(http::to_text(request.method)) + " " + request.body);
  response.headers.add("X-Path", request.path);
  response.headers.add("X-Type", std::string(request.header("Content-Type").value_or("none")));
  response.headers.add("X-Agent", std::string(request.header("User-Agent").value_or("none")));
  return response;
}

TEST(HttpClient, SendsMethodHeadersAndBody) {
  RunningServer server(echo);
  HttpClient client({});
  for (const auto method :
       {http::Method::post, http::Method::put, http::Method::patch, http::Method::delete_}) {
    ClientRequest request{.method = method, .url = url_of(server, "/a"), .headers = {}, .body = "hello"};
    request.headers.add("Content-Type", "text/x");
    const auto response = client.send(request);
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 201);
    EXPECT_EQ(response->body, std::string(http::to_text(method)) + " hello");
    EXPECT_EQ(response->headers.find("x-path"), "/a");
    EXPECT_EQ(response->headers.find("X-Type"), "text/x");
  }
}

TEST(HttpClient, SendsWithoutABody) {
  RunningServer server(echo);
  HttpClient client({.user_agent = "agent/1"});
  for (const auto method :
       {http::Method::get, http::Method::post, http::Method::delete_, http::Method::options}) {
    const auto response = client.send({.method = method, .url = url_of(server)});
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, std::string(http::to_text(method)) + " ");
    EXPECT_EQ(response->headers.find("X-Type"), "none");
    EXPECT_EQ(response->headers.find("X-Agent"), "agent/1");
  }
  const auto head = client.send({.method = http::Method::head, .url = url_of(server)});
  ASSERT_TRUE(head);
  EXPECT_EQ(head->status, 201);
  EXPECT_EQ(head->body, "");
}

TEST(HttpClient, ReusesItsConnection) {
  RunningServer server(echo);
  HttpClient client({.threads = 1});
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(client.send({.url = url_of(server)}));
  EXPECT_EQ(server->counters().connections_total, 1u);
}

TEST(HttpClient, DoesNotFollowRedirects) {
  RunningServer server([](const http::Request&) { return http::redirect("http://127.0.0.1:1/"); });
  HttpClient client({});
  const auto response = client.send({.url = url_of(server)});
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 303);
}

TEST(HttpClient, RefusedAddressIsNeverDialled) {
  RunningServer server(echo);
  std::atomic<int> asked = 0;
  HttpClient client({.allow_address = [&](const std::string& address) {
    ++asked;
    EXPECT_TRUE(address == "127.0.0.1" || address == "::1") << address;
    return IpAddress::parse(address)->is_public();
  }});
  EXPECT_EQ(failure_of(client, {.url = url_of(server)}), ClientFailureKind::refused_address);
  EXPECT_EQ(failure_of(client, {.url = "http://localhost:" + std::to_string(server->port()) + "/"}),
            ClientFailureKind::refused_address);
  EXPECT_GE(asked, 1);
  EXPECT_EQ(server->counters().connections_total, 0u);
}

TEST(HttpClient, AnswerOverTheLimitIsAFailure) {
  RunningServer server([](const http::Request&) { return http::text_response(200, std::string(5000, 'x')); });
  HttpClient client({});
  EXPECT_TRUE(client.send({.url = url_of(server), .body_limit = 5000}));
  EXPECT_EQ(failure_of(client, {.url = url_of(server), .body_limit = 4999}), ClientFailureKind::too_large);
}

TEST(HttpClient, SlowAnswerIsATimeout) {
  RunningServer server([](const http::Request&) {
    sleep_for(2s);
    return http::no_content();
  });
  HttpClient client({});
  EXPECT_EQ(failure_of(client, {.url = url_of(server), .timeout = 100ms}), ClientFailureKind::timeout);
}

TEST(HttpClient, CallIsGivenUpWhenToldToStop) {
  std::atomic<bool> was_asked = false;
  RunningServer server([&](const http::Request&) {
    was_asked = true;
    sleep_for(20s);
    return http::no_content();
  });
  HttpClient client({});
  std::stop_source stop;
  std::thread stopper([&] {
    while (!was_asked) std::this_thread::yield();
    stop.request_stop();
  });
  const auto begun = SystemClock().monotonic();
  EXPECT_EQ(failure_of(client, {.url = url_of(server), .timeout = 20s, .stop = stop.get_token()}),
            ClientFailureKind::stopped);
  EXPECT_LT(SystemClock().monotonic() - begun, 10s);
  stopper.join();
  EXPECT_EQ(failure_of(client, {.url = url_of(server), .stop = stop.get_token()}),
            ClientFailureKind::stopped);
}

TEST(HttpClient, TellsOtherFailuresApart) {
  std::uint16_t unused = 0;
  { unused = RunningServer(echo)->port(); }
  RunningServer server(echo);
  HttpClient client({});
  EXPECT_EQ(failure_of(client, {.url = "http://127.0.0.1:" + std::to_string(unused) + "/"}),
            ClientFailureKind::connect);
  EXPECT_EQ(failure_of(client, {.url = "http://nowhere.invalid/"}), ClientFailureKind::resolve);
  // The first handshake reads the machine's certificates, which takes a while under the sanitizers.
  EXPECT_EQ(failure_of(client, {.url = url_of(server, "/", "https"), .connect_timeout = 60s, .timeout = 60s}),
            ClientFailureKind::tls);
  for (const auto* url :
       {"", "http://", "file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/", "dict://127.0.0.1/",
        "http://user:secret@127.0.0.1/", "http://127.0.0.1:99999/", "http://a b/"}) {
    EXPECT_EQ(failure_of(client, {.url = url}), ClientFailureKind::bad_url) << url;
  }
}

TEST(HttpClient, FailureNeverQuotesTheUrl) {
  HttpClient client({});
  for (const auto* url :
       {"http://user:secret@127.0.0.1/", "http://127.0.0.1:1/?token=secret", "secret://x"}) {
    const auto outcome = client.send({.url = url});
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().detail.find("secret"), std::string::npos);
  }
}

TEST(HttpClient, MoreThanTheQueueHoldsIsOverload) {
  std::atomic<bool> go = false;
  RunningServer server([&](const http::Request&) {
    while (!go) sleep_for(5ms);
    return http::no_content();
  });
  HttpClient client({.threads = 1, .queue_limit = 1});
  std::atomic<int> overloaded = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      const auto outcome = client.send({.url = url_of(server)});
      if (!outcome && outcome.error().kind == ClientFailureKind::overloaded) ++overloaded;
    });
  }
  for (int i = 0; i < 1000 && overloaded < 2; ++i) std::this_thread::sleep_for(2ms);
  EXPECT_EQ(overloaded, 2);
  go = true;
  for (auto& caller : callers) caller.join();
}

TEST(HttpClient, SpeaksOverAUnixSocketThatIsTheOwnersAlone) {
  char folder[] = "/tmp/gatehouse-net-XXXXXX";
  ASSERT_NE(::mkdtemp(folder), nullptr);
  const auto path = std::string(folder) + "/socket";
  {
    RunningServer server(echo, {.unix_socket = path}, [](const http::Request& request) {
      return http::text_response(200, "local" + request.client_address);
    });
    struct ::stat status {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, 0600u);
    HttpClient client({.allow_address = [](const std::string&) { return false; }});
    const auto response = client.send({.url = "http://local/x", .unix_socket = path});
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, "local");
    EXPECT_THROW(RunningServer(echo, {.unix_socket = path}, echo), std::runtime_error)
        << "somebody listens there";
    EXPECT_TRUE(client.send({.url = "http://local/x", .unix_socket = path}));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
  std::filesystem::remove_all(folder);
}

TEST(HttpClient, SuspendsTheFiberOfItsCaller) {
  RunningServer backend([](const http::Request&) {
    sleep_for(100ms);
    return http::text_response(200, "slow");
  });
  HttpClient client({.threads = 8});
  RunningServer server([&](const http::Request&) {
    const auto answer = client.send({.url = url_of(backend)});
    return http::text_response(200, answer ? answer->body : answer.error().detail);
  });
  std::vector<testing::RawClient> clients;
  for (int i = 0; i < 8; ++i) clients.push_back(server.connect());
  const auto begun = SystemClock().monotonic();
  for (auto& each : clients) each.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  for (auto& each : clients) EXPECT_EQ(testing::content_of(each.read_answer()), "slow");
  EXPECT_LT(SystemClock().monotonic() - begun, 600ms);
}

}  // namespace
}  // namespace gatehouse::net
