// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/application.h"

#include <atomic>

#include "core/crypto/password_hasher.h"
#include "core/http/problem.h"
#include "core/net/blocking_pool.h"
#include "server/access/api_key_authentication.h"
#include "server/access/audit.h"
#include "server/access/dispatcher.h"
#include "server/app/platform/database_failure.h"
#include "server/app/platform/examine.h"
#include "server/app/platform/host_check.h"
#include "server/app/platform/mail_parts.h"
#include "server/app/platform/metrics.h"
#include "server/app/platform/page_brand.h"
#include "server/app/platform/remove_what_has_ended.h"
#include "server/app/platform/request_work.h"
#include "server/app/platform/signal_parts.h"
#include "server/defence/guarded_passwords.h"
#include "server/defence/note_defence.h"
#include "server/defence/outbound_policy.h"
#include "server/defence/refusal_log.h"
#include "server/features/account_deletion/mount.h"
#include "server/features/api_keys/mount.h"
#include "server/features/app_links/mount.h"
#include "server/features/app_managers/mount.h"
#include "server/features/app_permissions/mount.h"
#include "server/features/app_policy/mount.h"
#include "server/features/apps/mount.h"
#include "server/features/audit/audit_stream.h"
#include "server/features/audit/mount.h"
#include "server/features/authorize/mount.h"
#include "server/features/device_page/mount.h"
#include "server/features/discovery/mount.h"
#include "server/features/end_session/mount.h"
#include "server/features/forward_auth/mount.h"
#include "server/features/health/mount.h"
#include "server/features/health/report.h"
#include "server/features/invitations/mount.h"
#include "server/features/keys/mount.h"
#include "server/features/mail_outbox/mount.h"
#include "server/features/me/mount.h"
#include "server/features/members/mount.h"
#include "server/features/openapi/mount.h"
#include "server/features/operator_tokens/mount.h"
#include "server/features/own_email/mount.h"
#include "server/features/own_password/mount.h"
#include "server/features/pages/mount.h"
#include "server/features/recovery/mount.h"
#include "server/features/registration/mount.h"
#include "server/features/rescue/mount.h"
#include "server/features/roles/mount.h"
#include "server/features/service_accounts/mount.h"
#include "server/features/sessions/mount.h"
#include "server/features/set_up/mount.h"
#include "server/features/settings/mount.h"
#include "server/features/sign_in/mount.h"
#include "server/features/sign_up/mount.h"
#include "server/features/signals/mount.h"
#include "server/features/statistics/mount.h"
#include "server/features/token_endpoint/begin_device.h"
#include "server/features/token_endpoint/mount.h"
#include "server/features/token_endpoint/push_request.h"
#include "server/features/userinfo/mount.h"
#include "server/features/users/mount.h"
#include "server/issuance/app_token_issuer.h"
#include "server/issuance/app_token_reader.h"
#include "server/issuance/backchannel_logout.h"
#include "server/issuance/id_token_issuer.h"
#include "server/issuance/platform_keys.h"
#include "server/pages/error_page.h"
#include "server/pages/page_language.h"
#include "server/session/first_administrator.h"
#include "server/session/password_service.h"
#include "server/session/session_service.h"
#include "server/storage/platform_state.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kLogoutNoticesAtOnce = 8;
/// How long a mail that is on its way may go on while the server stops.
constexpr std::chrono::seconds kMailGrace{4};

SessionCookie make_session_cookie(const Settings& settings) {
  return SessionCookie(settings.public_url.is_https() ? SessionCookie::Transport::https
                                                      : SessionCookie::Transport::http);
}

/// Without its file, sessions are shown without places; that must not keep the platform from starting.
std::optional<PlaceFinder> open_places(const Settings& settings, Logger& log) {
  if (settings.places_file.empty()) return std::nullopt;
  auto finder = PlaceFinder::open(settings.places_file);
  if (finder) return std::move(*finder);
  log.error("places of sessions are not told", {{"reason", finder.error()}});
  return std::nullopt;
}

std::optional<OAuthError> find_request_fault(const http::FormParameters& parameters, const App& app) {
  const auto request = parse_authorization_request(parameters, app);
  if (request) return std::nullopt;
  return OAuthError{400, request.error().error, request.error().description};
}

}  // namespace

