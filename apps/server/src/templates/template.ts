import { err, ok, type Result } from '@canut/domain'
import { LiquidError } from 'liquidjs'
import { inputsOfLiquid, optionalInputs, parseLiquid, renderLiquid, type Grant } from './liquid-engine.ts'
import { mapKnownScripts } from './known-scripts.ts'
import { fillColumns, namesOfColumns } from './mturk-layout.ts'
import { addInputs, buildTaskInput, type InputLine } from './task-input.ts'

/** Stated by the author, never guessed: `${…}` of a script in a Liquid page must stay as it is. */
export const DIALECTS = ['liquid', 'mturk'] as const
export type Dialect = (typeof DIALECTS)[number]

export interface TemplateProblem {
  /** in the words of the engine, which are English */
  readonly message: string
  /** from 1; null when it is about no place */
  readonly line: number | null
  readonly column: number | null
}

export interface OpenTemplate {
  /** what it reads of a row by a fixed name */
  readonly reads: readonly string[]
  /** those of them that it can do without */
  readonly optional: ReadonlySet<string>
  /** The page for one row. Scripts that we serve ourselves are named by our addresses. */
  render(row: Readonly<Record<string, unknown>>, grant: Grant): Result<string, TemplateProblem>
}

/** Parses once; a page is made of it for each row. `inputs` are what an author adds to a row under names of their own. */
export function openTemplate(dialect: Dialect, source: string, inputs: readonly InputLine[] = []): Result<OpenTemplate, TemplateProblem> {
  if (dialect === 'mturk') {
    return ok({
      reads: namesOfColumns(source),
      optional: new Set(),
      render: (row) => ok(mapKnownScripts(fillColumns(source, addInputs(row, row, inputs)))),
    })
  }
  const parsed = attempt(() => parseLiquid(source))
  if (!parsed.ok) return parsed
  return ok({
    reads: inputsOfLiquid(parsed.value),
    optional: optionalInputs(source),
    render(row, grant) {
      const input = buildTaskInput(row, inputs)
      const rendered = attempt(() => renderLiquid(parsed.value, { task: { input } }, grant))
      return rendered.ok ? ok(mapKnownScripts(rendered.value)) : rendered
    },
  })
}

function attempt<T>(work: () => T): Result<T, TemplateProblem> {
  try {
    return ok(work())
  } catch (error) {
    if (!LiquidError.is(error)) throw error
    return err(problemOf(error))
  }
}

function problemOf(error: LiquidError): TemplateProblem {
  const [line = null, column = null] = error.token?.getPosition() ?? []
  const message = error.originalError?.message ?? error.message
  return { message: message.replace(/, (file:.*, )?line:\d+, col:\d+$/, '').slice(0, 300), line, column }
}
