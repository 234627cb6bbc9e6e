import { existsSync, readFileSync } from 'node:fs'

export interface MemoryWatch {
  readonly beforeMegabytes: number
  peakMegabytes(): number
  stop(): void
}

const EVERY_MS = 25

/** Samples the resident memory of a process (Linux) until it is told to stop, or the process ends. */
export function watchMemory(pid: number): MemoryWatch {
  const read = (): number => {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    // a process that ends has none any more
    return Number(kilobytes ?? 0) / 1024
  }
  const before = read()
  let peak = before
  const timer = setInterval(() => {
    if (existsSync(`/proc/${pid}/status`)) peak = Math.max(peak, read())
  }, EVERY_MS)
  return {
    beforeMegabytes: Math.round(before),
    peakMegabytes: () => Math.round(peak),
    stop: () => clearInterval(timer),
  }
}
