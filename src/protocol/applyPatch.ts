import type {
  LivePatch,
  LiveState,
  PlotlyTrace,
  PlotPatch,
  PlotState,
  TablePatch,
  TableState,
  TraceExtension,
} from './live.ts'

/** The state after a patch. Pure, so that kernel and renderer can never disagree about what a patch means. */
export function applyPatch(state: LiveState, patch: LivePatch): LiveState {
  if (state.kind === 'table' && patch.kind === 'table') return applyTablePatch(state, patch)
  if (state.kind === 'plot' && patch.kind === 'plot') return applyPlotPatch(state, patch)
  if (state.kind === 'metrics' && patch.kind === 'metrics') return patch
  if (state.kind === 'graph' && patch.kind === 'graph') return patch
  if (state.kind === 'value' && patch.kind === 'value') return patch
  throw new Error(`a ${patch.kind} patch does not fit a ${state.kind} output`)
}

function applyTablePatch(state: TableState, patch: TablePatch): TableState {
  const rows = patch.columns ? patch.rows : [...state.rows, ...patch.rows]
  return {
    ...state,
    columns: patch.columns ?? state.columns,
    rows: rows.length > state.capacity ? rows.slice(rows.length - state.capacity) : rows,
    status: patch.status,
  }
}

function applyPlotPatch(state: PlotState, patch: PlotPatch): PlotState {
  // A patch of the status alone leaves the same array, so that nobody draws it again.
  if (!patch.data && !patch.addTraces && !patch.extend) {
    return { ...state, layout: patch.layout ?? state.layout, summary: patch.summary, status: patch.status }
  }
  const data: PlotlyTrace[] = patch.data ? [...patch.data] : [...state.data, ...(patch.addTraces ?? [])]
  for (const change of patch.extend ?? []) {
    data[change.trace] = extendTrace(data[change.trace] ?? {}, change, state.maxPoints)
  }
  const layout = patch.layout ?? state.layout
  return { ...state, data, layout, summary: patch.summary, status: patch.status }
}

function extendTrace(trace: PlotlyTrace, change: TraceExtension, maxPoints: number | null): PlotlyTrace {
  const { points, dropFirst = 0, dropLast = 0 } = change
  const extended: Record<string, unknown> = { ...trace }
  for (const [name, values] of Object.entries(points)) {
    const before: unknown = extended[name]
    const kept = Array.isArray(before) ? before.slice(dropFirst, before.length - dropLast) : []
    const all = [...kept, ...values]
    extended[name] = maxPoints !== null && all.length > maxPoints ? all.slice(all.length - maxPoints) : all
  }
  return extended
}