struct Application::Parts {
  Parts(const Settings& the_settings, DataFolder the_data, const Clock& the_clock, RandomSource& the_random,
        Logger& the_log)
      : settings(the_settings),
        data(with_signals(std::move(the_data), the_clock, hub)),
        clock(the_clock),
        random(the_random),
        log(the_log),
        hasher({.memory_kib = settings.hash_memory_kib, .passes = settings.hash_iterations}),
        hash_pool({.name = "hash",
                   .threads = settings.hash_threads,
                   .queue_limit = settings.hash_queue,
                   .on_idle = [] { crypto::PasswordHasher::release_idle_memory(); },
                   .idle = std::chrono::seconds(10)}),
        picture_pool({.name = "picture", .threads = 1, .queue_limit = 8}),
        health_pool({.name = "health", .threads = 1, .queue_limit = 4}),
        passwords(hasher, hash_pool),
        sessions(clock, random, *data.database,
                 {.idle = settings.session_idle, .lifetime = settings.session_lifetime},
                 make_session_cookie(settings)),
        api_keys(clock, *data.database),
        platform_keys(clock, random, *data.sealing_key, *data.database),
        app_tokens(clock, random, platform_keys, settings.public_url.text),
        app_token_reader(clock, *data.sealing_key, platform_keys, *data.database, settings.public_url.text),
        id_tokens(clock, *data.sealing_key, platform_keys, *data.database, settings.public_url.text),
        signals(settings, data, clock, platform_keys, log),
        mail(settings, data, clock, random, log),
        http_client({.threads = kLogoutNoticesAtOnce,
                     .allow_address = make_outbound_policy(settings.outbound_allow)}),
        backchannel_logout(clock, random, *data.database, *data.sealing_key, platform_keys,
                           settings.public_url.text, log,
                           [this](const net::ClientRequest& request) {
                             return with_setting_named(http_client.send(request));
                           }),
        devices(clock, random, mail.mailer,
                settings.public_url.is_https() ? NewDeviceNotice::Transport::https
                                               : NewDeviceNotice::Transport::http),
        guarded_passwords(clock, random, *data.database, passwords, *data.marking_key, *data.challenge_key,
                          mail.mailer, devices),
        audit_stream(make_audit_stream(settings, clock, *data.database, log)),
        recovery{clock,
                 *data.database,
                 {clock, random},
                 mail.mailer,
                 passwords,
                 devices,
                 {{clock, random}, mail.mailer}},
        sign_up{clock, random, *data.database, {clock, random}, mail.mailer, passwords},
        deletion{clock, *data.database, mail.mailer, guarded_passwords, sessions, settings.deletion_grace},
        places(open_places(settings, log)),
        invitations{clock,       random,    *data.database, {clock, random},
                    mail.mailer, passwords, sessions,       devices},
        request_work(clock, *data.database, log, recovery, sign_up, invitations),
        refusals(clock, *data.database),
        host_check(settings),
        dispatcher(
            make_routes(), settings.public_url.text,
            [this](const http::Request& request) { return authenticate(request); },
            [](int status, const std::string& detail, const http::Request& request) {
              return error_page(status, detail, request);
            },
            [this](const Call& call, const Route& route, const http::Response& response) {
              refusals.add(make_refusal_event(call, route.path, http::problem_code(response)));
            }) {}

  Routes make_routes() {
    auto& database = *data.database;
    Routes routes;
    mount_health(
        routes, database, [this] { return draining.load(); }, [this] { return metrics(); });
    mount_pages(routes, database);
    mount_sign_in(routes, {clock, database, sessions, guarded_passwords, devices},
                  {clock, database, sessions});
    mount_sign_up(routes, sign_up);
    mount_invitations(routes, invitations);
    mount_set_up(routes, {clock, random, database, sessions, passwords});
    mount_me(routes,
             {clock, database, sessions, places ? &*places : nullptr, random, PictureReader(picture_pool)});
    mount_users(routes, {clock, random, database, passwords, {{clock, random}, mail.mailer}});
    mount_apps(routes, {clock, random, database, *data.sealing_key, signals.instances});
    mount_app_managers(routes, {clock, database});
    mount_app_permissions(routes, {clock, database, *data.sealing_key});
    mount_api_keys(routes, {clock, random, database});
    mount_service_accounts(routes, {clock, random, database});
    mount_roles(routes, {clock, database});
    mount_members(routes, {clock, database});
    mount_audit(routes, database);
    mount_recovery(routes, recovery);
    mount_own_email(routes, {clock, database, {clock, random}, mail.mailer, guarded_passwords});
    mount_own_password(routes, {clock, database, mail.mailer, guarded_passwords});
    mount_rescue(routes, {clock, database, {clock, random}, mail.mailer});
    mount_account_deletion(routes, deletion);
    mount_mail_outbox(
        routes, {database, *data.sealing_key,
                 settings.mail.has_server() ? MailOutbox::Shows::metadata : MailOutbox::Shows::everything});
    mount_statistics(routes, {clock, database});
    mount_sessions(routes, {clock, database, sessions});
    routes.push_back(health_report_route([this](bool thorough) { return examine(thorough); }));
    mount_settings(routes,
                   {clock, database, PictureReader(picture_pool), mail.mailer, mail.smtp.get(), settings});
    mount_forward_auth(routes, {database, settings.public_url.text, refusals});
    mount_openid_connect(routes);
    mount_keys(routes, {clock, random, database, *data.sealing_key, platform_keys, [this] {
                          signals.events.forget();
                          signals.policies.forget();
                        }});
    mount_app_policy(routes, {clock, database});
    mount_app_links(routes, {database, *data.sealing_key, signals.instances});
    offer_waiting(routes, {database, *data.sealing_key, signals.instances});
    mount_openapi(routes, settings.public_url.text);  // last: describes all of the above
    return routes;
  }

