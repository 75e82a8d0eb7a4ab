import * as ort from 'onnxruntime-web'

/** Columns of doubles or texts, as an ONNX model with one input a column takes them. */
export type OnnxColumns = Readonly<Record<string, readonly number[] | readonly string[]>>

/** What ONNX's reference runtime answers: one array an output, row by row. */
export type OnnxAnswer = Readonly<Record<string, readonly (number | string)[]>>

/** Runs an ONNX file on records: rows of numbers for the input `features`, or columns by name. */
export async function runOnnx(
  bytes: Uint8Array,
  records: readonly (readonly number[])[] | OnnxColumns,
): Promise<OnnxAnswer> {
  ort.env.wasm.numThreads = 1
  ort.env.logLevel = 'error'
  const session = await calmly(() => ort.InferenceSession.create(bytes))
  const feeds = Array.isArray(records) ? { features: matrix(records) } : columns(records as OnnxColumns)
  const results = await calmly(() => session.run(feeds))
  await session.release()
  return Object.fromEntries(
    Object.entries(results).map(([name, tensor]) => [name, Array.from(tensor.data as ArrayLike<number>, plain)]),
  )
}

function matrix(rows: readonly (readonly number[])[]): ort.Tensor {
  return new ort.Tensor('float64', Float64Array.from(rows.flat()), [rows.length, rows[0]?.length ?? 0])
}

function columns(records: OnnxColumns): Record<string, ort.Tensor> {
  return Object.fromEntries(
    Object.entries(records).map(([name, values]) => [
      name,
      typeof values[0] === 'string'
        ? new ort.Tensor('string', values as string[], [values.length, 1])
        : new ort.Tensor('float64', Float64Array.from(values as number[]), [values.length, 1]),
    ]),
  )
}

function plain(value: unknown): number | string {
  return typeof value === 'string' ? value : Number(value)
}

/** The runtime's errors carry its whole source along. */
async function calmly<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new Error(String((error as Error).message).slice(0, 500))
  }
}
