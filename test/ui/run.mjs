// Tests in a real VS Code: the packaged extension in VS Code's server, its window in Chromium. `node test/ui/run.mjs`
//
//   --no-build     packs dist/ as it is
//   --only TEXT    runs the tests whose name holds TEXT
//   --verbose      shows what VS Code says
//   --pictures     renews the pictures under docs/images
//
// Prints `N passed, N failed, N skipped` and exits 1 when one failed. What is missing on the machine is said by name.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { packageExtension } from '../../scripts/package.mjs'
import { findChromium, launchChromium } from '../../scripts/vscodeHost/browser.mjs'
import { isHostInstalled } from '../../scripts/vscodeHost/hostFolder.mjs'
import { makeProfile } from '../../scripts/vscodeHost/profile.mjs'
import { installExtension, startServer } from '../../scripts/vscodeHost/server.mjs'
import { workbenchUrl } from '../../scripts/vscodeHost/workbench.mjs'
import { browserCalls } from './browserCalls.mjs'
import { startControlServer } from './controlServer.mjs'
import { makeReport } from './report.mjs'
import { windowTests } from './windowTests.mjs'

const RUN_TIMEOUT_MS = 480_000
/** High enough for the example's outputs: VS Code draws only what is in view. */
const VIEWPORT = { width: 1280, height: 2260 }
const root = fileURLToPath(new URL('../..', import.meta.url))
const { values: options } = parseArgs({
  options: {
    'no-build': { type: 'boolean' },
    only: { type: 'string' },
    verbose: { type: 'boolean' },
    pictures: { type: 'boolean' },
  },
})

const missing = [
  ...(findChromium() ? [] : ['Chromium (apt install chromium, or CHROMIUM=path)']),
  ...(isHostInstalled() ? [] : ["VS Code's server (node scripts/installVscodeHost.mjs)"]),
]
if (missing.length > 0) {
  console.log(`skipped: every test in VS Code (needs ${missing.join(' and ')})`)
  console.log('0 passed, 0 failed, 1 skipped')
} else process.exitCode = await run()

async function run() {
  const cleanUp = []
  const report = makeReport()
  try {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'flinknb-ui-'))
    cleanUp.push(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
    const vsix = packageExtension({ build: !options['no-build'] })
    report.note(`${path.basename(vsix)}: ${(statSync(vsix).size / 1024 / 1024).toFixed(1)} MB`)
    const tests = path.join(folder, 'tests.cjs')
    await buildTests(tests)
    const workspace = path.join(folder, 'workspace')
    mkdirSync(workspace)
    cpSync(path.join(root, 'examples'), workspace, { recursive: true })

    let calls = {}
    const control = await startControlServer(() => calls)
    cleanUp.push(control.stop)
    // The extension host inherits these.
    process.env.FLINKNB_TEST_PORT = String(control.port)
    process.env.FLINKNB_TEST_WORKSPACE = workspace
    process.env.FLINKNB_TEST_ONLY = options.only ?? ''
    const profile = makeProfile()
    cleanUp.push(profile.remove)
    installExtension(profile, vsix)
    const extension = path.join(
      profile.extensions,
      readdirSync(profile.extensions).find(name => name.startsWith('flinknb.')),
    )
    checkContent(extension, report)
    const server = await startServer({ profile, onOutput: text => options.verbose && process.stderr.write(text) })
    cleanUp.push(server.stop)
    const browser = await launchChromium()
    cleanUp.push(() => browser.close())
    const page = await browser.newPage({ viewport: VIEWPORT })
    calls = browserCalls(page, { pictures: options.pictures ? path.join(root, 'docs/images') : folder, report })
    const testRun = await expectTestRun(page)
    await page.goto(workbenchUrl(server, { folder: workspace, extension, tests }))
    const code = await testRun.code
    await page.close()
    for (const test of windowTests({ browser, root, vsix, workspace })) {
      if (test.name.includes(options.only ?? '')) await runWindowTest(test, report)
    }
    if (code !== 0 && report.failed.length === 0)
      report.ended({ name: 'the test run', error: `ended with ${code}`, ms: 0 })
  } catch (error) {
    report.ended({ name: 'the harness', error: error.stack ?? String(error), ms: 0 })
  } finally {
    for (const step of cleanUp.reverse()) await step()
  }
  console.log(`${report.passed} passed, ${report.failed.length} failed, 0 skipped`)
  return report.failed.length > 0 ? 1 : 0
}

async function runWindowTest({ name, body }, report) {
  const started = performance.now()
  let error
  try {
    await body()
  } catch (thrown) {
    error = thrown.stack ?? String(thrown)
  }
  report.ended({ name, error, ms: Math.round(performance.now() - started) })
}

/** The installed package holds what runs, and nothing that ties it to a platform or belongs to development. */
function checkContent(extension, report) {
  const files = readdirSync(extension, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.relative(extension, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  const allowed =
    /^(package\.json|package\.nls\.json|\.vsixmanifest|readme\.md|changelog\.md|license(\.txt|\.md)?|thirdpartynotices\.txt|dist\/.*\.(cjs|mjs|js|css|wasm|d\.[cm]?ts|json)|dist\/.*\/license(\.txt|\.md)?|media\/.*\.(json|png|md)|examples\/.*\.(flinknb|csv)|docs\/images\/price-prediction\.png)$/i
  const needed = [
    'dist/extension.cjs',
    'dist/kernel.mjs',
    'dist/interruptWorker.mjs',
    'dist/languageWorker.mjs',
    'dist/renderer/renderer.js',
    'dist/types/api/index.d.ts',
    'media/icon.png',
    'ThirdPartyNotices.txt',
  ]
  const problems = [
    ...files.filter(file => !allowed.test(file)).map(file => `${file} does not belong into the package`),
    ...needed.filter(file => !files.includes(file)).map(file => `${file} is missing`),
  ]
  const error = problems.length > 0 ? problems.join('\n') : undefined
  report.ended({ name: `the package holds what runs and nothing else (${files.length} files)`, error, ms: 0 })
}

/** The tests as one CommonJS file, as the extension host loads it. */
function buildTests(outfile) {
  return build({
    entryPoints: [path.join(root, 'test/host/index.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
  })
}

/**
 * The workbench calls these two functions when the tests in the extension host log and end.
 *
 * @returns a promise of the exit code, within an object so that awaiting the functions does not await the run
 */
async function expectTestRun(page) {
  let settle
  const code = new Promise((resolve, reject) => {
    settle = { resolve, reject }
  })
  await page.exposeFunction('codeAutomationExit', exitCode => settle.resolve(exitCode ?? 1))
  await page.exposeFunction('codeAutomationLog', (type, args) => {
    if (options.verbose) console.log(`    [${type}]`, ...args)
  })
  page.on('crash', () => settle.reject(new Error('the page crashed')))
  setTimeout(() => settle.reject(new Error(`no end of the tests in ${RUN_TIMEOUT_MS} ms`)), RUN_TIMEOUT_MS).unref()
  return { code }
}
