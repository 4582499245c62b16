// SPDX-License-Identifier: Apache-2.0
import type { App } from './app_api';

/** Where the platform and the app are, as a reverse proxy before both sees them. */
interface Places {
  app: Pick<App, 'id' | 'baseUrl'>;
  /** Public host of the platform. */
  host: string;
}

const addressOf = ({ app, host }: Places): URL =>
  new URL(app.baseUrl ?? `https://${new URL(`http://${host}`).hostname}:8443`);

/** Whether the platform's session cookie reaches the app: cookies know hosts, not ports. */
export function sharesHost(places: Places): boolean {
  return addressOf(places).hostname === new URL(`http://${places.host}`).hostname;
}

/** The example of docs/guides/forward-auth.md; a test keeps both alike. */
export function nginxSnippet(places: Places): string {
  const { port, protocol } = addressOf(places);
  return `map $http_cookie $cookie_for_app {  # the app must not get the session, with which one is that person
  default $http_cookie;
  "~^(?<before>.*?)(?:__Host-)?gatehouse_session=[^;]*(?:; )?(?<after>.*)$" "$before$after";
}

server {
  listen ${port || (protocol === 'https:' ? '443' : '80')};  # and ssl, with your certificate

  location / {
    auth_request /gatehouse;
    auth_request_set $gatehouse_user $upstream_http_x_gatehouse_user;
    auth_request_set $gatehouse_email $upstream_http_x_gatehouse_email;
    auth_request_set $gatehouse_roles $upstream_http_x_gatehouse_roles;
    auth_request_set $gatehouse_sign_in $upstream_http_x_gatehouse_sign_in;
    error_page 401 = @sign_in;

    proxy_set_header X-Gatehouse-User $gatehouse_user;
    proxy_set_header X-Gatehouse-Email $gatehouse_email;
    proxy_set_header X-Gatehouse-Roles $gatehouse_roles;
    proxy_set_header Cookie $cookie_for_app;
    proxy_pass http://127.0.0.1:3000;
  }

  location = /gatehouse {
    internal;
    proxy_pass http://127.0.0.1:8420/api/v1/forward-auth?app=${places.app.id};
    proxy_pass_request_body off;
    proxy_set_header Content-Length "";
    proxy_set_header Host ${places.host};
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Original-URL $scheme://$http_host$request_uri;
  }

  location @sign_in {
    if ($gatehouse_sign_in = "") {
      return 401;
    }
    return 302 $gatehouse_sign_in;
  }
}
`;
}

/** As nginxSnippet. */
export function caddySnippet(places: Places): string {
  return `${addressOf(places).origin} {
	route {  # in this order: what a visitor claims is taken out before what is true is put in
		request_header -X-Gatehouse-User
		request_header -X-Gatehouse-Email
		request_header -X-Gatehouse-Roles
		forward_auth 127.0.0.1:8420 {
			uri /api/v1/forward-auth?app=${places.app.id}
			header_up Host ${places.host}
			copy_headers X-Gatehouse-User X-Gatehouse-Email X-Gatehouse-Roles
		}
		reverse_proxy 127.0.0.1:3000 {
			# The app must not get the session, with which one is that person.
			header_up Cookie "(?:__Host-)?gatehouse_session=[^;]*(?:; )?()" "$1"
		}
	}
}
`;
}
