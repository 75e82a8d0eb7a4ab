import type { ActivationFunction } from 'vscode-notebook-renderer'
import { NotebookRenderer } from './notebookRenderer.ts'

/** Entry point of the notebook renderer `flinknb-live`: VS Code calls it once for each notebook editor. */
export const activate: ActivationFunction<unknown> = context => {
  const renderer = new NotebookRenderer(context, window)
  return {
    renderOutputItem: (item, element) => renderer.render(item, element),
    disposeOutputItem: id => renderer.disposeItem(id),
  }
}
