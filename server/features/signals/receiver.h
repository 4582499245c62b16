// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>

#include "core/base/result.h"
#include "server/features/signals/mount.h"
#include "server/storage/signal_streams.h"

namespace gatehouse::server {

using signal_streams::Stream;

/// The app that calls: by its secret, or by a token that it got for itself. The error is the 401 to give.
[[nodiscard]] Result<App, http::Response> authenticate_receiver(const Signals& signals, const Call& call);

/// The `stream_id` of the query; empty where there is none.
[[nodiscard]] StreamId stream_id_of(const http::Request& request);
/// The 404 of an id that none of the app's streams has, or the 400 where none was given.
[[nodiscard]] http::Response no_such_stream(const StreamId& id);

/// A body that must be a JSON object of at most 64 KiB. Members that are not known are left to newer
/// receivers. The error is the 400 or 413 to give.
[[nodiscard]] Result<boost::json::object, http::Response> parse_receiver_body(const http::Request& request);
[[nodiscard]] http::Response bad_member(std::string_view member, std::string_view rule);

/// A text member: absent, or within the bounds; the error is the 400 to give.
[[nodiscard]] Result<std::optional<std::string>, http::Response> read_text(const boost::json::object& object,
                                                                           std::string_view member,
                                                                           std::size_t most_bytes);
/// A member that lists texts without white space, likewise.
[[nodiscard]] Result<std::optional<std::vector<std::string>>, http::Response> read_words(
    const boost::json::object& object, std::string_view member, std::size_t most_items,
    std::size_t most_bytes);

/// JSON for programs, never stored.
[[nodiscard]] http::Response receiver_answer(int status, const boost::json::object& body);

/// A route that apps call with their own credentials.
[[nodiscard]] Route receiver_route(http::Method method, std::string path, std::string summary,
                                   std::function<http::Response(const Call&, const App&)> handle,
                                   const Signals& signals);

}  // namespace gatehouse::server
