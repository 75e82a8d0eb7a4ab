import { existsSync } from 'node:fs'

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The Chromium of this machine: `CHROMIUM`, or where systems put it; undefined when there is none. */
export function findChromium() {
  const places = [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/snap/bin/chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ]
  return places.find(place => place !== undefined && existsSync(place))
}

export async function launchChromium() {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('no Chromium: install it (apt install chromium) or set CHROMIUM to its path')
  const { chromium } = await import('playwright-core')
  return chromium.launch({ executablePath, args: ARGS })
}
