import { reasonOf } from '../platform/reason-of-error.ts'
import { commandLocale } from './speak.ts'

/**
 * What becomes of a command when nobody takes what it says; without this, Node ends it with a stack.
 *
 * A pipe whose reader has read enough, as `head` does, changes nothing: there may be files to write yet. A result that cannot be
 * written otherwise (a full disk) is said once, and the command ends with 1.
 */
export function mindOutputs(): void {
  let isSaid = false
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE' || isSaid) return
    isSaid = true
    process.exitCode = 1
    const locale = commandLocale()
    const reason = reasonOf(code)[locale]
    process.stderr.write(
      locale === 'fr' ? `\nLe résultat n’a pas pu être écrit : ${reason}.\n` : `\nThe result could not be written: ${reason}.\n`,
    )
  })
  // there is nowhere left to say it
  process.stderr.on('error', () => undefined)
}
