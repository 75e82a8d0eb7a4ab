import type { LiveTypeHint, RecordTypePlace } from '../language/messages.ts'
import type { DeclaredSourceType, InferredType, LiveSourceType, TypeMismatch } from '../protocol/liveTypes.ts'
import type { CellId } from '../protocol/messages.ts'

/** What is known of one place of a cell: how it stands there, and what came of it. */
export interface LiveTypePlace {
  readonly cellId: CellId
  readonly place: RecordTypePlace
  readonly inferred: InferredType | undefined
  /** Of an awaited list, `inferred` speaks of its items. */
  readonly isList: boolean
  readonly mismatch: TypeMismatch | undefined
}

type Inferred = InferredType & { readonly isList: boolean }

/** Brings together, for one notebook, the places that the language worker sees and the types that the kernel found. Pure. */
export class LiveTypesState {
  #places = new Map<CellId, readonly RecordTypePlace[]>()
  #sources: readonly LiveSourceType[] = []
  readonly #awaited = new Map<CellId, Readonly<Record<string, Inferred>>>()
  /** Which call of its cell a source was, told when the cell still stood as it was run. */
  readonly #ordinals = new Map<string, number>()

  setPlaces(places: ReadonlyMap<CellId, readonly RecordTypePlace[]>): void {
    this.#places = new Map(places)
    this.#resolve()
  }

  setSources(sources: readonly LiveSourceType[]): void {
    this.#sources = sources
    this.#resolve()
  }

  setAwaited(cellId: CellId, types: Readonly<Record<string, Inferred>>): void {
    this.#awaited.set(cellId, types)
  }

  /** The kernel is gone; what it found stays true of what was read. What did not fit is to be seen again. */
  kernelGone(): void {
    this.#sources = this.#sources.map(source => ({ ...source, mismatch: undefined }))
    this.#ordinals.clear()
    this.#resolve()
  }

  /** Names of a cell whose types the values are to be asked for. */
  openNames(cellId: CellId): string[] {
    return (this.#places.get(cellId) ?? []).flatMap(({ place, isOpen }) =>
      isOpen && place.kind === 'awaited' ? [place.name] : [],
    )
  }

  of(cellId: CellId): LiveTypePlace[] {
    return (this.#places.get(cellId) ?? []).map(place => this.#join(cellId, place))
  }

  all(): LiveTypePlace[] {
    return [...this.#places.keys()].flatMap(cellId => this.of(cellId))
  }

  /** What the checker is told of a cell: types of what the cell itself leaves open. */
  hints(cellId: CellId): LiveTypeHint[] {
    return this.of(cellId).flatMap(({ place: { place, isOpen }, inferred, isList }): LiveTypeHint[] => {
      if (!isOpen || !inferred || inferred.text === 'unknown') return []
      return [{ ...place, type: isList ? `(${inferred.text})[]` : inferred.text }]
    })
  }

  /**
   * What the kernel is told to hold records against: by where a call stands now, for what is run from here on, and by where
   * it stood when its source was made.
   */
  declared(): DeclaredSourceType[] {
    return [...this.#places].flatMap(([cellId, places]) =>
      places.flatMap(({ place, shape, callAt }) => {
        if (!shape || place.kind !== 'source') return []
        const { callee, ordinal } = place
        const source = this.#sourceOf(cellId, callee, ordinal)
        const stood = source ? [{ place: { cellId, callee, line: source.line, column: source.column }, shape }] : []
        return [...stood, { place: { cellId, callee, ...callAt }, shape }]
      }),
    )
  }

  #join(cellId: CellId, place: RecordTypePlace): LiveTypePlace {
    const own = place.place
    if (own.kind === 'awaited') {
      const inferred = this.#awaited.get(cellId)?.[own.name]
      return { cellId, place, inferred, isList: inferred?.isList ?? false, mismatch: undefined }
    }
    const source = this.#sourceOf(cellId, own.callee, own.ordinal)
    return { cellId, place, inferred: source, isList: false, mismatch: source?.mismatch }
  }

  #sourceOf(cellId: CellId, callee: string, ordinal: number): LiveSourceType | undefined {
    return this.#sources.findLast(
      one => one.cellId === cellId && one.callee === callee && this.#ordinals.get(keyOf(one)) === ordinal,
    )
  }

  /** A source belongs to the call of its function that is nearest on its line; once told, it stays that call. */
  #resolve(): void {
    for (const source of this.#sources) {
      if (this.#ordinals.has(keyOf(source))) continue
      let nearest: { readonly ordinal: number; readonly distance: number } | undefined
      for (const { place, callAt } of this.#places.get(source.cellId) ?? []) {
        if (place.kind !== 'source' || place.callee !== source.callee || callAt.line !== source.line) continue
        const distance = Math.abs(callAt.column - source.column)
        if (!nearest || distance < nearest.distance) nearest = { ordinal: place.ordinal, distance }
      }
      if (nearest) this.#ordinals.set(keyOf(source), nearest.ordinal)
    }
  }
}

function keyOf({ cellId, callee, line, column }: LiveSourceType): string {
  return `${cellId} ${callee} ${line}:${column}`
}
