import { h } from './dom.ts'

/** Offers a file for saving, by a link in the page: VS Code takes clicks on base64 data links and asks where to save. */
export function downloadFile(page: HTMLElement, name: string, url: string): void {
  const link = h('a')
  link.href = url
  link.download = name
  link.hidden = true
  page.append(link)
  link.click()
  link.remove()
}

/** A text as a link that holds it. */
export function dataUrl(mime: string, text: string): string {
  const bytes = new TextEncoder().encode(text)
  let binary = ''
  // String.fromCharCode takes its arguments on the stack.
  for (let from = 0; from < bytes.length; from += 8_192) {
    binary += String.fromCharCode(...bytes.subarray(from, from + 8_192))
  }
  return `data:${mime};base64,${btoa(binary)}`
}
