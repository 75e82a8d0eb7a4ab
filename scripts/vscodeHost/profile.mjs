import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** A VS Code that shows the notebook and nothing else. */
const QUIET = {
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'js/ts.tsserver.automaticTypeAcquisition.enabled': false,
  'json.schemaDownload.enable': false,
  'git.enabled': false,
  // A file that is opened before the extensions are registered would open as text.
  'workbench.editorAssociations': { '*.flinknb': 'flinknb' },
}

/**
 * A temporary user profile. Whoever makes it removes it.
 *
 * @param {Record<string, unknown>} settings on top of the quiet ones
 */
export function makeProfile(settings = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'flinknb-vscode-'))
  const user = path.join(folder, 'data/User')
  mkdirSync(user, { recursive: true })
  mkdirSync(path.join(folder, 'extensions'))
  writeFileSync(path.join(user, 'settings.json'), JSON.stringify({ ...QUIET, ...settings }, null, 2))
  return {
    folder,
    extensions: path.join(folder, 'extensions'),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  }
}
