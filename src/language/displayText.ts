import type ts from 'typescript'

/** A doc comment as Markdown: its text, then its tags. */
export function documentationText(
  typescript: typeof ts,
  documentation: readonly ts.SymbolDisplayPart[] | undefined,
  tags: readonly ts.JSDocTagInfo[] | undefined,
): string {
  const paragraphs = [partsText(typescript, documentation), ...(tags ?? []).map(tag => tagText(typescript, tag))]
  return paragraphs.filter(text => text !== '').join('\n\n')
}

/** `{@link name}` as `name`. */
export function partsText(typescript: typeof ts, parts: readonly ts.SymbolDisplayPart[] | undefined): string {
  return typescript
    .displayPartsToString(parts as ts.SymbolDisplayPart[] | undefined)
    .replace(/\{@link(?:code|plain)?\s+([^}\s|]+)(?:[\s|]+([^}]+))?\}/g, (_, name: string, text?: string) =>
      text ? text.trim() : `\`${name}\``,
    )
}

function tagText(typescript: typeof ts, { name, text }: ts.JSDocTagInfo): string {
  const body = partsText(typescript, text).trim()
  if (body === '') return `*@${name}*`
  if (name === 'example') return `*@example*\n${body.includes('```') ? body : `\`\`\`typescript\n${body}\n\`\`\``}`
  if (name !== 'param' && name !== 'template') return `*@${name}* ${body}`
  const [, parameter, rest] = /^(\S+)\s*(?:[-–—]\s*)?([\s\S]*)$/.exec(body) ?? []
  return `*@${name}* \`${parameter}\`${rest ? ` ${rest}` : ''}`
}
