import { messageOf } from '../../base/errors.ts'
import type {
  VariablePath,
  VariableQueries,
  VariableQuery,
  VariableRequest,
  VariableResponse,
} from '../../protocol/variables.ts'
import type { Scope } from '../cell/scope.ts'
import type { LiveTypes } from '../liveTypes/liveTypes.ts'
import { childrenOf } from './childrenOf.ts'
import { describeValue } from './describeValue.ts'
import { partAt } from './parts.ts'
import { type RunningStreams, StreamFactReader } from './streamFacts.ts'
import { tableOf, tablePage } from './tableOf.ts'
import { ownValue } from './valueParts.ts'

const MAX_ROWS = 1_000

type Answers = { [Q in VariableQuery]: (ask: VariableQueries[Q]['ask']) => VariableQueries[Q]['answer'] }

/** Answers questions about a notebook's variables without running any of their code. */
export class VariableInspector {
  private readonly streams: StreamFactReader
  private readonly answers: Answers

  constructor(
    private readonly scope: Scope,
    private readonly liveTypes: LiveTypes,
    streams: RunningStreams,
  ) {
    this.streams = new StreamFactReader(streams)
    this.answers = {
      list: () => this.names().map(name => describeValue(name, this.get(name), { name, steps: [] }, this.streams)),
      children: ({ path, start, count }) => {
        const found = this.resolve(path)
        return found && childrenOf(found.value, path, this.streams, start, count)
      },
      table: ({ path, start, count }) => {
        const rows = tableOf(this.resolve(path)?.value)
        return rows ? tablePage(rows, Math.max(0, start), Math.min(count, MAX_ROWS)) : null
      },
      types: ({ names }) => {
        const known = names.filter(name => Object.hasOwn(this.scope.values, name))
        return Object.fromEntries(known.map(name => [name, this.liveTypes.inferValue(this.get(name))]))
      },
    }
  }

  answer({ query, requestId, ask }: VariableRequest): VariableResponse {
    try {
      const respond = this.answers[query] as (ask: unknown) => VariableResponse['answer']
      return { requestId, answer: respond(ask) }
    } catch (error) {
      return { requestId, answer: null, error: messageOf(error) }
    }
  }

  /** Declared names that have been given a value, but for imports. */
  private names(): string[] {
    return this.scope
      .names()
      .filter(name => this.scope.kindOf(name) !== 'import' && Object.hasOwn(this.scope.values, name))
  }

  private get(name: string): unknown {
    return ownValue(this.scope.values, name)
  }

  /** The value at a path; null when a part of the way is gone. */
  private resolve({ name, steps }: VariablePath): { readonly value: unknown } | null {
    if (!Object.hasOwn(this.scope.values, name)) return null
    let value = this.get(name)
    for (const step of steps) {
      if (value === undefined || value === null) return null
      value = partAt(value, step)
    }
    return { value }
  }
}
