// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/application.h"

#include "core/http/path.h"
#include "sdk/cpp/src/answers.h"
#include "sdk/cpp/src/stop_signals.h"
#include "sdk/cpp/token/to_user.h"

namespace gatehouse::sdk {
namespace {

constexpr auto kDrainLimit = std::chrono::seconds(10);

token::AppTokenRules rules_of(const Settings& settings) {
  return {.app_id = settings.app_id,
          .issuer = settings.platform_url.empty() ? token::accept_any_issuer()
                                                  : token::IssuerRule::require(settings.platform_url),
          .leeway = settings.leeway};
}

Result<http::Request, http::Response> to_http(const TestRequest& test) {
  const auto method = http::parse_method(test.method);
  if (!method) return fail(error_answer(501, "Not implemented"));
  const auto question = test.target.find('?');
  http::Request request{.method = *method,
                        .path = test.target.substr(0, question),
                        .query = question == test.target.npos ? "" : test.target.substr(question + 1),
                        .body = test.body,
                        .client_address = "127.0.0.1",
                        .request_id = "test"};
  if (!http::is_unambiguous_path(request.path)) return fail(error_answer(400, "Bad request"));
  for (const auto& [name, value] : test.headers) request.headers.add(name, value);
  return request;
}

}  // namespace

Application::Application(AppOptions options)
    : settings_(load_settings(options)),
      clock_(options.clock),
      log_(clock_, options.log == LogStyle::json ? LogFormat::json : LogFormat::text, LogLevel::info,
           Logger::to_descriptor()),
      events_(log_, options.on_event),
      verifier_(rules_of(settings_), token::KeyRing::from_secrets(settings_.secrets), clock_),
      origin_(settings_.base_url, settings_.host, settings_.port) {
  if (!settings_.platform_url.empty()) connect_to_platform();
  make_gate(std::move(options.post_auth_middleware));
}

Application::~Application() = default;

void Application::connect_to_platform() {
  client_ = std::make_unique<net::HttpClient>(
      net::HttpClient::Options{.threads = 2, .queue_limit = 256, .user_agent = "gatehouse-app"});
  sign_in_ = std::make_unique<BrowserSignIn>(BrowserSignIn::Parts{
      .platform_url = settings_.platform_url,
      .app_id = settings_.app_id,
      .app_name = settings_.app_name,
      .secrets = settings_.secrets,
      .send = [this](const net::ClientRequest& request) { return client_->send(request); },
      .origin = origin_,
      .verify_token = [this](std::string_view token) { return verify(token); },
      .clock = clock_,
      .random = random_,
      .events = events_});
}

void Application::make_gate(Middleware post_auth) {
  Gate::Parts parts{
      .clock = clock_,
      .events = events_,
      .verify = [this](std::string_view token) { return verify(token); },
      .post_auth = std::move(post_auth),
      .find_data_source = [this](std::string_view name) -> DataSource& { return data_sources_.at(name); }};
  if (sign_in_) {
    parts.send_to_sign_in = SignInFlow::send_to_sign_in;
    parts.renew = [this](const http::Request& request) { return sign_in_->renew(request); };
  }
  gate_ = std::make_unique<Gate>(std::move(parts));
}

Result<std::shared_ptr<const VerifiedToken>, TokenRefusal> Application::verify(std::string_view text) {
  const auto now = clock_.now();
  if (auto known = verified_.find(text, now)) return known;
  const auto token = verifier_.verify(text);
  if (!token) {
    return fail(TokenRefusal{std::string(token::to_code(token.error())),
                             std::string(token::to_sentence(token.error()))});
  }
  const auto expires_at = token->expires_at();
  auto verified = std::make_shared<const VerifiedToken>(
      VerifiedToken{to_user(*token), token->issued_at().value_or(expires_at), expires_at});
  verified_.keep(text, verified, now);
  return verified;
}

http::Response Application::answer(const http::Request& request) {
  if (sign_in_) {
    if (auto response = sign_in_->answer(request)) return *std::move(response);
  }
  return gate_->answer(request);
}

std::uint16_t Application::start(const std::string& host, std::uint16_t port) {
  net::ServerOptions options{.host = host, .port = port, .threads = settings_.threads};
  options.limits.body_bytes = settings_.body_limit;
  const auto handler = [this](const http::Request& request) { return answer(request); };
  server_ =
      std::make_unique<net::Server>(std::move(options), handler, http::Handler(), clock_, random_, log_);
  const StopSignalsBlocked blocked;
  try {
    server_->start();
  } catch (const std::runtime_error& error) {
    server_.reset();
    throw StartError(error.what());
  }
  origin_.set_port(server_->port());
  return server_->port();
}

void Application::stop() {
  if (server_) server_->drain_and_stop(kDrainLimit);
  server_.reset();
}

void Application::listen() {
  net::block_stop_signals();
  const auto port = start(settings_.host, settings_.port);
  log_.info(settings_.app_name + " listens on http://" + settings_.host + ":" + std::to_string(port));
  net::wait_for_stop_signal();
  log_.info("stopping: no new requests, those in flight end");
  stop();
}

TestResponse Application::handle(const TestRequest& test) {
  const auto request = to_http(test);
  auto response = request ? answer(*request) : request.error();
  TestResponse result{.status = response.status, .headers = {}, .body = std::move(response.body)};
  if (test.method == "HEAD") result.body.clear();
  for (const auto& field : response.headers) result.headers.emplace_back(field.name, field.value);
  return result;
}

}  // namespace gatehouse::sdk
