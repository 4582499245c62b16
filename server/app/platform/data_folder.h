// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/crypto/hmac.h"
#include "core/crypto/sealing_key.h"
#include "core/sql/database.h"
#include "server/config/settings.h"

namespace gatehouse::server {

/// Keeps other processes of ours out of a data folder while it lives.
class FolderLock {
 public:
  FolderLock() = default;
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FolderLock& operator=(FolderLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~FolderLock();

 private:
  int descriptor_ = -1;
};

/// An open data folder: nobody else has it until this is destroyed.
struct DataFolder {
  FolderLock lock;  ///< first, so that it is let go last
  std::unique_ptr<sql::Database> database;
  std::unique_ptr<crypto::SealingKey> sealing_key;
  std::unique_ptr<crypto::HmacSha256Key> marking_key;
  std::unique_ptr<crypto::HmacSha256Key> challenge_key;
  bool is_first_start = false;  ///< it was absent or empty until now
};

enum class FirstStart { allow, refuse };

/// Why a data folder did not open.
struct OpenFailure {
  enum class Kind {
    in_use,  ///< another process has it; may pass
    other,
  } kind = Kind::other;
  std::string text;  ///< sentences for people, with the mend
};

/// Makes the folder (mode 0700) where there is none, and locks it without looking into it.
[[nodiscard]] Result<FolderLock, OpenFailure> take_data_folder(const Settings& settings);

/// Opens the folder, its master key and its database, and brings the schema up to date.
///
/// Only an absent or empty folder is a first start: folder (mode 0700), key and schema are then made, and
/// being killed half-way leaves a first start to be done again. A folder with anything in it but without a
/// sound database is never filled anew, so that a lost disk can't open the set-up page.
[[nodiscard]] Result<DataFolder, OpenFailure> open_data_folder(const Settings& settings,
                                                               FirstStart first_start, const Clock& clock,
                                                               RandomSource& random);

}  // namespace gatehouse::server
