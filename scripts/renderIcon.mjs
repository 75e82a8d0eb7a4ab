// Draws media/icon.png from media/icon.svg (the marketplace takes no SVG). Needs Chromium. `node scripts/renderIcon.mjs`
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { launchChromium } from './vscodeHost/browser.mjs'

const media = name => fileURLToPath(new URL(`../media/${name}`, import.meta.url))
const browser = await launchChromium()
try {
  const page = await browser.newPage({ viewport: { width: 256, height: 256 } })
  await page.setContent(`<body style="margin:0">${readFileSync(media('icon.svg'), 'utf8')}</body>`)
  await page.screenshot({ path: media('icon.png'), omitBackground: true })
} finally {
  await browser.close()
}
