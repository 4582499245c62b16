// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/live_link/live_link.h"

#include <fstream>

#include <gtest/gtest.h>

#include "core/token/app_token_signer.h"
#include "core/token/app_token_verifier.h"
#include "sdk/cpp/src/live_link/testing/fake_transmitter.h"
#include "sdk/cpp/token/to_user.h"

namespace gatehouse::sdk {
namespace {

using namespace std::chrono_literals;
using testing::FakeTransmitter;

constexpr const char* kUrl = "https://auth.example.com";
const SecretString kSecret("8f3c1d90b7a24e65c1d2f0a9e8b76543");
const SecretString kOther("another-secret-0123456789-abcdefghij");

/// What an app would say to a token.
struct Verdict {
  std::string refusal;  ///< empty: let in
  User user;
};

/// One process of the app: all that a live link needs, and no network between it and the transmitter.
class Instance {
 public:
  Instance(FakeTransmitter& transmitter, const Clock& time, const std::filesystem::path& folder = {},
           const SecretString& secret = kSecret)
      : clock(time), verifier({.app_id = "orders", .issuer = token::IssuerRule::require(kUrl)}, {}, time) {
    state.emplace(random, std::vector<SecretString>{secret},
                  [this](token::KeyRing keys) { verifier.set_keys(std::move(keys)); });
    std::unique_ptr<StateStore> store;
    if (!folder.empty())
      store = std::make_unique<StateStore>(folder, "orders", std::vector{secret}, random, log);
    link = std::make_unique<LiveLink>(LiveLink::Parts{
        .platform_url = kUrl,
        .app_id = "orders",
        .state = *state,
        .contact = contact,
        .stream =
            EventStream({.platform_url = kUrl,
                         .app_id = "orders",
                         .secrets = {secret},
                         .instance = {.id = "i1", .host = "here", .version = "1"},
                         .send = [&](const net::ClientRequest& sent) { return send(transmitter, sent); }}),
        .keys_changed = [] {},
        .store = std::move(store),
        .clock = clock,
        .random = random,
        .log = log});
  }

  Verdict ask(const std::string& text) const {
    const auto token = verifier.verify(text);
    if (!token) return {std::string(token::to_code(token.error())), {}};
    const auto mark = state->mark(*token);
    Verdict verdict{{}, to_user(*token)};
    verdict.refusal = state->amend(*token, mark, verdict.user);
    if (verdict.refusal.empty() && state->revokes(mark)) verdict.refusal = "revoked";
    return verdict;
  }

  const Clock& clock;
  SystemClock system;
  SystemRandom random;
  Logger log{system, LogFormat::text, LogLevel::error, [](std::string_view) {}};
  Contact contact{clock};
  token::AppTokenVerifier verifier;
  std::optional<LinkedState> state;
  std::atomic<bool> cut = false;
  std::unique_ptr<LiveLink> link;

 private:
  Result<net::ClientResponse, net::ClientFailure> send(FakeTransmitter& transmitter,
                                                       const net::ClientRequest& sent) const {
    const auto failure = [](net::ClientFailureKind kind) {
      return fail(net::ClientFailure{kind, "no answer"});
    };
    if (cut) return failure(net::ClientFailureKind::connect);
    const std::stop_callback wake(sent.stop, [&] { transmitter.wake(); });
    const auto target = sent.url.substr(std::string(kUrl).size());
    const auto question = target.find('?');
    http::Request request{.method = sent.method,
                          .path = target.substr(0, question),
                          .query = question == target.npos ? "" : target.substr(question + 1),
                          .body = sent.body};
    for (const auto& field : sent.headers) request.headers.add(field.name, field.value);
    if (request.path == "/keys")
      return net::ClientResponse{.status = 200, .headers = {}, .body = token::to_json(transmitter.keys())};
    auto answer = transmitter.answer(request).value_or(http::Response{.status = 404});
    if (sent.stop.stop_requested()) return failure(net::ClientFailureKind::stopped);
    if (cut) return failure(net::ClientFailureKind::connect);
    return net::ClientResponse{.status = answer.status, .headers = answer.headers, .body = answer.body};
  }
};

class LiveLinkTest : public ::testing::Test {
 protected:
  LiveLinkTest() {
    transmitter.url = kUrl;
    std::string name = std::filesystem::temp_directory_path() / "gatehouse-link-XXXXXX";
    folder = ::mkdtemp(name.data());
  }
  ~LiveLinkTest() override { std::filesystem::remove_all(folder); }

