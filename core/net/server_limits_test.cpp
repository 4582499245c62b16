// SPDX-License-Identifier: Apache-2.0
// Clients that are too slow, too large or too many, and the end of a server under load.
#include <atomic>
#include <string>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

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

constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

http::Response size_of_body(const http::Request& request) {
  return http::text_response(200, std::to_string(request.body.size()));
}

ServerOptions with_limits(ServerLimits limits) {
  return {.limits = limits};
}

std::string get_target(std::size_t size) {
  return "GET /" + std::string(size - 1, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n";
}
std::string get_with_fields(std::size_t count, std::size_t size) {
  std::string text = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (std::size_t i = 0; i < count; ++i) text += "X: " + std::string(size, 'x') + "\r\n";
  return text + "\r\n";
}

TEST(ServerLimits, RequestLineOver8KiBIsRefused) {
  RunningServer server(size_of_body);
  EXPECT_EQ(status_of(server.exchange(get_target(8 * 1024 - 13))), 200);
  EXPECT_EQ(status_of(server.exchange(get_target(8 * 1024 - 12))), 414);
  EXPECT_EQ(status_of(server.exchange("GET /" + std::string(20000, 'x'))), 414)
      << "without waiting for the line's end";
}

TEST(ServerLimits, TooManyOrTooLargeFieldsAreRefused) {
  RunningServer server(size_of_body);
  EXPECT_EQ(status_of(server.exchange(get_with_fields(99, 1))), 200);
  EXPECT_EQ(status_of(server.exchange(get_with_fields(100, 1))), 431);
  EXPECT_EQ(status_of(server.exchange(get_with_fields(1, 16 * 1024 - 20))), 200);
  EXPECT_EQ(status_of(server.exchange(get_with_fields(1, 16 * 1024))), 431);
  EXPECT_EQ(status_of(server.exchange("GET / HTTP/1.1\r\nX: " + std::string(40000, 'x'))), 431);
}

TEST(ServerLimits, BodyUpToTheLimitIsTaken) {
  RunningServer server(size_of_body, with_limits({.body_bytes = 100000}));
  const auto send = [&](std::size_t size) {
    return server.exchange("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(size) +
                           "\r\n\r\n" + std::string(size, 'x'));
  };
  EXPECT_EQ(content_of(send(100000)), "100000");
  EXPECT_EQ(status_of(send(100001)), 413);
  EXPECT_EQ(status_of(send(3000000)), 413) << "the answer comes even while the client still sends";
}

TEST(ServerLimits, ContinueIsSentOnlyWhenTheBodyWillBeTaken) {
  RunningServer server(size_of_body, with_limits({.body_bytes = 10}));
  auto client = server.connect();
  client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(client.read_answer(), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("xy");
  EXPECT_EQ(content_of(client.read_answer()), "2");
  client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 11\r\n\r\n");
  EXPECT_EQ(status_of(client.read_answer()), 413);
}

TEST(ServerLimits, SlowHeaderIs408) {
  RunningServer server(size_of_body, with_limits({.header_deadline = 300ms}));
  auto client = server.connect();
  client.send("GET / HTTP/1.1\r\nHost");
  const auto answer = client.read_all();
  EXPECT_EQ(status_of(answer), 408);
  EXPECT_EQ(field_of(answer, "Connection"), "close");
}

TEST(ServerLimits, TricklingHeaderDoesNotMoveTheDeadline) {
  RunningServer server(size_of_body, with_limits({.header_deadline = 300ms}));
  auto client = server.connect();
  client.send("GET / HTTP/1.1\r\n");
  bool open = true;
  for (int i = 0; i < 40 && open; ++i) {
    open = client.send("X: y\r\n") && client.read_answer(50).empty();
  }
  EXPECT_FALSE(open);
}

TEST(ServerLimits, SlowBodyIs408AndSteadyOneIsWaitedFor) {
  RunningServer server(size_of_body, with_limits({.body_deadline = 400ms, .body_bytes_per_second = 2000}));
  auto stalled = server.connect();
  stalled.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
  auto steady = server.connect();
  steady.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n\r\n");
  for (int i = 0; i < 8; ++i) {
    ASSERT_TRUE(steady.send(std::string(250, 'x')));
    std::this_thread::sleep_for(100ms);
  }
  EXPECT_EQ(content_of(steady.read_answer()), "2000");
  EXPECT_EQ(status_of(stalled.read_all()), 408);
}

TEST(ServerLimits, IdleConnectionIsClosedSilently) {
  RunningServer server(size_of_body, with_limits({.keep_alive_idle = 200ms}));
  auto fresh = server.connect();
  auto used = server.connect();
  used.send(kGet);
  EXPECT_EQ(status_of(used.read_answer()), 200);
  EXPECT_TRUE(fresh.is_closed());
  EXPECT_TRUE(used.is_closed());
}

TEST(ServerLimits, ClientThatDoesNotReadIsCutOff) {
  RunningServer server(
      [](const http::Request&) { return http::text_response(200, std::string(16 * 1024 * 1024, 'x')); },
      with_limits({.write_stall = 300ms}));
  RawClient client{RawClient::Unconnected{}};
  const int small = 64 * 1024;
  ::setsockopt(client.socket(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  client.connect(server->port());
  client.send(kGet);
  while (server->counters().requests == 0) std::this_thread::sleep_for(1ms);
  for (int i = 0; i < 500 && server->counters().connections_open > 0; ++i) std::this_thread::sleep_for(10ms);
  EXPECT_EQ(server->counters().connections_open, 0u);
  EXPECT_LT(client.read_all().size(), 16u * 1024 * 1024);
}

TEST(ServerLimits, HalfClosedClientGetsItsAnswer) {
  RunningServer server([](const http::Request&) {
    sleep_for(50ms);
    return http::text_response(200, "x");
  });
  auto client = server.connect();
  client.send(kGet);
  client.finish_sending();
  EXPECT_EQ(status_of(client.read_answer()), 200);
  EXPECT_TRUE(client.is_closed());
}

TEST(ServerLimits, RequestBrokenOffIsNotHandled) {
  std::atomic<int> handled = 0;
  RunningServer server([&](const http::Request&) {
    ++handled;
    return http::no_content();
  });
  auto client = server.connect();
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
  client.finish_sending();
  EXPECT_EQ(status_of(client.read_all()), 400);
  EXPECT_EQ(handled, 0);
}

TEST(ServerLimits, LongestWaitingConnectionMakesRoom) {
  RunningServer server(size_of_body, with_limits({.connections = 4}));
  std::vector<RawClient> waiting;
  for (int i = 0; i < 4; ++i) waiting.push_back(server.connect());
  waiting[1].send("GET / HT");  // a header under way is no request yet
  waiting[0].send(kGet);
  EXPECT_EQ(status_of(waiting[0].read_answer()), 200);  // now the one that waits the shortest
  auto extra = server.connect();
  extra.send(kGet);
  EXPECT_EQ(status_of(extra.read_answer()), 200);
  EXPECT_TRUE(waiting[1].is_closed(2000));
  waiting[0].send(kGet);
  EXPECT_EQ(status_of(waiting[0].read_answer()), 200);
  EXPECT_EQ(server->counters().connections_open, 4u);
}

TEST(ServerLimits, WithoutRoomNewConnectionsAreRefused) {
  std::atomic<bool> go = false;
  RunningServer server(
      [&](const http::Request&) {
        while (!go) sleep_for(5ms);
        return http::no_content();
      },
      with_limits({.connections = 2}));
  std::vector<RawClient> busy;
  for (int i = 0; i < 2; ++i) {
    busy.push_back(server.connect());
    busy.back().send(kGet);
  }
  std::this_thread::sleep_for(50ms);
  const auto answer = server.connect().read_all();
  EXPECT_EQ(status_of(answer), 503);
  EXPECT_EQ(field_of(answer, "Retry-After"), "1");
  EXPECT_EQ(server->counters().refused_connections, 1u);
  go = true;
  for (auto& client : busy) EXPECT_EQ(status_of(client.read_answer()), 204);
}

TEST(ServerLimits, OneAddressCannotTakeAllPlaces) {
  RunningServer server(size_of_body, with_limits({.connections_per_address = 2}));
  auto first = server.connect();
  {
    auto second = server.connect();
    EXPECT_EQ(status_of(server.connect().read_all()), 503);
  }
  for (int i = 0; i < 200 && server->counters().connections_open > 1; ++i) std::this_thread::sleep_for(5ms);
  EXPECT_EQ(status_of(server.exchange(kGet)), 200) << "a place given back is free again";
}

TEST(ServerLimits, TrustedProxyIsNotCountedAsOneAddress) {
  RunningServer server(size_of_body,
                       {.trusted_proxies = {"127.0.0.0/8"}, .limits = {.connections_per_address = 1}});
  auto first = server.connect();
  EXPECT_EQ(status_of(server.exchange(kGet)), 200);
}

TEST(ServerLimits, OutOfDescriptorsWaitingClientsMakeRoomForNewOnes) {
  RunningServer server(size_of_body);
  ::rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  auto waiting = server.connect();
  waiting.send(kGet);
  EXPECT_EQ(status_of(waiting.read_answer()), 200);
  std::vector<RawClient> more;
  for (int i = 0; i < 3; ++i) more.emplace_back(RawClient::Unconnected{});
  const ::rlimit none{static_cast<::rlim_t>(more.front().socket()), before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  for (auto& each : more) each.connect(server->port());
  more.back().send(kGet);
  EXPECT_EQ(status_of(more.back().read_answer()), 200);
  EXPECT_TRUE(waiting.is_closed());
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_NE(server.log_text().find("accepting connections pauses"), std::string::npos);
}

TEST(Draining, RequestsInFlightEndAndIdleConnectionsClose) {
  std::atomic<int> inside = 0;
  RunningServer server([&](const http::Request&) {
    ++inside;
    sleep_for(300ms);
    return http::text_response(200, "done");
  });
  auto idle = server.connect();
  std::vector<RawClient> clients;
  for (int i = 0; i < 10; ++i) {
    clients.push_back(server.connect());
    clients.back().send(kGet);
  }
  while (inside < 10) std::this_thread::sleep_for(1ms);
  std::thread stopping([&] { server->drain_and_stop(5s); });
  for (auto& client : clients) {
    const auto answer = client.read_answer();
    EXPECT_EQ(content_of(answer), "done");
    EXPECT_EQ(field_of(answer, "Connection"), "close");
    EXPECT_TRUE(client.is_closed());
  }
  EXPECT_TRUE(idle.is_closed());
  stopping.join();
  EXPECT_THROW(server.connect(), std::runtime_error);
}

TEST(Draining, LosesNoAnswerUnderLoad) {
  RunningServer server(size_of_body, {.threads = 2});
  std::atomic<bool> stopped = false;
  std::atomic<int> answered = 0;
  std::atomic<int> lost = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&] {
      while (!stopped) {
        try {
          auto client = server.connect();
          for (int k = 0; k < 10; ++k) {
            if (!client.send(kGet)) break;
            const auto answer = client.read_answer();
            if (answer.empty()) break;  // closed between requests
            ++answered;
            if (status_of(answer) != 200 || content_of(answer) != "0") ++lost;
            if (field_of(answer, "Connection") == "close") break;
          }
        } catch (const std::runtime_error&) {
          return;  // no longer listening
        }
      }
    });
  }
  while (answered < 200) std::this_thread::sleep_for(1ms);
  server->drain_and_stop(5s);
  stopped = true;
  for (auto& client : clients) client.join();
  EXPECT_EQ(lost, 0);
}

TEST(Draining, WhatDoesNotEndInTimeIsCutOff) {
  std::atomic<bool> inside = false;
  std::atomic<bool> unwound = false;
  RunningServer server([&](const http::Request&) {
    struct Guard {
      std::atomic<bool>& flag;
      ~Guard() { flag = true; }
    } guard{unwound};
    inside = true;
    sleep_for(1h);
    return http::no_content();
  });
  auto client = server.connect();
  client.send(kGet);
  while (!inside) std::this_thread::sleep_for(1ms);
  const auto begun = SystemClock().monotonic();
  server->drain_and_stop(100ms);
  EXPECT_LT(SystemClock().monotonic() - begun, 900ms);
  EXPECT_TRUE(unwound);
}

TEST(Draining, BackgroundWorkEndsAtItsNextWait) {
  std::atomic<int> rounds = 0;
  std::atomic<bool> unwound = false;
  RunningServer server(size_of_body);
  server->spawn([&] {
    try {
      while (true) {
        ++rounds;
        sleep_for(10ms);
      }
    } catch (const Stopped&) {
      unwound = true;
      throw;
    }
  });
  while (rounds < 3) std::this_thread::sleep_for(1ms);
  const auto begun = SystemClock().monotonic();
  server->drain_and_stop(10s);
  EXPECT_LT(SystemClock().monotonic() - begun, 1s);
  EXPECT_TRUE(unwound);
}

TEST(Draining, FailureOfBackgroundWorkIsLogged) {
  RunningServer server(size_of_body);
  server->spawn([] { throw std::runtime_error("background-cause"); });
  for (int i = 0; i < 500 && server.log_text().find("background-cause") == std::string::npos; ++i) {
    std::this_thread::sleep_for(5ms);
  }
  EXPECT_NE(server.log_text().find("background-cause"), std::string::npos);
}

TEST(Server, TellsTheClientBehindATrustedProxy) {
  const auto origin = [](const http::Request& request) {
    return http::text_response(200, request.client_address + " " + request.scheme);
  };
  const std::string request =
      "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.9, 198.51.100.7\r\nX-Forwarded-Proto: "
      "https\r\n\r\n";
  RunningServer trusting(origin, {.trusted_proxies = {"127.0.0.1"}});
  EXPECT_EQ(content_of(trusting.exchange(request)), "198.51.100.7 https");
  RunningServer plain(origin);
  EXPECT_EQ(content_of(plain.exchange(request)), "127.0.0.1 http");
}

}  // namespace
}  // namespace gatehouse::net
