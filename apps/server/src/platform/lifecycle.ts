/** Whether this process has been asked to stop: it then finishes what was begun and should be sent nothing new. */
export interface Lifecycle {
  isStopping(): boolean
  stop(): void
}

export function createLifecycle(): Lifecycle {
  let stopping = false
  return {
    isStopping: () => stopping,
    stop() {
      stopping = true
    },
  }
}
