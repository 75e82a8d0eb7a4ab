import { FlinknbError } from '../../base/errors.ts'
import type { ModelFiles } from './modelFiles.ts'

/** A moment at which an alias was pointed to a version. */
export interface AliasChange {
  readonly version: number
  /** ISO 8601, UTC. */
  readonly at: string
  /** Set where it was a step back. */
  readonly rollback?: true | undefined
}

type AliasFile = Readonly<Record<string, readonly AliasChange[]>>

/** The aliases of a store: one file a model, which keeps every move. */
export class ModelAliases {
  constructor(private readonly files: ModelFiles) {}

  of(name: string): Record<string, number> {
    return Object.fromEntries(
      Object.entries(this.read(name)).map(([alias, changes]) => [alias, (changes.at(-1) as AliasChange).version]),
    )
  }

  history(name: string, alias: string): readonly AliasChange[] {
    return this.read(name)[alias] ?? []
  }

  /** Pointing it to where it points already changes nothing. */
  set(name: string, alias: string, version: number, now: number): void {
    const changes = this.history(name, alias)
    if (changes.at(-1)?.version === version) return
    this.write(name, alias, [...changes, { version, at: new Date(now).toISOString() }])
  }

  rollback(name: string, alias: string, now: number): number {
    const changes = this.history(name, alias)
    const version = before(changes)
    if (version === undefined) {
      throw new FlinknbError('MODEL', `store.rollback: '${alias}' of '${name}' never pointed elsewhere.`, {
        fix: `Point it with store.alias('${name}', '${alias}', version).`,
      })
    }
    this.write(name, alias, [...changes, { version, at: new Date(now).toISOString(), rollback: true }])
    return version
  }

  stamp(name: string): string {
    return this.files.stamp(file(name))
  }

  private read(name: string): AliasFile {
    return (this.files.read(file(name)) ?? {}) as AliasFile
  }

  private write(name: string, alias: string, changes: readonly AliasChange[]): void {
    this.files.write(file(name), { ...this.read(name), [alias]: changes })
  }
}

function file(name: string): string {
  return `${name}/aliases.json`
}

/** Where the alias pointed before, steps back undone together with the steps that they took back. */
function before(changes: readonly AliasChange[]): number | undefined {
  const standing: number[] = []
  for (const change of changes) {
    if (change.rollback) standing.pop()
    else standing.push(change.version)
  }
  return standing.at(-2)
}
