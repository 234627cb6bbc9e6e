const SIGNALS = ['SIGINT', 'SIGTERM'] as const

let interrupted = false
/** how many `interruptible` works are under way: they end by themselves what they began */
let working = 0

/** Whether the command was asked to stop; `run` says so and ends with 130, whatever it then failed with. */
export function wasInterrupted(): boolean {
  return interrupted
}

/**
 * Runs work that a first Ctrl-C (or termination) asks to stop and to clean up behind itself; a second one ends at once.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const stopListening = listen(() => controller.abort())
  working += 1
  try {
    return await work(controller.signal)
  } finally {
    working -= 1
    stopListening()
  }
}

/** Calls back at the first Ctrl-C or termination of a command that has no plan for it. Returns how to stop listening. */
export function onInterruption(stop: () => void): () => void {
  return listen(() => {
    if (working === 0) stop()
  })
}

/** A second signal ends the process there. */
function listen(stop: () => void): () => void {
  const listener = () => {
    if (interrupted) process.exit(130)
    // all who listen to this signal are told before the next one can come
    queueMicrotask(() => (interrupted = true))
    stop()
  }
  for (const signal of SIGNALS) process.on(signal, listener)
  return () => {
    for (const signal of SIGNALS) process.off(signal, listener)
  }
}