  void start() {
    app.emplace(transmitter, clock);
    app->link->start();
    transmitter.wait_for_poll();
  }
  void cut() {
    app->cut = true;
    transmitter.wake();
    while (!app->contact.is_unreachable()) std::this_thread::yield();
  }
  std::string token(const std::string& user, const std::string& session,
                    std::optional<std::int64_t> position = std::nullopt,
                    const SecretString& secret = kSecret) {
    token::AppTokenClaims claims{.issuer = kUrl,
                                 .user_id = user,
                                 .app_id = "orders",
                                 .issued_at = clock.now(),
                                 .lifetime = 15min,
                                 .session_id = session,
                                 .roles = {"Clerk"},
                                 .permissions = {"orders:read"},
                                 .position = position ? position : transmitter.position()};
    return token::sign_app_token(token::SigningKey::hs256(secret), claims, random);
  }
  Json policy(int version) const {
    return Json::object(
        {{"version", version},
         {"algorithms", Json::array({"HS256"})},
         {"issued_after", 0},
         {"required_claims", Json::array()},
         {"role_permissions", Json::object({{"Clerk", Json::array({"orders:read", "orders:ship"})},
                                            {"Boss", Json::array({"orders:delete"})}})}});
  }

  FixedClock clock{from_unix_seconds(1'795'428'900)};
  SystemRandom random;
  FakeTransmitter transmitter{clock, "orders"};
  std::filesystem::path folder;
  std::optional<Instance> app;
};

TEST_F(LiveLinkTest, SaysWhoItIsAndWhichSecretsItHolds) {
  start();
  const auto instance = transmitter.instance();
  EXPECT_EQ(instance.at("id").as_string(), "i1");
  EXPECT_EQ(instance.at("host").as_string(), "here");
  EXPECT_EQ(instance.at("secrets").at(0).as_string(), token::SigningKey::hs256(kSecret).kid());
  EXPECT_TRUE(app->contact.is_up());
}

TEST_F(LiveLinkTest, EndedSessionIsRefusedAndAcknowledged) {
  start();
  const auto before = token("u1", "s1"), other = token("u1", "s2");
  transmitter.wait_for_ack(transmitter.revoke_session("u1", "s1"));
  EXPECT_EQ(app->ask(before).refusal, "revoked");
  EXPECT_EQ(app->ask(other).refusal, "");
  EXPECT_EQ(app->ask(token("u1", "s1")).refusal, "") << "issued after the event, in the same second";
}

TEST_F(LiveLinkTest, DisabledUserIsRefusedInAllSessions) {
  start();
  const auto first = token("u1", "s1"), second = token("u1", "s2"), other = token("u2", "s3");
  transmitter.wait_for_ack(transmitter.disable("u1"));
  EXPECT_EQ(app->ask(first).refusal, "revoked");
  EXPECT_EQ(app->ask(second).refusal, "revoked");
  EXPECT_EQ(app->ask(other).refusal, "");
}

TEST_F(LiveLinkTest, WhatHappenedBeforeTheStartIsInTheState) {
  const auto before = token("u1", "s1");
  transmitter.revoke_session("u1", "s1");
  transmitter.change_roles("u2", {"Boss"});
  const auto older = token("u2", "s2", 100);
  start();
  EXPECT_EQ(app->ask(before).refusal, "revoked");
  EXPECT_EQ(app->ask(older).user.roles, std::vector<std::string>{"Boss"});
}

TEST_F(LiveLinkTest, ChangedRoleActsOnTokensAlreadyIssued) {
  transmitter.set_policy(policy(1));
  start();
  const auto issued = token("u1", "s1");
  EXPECT_EQ(app->ask(issued).user.permissions, (std::vector<std::string>{"orders:read", "orders:ship"}));
  const auto generation = app->state->generation();
  transmitter.wait_for_ack(transmitter.change_roles("u1", {"Boss"}));
  EXPECT_GT(app->state->generation(), generation) << "what was remembered is looked at again";
  const auto verdict = app->ask(issued);
  EXPECT_EQ(verdict.refusal, "");
  EXPECT_EQ(verdict.user.roles, std::vector<std::string>{"Boss"});
  EXPECT_EQ(verdict.user.permissions, std::vector<std::string>{"orders:delete"});
  EXPECT_EQ(app->ask(token("u1", "s1")).user.roles, std::vector<std::string>{"Clerk"})
      << "newer than the event";
}

TEST_F(LiveLinkTest, RoleThatLostAPermissionLosesItEverywhere) {
  transmitter.set_policy(policy(1));
  start();
  const auto issued = token("u1", "s1");
  auto changed = policy(2);
  changed.set("role_permissions", Json::object({{"Clerk", Json::array({"orders:read"})}}));
  transmitter.wait_for_ack(transmitter.set_policy(changed));
  EXPECT_EQ(app->ask(issued).user.permissions, std::vector<std::string>{"orders:read"});
}

TEST_F(LiveLinkTest, OlderAndTamperedPoliciesAreRefused) {
  start();
  transmitter.wait_for_ack(transmitter.set_policy(policy(7)));
  const auto send = [&](const std::string& bundle) {
    transmitter.send_event("urn:gatehouse:event:policy", Json::object({{"policy", bundle}}));
  };
  send(transmitter.sign_policy(policy(6)));
  transmitter.wait_for_refusal("event-102");
  auto tampered = transmitter.sign_policy(policy(9));
  tampered[tampered.find('.') + 5] ^= 1;
  send(tampered);
  transmitter.wait_for_refusal("event-103");
  auto foreign = policy(9);
  foreign.set("algorithms", Json::array({"none"}));
  send(transmitter.sign_policy(foreign));
  transmitter.wait_for_refusal("event-104");
  transmitter.wait_for_states(4);  // after each of them
  EXPECT_EQ(app->state->policy_version(), 7);
  EXPECT_EQ(app->ask(token("u1", "s1")).refusal, "");
}

TEST_F(LiveLinkTest, PolicySaysWhichTokensPass) {
  start();
  const auto issued = token("u1", "s1");
  auto strict = policy(1);
  strict.set("required_claims", Json::array({"acr"}));
  transmitter.wait_for_ack(transmitter.set_policy(strict));
  EXPECT_EQ(app->ask(issued).refusal, "claim_required_by_policy");
  auto late = policy(2);
  late.set("issued_after", to_unix_seconds(clock.now()) + 1);
  transmitter.wait_for_ack(transmitter.set_policy(late));
  EXPECT_EQ(app->ask(issued).refusal, "issued_too_early");
  auto asymmetric = policy(3);
  asymmetric.set("algorithms", Json::array({"EdDSA"}));
  transmitter.wait_for_ack(transmitter.set_policy(asymmetric));
  EXPECT_EQ(app->ask(issued).refusal, "algorithm_not_allowed");
  transmitter.wait_for_ack(transmitter.set_policy(policy(4)));
  EXPECT_EQ(app->ask(issued).refusal, "");
}

// KE-04, DU-18: the app may hold it in its configuration as long as it likes.
TEST_F(LiveLinkTest, RetiredSecretCountsUntilItsLastTokenHasExpired) {
  start();
  auto retiring = policy(1);
  const auto kid = token::SigningKey::hs256(kSecret).kid();
  retiring.set("retired_secrets", Json::object({{kid, to_unix_seconds(clock.now() + 5min)}}));
  transmitter.wait_for_ack(transmitter.set_policy(retiring));
  EXPECT_EQ(app->ask(token("u1", "s1")).refusal, "");
  clock.advance(5min);
  transmitter.wait_for_ack(transmitter.revoke_session("u9", "another"));
  EXPECT_EQ(app->ask(token("u1", "s1")).refusal, "algorithm_not_allowed") << "no key of it is left";
}

TEST_F(LiveLinkTest, SecretRetiredAtOnceIsRefusedAtOnce) {
  start();
  auto retired = policy(1);
  retired.set("retired_secrets",
              Json::object(
                  {{token::SigningKey::hs256(kSecret).kid(), to_unix_seconds(clock.now())}, {"unknown", 1}}));
  transmitter.wait_for_ack(transmitter.set_policy(retired));
  EXPECT_EQ(app->ask(token("u1", "s1")).refusal, "algorithm_not_allowed");
  EXPECT_EQ(app->ask(token("u1", "s1", {}, kOther)).refusal, "algorithm_not_allowed");
}

TEST_F(LiveLinkTest, EpochSignsEverybodyOutOfTheApp) {
  start();
  const auto first = token("u1", "s1"), second = token("u2", "s2");
  transmitter.wait_for_ack(transmitter.raise_epoch());
  EXPECT_EQ(app->ask(first).refusal, "revoked");
  EXPECT_EQ(app->ask(second).refusal, "revoked");
  EXPECT_EQ(app->ask(token("u1", "s1")).refusal, "");
}

TEST_F(LiveLinkTest, TokensOfAWithdrawnKeyAreDead) {
  start();
  const auto issued = token("u1", "s1");
  transmitter.wait_for_ack(transmitter.withdraw(token::SigningKey::hs256(kSecret).kid()));
  EXPECT_NE(app->ask(issued).refusal, "");
}

TEST_F(LiveLinkTest, NewPlatformKeyIsFetchedWhenItFirstSigns) {
  start();
  const auto issued = token("u1", "s1");
  transmitter.rotate_key();
  transmitter.wait_for_ack(transmitter.revoke_session("u1", "s1"));
  EXPECT_EQ(app->ask(issued).refusal, "revoked");
  EXPECT_EQ(app->link->counts().refused_events, 0U);
}

TEST_F(LiveLinkTest, ForgedEventIsRefusedAndTheStateFetchedAgain) {
  start();
  transmitter.wait_for_states(1);
  const auto issued = token("u1", "s1");
  const auto stranger = token::SigningKey::asymmetric(crypto::PrivateKey::generate(crypto::KeyKind::rsa));
  const auto claims = Json{{"iss", kUrl},
                           {"iat", to_unix_seconds(clock.now())},
                           {"jti", "forged"},
                           {"aud", "orders"},
                           {"gatehouse_position", 1'000'000},
                           {"events", Json::object({{"urn:gatehouse:event:app-epoch", Json::object()}})}};
  transmitter.send_forged("forged", stranger.sign(token::token_type::kSecurityEventToken, claims.to_text()));
  transmitter.wait_for_refusal("forged");
  transmitter.wait_for_states(2);
  const auto& ours = FakeTransmitter::first_key();
  transmitter.send_forged("idtoken", ours.sign(token::token_type::kIdToken, claims.to_text()));
  transmitter.wait_for_refusal("idtoken");
  EXPECT_EQ(app->ask(issued).refusal, "");
}

TEST_F(LiveLinkTest, DroppedStreamIsMadeAnewWithTheState) {
  start();
  const auto issued = token("u1", "s1");
  transmitter.drop_streams();
  transmitter.revoke_session("u1", "s1");
  transmitter.wait_for_states(2);
  transmitter.wait_for_poll();
  EXPECT_EQ(app->ask(issued).refusal, "revoked");
}

TEST_F(LiveLinkTest, RestoredPlatformIsFollowed) {
  start();
  const auto revoked = token("u1", "s1");
  transmitter.wait_for_ack(transmitter.revoke_session("u1", "s1"));
  transmitter.wait_for_ack(transmitter.set_policy(policy(102)));
  const auto lost = token("u2", "s2");
  transmitter.restore(1000);  // each run begins beyond all positions of before
  transmitter.wait_for_ack(transmitter.set_policy(policy(95)));
  EXPECT_EQ(app->state->policy_version(), 95) << "in its state, an older one too is the platform's last word";
  EXPECT_EQ(app->ask(revoked).refusal, "revoked") << "the platform has forgotten it, the app has not";
  EXPECT_EQ(app->ask(token("u1", "s1")).refusal, "");
  EXPECT_EQ(app->ask(lost).refusal, "") << "of the stretch that the platform has forgotten";
  transmitter.wait_for_ack(transmitter.revoke_session("u2", "s2"));
  EXPECT_EQ(app->ask(lost).refusal, "revoked") << "and yet it can be revoked";
}

// Whatever happened to its positions, nothing that was revoked passes.
TEST_F(LiveLinkTest, PlatformWhosePositionsWentBackIsFollowedFromThere) {
  start();
  const auto revoked = token("u1", "s1");
  transmitter.wait_for_ack(transmitter.revoke_session("u1", "s1"));
  transmitter.wait_for_ack(transmitter.raise_epoch());
  transmitter.restore(50);
  transmitter.wait_for_states(2);
  transmitter.wait_for_poll();
  EXPECT_EQ(app->state->position(), 50);
  EXPECT_EQ(app->ask(revoked).refusal, "revoked");
  EXPECT_EQ(app->ask(token("u2", "s2", 102)).refusal, "revoked") << "no position could revoke it";
  clock.advance(1s);
  EXPECT_EQ(app->ask(token("u1", "s1", 50)).refusal, "") << "neither the session nor the epoch of before";
}

TEST_F(LiveLinkTest, CutLinkComesBackByItselfAndMissesNothing) {
  start();
  const auto issued = token("u1", "s1");
  cut();
  transmitter.revoke_session("u1", "s1");
  EXPECT_EQ(app->ask(issued).refusal, "") << "nobody could tell it";
  app->cut = false;
  transmitter.wait_for_states(2);
  transmitter.wait_for_poll();
  EXPECT_EQ(app->ask(issued).refusal, "revoked");
}

TEST_F(LiveLinkTest, StalenessGrowsWhileThePlatformIsAway) {
  start();
  EXPECT_EQ(app->contact.staleness(), 0s);
  cut();
  clock.advance(24h);
  EXPECT_EQ(app->contact.staleness(), 24h);
  app->cut = false;
  while (!app->contact.is_up()) std::this_thread::yield();
  EXPECT_EQ(app->contact.staleness(), 0s);
}

TEST_F(LiveLinkTest, StopsAtOnceAndTakesItsStreamAway) {
  start();
  const auto begun = app->system.monotonic();
  app->link->stop();
  EXPECT_LT(app->system.monotonic() - begun, 5s) << "not at the end of its long poll";
  EXPECT_EQ(transmitter.streams(), 0U);
}

TEST_F(LiveLinkTest, RestartedAppStartsFromItsDisk) {
  transmitter.set_policy(policy(3));
  const auto revoked_before = token("u1", "s1"), revoked_later = token("u1", "s2"),
             changed = token("u2", "s3"), good = token("u3", "s4");
  transmitter.revoke_session("u1", "s1");
  {
    Instance first(transmitter, clock, folder);
    first.link->start();
    transmitter.wait_for_poll();
    transmitter.wait_for_ack(transmitter.revoke_session("u1", "s2"));
    transmitter.wait_for_ack(transmitter.change_roles("u2", {"Boss"}));
    first.link->stop();
  }
  clock.advance(5min);
  Instance second(transmitter, clock, folder);
  second.cut = true;
  second.link->resume_from_disk();
  second.link->start();
  EXPECT_EQ(second.ask(revoked_before).refusal, "revoked");
  EXPECT_EQ(second.ask(revoked_later).refusal, "revoked");
  EXPECT_EQ(second.ask(changed).user.permissions, std::vector<std::string>{"orders:delete"});
  EXPECT_EQ(second.ask(good).refusal, "");
  EXPECT_EQ(second.contact.staleness(), 5min) << "as old as what it goes by";
}

class StateOnDisk : public LiveLinkTest {
 protected:
  void SetUp() override {
    issued_ = token("u1", "s1");
    transmitter.revoke_session("u1", "s1");
    Instance first(transmitter, clock, folder);
    first.link->start();
    transmitter.wait_for_poll();
    transmitter.wait_for_ack(transmitter.disable("u2"));
    first.link->stop();
  }
  [[nodiscard]] bool starts_from_disk(const SecretString& secret = kSecret) {
    Instance second(transmitter, clock, folder, secret);
    second.cut = true;
    second.link->resume_from_disk();
    second.link->start();
    return second.state->has_state();
  }
  void change(const char* file, std::size_t at) {
    std::fstream stream(folder / file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekg(std::streamoff(at));
    const auto old = char(stream.get());
    stream.seekp(std::streamoff(at));
    stream.put(old == 'A' ? 'B' : 'A');
  }
  std::string issued_;
};

TEST_F(StateOnDisk, IsTheOwnersAloneAndSaysNothingInTheClear) {
  for (const auto* file : {"orders.state", "orders.events"}) {
    const auto permissions = std::filesystem::status(folder / file).permissions();
    EXPECT_EQ(permissions, std::filesystem::perms(0600)) << file;
    std::ifstream stream(folder / file);
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    EXPECT_GT(text.size(), 50U);
    EXPECT_EQ(text.find("eyJ"), text.npos) << file;
  }
}

TEST_F(StateOnDisk, IsOfUseToTheSameAppAlone) {
  EXPECT_TRUE(starts_from_disk());
  EXPECT_FALSE(starts_from_disk(kOther));
}

TEST_F(StateOnDisk, TamperedStateIsNotBelieved) {
  change("orders.state", 200);
  EXPECT_FALSE(starts_from_disk());
}

TEST_F(StateOnDisk, LineThatWasCutShortLosesItselfAlone) {
  const auto second_user = token("u2", "s9", 100);
  std::ofstream(folder / "orders.events", std::ios::app) << "\nAbCd";
  Instance second(transmitter, clock, folder);
  second.cut = true;
  second.link->resume_from_disk();
  second.link->start();
  EXPECT_EQ(second.ask(issued_).refusal, "revoked");
  EXPECT_EQ(second.ask(second_user).refusal, "revoked");
}

TEST_F(StateOnDisk, FullDiskStopsNothing) {
  std::filesystem::remove_all(folder);
  std::ofstream(folder) << "a file where the folder should be";
  Instance second(transmitter, clock, folder);
  second.link->resume_from_disk();
  second.link->start();
  transmitter.wait_for_poll();
  transmitter.wait_for_ack(transmitter.disable("u3"));
  EXPECT_EQ(second.ask(token("u3", "s5", 100)).refusal, "revoked");
  EXPECT_EQ(second.link->is_saved(), false);
}

TEST(BackOffTest, GrowsToABoundAndNeverInStep) {
  SystemRandom random;
  BackOff back_off(random);
  std::chrono::milliseconds total{0};
  for (int i = 0; i < 20; ++i) {
    const auto wait = back_off.next();
    EXPECT_LE(wait, 15s);
    EXPECT_GE(wait, 125ms);
    total += wait;
  }
  EXPECT_GT(total, 60s);
  back_off.reset();
  EXPECT_LE(back_off.next(), 250ms);
}

}  // namespace
}  // namespace gatehouse::sdk
