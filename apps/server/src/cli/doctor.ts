import { Command } from 'commander'
import { diagnose, doctorMessages, type Finding } from '../operation/index.ts'
import { systemClock } from '../platform/clock.ts'
import { openDatabaseForCommand } from './instance.ts'
import { commandLocale } from './speak.ts'

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('look at everything that this instance needs, and say what to do about what is missing')
    .option('--json', 'print the findings as JSON')
    .addHelpText(
      'after',
      `
It looks while Canut runs or while it is stopped, and changes nothing. Ends with 0 when there is no problem (there may be
warnings), 1 when there is one.`,
    )
    .action(async ({ json }: { json?: true }) => {
      const findings = await diagnose({
        env: process.env,
        nodeVersion: process.version,
        now: systemClock,
        locale: commandLocale(),
        openDatabase: () => openDatabaseForCommand(),
      })
      if (findings.some(({ level }) => level === 'problem')) process.exitCode = 1
      process.stdout.write(json === true ? `${JSON.stringify({ ok: process.exitCode !== 1, findings }, null, 2)}\n` : inLines(findings))
    })
}

function inLines(findings: readonly Finding[]): string {
  const t = doctorMessages[commandLocale()]
  const width = Math.max(...Object.values(t.levels).map((level) => level.length))
  const lines = findings.map(({ check, level, found, todo }) => {
    const indent = ' '.repeat(width + 2)
    return `${t.levels[level].padEnd(width)}  ${t.line({ check: t.checks[check], found })}\n${todo === null ? '' : `${indent}${todo}\n`}`
  })
  const count = (of: Finding['level']) => findings.filter(({ level }) => level === of).length
  return `${lines.join('')}\n${t.summary({ problems: count('problem'), warnings: count('warning') })}\n`
}
