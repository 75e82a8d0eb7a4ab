import type { Clock } from '../../base/clock.ts'
import type { GraphEdge } from '../jobGraph.ts'
import type { NodeObserver } from '../jobSettings.ts'
import { StatelessChain, type StatelessStep } from '../statelessChain.ts'
import type {
  OperatorTransformation,
  SinkTransformation,
  StatelessTransformation,
  Transformation,
} from '../transformation.ts'
import type { FanOut } from './channel.ts'
import { NodeIds } from './nodeIds.ts'
import { BusyMeter } from './nodeMetrics.ts'
import { OperatorNode } from './operatorNode.ts'
import type { ProcessingTimers } from './processingTimers.ts'
import { SinkNode } from './sinkNode.ts'
import { SourceNode } from './sourceNode.ts'
import type { WorkRequests } from './workRequests.ts'

/** The nodes of a job, upstream before downstream. */
export interface Dataflow {
  readonly sources: readonly SourceNode[]
  readonly operators: readonly OperatorNode[]
  readonly sinks: readonly SinkNode[]
  /** From what to what, by node id. */
  readonly edges: readonly GraphEdge[]
}

/** Builds the nodes that some sinks need: each transformation once, neighbouring stateless steps as one. */
export function buildDataflow(
  sinks: readonly SinkTransformation[],
  clock: Clock,
  timers: ProcessingTimers,
  work: WorkRequests,
  observeNode?: NodeObserver,
): Dataflow {
  return new DataflowBuilder(sinks, clock, timers, work, observeNode).build()
}

class DataflowBuilder {
  private readonly sources: SourceNode[] = []
  private readonly operators: OperatorNode[] = []
  private readonly nodes = new Map<Transformation, SourceNode | OperatorNode>()
  private readonly consumers: Map<Transformation, number>
  private readonly meter: BusyMeter
  private readonly ids = new NodeIds()
  private readonly edges: GraphEdge[] = []

  constructor(
    private readonly sinks: readonly SinkTransformation[],
    private readonly clock: Clock,
    private readonly timers: ProcessingTimers,
    private readonly work: WorkRequests,
    private readonly observeNode: NodeObserver | undefined,
  ) {
    this.meter = new BusyMeter(() => clock.monotonic())
    this.consumers = countConsumers(sinks)
  }

  build(): Dataflow {
    const sinks = this.sinks.map(sink => {
      const node = new SinkNode(this.ids.next(`sink ${sink.name}`), sink, this.clock, this.meter)
      this.outputOf(sink.input).add(node)
      this.edges.push(this.edgeFrom(sink.input, node.id))
      for (const source of this.sourcesOf(sink.input)) source.sinks.push(node)
      return node
    })
    for (const [transformation, node] of this.nodes) {
      if (!(node instanceof OperatorNode)) continue
      for (const source of this.sourcesOf(transformation)) source.operators.push(node)
    }
    return { sources: this.sources, operators: this.operators, sinks, edges: this.edges }
  }

  private outputOf(transformation: Transformation): FanOut {
    if (transformation.kind !== 'sideOutput') return this.nodeOf(transformation).main
    return this.nodeOf(transformation.input).sides.consumers(transformation.tag.id)
  }

  /** The node whose output (main or side) a transformation stands for. */
  private ownerOf(transformation: Transformation): SourceNode | OperatorNode {
    return this.nodeOf(transformation.kind === 'sideOutput' ? transformation.input : transformation)
  }

  private edgeFrom(input: Transformation, to: string): GraphEdge {
    const side = input.kind === 'sideOutput' ? { side: input.tag.id } : {}
    return { from: this.ownerOf(input).id, to, ...side }
  }

  private nodeOf(transformation: Transformation): SourceNode | OperatorNode {
    const known = this.nodes.get(transformation)
    if (known) return known
    const made = this.makeNode(transformation)
    this.nodes.set(transformation, made)
    const observer = this.observeNode?.(transformation, made.metrics)
    if (observer) made.main.add(observer)
    return made
  }

  private makeNode(transformation: Transformation): SourceNode | OperatorNode {
    switch (transformation.kind) {
      case 'source': {
        const node = new SourceNode(
          this.ids.next(transformation.uid ?? `source ${transformation.name}`),
          transformation,
          this.clock,
          this.meter,
        )
        this.sources.push(node)
        return node
      }
      case 'stateless':
        return this.makeChain(transformation)
      case 'operator':
        return this.makeOperator(transformation)
      case 'sideOutput':
        throw new Error('a side output has no node of its own')
    }
  }

  private makeChain(last: StatelessTransformation): OperatorNode {
    const steps: StatelessStep[] = [last.step]
    let { input } = last
    while (input.kind === 'stateless' && this.consumers.get(input) === 1) {
      steps.unshift(input.step)
      input = input.input
    }
    const name = steps.map(step => step.name).join(' → ')
    return this.connect(name, new StatelessChain(steps), [input])
  }

  private makeOperator({ name, create, inputs, uid }: OperatorTransformation): OperatorNode {
    return this.connect(name, create(), inputs, uid)
  }

  private connect(
    name: string,
    operator: OperatorNode['operator'],
    inputs: readonly Transformation[],
    uid?: string,
  ): OperatorNode {
    const outputs = inputs.map(input => this.outputOf(input))
    const node = new OperatorNode(
      this.ids.next(uid ?? name),
      name,
      operator,
      inputs.length,
      this.meter,
      this.timers,
      this.work,
    )
    this.operators.push(node)
    outputs.forEach((output, k) => {
      output.add(node.input(k))
    })
    for (const input of inputs) this.edges.push(this.edgeFrom(input, node.id))
    return node
  }

  private sourcesOf(transformation: Transformation): Set<SourceNode> {
    const found = new Set<SourceNode>()
    for (const one of upstream(transformation)) {
      const node = this.nodes.get(one)
      if (node instanceof SourceNode) found.add(node)
    }
    return found
  }
}

function inputsOf(transformation: Transformation): readonly Transformation[] {
  if (transformation.kind === 'source') return []
  return transformation.kind === 'operator' ? transformation.inputs : [transformation.input]
}

/** A transformation and everything it is computed from. */
function upstream(transformation: Transformation): Set<Transformation> {
  const seen = new Set<Transformation>()
  const visit = (one: Transformation) => {
    if (seen.has(one)) return
    seen.add(one)
    inputsOf(one).forEach(visit)
  }
  visit(transformation)
  return seen
}

function countConsumers(sinks: readonly SinkTransformation[]): Map<Transformation, number> {
  const counts = new Map<Transformation, number>()
  const seen = new Set<Transformation>()
  const use = (one: Transformation) => {
    counts.set(one, (counts.get(one) ?? 0) + 1)
    if (seen.has(one)) return
    seen.add(one)
    inputsOf(one).forEach(use)
  }
  for (const sink of sinks) use(sink.input)
  return counts
}
