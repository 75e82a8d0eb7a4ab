import { expect, test } from 'vitest'
import { CellDependencies } from '../../../src/kernel/dependencies/cellDependencies.ts'
import type { CellNames } from '../../../src/kernel/dependencies/cellNames.ts'
import type { CellId } from '../../../src/protocol/messages.ts'
import { CellHarness } from '../cellHarness.ts'

/** Runs cells by number, their code compiled as the kernel does it, and says which are stale then. */
class Trial {
  private readonly harness = new CellHarness()
  private readonly dependencies = new CellDependencies()

  constructor(
    private readonly cells: Record<string, string>,
    public order: string = Object.keys(cells).join(''),
  ) {}

  async run(...ids: string[]): Promise<string> {
    for (const id of ids) await this.runOne(id, this.cells[id] ?? '')
    return this.stale()
  }

  async runOne(id: string, code: string): Promise<string> {
    let names: CellNames | undefined
    await this.harness.run(code, 1, found => {
      names = found
    })
    if (names) this.dependencies.ran(id as CellId, names, [...this.order] as CellId[])
    return this.stale()
  }

  stale(): string {
    const cells = this.dependencies.staleCells().map(({ cellId, names }) => `${cellId}(${names.join()})`)
    return cells.sort().join(' ')
  }
}

const CHAIN = { a: 'let x = 1', b: 'const y = x + 1', c: 'y * 2', d: '"alone"' }

test('nothing is stale after a run from top to bottom, nor after a second one', async () => {
  const trial = new Trial(CHAIN)
  expect(await trial.run('a', 'b', 'c', 'd')).toBe('')
  expect(await trial.run('a', 'b', 'c', 'd')).toBe('')
})

test('running a cell again makes those that depend on it stale, and what depends on them', async () => {
  const trial = new Trial(CHAIN)
  await trial.run('a', 'b', 'c', 'd')
  expect(await trial.run('a')).toBe('b(x) c(y)')
  expect(await trial.run('b')).toBe('c(y)')
  expect(await trial.run('c')).toBe('')
  expect(await trial.run('c')).toBe('')
})