  void mount_openid_connect(Routes& routes) {
    auto& database = *data.database;
    const auto& sealing_key = *data.sealing_key;
    const auto& issuer = settings.public_url.text;
    mount_discovery(routes, issuer, platform_keys, database);
    mount_authorize(routes, {clock, random, database, id_tokens, *data.marking_key, issuer});
    mount_token_endpoint(routes, {{clock, random, database, sealing_key, issuer},
                                  {clock, random, database, sealing_key, sessions.bounds(), mail.mailer},
                                  app_tokens,
                                  id_tokens,
                                  app_token_reader});
    mount_push_request(
        routes,
        {{clock, random, database, sealing_key, issuer}, clock, random, database, find_request_fault});
    mount_begin_device(routes,
                       {{clock, random, database, sealing_key, issuer}, clock, random, database, issuer});
    mount_device_page(routes, {clock, random, database, sessions, *data.marking_key, issuer});
    mount_registration(routes, {clock, random, database, sealing_key});
    mount_userinfo(routes, {clock, database, app_token_reader, sessions.bounds(), platform_keys, issuer});
    mount_end_session(routes, {clock, database, sessions, id_tokens, issuer});
    mount_operator_tokens(routes, {clock, database, sealing_key, app_tokens});
    mount_signals(routes,
                  {clock, random, database, sealing_key, app_token_reader, hub, signals.acknowledgements,
                   signals.ledger, signals.events, signals.state, log, issuer});
  }

  std::string metrics() const {
    const auto& strangers = guarded_passwords.challenges();
    return counts.render() +
           render_metric("gatehouse_hash_queue", "gauge", "Password hashes waiting.", hash_pool.queued()) +
           render_metric("gatehouse_hash_refused_total", "counter",
                         "Password hashes shed because the queue was full.", hash_pool.refused()) +
           render_metric("gatehouse_guesses_refused_total", "counter",
                         "Passwords not looked at after too many wrong ones.",
                         guarded_passwords.refused_total()) +
           render_metric("gatehouse_challenges_asked_total", "counter",
                         "Sign-ins that were asked for a proof of work first.", strangers.asked_total()) +
           render_metric("gatehouse_challenges_solved_total", "counter", "Proofs of work that were accepted.",
                         strangers.solved_total()) +
           render_metric("gatehouse_challenge_hashes", "gauge",
                         "Hashes that a stranger's sign-in takes just now, on average; 0 in calm.",
                         strangers.work()) +
           render_metric("gatehouse_log_dropped_total", "counter",
                         "Log records that could not be written in time.", log.dropped());
  }

  Result<HealthReport, net::PoolFull> examine(bool thorough) {
    auto report = health_pool.run(
        [&] { return examine_platform(settings, clock, thorough ? Depth::thorough : Depth::quick); });
    if (!report) return report;
    report->started_at = started_at;
    report->queues.emplace_back("hashes", hash_pool.queued());
    report->queues.emplace_back("pictures", picture_pool.queued());
    return report;
  }

  Caller authenticate(const http::Request& request) {
    // The header alone decides where there is one: a good cookie does not rescue it.
    if (request.header("Authorization")) return api_keys(request);
    auto found = sessions.find(request);
    return found ? Caller::user(std::move(*found)) : Caller::anonymous();
  }

