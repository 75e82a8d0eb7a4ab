/** What is shown of a value or an error as text is cut to this many characters. */
const MAX_CHARACTERS = 100_000

/** The text, or its beginning and how much is missing. */
export function cutText(text: string): string {
  if (text.length <= MAX_CHARACTERS) return text
  return `${text.slice(0, MAX_CHARACTERS)}\n… ${(text.length - MAX_CHARACTERS).toLocaleString('en')} more characters`
}
