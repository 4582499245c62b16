// SPDX-License-Identifier: Apache-2.0
//
// JW-32: whether the time of a refusal tells how much of a guessed signature is right: pairs of tokens in
// random order, one wrong from its first byte on, the other in its last byte alone. Prints the median paired
// difference in per cent of the median, with its 95 % interval by order statistics, and the AUC of a
// threshold on the time (0.5 is chance).
//
// usage: bench_guessing [SAMPLES]     1,000,000 by default

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <stdexcept>
#include <vector>

#include "core/base/base64url.h"
#include "core/base/clock.h"
#include "core/token/app_token_signer.h"
#include "core/token/app_token_verifier.h"

namespace gatehouse::bench {
namespace {

constexpr std::int64_t kNow = 1'795'428'900;
const SecretString kSecret("a-secret-of-the-benchmark-0123456789");

std::string sign_token() {
  SystemRandom random;
  return token::sign_app_token(token::SigningKey::hs256(kSecret),
                               {.user_id = "usr_1", .app_id = "orders", .issued_at = from_unix_seconds(kNow)},
                               random);
}

/// The same token with some bytes of its signature wrong.
std::string spoil(const std::string& text, std::size_t first, std::size_t count) {
  const auto dot = text.rfind('.') + 1;
  auto signature = decode_base64url(text.substr(dot)).value();
  for (std::size_t i = first; i < first + count; ++i) signature[i] ^= std::byte{0x5a};
  return text.substr(0, dot) + encode_base64url(signature);
}

double nanoseconds_of_refusal(const token::AppTokenVerifier& verifier, const std::string& text) {
  const auto begun = std::chrono::steady_clock::now();
  const auto verdict = verifier.verify(text);
  const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - begun;
  if (verdict || verdict.error() != token::TokenError::signature_invalid)
    throw std::logic_error("a spoilt token is not refused for its signature");
  return taken.count();
}

struct Samples {
  std::vector<double> far, near;  ///< wrong in all bytes, wrong in the last one
};

Samples measure(std::size_t pairs) {
  const FixedClock clock(from_unix_seconds(kNow));
  const token::AppTokenVerifier verifier({.app_id = "orders", .issuer = token::accept_any_issuer()},
                                         token::KeyRing::from_secrets({kSecret}), clock);
  const auto good = sign_token();
  const auto far = spoil(good, 0, 32), near = spoil(good, 31, 1);
  std::minstd_rand order(1);
  Samples samples;
  for (std::size_t i = 0; i < pairs; ++i) {
    const bool far_first = order() % 2 == 0;
    if (far_first) samples.far.push_back(nanoseconds_of_refusal(verifier, far));
    samples.near.push_back(nanoseconds_of_refusal(verifier, near));
    if (!far_first) samples.far.push_back(nanoseconds_of_refusal(verifier, far));
  }
  return samples;
}

/// Chance that one of `right` is greater than one of `left`: the Mann-Whitney statistic.
double auc(std::vector<double> left, const std::vector<double>& right) {
  std::ranges::sort(left);
  double wins = 0;
  for (const auto value : right) {
    const auto [below, above] = std::ranges::equal_range(left, value);
    wins += double((below - left.begin()) + (above - left.begin())) / 2;
  }
  return wins / double(left.size()) / double(right.size());
}

double median(std::vector<double> values) {
  std::ranges::nth_element(values, values.begin() + std::ptrdiff_t(values.size() / 2));
  return values[values.size() / 2];
}

void report(const Samples& samples) {
  const auto pairs = samples.far.size();
  std::vector<double> differences(pairs);
  for (std::size_t i = 0; i < pairs; ++i) differences[i] = samples.near[i] - samples.far[i];
  std::ranges::sort(differences);
  const auto half = 0.98 * std::sqrt(double(pairs));  // 1.96 sigma of a median's rank
  const auto at = [&](double rank) {
    return differences[std::size_t(std::clamp(rank, 0.0, double(pairs - 1)))];
  };
  const auto middle = double(pairs) / 2;
  const auto scale = 100 / median(samples.far);
  std::printf("%zu pairs, median %.0f ns, difference %+.2f %%, interval %+.2f to %+.2f %%, AUC %.4f\n", pairs,
              median(samples.far), at(middle) * scale, at(middle - half) * scale, at(middle + half) * scale,
              auc(samples.far, samples.near));
}

}  // namespace
}  // namespace gatehouse::bench

int main(int count, char** words) {
  const auto samples = count > 1 ? std::strtoull(words[1], nullptr, 10) : 1'000'000;
  if (count > 2 || samples < 1000) {
    std::fputs("usage: bench_guessing [SAMPLES], at least 1000\n", stderr);
    return 2;
  }
  gatehouse::bench::report(gatehouse::bench::measure(samples / 2));
}
