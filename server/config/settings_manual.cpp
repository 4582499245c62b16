// SPDX-License-Identifier: Apache-2.0
#include "server/config/settings_manual.h"

#include "server/config/setting_table.h"

namespace gatehouse::server {
namespace {

constexpr std::string_view kIntroduction =
    R"(<!-- Made from server/config/setting_table.cpp by write_reference; do not edit. -->
# Settings

Every setting has one name in three forms: a flag (`--public-url`), an environment variable (`GATEHOUSE_PUBLIC_URL`) and a key in
the TOML file that `--config` names (`public_url`). A flag beats the environment, which beats the file. Secrets have no flag, since
other users of a machine can see a program's arguments. All mistakes are reported at once, each with the setting and the mend.

```toml
# gatehouse.toml
public_url = "https://auth.example.com"
listen = "127.0.0.1:8420"
trusted_proxies = ["127.0.0.1", "::1"]
log_format = "json"
```

Durations are a number with `s`, `m`, `h` or `d`; a bare number means seconds.

)";

}  // namespace

std::string make_settings_manual() {
  std::string page(kIntroduction);
  for (const Setting& setting : setting_table()) {
    const bool secret = setting.secrecy == Setting::Secrecy::secret;
    page += "## `" + std::string(setting.key) + "`\n\n" + std::string(setting.sentence) + "\n\n";
    page += secret ? "- Flag: none, it is a secret\n"
                   : "- Flag: `" + setting.flag() + " " + std::string(setting.shape) + "`\n";
    page += "- Environment: `" + setting.environment() + "`\n";
    page +=
        "- Default: " + (setting.standard.empty() ? "unset" : "`" + setting.standard_text() + "`") + "\n\n";
  }
  page.pop_back();
  return page;
}

}  // namespace gatehouse::server
