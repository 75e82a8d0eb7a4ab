import MarkdownIt from 'markdown-it'
import type { JsonObject } from '../nbformat/json.ts'
import { isJsonObject } from '../nbformat/json.ts'
import { isMultilineText, joinLines } from '../nbformat/multilineText.ts'
import { highlightCode } from './highlightCode.ts'

/** Markdown as HTML. HTML within it is shown as text, and links lead nowhere but to addresses: it comes from anywhere. */
export function markdownHtml(markdown: string, attachments: JsonObject = {}): string {
  const renderer = new MarkdownIt({
    html: false,
    linkify: true,
    highlight: (code, language) => (/^(ts|typescript|js|javascript)$/.test(language) ? highlightCode(code) : ''),
  })
  const check = renderer.validateLink
  renderer.validateLink = link => link.startsWith('attachment:') || check(link)
  const image = renderer.renderer.rules.image
  renderer.renderer.rules.image = (tokens, index, options, env, self) => {
    const token = tokens[index]
    const source = token?.attrGet('src') ?? ''
    if (source.startsWith('attachment:')) token?.attrSet('src', attachmentAddress(attachments, source.slice(11)))
    return image ? image(tokens, index, options, env, self) : self.renderToken(tokens, index, options)
  }
  return renderer.render(markdown)
}

function attachmentAddress(attachments: JsonObject, name: string): string {
  const image = attachments[decodeURIComponent(name)]
  const [mime, data] = (isJsonObject(image) && Object.entries(image)[0]) || []
  if (mime === undefined || !/^image\/(png|jpeg|gif|webp)$/.test(mime) || !isMultilineText(data)) return ''
  return `data:${mime};base64,${joinLines(data).replace(/\s+/g, '')}`
}
