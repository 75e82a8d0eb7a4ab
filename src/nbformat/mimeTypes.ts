/** Whether nbformat keeps values of that MIME type as JSON, not as text. */
export function isJsonMime(mime: string): boolean {
  return mime === 'application/json' || (mime.startsWith('application/') && mime.endsWith('+json'))
}

/** Whether values of that MIME type are bytes, which nbformat keeps as base64. */
export function isBase64Mime(mime: string): boolean {
  if (mime === 'image/svg+xml') return false
  return /^(image|audio|video)\//.test(mime) || mime === 'application/pdf' || mime === 'application/octet-stream'
}
