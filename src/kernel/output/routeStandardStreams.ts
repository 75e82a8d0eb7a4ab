import type { TextStream } from './cellText.ts'

type Write = NodeJS.WriteStream['write']

/**
 * Sends everything written to stdout and stderr (and so everything from `console`) to whoever `writer` names at that
 * moment; where it names nobody, it goes to the process's own streams.
 */
export function routeStandardStreams(writer: () => ((name: TextStream, text: string) => void) | undefined): void {
  for (const name of ['stdout', 'stderr'] as const) route(process[name], name, writer)
}

function route(
  stream: NodeJS.WriteStream,
  name: TextStream,
  writer: () => ((name: TextStream, text: string) => void) | undefined,
): void {
  const original = stream.write.bind(stream) as Write
  const routed = (
    chunk: string | Uint8Array,
    encodingOrDone?: BufferEncoding | ((error?: Error | null) => void),
    done?: (error?: Error | null) => void,
  ): boolean => {
    const write = writer()
    const callback = typeof encodingOrDone === 'function' ? encodingOrDone : done
    const encoding = typeof encodingOrDone === 'string' ? encodingOrDone : 'utf8'
    if (!write) return original(chunk as string, encoding, callback)
    write(name, typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'))
    if (callback) process.nextTick(callback)
    return true
  }
  stream.write = routed as Write
}
