/**
 * Started by benches as a process of its own: `node bench/tcp-proxy.ts <delay in ms> <port> [<port> …]`. Listens on a free
 * port of this machine, gives each connection to the next port of the list in turn, and lets every piece of either direction
 * arrive so much later, in the order in which it was sent. Reaches no other machine.
 */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

const [delayMs = 0, ...ports] = process.argv.slice(2).map(Number)
let connections = 0

const server = createServer({ noDelay: true, allowHalfOpen: false }, (from) => {
  const port = ports[connections % ports.length]
  connections += 1
  if (port === undefined) return from.destroy()
  const to = connect({ port, host: '127.0.0.1', noDelay: true })
  forward(from, to)
  forward(to, from)
  return undefined
})
server.listen(0, '127.0.0.1', () => console.log(`listening on ${(server.address() as AddressInfo).port}`))

/** Timers of equal length fire in the order in which they were set. */
function forward(from: Socket, to: Socket): void {
  const later = (act: () => void) => (delayMs > 0 ? setTimeout(act, delayMs) : act())
  from.on('data', (piece: Buffer) => later(() => to.write(piece)))
  from.on('close', () => later(() => to.destroy()))
  from.on('error', () => to.destroy())
}
