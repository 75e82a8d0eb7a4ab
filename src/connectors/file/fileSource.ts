import path from 'node:path'
import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames } from '../../base/options.ts'
import type { Boundedness, Source, SourceContext, SourceReader } from '../../engine/source.ts'
import { type OnMalformed, rejectRecord } from '../deadLetters.ts'
import type { Format } from '../format.ts'
import {
  checkBoolean,
  checkFormat,
  checkOnMalformed,
  checkPositive,
  checkText,
  invalidOption,
} from '../sourceOptions.ts'
import { Wakeup } from '../wakeup.ts'
import { isCompressed } from './compressedBytes.ts'
import { FileReader, type FileSourcePosition } from './fileReader.ts'
import { FileSplit } from './fileSplit.ts'
import { findFiles } from './findFiles.ts'
import { ReplayPacer } from './replayPacer.ts'

export interface FileSourceOptions<T> {
  /** One file, relative to the notebook's folder or absolute. Names ending in `.gz` or `.zst` are unpacked. */
  path?: string | undefined
  /** Instead of `path`: all files of a pattern, such as `'data/2024-*.csv'`, each a split, in order of their names. */
  glob?: string | undefined
  format: Format<T>
  /** Goes on reading as the file grows, also after it was replaced (a rotated log); never ends. Default false. */
  follow?: boolean | undefined
  /**
   * Hands records out at the pace of their event time, `speed` times as fast. `timestamp` is the column with epoch
   * milliseconds or an ISO 8601 time. A record out of order comes at once. `speed: Infinity` does not wait at all.
   */
  replay?: { timestamp: keyof T & string; speed: number } | undefined
  /** What becomes of a row that cannot be decoded. Default 'dead-letter'. */
  onMalformed?: OnMalformed | undefined
}

/**
 * Reads files record by record.
 *
 * @param baseDirectory absolute folder where relative paths start
 * @throws FlinknbError `INVALID_OPTION` here; when opened, `FILE_NOT_FOUND` with the absolute path and near names, or `FILE_UNREADABLE`
 * @example createFileSource<Purchase>({ path: 'data/purchases.csv', format: csv() }, process.cwd())
 */
export function createFileSource<T>(options: FileSourceOptions<T>, baseDirectory: string): Source<T> {
  return new FileSource<T>(checkOptions(options), baseDirectory)
}

interface CheckedOptions<T> {
  readonly path: string | undefined
  readonly glob: string | undefined
  readonly format: Format<T>
  readonly follow: boolean
  readonly replay: { readonly timestamp: keyof T & string; readonly speed: number } | undefined
  readonly onMalformed: OnMalformed
}

class FileSource<T> implements Source<T> {
  readonly kind = 'file'
  readonly description: string
  readonly boundedness: Boundedness

  constructor(
    private readonly options: CheckedOptions<T>,
    private readonly baseDirectory: string,
  ) {
    this.description = `file ${options.path ?? options.glob}`
    this.boundedness = options.follow ? 'unbounded' : 'bounded'
  }

  async open(context: SourceContext): Promise<SourceReader<T>> {
    const { options, baseDirectory } = this
    const restored = (context.restoredPosition as FileSourcePosition | undefined)?.files ?? {}
    const files = options.path
      ? [path.resolve(baseDirectory, options.path)]
      : await findFiles(options.glob ?? '', baseDirectory)
    const names = files.map(file => splitName(file, baseDirectory))
    checkAllThere(Object.keys(restored).filter(name => restored[name] !== 'finished' && !names.includes(name)))
    const wakeup = new Wakeup()
    context.signal.addEventListener('abort', () => wakeup.wake(), { once: true })
    const splits: FileSplit<T>[] = []
    for (const [index, file] of files.entries()) {
      const name = names[index] as string
      const position = restored[name]
      if (position === 'finished') continue
      const { format, follow, onMalformed } = options
      const reject = (record: { origin: string; reason: string; raw: string }) =>
        rejectRecord(context, onMalformed, record)
      splits.push(
        new FileSplit({ name, file, format, follow, onMalformed: reject, wake: () => wakeup.wake() }, position),
      )
    }
    const { replay, follow } = options
    const pacer =
      replay && replay.speed !== Number.POSITIVE_INFINITY
        ? new ReplayPacer<T>(replay.timestamp, replay.speed, context.clock)
        : undefined
    const done = Object.keys(restored).filter(name => restored[name] === 'finished')
    const reader = new FileReader(splits, context, wakeup, { follow, pacer }, done)
    try {
      await reader.open()
    } catch (error) {
      await reader.close()
      throw error
    }
    return reader
  }
}

function checkOptions<T>(options: FileSourceOptions<T>): CheckedOptions<T> {
  const call = 'fileSource()'
  checkOptionNames(call, options, ['path', 'glob', 'format', 'follow', 'replay', 'onMalformed'])
  const { glob, replay } = options
  if ((options.path === undefined) === (glob === undefined)) {
    invalidOption(call, 'path', options.path, `Give either path: 'data.csv' or glob: 'data/*.csv'.`)
  }
  if (options.path !== undefined) checkText(call, 'path', options.path, 'data.csv')
  if (glob !== undefined) checkText(call, 'glob', glob, 'data/*.csv')
  const format = checkFormat(call, options.format)
  if (replay !== undefined) {
    checkOptionNames(`${call} replay`, replay, ['timestamp', 'speed'])
    checkText(call, 'replay.timestamp', replay.timestamp, 'event_time')
    checkPositive(call, 'replay.speed', replay.speed, true)
  }
  const follow = checkBoolean(call, 'follow', options.follow, false)
  if (follow && isCompressed(options.path ?? glob ?? '')) {
    invalidOption(call, 'follow', true, 'A packed file cannot be followed: unpack it, or leave follow out.')
  }
  return { path: options.path, glob, format, follow, replay, onMalformed: checkOnMalformed(call, options.onMalformed) }
}

function splitName(file: string, baseDirectory: string): string {
  const relative = path.relative(baseDirectory, file)
  const inside = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative)
  return (inside ? relative : file).replaceAll(path.sep, '/')
}

function checkAllThere(missing: readonly string[]): void {
  if (missing.length === 0) return
  throw new FlinknbError('FILE_NOT_FOUND', `The checkpoint stands in ${missing.join(', ')}, which is gone.`, {
    fix: 'Put it back, or start without the checkpoint.',
  })
}
