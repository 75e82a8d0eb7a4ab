import { createServer } from 'node:http'

/**
 * Answers calls from the extension host: `{ call, argument }` → `{ value }` or `{ error }`.
 *
 * @param {() => Record<string, (argument: unknown) => unknown>} calls looked up anew for each call
 */
export async function startControlServer(calls) {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    let answer
    try {
      const { call, argument } = JSON.parse(body)
      const handler = calls()[call]
      if (!handler) throw new Error(`no such call: ${call}`)
      answer = { value: (await handler(argument)) ?? null }
    } catch (error) {
      answer = { error: error.message }
    }
    response.end(JSON.stringify(answer))
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  return { port: server.address().port, stop: () => server.close() }
}
