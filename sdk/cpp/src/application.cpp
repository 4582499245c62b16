// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/application.h"

#include <array>
#include <unistd.h>

#include "core/base/base64url.h"
#include "core/crypto/sha256.h"
#include "core/http/path.h"
#include "sdk/cpp/src/answers.h"
#include "sdk/cpp/src/live_link/link_metrics.h"
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

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

/// Tells apps and platforms apart that share a folder.
std::string state_name(const Settings& settings) {
  const auto both = settings.platform_url + '\n' + settings.app_id;
  return encode_base64url(crypto::sha256(as_bytes(both))).substr(0, 16);
}

}  // namespace

Application::Application(AppOptions options)
    : settings_(load_settings(options)),
      clock_(options.clock),
      log_(clock_, options.log == LogStyle::json ? LogFormat::json : LogFormat::text, LogLevel::info,
           Logger::to_descriptor()),
      events_(log_, options.on_event),
      verifier_(rules_of(settings_), {}, clock_),
      state_(random_, settings_.secrets,
             [this](token::KeyRing keys) { verifier_.set_keys(std::move(keys)); }),
      contact_(clock_),
      origin_(settings_.base_url, settings_.host, settings_.port) {
  if (!settings_.platform_url.empty()) {
    connect_to_platform();
    prepare_declaration(options.schema.permissions);
  }
  make_gate(std::move(options.post_auth_middleware));
}

Application::~Application() = default;

void Application::connect_to_platform() {
  client_ = std::make_unique<net::HttpClient>(
      net::HttpClient::Options{.threads = 2, .queue_limit = 256, .user_agent = "gatehouse-app"});
  platform_ = std::make_unique<Platform>(
      settings_.platform_url, settings_.app_id, settings_.secrets,
      [this](const net::ClientRequest& request) { return client_->send(request); }, clock_);
  sign_in_ = std::make_unique<BrowserSignIn>(
      BrowserSignIn::Parts{.platform = *platform_,
                           .app_id = settings_.app_id,
                           .app_name = settings_.app_name,
                           .secrets = settings_.secrets,
                           .origin = origin_,
                           .verify_token = [this](std::string_view token) { return verify(token); },
                           .verify_late = [this](std::string_view token) { return verify_late(token); },
                           .offline_grace = settings_.offline_grace,
                           .state = state_,
                           .contact = contact_,
                           .clock = clock_,
                           .random = random_,
                           .events = events_});
  port_ = make_port();
}

LinkPort Application::make_port() {
  using Standing = LinkPort::Standing;
  return {.staleness = [this] { return contact_.staleness(); },
          .ask =
              [this](const std::string& token) {
                if (contact_.is_unreachable()) return Standing::unknown;
                const auto active = platform_->introspect(token);
                if (!active) return Standing::unknown;
                return *active ? Standing::active : Standing::ended;
              }};
}

void Application::prepare_declaration(std::vector<std::string> permissions) {
  declaration_ = std::make_unique<PermissionDeclaration>(PermissionDeclaration::Parts{
      .platform_url = settings_.platform_url,
      .app_id = settings_.app_id,
      .secrets = settings_.secrets,
      .permissions = std::move(permissions),
      .send = [this](const net::ClientRequest& request) { return client_->send(request); },
      .log = log_});
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
    parts.extend = [this](const http::Request& request, std::string_view token) {
      auto extended = sign_in_->extend(request, token);
      if (extended) ++offline_requests_;
      return extended;
    };
    parts.link = &port_;
    parts.greatest_staleness = settings_.greatest_staleness;
  }
  gate_ = std::make_unique<Gate>(std::move(parts));
}

Application::Verified Application::verify(std::string_view text) {
  const auto now = clock_.now();
  const auto generation = state_.generation();  // first: what changes meanwhile is then seen next time
  auto known = verified_.find(text, now);
  if (!known || known->generation != generation) {
    auto fresh = judge(verifier_.verify(text), generation);
    if (!fresh) return fresh;
    known = *std::move(fresh);
    verified_.keep(text, known, now);
  }
  if (state_.revokes(known->mark)) return fail(revoked());
  return known;
}

Application::Verified Application::verify_late(std::string_view text) {
  auto token = judge(verifier_.verify_late(text), state_.generation());
  if (token && state_.revokes((*token)->mark)) return fail(revoked());
  return token;
}

TokenRefusal Application::revoked() {
  ++refused_as_revoked_;
  return {"revoked", "the platform has revoked it"};
}

Application::Verified Application::judge(const Result<token::VerifiedToken, token::TokenError>& token,
                                         std::uint64_t generation) const {
  if (!token) {
    return fail(TokenRefusal{std::string(token::to_code(token.error())),
                             std::string(token::to_sentence(token.error()))});
  }
  const auto expires_at = token->expires_at();
  VerifiedToken verified{.user = to_user(*token),
                         .issued_at = token->issued_at().value_or(expires_at),
                         .expires_at = expires_at,
                         .mark = state_.mark(*token),
                         .generation = generation};
  if (const auto code = state_.amend(*token, verified.mark, verified.user); !code.empty())
    return fail(TokenRefusal{std::string(code), "the platform's policy for this app refuses it"});
  return std::make_shared<const VerifiedToken>(std::move(verified));
}

