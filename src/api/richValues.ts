import type { ImageMime } from '../protocol/richValue.ts'

/** HTML that someone wrote; shown without whatever in it could do something. */
export class HtmlValue {
  constructor(readonly html: string) {}
}

/** Markdown; HTML within it is shown as text. */
export class MarkdownValue {
  constructor(readonly markdown: string) {}
}

/** A picture and the words for those who cannot see it. */
export class ImageValue {
  constructor(
    readonly mime: ImageMime,
    readonly bytes: Uint8Array,
    readonly alt: string,
  ) {}
}

/** Values side by side. */
export class RowValue {
  constructor(readonly parts: readonly unknown[]) {}
}

/** Values of which one is seen at a time. */
export class TabsValue {
  constructor(readonly tabs: Readonly<Record<string, unknown>>) {}
}

/** How far some work has come, at one instant. */
export class ProgressValue {
  constructor(
    readonly label: string,
    readonly done: number,
    readonly total: number | null,
    readonly state: 'running' | 'done' | 'stopped',
    readonly elapsedMs: number,
  ) {}
}

/** Whether a value is one of these. */
export function isRich(value: unknown): boolean {
  return [HtmlValue, MarkdownValue, ImageValue, RowValue, TabsValue, ProgressValue].some(kind => value instanceof kind)
}