  const Settings settings;
  SignalHub hub;
  DataFolder data;
  const Clock& clock;
  const Time started_at = clock.now();
  RandomSource& random;
  Logger& log;
  crypto::PasswordHasher hasher;
  net::BlockingPool hash_pool;
  net::BlockingPool picture_pool;
  net::BlockingPool health_pool;
  PasswordService passwords;
  SessionService sessions;
  ApiKeyAuthentication api_keys;
  PlatformKeys platform_keys;
  AppTokenIssuer app_tokens;
  AppTokenReader app_token_reader;
  IdTokenIssuer id_tokens;
  SignalParts signals;
  MailParts mail;
  net::HttpClient http_client;
  BackchannelLogout backchannel_logout;
  NewDeviceNotice devices;
  GuardedPasswords guarded_passwords;
  std::unique_ptr<AuditStream> audit_stream;
  Recovery recovery;
  SignUp sign_up;
  AccountDeletion deletion;
  std::optional<PlaceFinder> places;
  Invitations invitations;
  RequestWork request_work;
  RefusalLog refusals;
  HostCheck host_check;
  std::atomic<bool> draining{false};
  RequestCounts counts;
  Dispatcher dispatcher;
};

Application::Application(const Settings& settings, DataFolder data, const Clock& clock, RandomSource& random,
                         Logger& log)
    : parts_(std::make_unique<Parts>(settings, std::move(data), clock, random, log)) {}

Application::~Application() = default;

http::Response Application::handle(const http::Request& request) {
  auto refused = parts_->host_check.refuse(request);
  auto response =
      refused ? std::move(*refused)
              : answer_or_explain(parts_->log, request, [&] { return parts_->dispatcher.dispatch(request); });
  dress_page(response, [this](std::string_view app_id) {
    return find_page_brand(*parts_->data.database, parts_->log, app_id);
  });
  translate_page(response, request.header("Accept-Language").value_or(""));
  // Browsers that came once by HTTPS never go by HTTP again (RFC 6797, section 7.1).
  if (parts_->settings.public_url.is_https()) {
    response.headers.set("Strict-Transport-Security", "max-age=31536000");
  }
  parts_->counts.add(response.status);
  return response;
}

http::Response Application::handle_local(const http::Request& request) {
  return answer_or_explain(parts_->log, request, [&] { return parts_->dispatcher.dispatch_local(request); });
}

void Application::remember_public_url() {
  parts_->data.database->write([&](sql::Connection& connection) {
    platform_state::put(connection, platform_state::kPublicUrl, parts_->settings.public_url.text);
  });
}

std::string Application::issue_set_up_link() {
  return parts_->data.database->write([&](sql::Connection& connection) -> std::string {
    if (!first_administrator::is_open(connection)) return "";
    const auto token = first_administrator::issue_token(connection, parts_->random);
    return parts_->settings.public_url.text + "/setup?token=" + std::string(token.reveal());
  });
}

void Application::begin_draining() {
  parts_->draining = true;
  parts_->hub.stop();
  parts_->signals.acknowledgements.stop();
  if (parts_->mail.smtp) parts_->mail.smtp->stop(kMailGrace);
}

bool Application::work_on_requests() {
  return parts_->request_work.work_on_some();
}

void Application::begin_mail() {
  if (parts_->mail.delivery) parts_->mail.delivery->recover();
}

bool Application::deliver_mail() {
  return parts_->mail.delivery && parts_->mail.delivery->deliver_one();
}

std::vector<std::function<bool()>> Application::background_work() {
  std::vector<std::function<bool()>> work = {
      [this] { return work_on_requests(); }, [this] { return parts_->signals.note_streams(); },
      [this] { return rotate_keys(); },
      [parts = parts_.get()] {
        return note_defence(parts->guarded_passwords, *parts->data.database, parts->clock);
      },
      [parts = parts_.get()] { return parts->refusals.tell_numbers(); }};
  for (std::size_t i = 0; i < kLogoutNoticesAtOnce; ++i) {
    work.emplace_back([this] { return parts_->backchannel_logout.deliver_one(); });
  }
  for (std::size_t i = 0; i < kPushesAtOnce; ++i) {
    work.emplace_back([this] { return parts_->signals.pushes.deliver_some(); });
  }
  if (parts_->audit_stream) work.emplace_back([this] { return parts_->audit_stream->copy_some(); });
  if (parts_->settings.mail.has_server()) {
    for (std::size_t i = 0; i < kMailsAtOnce; ++i) work.emplace_back([this] { return deliver_mail(); });
  }
  return work;
}

bool Application::rotate_keys() {
  return parts_->platform_keys.rotate_due();
}

void Application::remove_expired() {
  delete_due_accounts(parts_->deletion, kRowsRemovedAtOnce);
  parts_->signals.ledger.flush();
  remove_what_has_ended(*parts_->data.database, parts_->clock.now(), parts_->sessions.bounds().idle);
}

const Routes& Application::routes() const {
  return parts_->dispatcher.routes();
}

std::string Application::metrics() const {
  return parts_->metrics();
}

}  // namespace gatehouse::server