http::Response Application::answer(const http::Request& request) {
  if (sign_in_) {
    if (auto response = sign_in_->answer(request)) return *std::move(response);
  }
  return gate_->answer(request);
}

std::uint16_t Application::start(const std::string& host, std::uint16_t port) {
  const auto bound = open(host, port);
  follow_platform();
  return bound;
}

void Application::follow_platform() {
  const StopSignalsBlocked blocked;
  if (link_) link_->start();
}

std::uint16_t Application::open(const std::string& host, std::uint16_t port) {
  net::ServerOptions options{.host = host, .port = port, .threads = settings_.threads};
  options.limits.body_bytes = settings_.body_limit;
  const auto handler = [this](const http::Request& request) { return answer(request); };
  server_ =
      std::make_unique<net::Server>(std::move(options), handler, http::Handler(), clock_, random_, log_);
  const StopSignalsBlocked blocked;
  if (platform_) {
    link_ = make_link();
    link_->resume_from_disk();  // before the first request
  }
  try {
    server_->start();
  } catch (const std::runtime_error& error) {
    server_.reset();
    link_.reset();
    throw StartError(error.what());
  }
  origin_.set_port(server_->port());
  if (declaration_) declaration_->start();
  return server_->port();
}

void Application::stop() {
  if (server_) server_->drain_and_stop(kDrainLimit);
  server_.reset();
  link_.reset();
}

std::unique_ptr<LiveLink> Application::make_link() {
  // A client of its own: a long poll holds a thread for as long as it lasts.
  link_client_ = std::make_unique<net::HttpClient>(
      net::HttpClient::Options{.threads = 1, .queue_limit = 4, .user_agent = "gatehouse-app"});
  std::unique_ptr<StateStore> store;
  if (settings_.state_dir.empty()) {
    log_.debug("nothing of the live link is kept on disk: there is no state_dir");
  } else {
    store = std::make_unique<StateStore>(settings_.state_dir, state_name(settings_), settings_.secrets,
                                         random_, log_);
  }
  return std::make_unique<LiveLink>(LiveLink::Parts{
      .platform_url = settings_.platform_url,
      .app_id = settings_.app_id,
      .state = state_,
      .contact = contact_,
      .stream = EventStream(
          {.platform_url = settings_.platform_url,
           .app_id = settings_.app_id,
           .secrets = settings_.secrets,
           .instance = {.id = make_random_text(random_, 12),
                        .host = host_name(),
                        .version = GATEHOUSE_VERSION},
           .send = [this](const net::ClientRequest& request) { return link_client_->send(request); }}),
      .keys_changed = [this] { platform_->forget_keys(); },
      .store = std::move(store),
      .clock = clock_,
      .random = random_,
      .log = log_});
}

std::chrono::milliseconds Application::staleness() const {
  return platform_ ? contact_.staleness() : std::chrono::milliseconds(0);
}

std::string Application::metrics() const {
  if (!platform_) return {};
  LinkMetrics metrics;
  metrics.gauge("gatehouse_link_up", "1 while the live link to the platform stands.",
                contact_.is_up() ? 1 : 0);
  metrics.gauge("gatehouse_link_staleness_seconds", "Time since the platform was last heard.",
                double(contact_.staleness().count()) / 1000);
  metrics.gauge("gatehouse_link_position", "The platform's latest event that this app knows.",
                double(state_.position()));
  metrics.gauge("gatehouse_policy_version", "Version of the policy in force; -1: none.",
                double(state_.policy_version()));
  metrics.gauge("gatehouse_revocations", "Revocations held.", double(state_.revocations()));
  metrics.gauge("gatehouse_revocation_bytes", "Memory that they take.", double(state_.revocation_bytes()));
  metrics.counter("gatehouse_revoked_requests_total", "Requests refused for a revocation.",
                  refused_as_revoked_);
  metrics.counter("gatehouse_offline_requests_total", "Requests let in by offline grace.", offline_requests_);
  if (!link_) return metrics.text();
  metrics.counter("gatehouse_link_events_total", "Security events applied.", link_->counts().events);
  metrics.counter("gatehouse_link_refused_events_total", "Security events refused.",
                  link_->counts().refused_events);
  metrics.counter("gatehouse_link_streams_total", "Streams made: one at the start, one after each loss.",
                  link_->counts().streams);
  if (const auto saved = link_->is_saved())
    metrics.gauge("gatehouse_state_saved", "1 while the state on disk can be written.", *saved ? 1 : 0);
  return metrics.text();
}

void Application::listen() {
  net::block_stop_signals();
  const auto port = open(settings_.host, settings_.port);
  log_.info(settings_.app_name + " listens on http://" + settings_.host + ":" + std::to_string(port));
  follow_platform();
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
