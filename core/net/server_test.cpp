// SPDX-License-Identifier: Apache-2.0
#include "core/net/server.h"

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "core/net/blocking_pool.h"
#include "core/net/fiber.h"
#include "core/net/testing/running_server.h"

namespace gatehouse::net {
namespace {

using namespace std::chrono_literals;
using testing::content_of;
using testing::field_of;
using testing::RawClient;
using testing::RunningServer;
using testing::status_of;

constexpr std::string_view kPlainGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

std::string post(std::string_view body) {
  return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}

http::Response echo_of(const http::Request& request) {
  return http::text_response(200, std::string(http::to_text(request.method)) + " " + request.path + "?" +
                                      request.query + " " + request.body);
}

TEST(Server, AnswersWithItsOwnFields) {
  RunningServer server([](const http::Request& request) {
    auto response = http::json_response(200, "{}");
    response.headers.add("X-Saw", request.request_id);
    response.headers.add("Content-Length", "99");
    response.headers.add("Connection", "upgrade");
    return response;
  });
  const auto answer = server.exchange(kPlainGet);
  EXPECT_EQ(status_of(answer), 200);
  EXPECT_EQ(content_of(answer), "{}");
  EXPECT_EQ(field_of(answer, "Content-Length"), "2");
  EXPECT_EQ(field_of(answer, "Connection"), "");
  EXPECT_EQ(field_of(answer, "X-Request-Id").size(), 20u);
  EXPECT_EQ(field_of(answer, "X-Request-Id"), field_of(answer, "X-Saw"));
  EXPECT_TRUE(field_of(answer, "Date").ends_with(" GMT"));
  EXPECT_NE(field_of(server.exchange(kPlainGet), "X-Request-Id"), field_of(answer, "X-Request-Id"));
}

TEST(Server, GivesTheHandlerTheWholeRequest) {
  RunningServer server(echo_of);
  EXPECT_EQ(
      content_of(server.exchange("PUT /a%20b?c=d&e HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nxyz")),
      "PUT /a%20b?c=d&e xyz");
  EXPECT_EQ(content_of(server.exchange("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                       "3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n")),
            "POST /a? abc0123456789");
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
  RunningServer server(echo_of);
  auto client = server.connect();
  std::string requests;
  for (int i = 0; i < 20; ++i) {
    requests += "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n" +
                std::to_string(i % 10);
  }
  client.send(requests);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(content_of(client.read_answer()), "POST /" + std::to_string(i) + "? " + std::to_string(i % 10));
  }
}

TEST(Server, TakesARequestByteByByte) {
  RunningServer server(echo_of);
  auto client = server.connect();
  for (const char c : post("body")) client.send({&c, 1});
  EXPECT_EQ(content_of(client.read_answer()), "POST /? body");
  client.send(kPlainGet);
  EXPECT_EQ(content_of(client.read_answer()), "GET /? ");
}

TEST(Server, HeadAndNoContentHaveNoBody) {
  RunningServer server([](const http::Request& request) {
    return request.path == "/none" ? http::no_content() : http::text_response(200, "hello");
  });
  auto client = server.connect();
  client.send(
      "HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET /none HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: "
      "a\r\nConnection: close\r\n\r\n");
  const auto all = client.read_all();
  EXPECT_EQ(field_of(all, "Content-Length"), "5");
  const auto second = all.substr(all.find("\r\n\r\n") + 4);
  EXPECT_TRUE(second.starts_with("HTTP/1.1 204 No Content\r\n"));
  const auto third = second.substr(second.find("\r\n\r\n") + 4);
  EXPECT_TRUE(third.starts_with("HTTP/1.1 200 OK\r\n"));
  EXPECT_EQ(field_of(second, "Content-Length"), "");
  EXPECT_EQ(field_of(third, "Connection"), "close");
}

TEST(Server, ExceptionOfAHandlerSaysNothingOfItsCause) {
  RunningServer server([](const http::Request&) -> http::Response { throw std::runtime_error("the-cause"); });
  auto client = server.connect();
  client.send(kPlainGet);
  const auto answer = client.read_answer();
  EXPECT_EQ(status_of(answer), 500);
  EXPECT_EQ(field_of(answer, "Content-Type"), "application/problem+json");
  EXPECT_EQ(answer.find("the-cause"), std::string::npos);
  client.send(kPlainGet);
  EXPECT_EQ(status_of(client.read_answer()), 500);
  (*server).drain_and_stop(1s);
  for (int i = 0; i < 200 && server.log_text().find("the-cause") == std::string::npos; ++i)
    std::this_thread::sleep_for(5ms);
  EXPECT_NE(server.log_text().find("the-cause"), std::string::npos);
  EXPECT_NE(server.log_text().find(field_of(answer, "X-Request-Id")), std::string::npos);
}

TEST(Server, TokenInAPathIsNotLogged) {
  RunningServer server([](const http::Request&) -> http::Response { throw std::runtime_error("the-cause"); });
  const std::string token(43, 'k');
  auto client = server.connect();
  client.send("GET /invite/" + token + "/accept HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(status_of(client.read_answer()), 500);
  (*server).drain_and_stop(1s);
  for (int i = 0; i < 200 && server.log_text().find("the-cause") == std::string::npos; ++i)
    std::this_thread::sleep_for(5ms);
  EXPECT_NE(server.log_text().find("/invite/.../accept"), std::string::npos);
  EXPECT_EQ(server.log_text().find(token), std::string::npos);
}

TEST(Server, SixtyFourConnectionsWaitingInHandlersShareOneThread) {
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  RunningServer server([&](const http::Request&) {
    const int now = ++inside;
    if (now > most) most = now;
    sleep_for(200ms);
    --inside;
    return http::no_content();
  });
  std::vector<RawClient> clients;
  for (int i = 0; i < 64; ++i) clients.push_back(server.connect());
  for (auto& client : clients) client.send(kPlainGet);
  for (auto& client : clients) EXPECT_EQ(status_of(client.read_answer()), 204);
  EXPECT_EQ(most, 64);
}

TEST(Server, FibersKeepTheirExceptionsApart) {
  RunningServer server([](const http::Request& request) {
    try {
      throw std::runtime_error(request.path);
    } catch (const std::runtime_error&) {
      sleep_for(20ms);
      try {
        throw;
      } catch (const std::runtime_error& again) {
        return http::text_response(200, again.what());
      }
    }
  });
  std::vector<RawClient> clients;
  for (int i = 0; i < 16; ++i) clients.push_back(server.connect());
  for (int i = 0; i < 16; ++i) clients[i].send("GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n");
  for (int i = 0; i < 16; ++i) EXPECT_EQ(content_of(clients[i].read_answer()), "/" + std::to_string(i));
}

TEST(Server, HandlersHandWorkToAPool) {
  BlockingPool pool({.name = "test", .threads = 2, .queue_limit = 100});
  RunningServer server([&](const http::Request& request) {
    const auto loop_thread = std::this_thread::get_id();
    const auto worked =
        pool.run([&] { return std::this_thread::get_id() != loop_thread ? request.path : "same thread"; });
    EXPECT_EQ(std::this_thread::get_id(), loop_thread);
    return http::text_response(200, worked ? *worked : "full");
  });
  std::vector<RawClient> clients;
  for (int i = 0; i < 20; ++i) clients.push_back(server.connect());
  for (int round = 0; round < 10; ++round) {
    for (int i = 0; i < 20; ++i)
      clients[i].send("GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    for (int i = 0; i < 20; ++i) EXPECT_EQ(content_of(clients[i].read_answer()), "/" + std::to_string(i));
  }
}

TEST(Server, SeveralThreadsShareOnePort) {
  RunningServer server(echo_of, {.threads = 3});
  for (int i = 0; i < 30; ++i) EXPECT_EQ(status_of(server.exchange(kPlainGet)), 200);
}

TEST(Server, PortInUseIsRefusedWithAddressAndReason) {
  RunningServer first(echo_of);
  for (const unsigned threads : {1U, 2U}) {
    try {
      RunningServer second(echo_of, {.port = first->port(), .threads = threads});
      FAIL() << "two servers on one port";
    } catch (const std::runtime_error& error) {
      const std::string what = error.what();
      EXPECT_NE(what.find("127.0.0.1:" + std::to_string(first->port())), std::string::npos) << what;
      EXPECT_NE(what.find("in use"), std::string::npos) << what;
    }
  }
}

TEST(Server, BadTrustedProxyIsRefused) {
  EXPECT_THROW(RunningServer(echo_of, {.trusted_proxies = {"10.0.0.0/33"}}), std::invalid_argument);
}

TEST(Server, SpawnedWorkRunsOnAFiber) {
  RunningServer server(echo_of);
  std::atomic<bool> ran = false;
  server->spawn([&] {
    sleep_for(1ms);
    ran = on_fiber();
  });
  for (int i = 0; i < 1000 && !ran; ++i) std::this_thread::sleep_for(2ms);
  EXPECT_TRUE(ran);
}

}  // namespace
}  // namespace gatehouse::net
