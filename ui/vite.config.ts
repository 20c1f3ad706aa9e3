import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  // What the window shows of the project beside its screens.
  server: { fs: { allow: ['.', '../docs/handbook', '../target/notices'] } },
  build: {
    // WebView2 and WebKit of Debian 12 and macOS 13.
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The program reads its one script out of itself: parts would win nothing.
    chunkSizeWarningLimit: 1024,
  },
  css: {
    postcss: {
      plugins: [
        {
          // All these read woff2: the same fonts in the older format would only make the program larger.
          postcssPlugin: 'woff2-only',
          Declaration: {
            src: (font) => {
              font.value = font.value.replace(/,\s*url\([^)]*\.woff\)\s*format\(['"]woff['"]\)/g, '');
            },
          },
        },
      ],
    },
  },
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  test: { environment: 'jsdom', include: ['src/**/*.test.ts'] },
});