test.each<[string, Record<string, string>, string, string]>([
  ['assigning a name of another cell', { a: 'let n = 0', b: 'n += 1', c: 'n' }, 'b', 'c(n)'],
  ['declaring anew what another cell assigns', { a: 'let n = 0', b: 'n = 5', c: 'n' }, 'a', 'b(n) c(n)'],
  ['a cell that assigns its own name', { a: 'let n = 0; n++', b: 'n' }, 'a', 'b(n)'],
  ['an import', { a: "import { answer } from 'flinknb'", b: 'answer()' }, 'a', 'b(answer)'],
  ['a destructured name', { a: 'const { p: { q = 1 } = {} } = {} as any', b: 'q' }, 'a', 'b(q)'],
  ['a class that is extended', { a: 'class A {}', b: 'class B extends A {}', c: 'new B()' }, 'a', 'b(A) c(B)'],
  ['a name read in a function', { a: 'let k = 1', b: 'const f = () => k', c: 'f()' }, 'a', 'b(k) c(f)'],
  [
    'a name declared below a function that reads it',
    { a: 'const f = () => k', b: 'const k = 1', c: 'f()' },
    'b',
    'c(f)',
  ],
  ['a name that hides', { a: 'const x = 1', b: 'const f = (x: number) => x; { const x = 2 }' }, 'a', ''],
  ['a property of the same name', { a: 'const x = 1', b: '({ x: 2 }).x' }, 'a', ''],
  ['a shorthand property', { a: 'const x = 1', b: '({ x })' }, 'a', 'b(x)'],
  [
    'the nearest definition counts, not the one above it',
    { a: 'const x = 1', b: 'x', c: 'const x = 2', d: 'x' },
    'a',
    'b(x)',
  ],
  ['a definition below does not count', { a: 'const x = 1', b: 'x', c: 'const x = 2', d: 'x' }, 'c', 'd(x)'],
  ['a list that is added to', { a: 'const l = [1]', b: 'l.push(2)', c: 'l.length', d: '1' }, 'b', 'c(l)'],
  ['a list that is made anew', { a: 'const l = [1]', b: 'l.push(2)', c: 'l.length' }, 'a', 'b(l) c(l)'],
  [
    'two that add, and one that reads',
    { a: 'const l = [1]', b: 'l.push(2)', c: 'l.push(3)', d: 'l' },
    'b',
    'c(l) d(l)',
  ],
  ['what only reads does not come between', { a: 'const l = [1]', b: 'l.map(x => x)', c: 'l' }, 'b', ''],
  ['a member that is assigned', { a: 'const o = { p: { x: 1 } }', b: 'o.p.x = 2', c: 'o' }, 'b', 'c(o)'],
  ['a member by number, counted up', { a: 'const o = [[1]]', b: 'o[0]![0]!++', c: 'o' }, 'b', 'c(o)'],
  ['a member that is deleted', { a: 'const o: any = { x: 1 }', b: 'delete o.x', c: 'o' }, 'b', 'c(o)'],
  [
    'members as targets of a pattern',
    { a: 'const o = { x: 1, y: [2] }', b: '({ a: o.x, b: [o.y[0] = 3] } = { a: 1, b: [] } as any)', c: 'o' },
    'b',
    'c(o)',
  ],
  [
    'a map',
    { a: 'const m = new Map<string, number[]>()', b: "m.set('a', [])", c: "m.get('a')!.push(1)", d: 'm.size' },
    'b',
    'c(m) d(m)',
  ],
  [
    'a model that learns',
    { a: 'const model = { fit(rows: number[]) { return this } }', b: 'model.fit([1])', c: 'model' },
    'b',
    'c(model)',
  ],
  ['Object.assign', { a: 'const o = {}', b: 'Object.assign(o, { x: 1 })', c: 'o' }, 'b', 'c(o)'],
  ['a frame in place', { a: 'const f = { drop(o: object) {} }', b: 'f.drop({ inplace: true })', c: 'f' }, 'b', 'c(f)'],
  ['a list in a callback', { a: 'const l: number[] = []', b: '[1].forEach(x => l.push(x))', c: 'l' }, 'b', 'c(l)'],
  ['an inner name of the same kind', { a: 'const l = [1]', b: '{ const l = [2]; l.push(3) }', c: 'l' }, 'b', ''],
  ['what belongs to no cell', { a: '1', b: 'process.env.FLINKNB_X = "1"', c: 'process.env.FLINKNB_X' }, 'b', ''],
  ['a change of what the cell itself declares', { a: 'const l = [1]; l.push(2)', b: 'l' }, 'a', 'b(l)'],
  ['only a type is read', { a: 'interface T { a: 1 }', b: 'const t: T = { a: 1 }' }, 'a', ''],
  ['a cell that declares the name itself', { a: 'const x = 1', b: 'const x = 2; x' }, 'a', ''],
])('%s', async (_, cells, again, stale) => {
  const trial = new Trial(cells)
  expect(await trial.run(...Object.keys(cells))).toBe('')
  expect(await trial.run(again)).toBe(stale)
})

test('a cell put between that defines the name makes stale what is below it', async () => {
  const trial = new Trial({ a: 'const x = 1', b: 'x' })
  await trial.run('a', 'b')
  trial.order = 'anb'
  expect(await trial.runOne('n', 'const x = 3')).toBe('b(x)')
  expect(await trial.run('b')).toBe('')
  expect(await trial.run('a')).toBe('')
})

test('a cell that no longer defines the name makes stale who used it', async () => {
  const trial = new Trial({ a: 'const x = 1', b: 'x' })
  await trial.run('a', 'b')
  expect(await trial.runOne('a', 'const other = 1')).toBe('b(x)')
})

test('a cell that no longer changes the object makes stale who saw the change', async () => {
  const trial = new Trial({ a: 'const l = [1]', b: 'l.push(2)', c: 'l' })
  await trial.run('a', 'b', 'c')
  expect(await trial.runOne('b', '1')).toBe('c(l)')
})

test('moved and removed cells', async () => {
  const trial = new Trial({ a: 'const x = 1', b: 'x', c: 'const z = 1' })
  await trial.run('a', 'b')
  trial.order = 'bca'
  expect(await trial.run('a')).toBe('')
  trial.order = 'ac'
  expect(await trial.run('a', 'c')).toBe('')
})
