/** Text as plotly shows it letter for letter: plotly itself would read `<b>` or `<a href>` in names and labels as markup. */
export function plotText(text: string): string {
  if (!/[&<>]/.test(text)) return text
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
