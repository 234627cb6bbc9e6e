import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { openWire, requestText } from './wire.ts'

const opened: { close(): unknown }[] = []
afterEach(() => {
  for (const one of opened.splice(0).toReversed()) one.close()
})

/** Answers each piece that arrives with whatever `answer` writes. */
async function serve(answer: (socket: Socket, request: string) => void): Promise<number> {
  const server = createServer((socket) => socket.on('data', (piece) => answer(socket, piece.toString()))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  opened.push(server)
  return (server.address() as AddressInfo).port
}

async function wireTo(port: number) {
  const wire = await openWire(port)
  opened.push(wire)
  return wire
}

describe('a wire', () => {
  it('sends a request as it is, and reads the answer however it is cut', async () => {
    const requests: string[] = []
    const text = 'HTTP/1.1 201 Created\r\nContent-Type: application/json\r\ncontent-length: 7\r\n\r\n{"a":1}'
    const port = await serve((socket, request) => {
      requests.push(request)
      const pieces = text[Symbol.iterator]()
      const next = () => {
        const { value, done } = pieces.next()
        if (done !== true) socket.write(value, () => setImmediate(next))
      }
      next()
    })
    const wire = await wireTo(port)
    expect(await wire.send(requestText('POST', '/path', 'cnt_x', '{}'))).toEqual({ status: 201, body: '{"a":1}' })
    expect(await wire.send(requestText('GET', '/other', 'cnt_x'))).toEqual({ status: 201, body: '{"a":1}' })
    expect(requests[0]).toMatch(/^POST \/path HTTP\/1\.1\r\n[^]*Authorization: Bearer cnt_x\r\n[^]*Content-Length: 2\r\n\r\n\{\}$/)
    expect(requests[1]).toMatch(/^GET \/other HTTP\/1\.1\r\n[^]*Content-Length: 0\r\n\r\n$/)
  })

  it('fails the request under way, and the next ones, when the connection breaks', async () => {
    const wire = await wireTo(await serve((socket) => socket.destroy()))
    await expect(wire.send(requestText('GET', '/', 'cnt_x'))).rejects.toThrow('closed')
    await expect(wire.send(requestText('GET', '/', 'cnt_x'))).rejects.toThrow('closed')
  })

  it('refuses an answer whose end cannot be known', async () => {
    const wire = await wireTo(await serve((socket) => socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n')))
    await expect(wire.send(requestText('GET', '/', 'cnt_x'))).rejects.toThrow('without Content-Length')
  })
})
