import assert from 'node:assert/strict'
import { callBrowser } from './browser.ts'
import { closeEditors, openCells, runCell } from './notebooks.ts'
import type { HostTest } from './suite.ts'
import { until } from './suite.ts'

const SHOWN = `import { display, env, rich } from 'flinknb'
display.html('<h3>Purchases</h3><script>document.body.dataset.hit = 1</script><img src=x onerror="document.body.dataset.hit = 1">')
display.tabs({ notes: rich.markdown('Cheap **tea**'), rows: env.fromCollection([{ product: 'tea' }]) })
const bar = display.progress({ total: 4, label: 'Reading' })
bar.update(1)
const seen = display('one')`

export const valueTests: readonly HostTest[] = [
  {
    name: 'HTML, tabs, progress and handles are drawn, and follow another cell',
    timeoutMs: 60_000,
    async body() {
      const notebook = await openCells('values.flinknb', SHOWN, "seen.update(rich.html('<b>two</b>'))\nbar.done()")
      assert.equal((await runCell(notebook, 0)).executionSummary?.success, true)
      const text = (selector: string, wanted: RegExp) =>
        until(`${selector} with ${wanted}`, async () =>
          (await callBrowser('webviewTexts', selector)).some(one => wanted.test(one)),
        )
      await text('.flinknb-html h3', /^Purchases$/)
      assert.deepEqual(await callBrowser('webviewTexts', '.flinknb-html script'), [])
      assert.deepEqual(await callBrowser('webviewTexts', 'body[data-hit]'), [])
      await text('.flinknb-tab[aria-selected=true]', /^notes$/)
      await text('.flinknb-progress', /Reading[\s\S]*1 of 4/)
      await text('.flinknb-plain', /'one'/)
      assert.equal((await runCell(notebook, 1)).executionSummary?.success, true)
      await text('.flinknb-html b', /^two$/)
      await text('.flinknb-progress', /4 of 4[\s\S]*done/)
      await closeEditors()
    },
  },
]
