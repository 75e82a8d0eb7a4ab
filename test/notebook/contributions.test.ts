import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import * as contributions from '../../src/notebook/contributions.ts'
import { LIVE_MIME, PLOTLY_MIME } from '../../src/protocol/live.ts'

const root = path.resolve(import.meta.dirname, '../..')
const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8'))
const manifest = read('package.json')
const contributes = manifest.contributes

test('code and package.json name the same things', () => {
  expect(contributes.commands.map((command: { command: string }) => command.command).sort()).toEqual(
    [...Object.values(contributions.COMMANDS), ...Object.values(contributions.ITEM_COMMANDS)].sort(),
  )
  expect(Object.keys(contributes.configuration.properties).sort()).toEqual(Object.values(contributions.SETTINGS).sort())
  expect(contributes.notebooks.map((notebook: { type: string }) => notebook.type)).toEqual([
    contributions.NOTEBOOK_TYPE,
  ])
  expect(contributes.views.flinknb).toMatchObject([{ id: contributions.VARIABLES_VIEW }])
  expect(contributes.languages.map((language: { id: string }) => language.id)).toEqual([contributions.CELL_LANGUAGE])
  expect(contributes.notebookRenderer).toMatchObject([
    { id: contributions.RENDERER_ID, mimeTypes: [LIVE_MIME, PLOTLY_MIME] },
  ])
})

test('menus, walkthrough and completion events name commands that exist', () => {
  const known = new Set<string>([
    ...Object.values(contributions.COMMANDS),
    ...Object.values(contributions.ITEM_COMMANDS),
  ])
  const used = [
    ...Object.values(contributes.menus as Record<string, { command: string }[]>).flatMap(items =>
      items.map(item => item.command),
    ),
    ...(JSON.stringify(contributes.walkthroughs).match(/(?<=onCommand:)flinknb\.\w+/g) ?? []),
    ...(JSON.stringify(read('package.nls.json')).match(/(?<=command:)flinknb\.\w+/g) ?? []),
  ]
  expect(used.length).toBeGreaterThan(8)
  expect(used.filter(command => !known.has(command))).toEqual([])
})

test('every text placeholder of package.json has its text, and no text is left over', () => {
  const used = new Set(JSON.stringify(manifest).match(/(?<="%)[\w.]+(?=%")/g) ?? [])
  expect([...used].sort()).toEqual(Object.keys(read('package.nls.json')).sort())
})
