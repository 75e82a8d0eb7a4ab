/**
 * Ids that stay the same while a job is changed elsewhere: the name a user gave (`uid`), else the node's own name, with a
 * number where several have it.
 */
export class NodeIds {
  private readonly used = new Map<string, number>()

  next(name: string): string {
    const n = (this.used.get(name) ?? 0) + 1
    this.used.set(name, n)
    return n === 1 ? name : `${name} #${n}`
  }
}
