/** What a job remembers at one consistent moment: plain data (what structured clone carries). */
export interface JobSnapshot {
  /** Of this layout. A reader refuses what it does not know. */
  readonly version: typeof SNAPSHOT_VERSION
  readonly checkpointId: number
  /** Epoch milliseconds of processing time. */
  readonly takenAt: number
  /** State by the stable id of the node it belongs to. */
  readonly nodes: Readonly<Record<string, unknown>>
}

export const SNAPSHOT_VERSION = 2

/** Keeps snapshots. */
export interface CheckpointStore {
  /**
   * Makes a snapshot durable as a whole or not at all. It shares the job's living state: the job does nothing until the
   * promise is settled, and goes on changing it afterwards.
   */
  save(snapshot: JobSnapshot): Promise<void>
  /** The newest snapshot that is whole; undefined when there is none. */
  latest(): Promise<JobSnapshot | undefined>
}

/** Keeps the newest snapshot in memory: enough to restart a job within its process. */
export class MemoryCheckpointStore implements CheckpointStore {
  private newest: JobSnapshot | undefined

  async save(snapshot: JobSnapshot): Promise<void> {
    this.newest = structuredClone(snapshot)
  }

  async latest(): Promise<JobSnapshot | undefined> {
    // a copy, for a restored job changes what it was given
    return structuredClone(this.newest)
  }
}
