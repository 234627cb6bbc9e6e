import { vi } from 'vitest'

/** What a command writes and ends with, when it is run in this process. `vi.restoreAllMocks()` gives the output back afterwards. */
export async function outputOf(command: () => Promise<void>): Promise<{ code: unknown; out: string; err: string }> {
  const written = { out: '', err: '' }
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((written.out += String(text)), true))
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((written.err += String(text)), true))
  process.exitCode = 0
  await command()
  return { code: process.exitCode, ...written }
}
