import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { FlinknbError, messageOf } from '../base/errors.ts'
import type { CheckpointStore, JobSnapshot } from '../engine/checkpoint.ts'

/** Eight bytes that say what a file is and in which layout: a change of layout changes the last. */
const MAGIC = Buffer.from('FLNKCHK1')
const HEADER_BYTES = MAGIC.length + 32
const NAME = /^checkpoint-(\d+)$/

/**
 * Keeps the newest `retain` checkpoints of a job in a folder, one file each: magic, SHA-256 of the rest, the snapshot as V8
 * serialises it (maps, dates, big integers and typed arrays keep their types; objects of classes become plain). A file
 * is written under another name, synced and renamed, so it is there whole or not at all.
 */
export function fileCheckpointStore(folder: string, retain: number): CheckpointStore {
  return {
    save: async snapshot => {
      const bytes = serializeSnapshot(snapshot) // before the first await: the snapshot shares living state
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
      ? `is of layout ${String.fromCharCode(bytes[MAGIC.length - 1] ?? 0)}, this version reads 1`
      : 'is no checkpoint'
    throw new FlinknbError('STATE_MISMATCH', `${file} ${what}.`, {
      fix: 'Restore it with the version of flinknb that wrote it.',
    })
  }
  const body = bytes.subarray(HEADER_BYTES)
  if (!createHash('sha256').update(body).digest().equals(bytes.subarray(MAGIC.length, HEADER_BYTES))) {
    throw new FlinknbError('STATE_MISMATCH', `The checkpoint ${file} is damaged: its checksum does not fit.`, {
      fix: 'Move it away to start from the one before; what was committed since then would be written again.',
    })
  }
  return deserialize(body) as JobSnapshot
}

function serializeSnapshot(snapshot: JobSnapshot): Buffer {
  try {
    const body = serialize(snapshot)
    return Buffer.concat([MAGIC, createHash('sha256').update(body).digest(), body])
  } catch (cause) {
    const culprit = Object.entries(snapshot.nodes).find(([, state]) => !isSerializable(state))?.[0] ?? 'the job'
    throw new FlinknbError(
      'STATE_MISMATCH',
      `The state of '${culprit}' cannot be written to a checkpoint: ${messageOf(cause)}.`,
      {
        fix: 'Keep plain data in state: numbers, text, dates, arrays, maps, sets, objects; no functions.',
        cause,
      },
    )
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

async function writeDurably(file: string, bytes: Buffer): Promise<void> {
  const part = `${file}.part`
  const handle = await open(part, 'w')
  try {
    await handle.writeFile(bytes)
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
