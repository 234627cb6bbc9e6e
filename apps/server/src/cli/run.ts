import { StartupProblem } from '../platform/startup-problem.ts'
import { commandLine } from './index.ts'
import { wasInterrupted } from './interrupt.ts'
import { commandLocale } from './speak.ts'

/** Runs one command line. What a person can mend is said in a sentence and ends with 1; a bug keeps its stack and ends with 70. */
export async function run(argv: readonly string[]): Promise<void> {
  try {
    await commandLine().parseAsync([...argv])
  } catch (error) {
    if (wasInterrupted()) {
      process.stderr.write(
        commandLocale() === 'fr' ? '\nArrêté : rien n’est resté à moitié fait.\n' : '\nStopped: nothing was left half done.\n',
      )
      process.exitCode = 130
      return
    }
    if (error instanceof StartupProblem) {
      process.stderr.write(`\n${error.sentences[commandLocale()]}\n`)
      process.exitCode = 1
      return
    }
    process.stderr.write(
      `\nThis is a defect of Canut, please report it:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    )
    process.exitCode = 70
  }
}
