import { connect } from 'node:net'

/** What a server answered: its status, and its body as text. */
export interface Answer {
  readonly status: number
  readonly body: string
}

/** One connection that is kept open and carries one request at a time. */
export interface Wire {
  /** @param request everything that goes over the line, as `requestText` makes it. Rejects when the connection breaks. */
  send(request: string): Promise<Answer>
  close(): void
}

const HEADERS_END = '\r\n\r\n'

/**
 * HTTP/1.1 by hand, because whoever produces the load shares the processors with what is measured: text is written as it
 * is, an answer is cut at its `Content-Length`, and nothing else of the protocol is understood. ASCII only.
 */
export function openWire(port: number): Promise<Wire> {
  return new Promise((opened, failed) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | null = null
    let received = ''
    let broken: Error | null = null

    const breakOff = (error: Error) => {
      broken ??= error
      waiting?.reject(error)
      waiting = null
      failed(error)
    }
    socket.setEncoding('latin1')
    socket.once('connect', () => opened({ send, close: () => socket.destroy() }))
    socket.on('error', breakOff)
    socket.on('close', () => breakOff(new Error('the connection was closed')))
    socket.on('data', (piece: string) => {
      received = received === '' ? piece : received + piece
      const answer = wholeAnswer(received)
      if (answer === null) return
      if (answer === 'unreadable') {
        socket.destroy(new Error(`an answer without Content-Length: ${received.slice(0, 500)}`))
        return
      }
      received = ''
      const { resolve } = waiting ?? { resolve: () => undefined }
      waiting = null
      resolve(answer)
    })

    function send(request: string): Promise<Answer> {
      return new Promise((resolve, reject) => {
        if (broken !== null) return reject(broken)
        waiting = { resolve, reject }
        socket.write(request, 'latin1')
      })
    }
  })
}

function wholeAnswer(text: string): Answer | 'unreadable' | null {
  const end = text.indexOf(HEADERS_END)
  if (end === -1) return null
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1]
  if (length === undefined) return 'unreadable'
  const start = end + HEADERS_END.length
  if (text.length < start + Number(length)) return null
  return { status: Number(text.slice(9, 12)), body: text.slice(start, start + Number(length)) }
}

export function requestText(method: 'GET' | 'POST', path: string, token: string, body = ''): string {
  return `${requestHead(method, path, token)}${body.length}${HEADERS_END}${body}`
}

/** Up to the number of bytes of the body: for requests whose body is made when they are sent. */
export function requestHead(method: 'GET' | 'POST', path: string, token: string): string {
  return `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: `
}
