import { FlinknbError } from '../../base/errors.ts'
import { type JobSnapshot, SNAPSHOT_VERSION } from '../checkpoint.ts'
import type { Committable } from '../sink.ts'
import type { Dataflow } from './dataflow.ts'
import type { OperatorNodeState } from './operatorNode.ts'
import type { SourceNodeState } from './sourceNode.ts'

/** The state of every node, in steps. Shares what the nodes go on changing: they must do nothing until it is serialised. */
export function* snapshotNodes(
  flow: Dataflow,
  prepared: readonly (Committable | undefined)[],
): Generator<undefined, JobSnapshot['nodes']> {
  const nodes: Record<string, unknown> = {}
  for (const source of flow.sources) nodes[source.id] = source.snapshot()
  for (const node of flow.operators) nodes[node.id] = yield* node.snapshotSteps()
  flow.sinks.forEach((sink, k) => {
    if (prepared[k] !== undefined) nodes[sink.id] = prepared[k]
  })
  return nodes
}

/** What a dataflow takes from a snapshot when it opens. */
export interface RestoredNodes {
  source(id: string): SourceNodeState | undefined
  operator(id: string): OperatorNodeState | undefined
  committables(id: string): readonly Committable[]
}

/**
 * Fits a snapshot to a dataflow.
 *
 * @throws FlinknbError `STATE_MISMATCH` naming the state that no node takes, unless that is allowed; for a snapshot of
 *   another version
 */
export function restoredNodes(
  flow: Dataflow,
  snapshot: JobSnapshot | undefined,
  allowNonRestoredState: boolean,
): RestoredNodes {
  if (snapshot && snapshot.version !== SNAPSHOT_VERSION) {
    throw new FlinknbError(
      'STATE_MISMATCH',
      `The checkpoint has version ${snapshot.version}; this is ${SNAPSHOT_VERSION}.`,
      {
        fix: 'Restore it with the version of flinknb that wrote it, or start without it.',
      },
    )
  }
  const nodes = snapshot?.nodes ?? {}
  const known = [...flow.sources, ...flow.operators, ...flow.sinks].map(node => node.id)
  const left = Object.entries(nodes).filter(([id, state]) => !known.includes(id) && holdsState(state))
  if (left.length > 0 && !allowNonRestoredState) {
    const names = left.map(([id]) => `'${id}'`).join(', ')
    throw new FlinknbError('STATE_MISMATCH', `The checkpoint has state of ${names}, which the job does not have.`, {
      fix: `The job has ${known.map(id => `'${id}'`).join(', ')}. Give operators a uid that stays, or allow non-restored state to drop it.`,
    })
  }
  return {
    source: id => nodes[id] as SourceNodeState | undefined,
    operator: id => nodes[id] as OperatorNodeState | undefined,
    committables: id => (nodes[id] === undefined ? [] : [nodes[id]]),
  }
}

/** A stateless operator's node holds nothing that a job would miss. */
function holdsState(state: unknown): boolean {
  const operator = typeof state === 'object' && state !== null && 'operator' in state
  return !operator || (state as OperatorNodeState).operator !== undefined
}
