/** Draws the outputs of an exported page as they are drawn in VS Code. */
import { NotebookRenderer } from './notebookRenderer.ts'

const renderer = new NotebookRenderer({}, window)
for (const [index, output] of document.querySelectorAll<HTMLElement>('[data-mime]').entries()) {
  const data = output.querySelector('script')?.textContent ?? ''
  const target = output.querySelector<HTMLElement>('.drawn')
  const item = { id: String(index), mime: output.dataset.mime ?? '', json: () => JSON.parse(data) }
  if (!target) continue
  renderer.render(item, target)
  // Once more now that it stands in the page: what is not in a page cannot be scrolled to its newest rows.
  renderer.render(item, target)
}
// Plots are drawn in concrete colours: they follow the system's switch between light and dark.
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', ({ matches }) => {
  document.body.dataset.vscodeThemeId = matches ? 'dark' : 'light'
})
