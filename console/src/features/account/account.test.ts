// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { webAddress } from './apps';
import { deviceName } from './device_name';

it.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36',
    'Chrome on Linux',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
  ],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Mac'],
  ['curl/7.88.1', 'curl'],
  ['', 'Unknown device'],
])('%s is %s', (userAgent, name) => expect(deviceName(userAgent)).toBe(name));

it('links to web addresses alone', () => {
  expect(webAddress('https://orders.example.com')).toBe('https://orders.example.com/');
  for (const bad of ['', 'orders', 'javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd']) {
    expect(webAddress(bad)).toBeUndefined();
  }
});
