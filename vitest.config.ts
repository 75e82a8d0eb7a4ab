import { defineConfig } from 'vitest/config'

// biome-ignore lint/style/noDefaultExport: vitest loads the default export
export default defineConfig({
  test: { include: ['test/**/*.test.ts'], exclude: ['test/host/**', 'test/ui/**'], testTimeout: 60_000,
    hookTimeout: 120_000,
    allowOnly: false, pool: 'forks' },
})
