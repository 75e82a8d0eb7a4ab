import { createHash } from 'node:crypto'
import type { NotebookOrigin } from '../nbformat/notebookOrigin.ts'

/** At most this many origins are kept; the one used longest ago goes first and is read again from disk if needed. */
const CAPACITY = 64

/** The texts that open notebooks were read from, by a key that travels in the notebook's metadata. */
export class OriginStore {
  readonly #origins = new Map<string, NotebookOrigin>()

  /** Keeps an origin. The same text has the same key. */
  add(origin: NotebookOrigin): string {
    const key = createHash('sha256')
      .update((origin.byteOrderMark ? '\uFEFF' : '') + origin.text)
      .digest('hex')
      .slice(0, 16)
    this.#touch(key, origin)
    const oldest = this.#origins.keys().next().value
    if (this.#origins.size > CAPACITY && oldest !== undefined) this.#origins.delete(oldest)
    return key
  }

  get(key: string): NotebookOrigin | undefined {
    const origin = this.#origins.get(key)
    if (origin) this.#touch(key, origin)
    return origin
  }

  #touch(key: string, origin: NotebookOrigin): void {
    this.#origins.delete(key)
    this.#origins.set(key, origin)
  }
}
