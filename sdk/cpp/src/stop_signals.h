// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csignal>

namespace gatehouse::sdk {

/// Threads made meanwhile never take SIGTERM and SIGINT, which are for `App::listen` to wait for; the calling
/// thread then gets back the mask that it came with.
class StopSignalsBlocked {
 public:
  StopSignalsBlocked() {
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &stop, &before_);
  }
  ~StopSignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  StopSignalsBlocked(const StopSignalsBlocked&) = delete;
  StopSignalsBlocked& operator=(const StopSignalsBlocked&) = delete;

 private:
  sigset_t before_;
};

}  // namespace gatehouse::sdk
