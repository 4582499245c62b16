// SPDX-License-Identifier: Apache-2.0
#include "gatehouse/app.h"

#include "sdk/cpp/src/application.h"
#include "sdk/cpp/src/stop_signals.h"

namespace gatehouse {

struct App::Impl {
  explicit Impl(AppOptions options) : application(std::move(options)) {}
  sdk::Application application;

  App& add(App& app, http::Method method, std::string_view path, sdk::AppRoute route) {
    application.routes().add(method, path, std::move(route));
    return app;
  }
};

App create_app(AppOptions options) {
  return App(std::move(options));
}

App::App(AppOptions options) {
  const sdk::StopSignalsBlocked while_threads_are_made;
  impl_ = std::make_unique<Impl>(std::move(options));
}
App::App(App&&) noexcept = default;
App& App::operator=(App&&) noexcept = default;
App::~App() = default;

using http::Method;
using Access = sdk::AppRoute::Access;

App& App::get(std::string_view path, RouteHandler handler) {
  return impl_->add(*this, Method::get, path, {std::move(handler)});
}
App& App::get(std::string_view path, RouteHandler handler, PublicRoute) {
  return impl_->add(*this, Method::get, path, {std::move(handler), Access::open});
}
App& App::get(std::string_view path, Middleware guard, RouteHandler handler) {
  return impl_->add(*this, Method::get, path, {std::move(handler), Access::guarded, std::move(guard)});
}
App& App::post(std::string_view path, RouteHandler handler) {
  return impl_->add(*this, Method::post, path, {std::move(handler)});
}
App& App::post(std::string_view path, RouteHandler handler, PublicRoute) {
  return impl_->add(*this, Method::post, path, {std::move(handler), Access::open});
}
App& App::post(std::string_view path, Middleware guard, RouteHandler handler) {
  return impl_->add(*this, Method::post, path, {std::move(handler), Access::guarded, std::move(guard)});
}
App& App::put(std::string_view path, RouteHandler handler) {
  return impl_->add(*this, Method::put, path, {std::move(handler)});
}
App& App::put(std::string_view path, Middleware guard, RouteHandler handler) {
  return impl_->add(*this, Method::put, path, {std::move(handler), Access::guarded, std::move(guard)});
}
App& App::patch(std::string_view path, RouteHandler handler) {
  return impl_->add(*this, Method::patch, path, {std::move(handler)});
}
App& App::patch(std::string_view path, Middleware guard, RouteHandler handler) {
  return impl_->add(*this, Method::patch, path, {std::move(handler), Access::guarded, std::move(guard)});
}
App& App::del(std::string_view path, RouteHandler handler) {
  return impl_->add(*this, Method::delete_, path, {std::move(handler)});
}
App& App::del(std::string_view path, Middleware guard, RouteHandler handler) {
  return impl_->add(*this, Method::delete_, path, {std::move(handler), Access::guarded, std::move(guard)});
}

App& App::register_data_sources(const DataSources& sources) {
  impl_->application.register_data_sources(sources);
  return *this;
}

void App::listen() {
  impl_->application.listen();
}
std::uint16_t App::start(const std::string& host, std::uint16_t port) {
  return impl_->application.start(host, port);
}
void App::stop() {
  impl_->application.stop();
}
std::chrono::milliseconds App::staleness() const {
  return impl_->application.staleness();
}
std::string App::metrics() const {
  return impl_->application.metrics();
}
App& App::serve_metrics(std::string_view path) {
  const auto answer = [impl = impl_.get()](Request&, Response& res) {
    res.send(impl->application.metrics(), "text/plain; version=0.0.4; charset=utf-8");
  };
  return get(path, answer, public_route);
}
TestResponse App::handle(const TestRequest& request) {
  return impl_->application.handle(request);
}

std::optional<std::string> TestResponse::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (http::equal_ignoring_case(key, name)) return value;
  }
  return std::nullopt;
}

}  // namespace gatehouse
