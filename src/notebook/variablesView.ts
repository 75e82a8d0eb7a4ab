import * as vscode from 'vscode'
import { messageOf } from '../base/errors.ts'
import { ITEM_COMMANDS, NOTEBOOK_TYPE, VARIABLES_VIEW } from './contributions.ts'
import type { SessionRegistry } from './sessionRegistry.ts'
import type { VariablesClient } from './variablesClient.ts'
import { openVariableTable, type TableTarget } from './variablesTable.ts'
import { descriptionOf, iconOf, nodeOf, rangesOf, type VariableNode } from './variablesTree.ts'

/** While jobs run, what they change is looked at so often. */
const REFRESH_MS = 2_000
/** Several cells that end one after the other are one change. */
const SETTLE_MS = 100

/** The tree of variables of the notebook that was in front last. */
export function showVariables(
  sessions: SessionRegistry,
  client: VariablesClient,
  extension: vscode.Uri,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const tree = new VariableTree(client, log)
  const view = vscode.window.createTreeView(VARIABLES_VIEW, { treeDataProvider: tree, showCollapseAll: true })
  let timer: NodeJS.Timeout | undefined
  const refresh = () => {
    clearTimeout(timer)
    timer = setTimeout(() => view.visible && tree.refresh(), SETTLE_MS)
  }
  const follow = () => {
    const open = vscode.workspace.notebookDocuments.filter(one => one.notebookType === NOTEBOOK_TYPE)
    void vscode.commands.executeCommand('setContext', 'flinknb.notebookOpen', open.length > 0)
    const active = vscode.window.activeNotebookEditor?.notebook
    const notebook = active?.notebookType === NOTEBOOK_TYPE ? active : open.find(one => one === tree.notebook)
    if (notebook === tree.notebook) return
    tree.notebook = notebook
    view.description = notebook?.uri.path.split('/').at(-1) ?? ''
    refresh()
  }
  const running = setInterval(() => {
    const session = tree.notebook && sessions.get(tree.notebook)
    if (view.visible && session && session.runningCells > 0) tree.refresh()
  }, REFRESH_MS)
  follow()
  return vscode.Disposable.from(
    view,
    tree,
    view.onDidChangeVisibility(refresh),
    vscode.window.onDidChangeActiveNotebookEditor(follow),
    vscode.workspace.onDidOpenNotebookDocument(follow),
    vscode.workspace.onDidCloseNotebookDocument(follow),
    sessions.onDidChange(() => tree.kernelChanged(tree.notebook && sessions.get(tree.notebook)?.state) && refresh()),
    sessions.onDidReceive(({ notebook, message }) => {
      if (notebook === tree.notebook && message.type === 'executionFinished') refresh()
    }),
    vscode.commands.registerCommand(ITEM_COMMANDS.openTable, (target: VariableNode | TableTarget) => {
      const found = 'kind' in target ? tableTarget(tree.notebook, target) : target
      if (found) return openVariableTable(found, client, extension)
    }),
    { dispose: () => clearInterval(running) },
    { dispose: () => clearTimeout(timer) },
  )
}

function tableTarget(notebook: vscode.NotebookDocument | undefined, node: VariableNode): TableTarget | undefined {
  return notebook && node.kind === 'variable' && node.view.path ? { notebook, path: node.view.path } : undefined
}

class VariableTree implements vscode.TreeDataProvider<VariableNode>, vscode.Disposable {
  notebook: vscode.NotebookDocument | undefined
  readonly #changed = new vscode.EventEmitter<undefined>()
  readonly onDidChangeTreeData = this.#changed.event
  #hasKernel = false

  constructor(
    private readonly client: VariablesClient,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  refresh(): void {
    this.#changed.fire(undefined)
  }

  /** @returns whether a kernel has come or gone */
  kernelChanged(state: string | undefined): boolean {
    const hasKernel = state === 'idle' || state === 'busy'
    if (hasKernel === this.#hasKernel) return false
    this.#hasKernel = hasKernel
    return true
  }

  dispose(): void {
    this.#changed.dispose()
  }

  async getChildren(node?: VariableNode): Promise<VariableNode[]> {
    const { notebook } = this
    if (!notebook) return []
    try {
      if (!node) return (await this.client.ask(notebook, 'list', {}))?.map(view => nodeOf(view, '')) ?? []
      const path = node.kind === 'range' ? node.path : node.view.path
      if (!path) return []
      const [start, count] = node.kind === 'range' ? [node.start, node.count] : [0, node.view.children]
      const ranges = rangesOf(path, start, count)
      if (ranges) return ranges
      const views = await this.client.ask(notebook, 'children', { path, start, count })
      return views?.map(view => nodeOf(view, node.id)) ?? []
    } catch (error) {
      this.log.warn(`variables: ${messageOf(error)}`)
      return []
    }
  }

  getTreeItem(node: VariableNode): vscode.TreeItem {
    const { Collapsed, None } = vscode.TreeItemCollapsibleState
    if (node.kind === 'range') {
      const item = new vscode.TreeItem(`[${node.start} … ${node.start + node.count - 1}]`, Collapsed)
      item.id = node.id
      return item
    }
    const { view } = node
    const item = new vscode.TreeItem(view.name, view.children > 0 ? Collapsed : None)
    item.id = node.id
    item.description = descriptionOf(view)
    item.tooltip = [`${view.name}: ${view.type}`, view.size, view.preview].filter(part => part !== '').join('\n')
    item.iconPath = new vscode.ThemeIcon(iconOf(view.kind, view.type))
    if (view.isTable) item.contextValue = 'table'
    return item
  }
}
