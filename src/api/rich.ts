/** Values that are more than text, to be displayed, put side by side, or handed to a display's `update`. */
import { FlinknbError } from '../base/errors.ts'
import { show } from '../base/options.ts'
import { readImage } from './readImage.ts'
import { HtmlValue, ImageValue, MarkdownValue, RowValue, TabsValue } from './richValues.ts'

/**
 * HTML. Elements and attributes that show something stay; scripts, styles, handlers, forms, frames, SVG and pictures from
 * elsewhere are left out, as the text may come from anywhere.
 *
 * @throws FlinknbError `INVALID_OPTION` when it is not text
 * @example rich.html('<b>42</b> purchases')
 */
export function html(text: string): HtmlValue {
  return new HtmlValue(textOf('html', text))
}

/**
 * Markdown, as in a Markdown cell. HTML within it is shown as text.
 *
 * @throws FlinknbError `INVALID_OPTION` when it is not text
 */
export function markdown(text: string): MarkdownValue {
  return new MarkdownValue(textOf('markdown', text))
}

/**
 * A PNG, JPEG, GIF or WebP picture.
 *
 * @param source its bytes, or the path of a file (relative to the notebook)
 * @param alt what it shows, in words
 * @throws FlinknbError `INVALID_OPTION` for other formats and more than 10 MB, `FILE_NOT_FOUND`
 */
export function image(source: Uint8Array | ArrayBuffer | string, alt: string): ImageValue {
  const { mime, bytes } = readImage(source)
  return new ImageValue(mime, bytes, textOf('image: alt', alt))
}

/** Values side by side, streams among them; below each other where there is no room. */
export function row(...values: readonly unknown[]): RowValue {
  return new RowValue(values)
}

/**
 * Values of which the reader chooses one to see; what is hidden goes on.
 *
 * @throws FlinknbError `INVALID_OPTION` when there is no tab
 * @example rich.tabs({ rows: stream, price: plot.line(stream, { x: 'ts', y: 'price' }) })
 */
export function tabs(values: Readonly<Record<string, unknown>>): TabsValue {
  if (typeof values !== 'object' || values === null || Object.keys(values).length === 0) {
    throw new FlinknbError('INVALID_OPTION', `tabs: ${show(values)} names no tab.`, {
      fix: 'Write tabs({ rows: stream, model }).',
    })
  }
  return new TabsValue({ ...values })
}

function textOf(call: string, text: unknown): string {
  if (typeof text === 'string') return text
  throw new FlinknbError('INVALID_OPTION', `${call}: ${show(text)} is not text.`)
}
