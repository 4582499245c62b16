// SPDX-License-Identifier: Apache-2.0
import type { App } from './app_api';

/** The small app of docs/guides/protect-your-app-cpp.md, which is compiled and run; a test keeps both alike. */
export const sourceSnippet = `#include <cstdio>
#include <gatehouse/app.h>

using gatehouse::Request;
using gatehouse::Response;

int main() {
  try {
    auto app = gatehouse::create_app({
        .schema = gatehouse::AppSchema::from_file("kottster-app.json"),  // {"id": "orders", "name": "Orders"}
        .secret_key = gatehouse::require_env("SECRET_KEY"),
        .platform_url = gatehouse::find_env("GATEHOUSE_URL").value_or(""),
    });

    app.get(
        "/health",
        [](Request&, Response& res) {
          res.json({{"status", "ok"}});
        },
        gatehouse::public_route);
    app.get("/hello", [](Request& req, Response& res) { res.json({{"hello", req.user().name}}); });

    app.listen();  // HOST and PORT of the environment, else 127.0.0.1:3000; until SIGTERM
  } catch (const gatehouse::StartError& error) {
    std::fprintf(stderr, "%s\\n", error.what());
    return 1;
  }
}
`;

export const cmakeSnippet = `find_package(Gatehouse 0.1 REQUIRED)
add_executable(first_app first_app.cpp)
target_link_libraries(first_app PRIVATE Gatehouse::app)
`;

export function schemaSnippet(app: Pick<App, 'id' | 'name'>): string {
  return JSON.stringify({ id: app.id, name: app.name }, null, 2);
}

export function environmentSnippet(platform: string): string {
  return `GATEHOUSE_URL=${platform}\nSECRET_KEY=`;
}
