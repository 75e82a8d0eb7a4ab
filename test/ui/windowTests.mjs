import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { makeProfile } from '../../scripts/vscodeHost/profile.mjs'
import { installExtension, startServer } from '../../scripts/vscodeHost/server.mjs'
import { workbenchUrl } from '../../scripts/vscodeHost/workbench.mjs'

/**
 * Tests that need a window of their own.
 *
 * @param {{ browser: import('playwright-core').Browser, root: string, vsix: string, workspace: string }} surroundings
 * @returns {{ name: string, body: () => Promise<void> }[]}
 */
export function windowTests({ browser, root, vsix, workspace }) {
  return [
    {
      name: 'an untrusted folder: the notebook is shown, running asks for trust first',
      async body() {
        const profile = makeProfile({
          'security.workspace.trust.enabled': true,
          'security.workspace.trust.startupPrompt': 'never',
        })
        installExtension(profile, vsix)
        const server = await startServer({ profile, trustAll: false })
        const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
        try {
          await page.goto(
            workbenchUrl(server, { folder: workspace, file: path.join(workspace, 'price-prediction.flinknb') }),
          )
          await cellsShown(page)
          await page.locator('.notebook-toolbar-container [aria-label="Run All"]').first().click({ timeout: 20_000 })
          const dialog = page.locator('.monaco-dialog-box')
          await dialog.waitFor({ timeout: 20_000 })
          assert.match(await dialog.textContent(), /trust/i)
          await page.keyboard.press('Escape')
          await dialog.waitFor({ state: 'detached' })
          await page.waitForTimeout(1500)
          const done = page.locator(
            '.notebook-editor .codicon-notebook-state-success, .notebook-editor .codicon-notebook-state-executing',
          )
          assert.equal(await done.count(), 0, 'no cell ran')
          await page.locator('.notebook-editor .code-cell-row .monaco-editor').first().click()
          await page.keyboard.press('F1')
          await page.keyboard.type('Debug Cell')
          await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Debug Cell' }).first().click()
          await dialog.waitFor({ timeout: 20_000 })
          assert.match(await dialog.textContent(), /Trust this workspace to debug cells: debugging runs them/)
          await page.keyboard.press('Escape')
          assert.equal(await done.count(), 0, 'no cell ran')
        } finally {
          await page.close()
          server.stop()
          profile.remove()
        }
      },
    },
    {
      name: 'npm start: builds, prints an address, and that shows the example; Ctrl-C ends it',
      async body() {
        const child = spawn(process.execPath, ['scripts/start.mjs', '--server'], {
          cwd: root,
          stdio: ['ignore', 'pipe', 'inherit'],
        })
        const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
        try {
          const address = await printedAddress(child)
          await page.goto(address)
          await cellsShown(page)
          const ended = once(child, 'exit')
          child.kill('SIGINT')
          assert.deepEqual(await ended, [0, null])
          await assert.rejects(fetch(address), 'the server has ended with it')
        } finally {
          child.kill('SIGTERM')
          await page.close()
        }
      },
    },
  ]
}

function cellsShown(page) {
  return page.locator('.notebook-editor .monaco-list-row.code-cell-row').first().waitFor({ timeout: 60_000 })
}

async function printedAddress(child) {
  let output = ''
  for await (const chunk of child.stdout) {
    output += chunk
    const match = /http:\/\/127\.0\.0\.1:\d+\S+/.exec(output)
    if (match) return match[0]
  }
  throw new Error(`npm start ended without an address:\n${output}`)
}
