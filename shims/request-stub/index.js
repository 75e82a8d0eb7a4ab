const { PassThrough, Readable } = require('node:stream')

/**
 * What danfo.js 1.2 uses of the abandoned `request`: a GET as a readable stream that emits 'response' first. Over the
 * platform's own fetch. danfo listens for errors on the parser behind the stream alone, so a failed connection is
 * reported as a response of status 0 too: danfo rejects with its message, and nothing hangs.
 */
function request(target) {
  const { url, method = 'GET', headers } = typeof target === 'string' ? { url: target } : target
  const stream = new PassThrough()
  fetch(url, { method, headers }).then(
    response => {
      stream.emit('response', {
        statusCode: response.status,
        statusMessage: response.statusText,
        headers: response.headers,
      })
      if (response.body) Readable.fromWeb(response.body).pipe(stream)
      else stream.end()
    },
    error => {
      stream.emit('response', {
        statusCode: 0,
        statusMessage: `${url}: ${error.cause?.message ?? error.message}`,
        headers: {},
      })
      stream.end()
    },
  )
  return stream
}

request.get = request
module.exports = request
