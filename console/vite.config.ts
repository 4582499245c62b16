// SPDX-License-Identifier: Apache-2.0
import { readdirSync } from 'node:fs';
import { defineConfig } from 'vite';

// Every file of pages/ is one page. Hashed files go to /assets/, which the server serves as immutable.
const pages = readdirSync(new URL('./pages', import.meta.url)).filter((name) => name.endsWith('.html'));

export default defineConfig({
  base: '/',
  publicDir: false,
  build: {
    outDir: '../build/console',
    emptyOutDir: true,
    target: 'es2022',
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    cssCodeSplit: true,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 300,
    rollupOptions: {
      // "use client" is for servers that render; ours does not.
      onwarn: (warning, warn) => warning.code !== 'MODULE_LEVEL_DIRECTIVE' && warn(warning),
      input: Object.fromEntries(pages.map((name) => [name.replace('.html', ''), `pages/${name}`])),
    },
  },
});
