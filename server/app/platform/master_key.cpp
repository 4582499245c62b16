// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/master_key.h"

#include <array>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <span>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/base64url.h"
#include "core/base/secret_string.h"
#include "core/crypto/hkdf.h"

namespace gatehouse::server {

std::filesystem::path master_key_path(const Settings& settings) {
  return settings.data / "master.key";
}

namespace {

/// A file descriptor that closes itself.
struct File {
  explicit File(int the_descriptor) : descriptor(the_descriptor) {}
  ~File() {
    if (descriptor >= 0) ::close(descriptor);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int descriptor;
};

Result<void, std::string> write_new_file(const std::filesystem::path& path, std::string_view text) {
  const File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  const auto written = file.descriptor < 0 ? -1 : ::write(file.descriptor, text.data(), text.size());
  if (written != ssize_t(text.size()) || ::fsync(file.descriptor) != 0) {
    return fail("The master key " + path.string() +
                " can't be written. Check the folder's permissions and free space.");
  }
  return {};
}

std::optional<Bytes> decode_key(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
  auto key = decode_base64url(text);
  return key && key->size() == crypto::SealingKey::kBytes ? key : std::nullopt;
}

/// A key for one purpose: the master key itself encrypts and signs nothing.
using PurposeKey = Result<crypto::Sha256Digest, std::string>;

PurposeKey load_purpose_key(const Settings& settings, std::string_view purpose) {
  if (settings.master_key) {
    const auto key = decode_key(settings.master_key->reveal());
    if (!key) return fail(std::string("The setting master_key is not base64url of 32 bytes."));
    return crypto::derive_key(*key, purpose);
  }
  const auto path = master_key_path(settings);
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (file.descriptor < 0 || ::fstat(file.descriptor, &status) != 0) {
    return fail(
        "The master key " + path.string() +
        " can't be read. Restore it from your backup: the secrets in the database are sealed with it.");
  }
  if ((status.st_mode & 077) != 0) {
    return fail("The master key " + path.string() + " can be read by others. Run: chmod 600 " +
                path.string());
  }
  std::array<char, 128> buffer{};
  const auto size = ::read(file.descriptor, buffer.data(), buffer.size());
  const auto key = decode_key(std::string_view(buffer.data(), size > 0 ? std::size_t(size) : 0));
  explicit_bzero(buffer.data(), buffer.size());
  if (!key) return fail("The master key " + path.string() + " is damaged. Restore it from your backup.");
  return crypto::derive_key(*key, purpose);
}

}  // namespace

Result<void, std::string> make_master_key(const Settings& settings, RandomSource& random) {
  if (settings.master_key) return {};
  return write_master_key(settings,
                          SecretString(make_random_text(random, crypto::SealingKey::kBytes) + "\n"));
}

Result<void, std::string> write_master_key(const Settings& settings, const SecretString& text) {
  return write_new_file(master_key_path(settings), text.reveal());
}

std::optional<SecretString> read_master_key_text(const Settings& settings) {
  if (settings.master_key) return std::nullopt;
  std::ifstream file(master_key_path(settings), std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (!file || text.empty()) return std::nullopt;
  return SecretString(std::move(text));
}

Result<std::unique_ptr<crypto::SealingKey>, std::string> load_master_key(const Settings& settings) {
  const auto key = load_purpose_key(settings, "gatehouse secrets at rest v1");
  if (!key) return fail(key.error());
  return std::make_unique<crypto::SealingKey>(std::span<const std::byte, crypto::SealingKey::kBytes>(*key));
}

namespace {

Result<std::unique_ptr<crypto::HmacSha256Key>, std::string> load_hmac_key(const Settings& settings,
                                                                          std::string_view purpose) {
  const auto key = load_purpose_key(settings, purpose);
  if (!key) return fail(key.error());
  return std::make_unique<crypto::HmacSha256Key>(*key);
}

}  // namespace

Result<std::unique_ptr<crypto::HmacSha256Key>, std::string> load_marking_key(const Settings& settings) {
  return load_hmac_key(settings, "gatehouse marks in addresses v1");
}

Result<std::unique_ptr<crypto::HmacSha256Key>, std::string> load_challenge_key(const Settings& settings) {
  return load_hmac_key(settings, "gatehouse sign-in challenges v1");
}

}  // namespace gatehouse::server
