import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { serialize } from 'node:v8'
import { FlinknbError, messageOf } from '../base/errors.ts'
import type { CheckpointStore, JobSnapshot } from '../engine/checkpoint.ts'
import { assembleSnapshot, isSmall, snapshotPieces } from './snapshotPieces.ts'

/** Eight bytes that say what a file is and in which layout: a change of layout changes the last. */
const MAGIC = Buffer.from('FLNKCHK2')
const HEADER_BYTES = MAGIC.length + 32
/** The thread is given back after this much work. */
const SLICE_MS = 6
const HASHED_AT_ONCE = 1 << 20
const NAME = /^checkpoint-(\d+)$/

/**
 * Keeps the newest `retain` checkpoints of a job in a folder, one file each: magic, SHA-256 of the rest, how many pieces there
 * are and how long each is, the pieces as V8 serialises them (maps, dates, big integers and typed arrays keep their types;
 * objects of classes become plain). The state of a million keys is serialised and read a piece at a time, and the thread
 * given back between them. A file is written under another name, synced and renamed, so it is there whole or not at all.
 */
export function fileCheckpointStore(folder: string, retain: number): CheckpointStore {
  return {
    save: async snapshot => {
      const bytes = await serializeSnapshot(snapshot)
      await mkdir(folder, { recursive: true })
      const file = path.join(folder, `checkpoint-${snapshot.checkpointId}`)
      await writeDurably(file, bytes)
      for (const old of (await checkpointFiles(folder)).slice(retain)) await rm(old, { force: true })
    },
    latest: async () => {
      const [newest] = await checkpointFiles(folder)
      return newest === undefined ? undefined : readCheckpoint(newest)
    },
  }
}

/**
 * Reads one checkpoint.
 *
 * @throws FlinknbError `FILE_NOT_FOUND`; `STATE_MISMATCH` when it is no checkpoint, of another version, or damaged
 */
export async function readCheckpoint(file: string): Promise<JobSnapshot> {
  const bytes = await readFile(file).catch(cause => {
    throw new FlinknbError('FILE_NOT_FOUND', `The checkpoint ${file} cannot be read: ${messageOf(cause)}.`, { cause })
  })
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    const older = bytes.subarray(0, MAGIC.length - 1).equals(MAGIC.subarray(0, MAGIC.length - 1))
    const what = older
      ? `is of layout ${String.fromCharCode(bytes[MAGIC.length - 1] ?? 0)}, this version reads ${String.fromCharCode(MAGIC.at(-1) ?? 0)}`
      : 'is no checkpoint'
    throw new FlinknbError('STATE_MISMATCH', `${file} ${what}.`, {
      fix: 'Restore it with the version of flinknb that wrote it.',
    })
  }
  const slices = new Slices()
  const body = bytes.subarray(HEADER_BYTES)
  const hash = createHash('sha256')
  for (let at = 0; at < body.length; at += HASHED_AT_ONCE) {
    hash.update(body.subarray(at, at + HASHED_AT_ONCE))
    await slices.pause()
  }
  if (!hash.digest().equals(bytes.subarray(MAGIC.length, HEADER_BYTES))) {
    throw new FlinknbError('STATE_MISMATCH', `The checkpoint ${file} is damaged: its checksum does not fit.`, {
      fix: 'Move it away to start from the one before; what was committed since then would be written again.',
    })
  }
  const pieces = piecesIn(body)
  const assembling = assembleSnapshot(pieces.slice(0, -1), pieces.at(-1) as Buffer)
  for (;;) {
    const { done, value } = assembling.next()
    if (done) return value as JobSnapshot
    await slices.pause()
  }
}

/** The parts of a file, in order. */
async function serializeSnapshot({ nodes, ...rest }: JobSnapshot): Promise<Buffer[]> {
  const slices = new Slices()
  const pieces: Buffer[] = []
  try {
    // what is small is copied at once: a source's position may be an object of a reader that goes on reading
    const settled = Object.entries(nodes).map(([id, state]) => [id, isSmall(state) ? structuredClone(state) : state])
    const serializing = snapshotPieces({ ...rest, nodes: Object.fromEntries(settled) })
    for (;;) {
      const { done, value } = serializing.next()
      pieces.push(value)
      if (done) break
      await slices.pause()
    }
  } catch (cause) {
    const culprit = Object.entries(nodes).find(([, state]) => !isSerializable(state))?.[0] ?? 'the job'
    throw new FlinknbError(
      'STATE_MISMATCH',
      `The state of '${culprit}' cannot be written to a checkpoint: ${messageOf(cause)}.`,
      {
        fix: 'Keep plain data in state: numbers, text, dates, arrays, maps, sets, objects; no functions.',
        cause,
      },
    )
  }
  const lengths = Buffer.from(Uint32Array.of(pieces.length, ...pieces.map(piece => piece.length)).buffer)
  const hash = createHash('sha256')
  for (const part of [lengths, ...pieces]) {
    hash.update(part)
    await slices.pause()
  }
  return [MAGIC, hash.digest(), lengths, ...pieces]
}

/** The inverse, but for magic and checksum. */
function piecesIn(body: Buffer): Buffer[] {
  const count = body.readUInt32LE(0)
  const pieces: Buffer[] = []
  let at = 4 * (count + 1)
  for (let i = 1; i <= count; i++) {
    const length = body.readUInt32LE(4 * i)
    pieces.push(body.subarray(at, at + length))
    at += length
  }
  return pieces
}

/** Gives the thread back when its time is up. */
class Slices {
  private since = performance.now()

  async pause(): Promise<void> {
    if (performance.now() - this.since < SLICE_MS) return
    await new Promise(resolve => setImmediate(resolve))
    this.since = performance.now()
  }
}

function isSerializable(state: unknown): boolean {
  try {
    serialize(state)
    return true
  } catch {
    return false
  }
}

async function writeDurably(file: string, parts: readonly Buffer[]): Promise<void> {
  const part = `${file}.part`
  const handle = await open(part, 'w')
  try {
    await handle.writeFile(parts)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(part, file)
  await syncFolder(path.dirname(file))
}

/** Makes a rename durable; Windows has no such call and does not need it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Newest first. */
async function checkpointFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names
    .map(name => ({ name, id: Number(NAME.exec(name)?.[1] ?? Number.NaN) }))
    .filter(({ id }) => !Number.isNaN(id))
    .sort((a, b) => b.id - a.id)
    .map(({ name }) => path.join(folder, name))
}
